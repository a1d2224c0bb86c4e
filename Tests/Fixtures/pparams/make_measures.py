#!/usr/bin/env python3
"""Writes measures.csv: what `PWaveFeatures` must measure on acceleration.csv, by SciPy in double precision.

    make_measures.py [acceleration.csv [measures.csv]]

Chain 1: three causal two-pole Butterworth high-passes at 0.075 Hz, on acceleration, velocity and
displacement, trapezoidal integrals from zero. Units are cm and s; a window is the samples from the
onset (sample 1000) on. Needs numpy and scipy.
"""
import csv
import math
import os
import sys

import numpy as np
from scipy.integrate import cumulative_trapezoid
from scipy.signal import butter, sosfilt

RATE, ONSET, GRAVITY = 100.0, 1000, 980.665
WINDOWS = [0.5, 1, 2, 3, 4, 5]
EDGES = [48 / 2**k for k in range(10)]


def filtered(kind, corner, signal):
    return sosfilt(butter(2, corner / (RATE / 2), kind, output="sos"), signal)


def integral(signal):
    return cumulative_trapezoid(signal, dx=1 / RATE, initial=0.0)


def predominant_periods(velocity):
    """τp of every sample: X = αX + v², D = αD + (Δv/Δt)², α = 1 − Δt/1 s."""
    alpha = 1 - 1 / RATE
    x = d = previous = 0.0
    periods = np.zeros(len(velocity))
    for index, v in enumerate(velocity):
        x = alpha * x + v * v
        d = alpha * d + ((v - previous) * RATE) ** 2
        previous = v
        periods[index] = 2 * math.pi * math.sqrt(x / d) if d > 0 else 0
    return periods


def octaves(velocity):
    """Largest octave first: what lies between neighbouring edges, the first below half the rate."""
    signal, bands = velocity, []
    for edge in EDGES[1:]:
        bands.append(filtered("highpass", edge, signal))
        signal = filtered("lowpass", edge, signal)
    return bands


def measures(acceleration):
    a = filtered("highpass", 0.075, acceleration)
    v = filtered("highpass", 0.075, integral(a))
    d = filtered("highpass", 0.075, integral(v))
    above = filtered("highpass", 0.5, v)
    d_above = filtered("highpass", 0.5, integral(above))
    periods = predominant_periods(filtered("lowpass", 3.0, v))
    unfiltered = predominant_periods(v)
    bands = octaves(v)
    for window in WINDOWS:
        end = ONSET + round(window * RATE)
        w = slice(ONSET, end)
        after = slice(ONSET + 5, end)
        signs = np.sign(above[w])
        yield [
            window, periods[after].max(), unfiltered[after].max(),
            np.sum(v[w] ** 2) / RATE, np.sum(d[w] ** 2) / RATE, np.sum(np.abs(a[w])) / RATE,
            math.pi / (2 * GRAVITY) * np.sum(a[w] ** 2) / RATE,
            math.log10(np.max(np.abs(a[w] * v[w]))), np.abs(above[w]).max(),
            np.abs(d_above[w]).max(),
            2 * math.pi * math.sqrt(np.sum(d_above[w] ** 2) / np.sum(above[w] ** 2)),
            np.count_nonzero(signs[1:] != signs[:-1]) / 2 / window,
        ] + [np.abs(band[w]).max() for band in reversed(bands)]


def main(source="acceleration.csv", target="measures.csv"):
    with open(source, newline="") as file:
        rows = list(csv.DictReader(file))
    names = ["tau_p", "tau_p_unfiltered", "iv2", "id2", "cav", "arias", "pi", "pv_above",
             "pd_above", "tau_c_above", "dominant_hz"] + [f"band{k}" for k in range(9)]
    with open(target, "w") as file:
        file.write("case,window_s," + ",".join(names) + "\n")
        for case in rows[0]:
            acceleration = np.array([float(row[case]) for row in rows]) / 1e4
            for values in measures(acceleration):
                file.write(case + "," + ",".join(f"{value:.9g}" for value in values) + "\n")


if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    main(*sys.argv[1:])
