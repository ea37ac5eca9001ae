"""Print every figure with its target; a target that is missed is called missed."""

import os

from experiments.bench import advice, calibration, growth, page, phases, reports, speed, starts, sweeps


def verdict(value, target, wanted):
    """Whether a figure keeps its target, in words; nothing where it has none."""
    if target is None:
        return ""
    kept = "kept" if (value <= target if wanted == "at most" else value >= target) else "MISSED"
    return f"{wanted} {target:g}: {kept}"


def main():
    print(f"{os.cpu_count()} processors; medians of several measurements, interleaved with what they are compared to")
    for part in (growth, speed, sweeps, advice, reports, page, calibration, phases, starts):
        for figure in part.figures():
            name, value, unit, wanted, target, beside = figure
            print(f"{name:58s} {value:9.4g} {unit:8s} {verdict(value, target, wanted):20s} {beside}", flush=True)


if __name__ == "__main__":  # worker processes read this file, too
    main()
