"""Points of the unit cube, from which parameters are drawn within their ranges [point, column]."""

import math

import numpy as np


def latin_hypercube(seed, blocks, columns):
    """Each of the blocks, given by how many points it has, is stratified in itself."""
    from scipy.stats import qmc  # takes a second, and most designs draw nothing

    return np.concatenate([
        qmc.LatinHypercube(columns, rng=np.random.default_rng([seed, block])).random(number)
        for block, number in enumerate(blocks)
    ])  # fmt: skip


def sobol(seed, blocks, columns):
    """Scrambled points of one sequence, which goes on where more are asked for."""
    from scipy.stats import qmc  # takes a second, and most designs draw nothing

    sequence = qmc.Sobol(columns, scramble=True, rng=np.random.default_rng(seed))
    number = sum(blocks)
    return sequence.random_base2(math.ceil(math.log2(number)))[:number] if number > 1 else sequence.random(1)
