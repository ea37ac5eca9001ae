"""What is measured is the model itself."""

from experiments.bench import phases
from experiments.bench.speed import Decade
from tests.worlds import differences


def test_the_week_that_is_timed_part_by_part_is_the_week_that_is_lived(compiled):
    decade = Decade(0.2)
    world, spent = phases.timed(3, decade)
    assert differences(world, decade.lived(3)) == []
    assert spent[:9].sum() > 0.0
    assert spent[9] > 0.0
