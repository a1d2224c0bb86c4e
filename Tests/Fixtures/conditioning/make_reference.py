#!/usr/bin/env python3
"""Writes reference.csv: what SciPy makes of a signal that the Swift test generates for itself.

usage: make_reference.py > reference.csv        (needs numpy and scipy)
"""
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Accuracy"))
from judge_conditioning import RATES, reference  # noqa: E402

SECONDS = 40
STEP = 13


def counts(rate):
    """A triangle, noise and an offset of a million: integers alone, the same in every language."""
    values = []
    state = 1
    period = round(rate * 7)
    for index in range(round(rate * SECONDS)):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        phase = index % period
        triangle = 2 * abs(2 * phase - period) - period
        values.append(1_000_000 + triangle * 3_000_000 // period + (state >> 46) - 131072)
    return np.array(values, dtype=np.int64)


def main():
    print("microhertz,quantity,sample,acceleration,velocity,displacement,"
          "shaking_acceleration,shaking_velocity,trigger")
    for rate in RATES:
        signal = counts(rate)
        for quantity in ("acceleration", "velocity"):
            columns = reference(signal, rate, quantity, 15)
            for sample in range(0, len(signal), STEP * max(1, round(rate / 20))):
                row = ",".join(f"{column[sample]:.6f}" for column in columns)
                print(f"{round(rate * 1e6)},{quantity},{sample},{row}")


if __name__ == "__main__":
    main()
