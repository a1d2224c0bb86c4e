#!/usr/bin/env python3
"""Makes the coefficients of the decimator's closing filters.

    Tools/filters/make_decimation_filters.py >TABLE    writes the Swift file of the coefficients
    Tools/filters/make_decimation_filters.py --check TABLE
                                                       holds a table to the design

Needs numpy and scipy. Frequencies are in units of the rate after decimation: pass band 0 to 0.2,
stop band from 0.4. The design is the minimum-phase factor of a linear-phase filter (Parks and
McClellan) whose ripples are those of the squared magnitude, found by its cepstrum: no filter of the
same magnitude delays less.
"""
import re
import sys

import numpy as np
from scipy.signal import remez

FACTORS = range(2, 11)
TAPS_PER_OUTPUT = 17
PASS_EDGE, STOP_EDGE = 0.2, 0.4
PASS_RIPPLE_DECIBELS, STOP_DECIBELS = 0.03, 84.0
SCALE = 1 << 26
# Another release of SciPy may end the exchange elsewhere in the last digits.
CHECK_TOLERANCE = 8


def design(factor):
    """Coefficients × 2²⁶ of the filter before a decimation by `factor`; their sum is 2²⁶."""
    taps = TAPS_PER_OUTPUT * factor
    length = 2 * taps - 1
    weights = [1 / (2 * (10 ** (PASS_RIPPLE_DECIBELS / 20) - 1)), 10 ** (STOP_DECIBELS / 10)]
    squared = remez(
        length, [0, PASS_EDGE, STOP_EDGE, factor / 2], [1, 0], weight=weights, fs=factor,
        maxiter=200, grid_density=32)
    size = 1 << 19
    response = np.fft.fft(np.roll(np.pad(squared, (0, size - length)), 1 - taps)).real
    # The least lift that makes the squared magnitude positive everywhere.
    response += max(0.0, -response.min() * 1.0000001) + 1e-14
    cepstrum = np.fft.ifft(0.5 * np.log(response)).real
    window = np.zeros(size)
    window[0] = window[size // 2] = 1
    window[1:size // 2] = 2
    filter_ = np.fft.ifft(np.exp(np.fft.fft(cepstrum * window))).real[:taps]
    whole = np.rint(filter_ / filter_.sum() * SCALE).astype(np.int64)
    # The rounding of all is repaid by the largest, so that a constant comes out as it went in.
    whole[np.argmax(np.abs(whole))] += SCALE - whole.sum()
    return whole


def figures(coefficients, factor):
    """Ripple of the pass band and height of the stop band in dB; delay at 0, 0.1 and 0.2."""
    values = np.asarray(coefficients) / SCALE
    positions = np.arange(len(values))

    def response(frequencies):
        return np.exp(-2j * np.pi * np.outer(frequencies / factor, positions))

    passing = np.abs(response(np.linspace(0, PASS_EDGE, 400)) @ values)
    stopped = np.abs(response(np.linspace(STOP_EDGE, factor / 2, 4000)) @ values)
    marks = response(np.array([0, 0.1, 0.2]))
    delays = np.real((marks @ (values * positions)) / (marks @ values)) / factor
    return 20 * np.log10(passing.max() / passing.min()), 20 * np.log10(stopped.max()), delays


def table():
    print("""\
// Made by Tools/filters/make_decimation_filters.py.
// swift-format-ignore-file

/// Coefficients × 2²⁶ of the minimum-phase filters before the last step of a decimation.
///
/// Pass band 0 to 0.2 and stop band from 0.4 of the rate behind the filter; the coefficients of each
/// add up to 2²⁶, so that a constant passes unchanged. Figures behind each name: ripple of the pass
/// band, height of the stop band, delay at 0, 0.1 and 0.2 of that rate in its samples.
enum DecimationCoefficients {
  /// The filter before a decimation by `factor`, newest sample first; nil where there is none.
  static func filter(before factor: Int) -> [Int32]? {
    switch factor {""")
    for factor in FACTORS:
        print(f"    case {factor}: by{factor}")
    print("    default: nil\n    }\n  }")
    for factor in FACTORS:
        coefficients = design(factor)
        ripple, stop, delays = figures(coefficients, factor)
        print(f"\n  /// {ripple:.3f} dB, {stop:.1f} dB, "
              + ", ".join(f"{delay:.3f}" for delay in delays) + ".")
        print(f"  private static let by{factor}: [Int32] = [")
        for start in range(0, len(coefficients), 8):
            row = coefficients[start:start + 8]
            print("    " + " ".join(f"{value}," for value in row))
        print("  ]")
    print("}")


def check(path):
    text = open(path, encoding="utf-8").read()
    for factor in FACTORS:
        found = re.search(rf"let by{factor}: \[Int32\] = \[([-\d,\s]*)\]", text)
        if not found:
            sys.exit(f"{path}: no coefficients before a decimation by {factor}")
        coefficients = np.array([int(word) for word in found[1].replace(",", " ").split()])
        expected = design(factor)
        ripple, stop, delays = figures(coefficients, factor)
        difference = (np.abs(coefficients - expected).max()
                      if len(coefficients) == len(expected) else "length")
        print(f"by {factor}: {len(coefficients)} taps, ripple {ripple:.3f} dB, stop {stop:.1f} dB, "
              f"delay {delays[0]:.3f} to {delays[2]:.3f} samples, off the design by {difference}")
        if difference == "length" or difference > CHECK_TOLERANCE or ripple > 0.04 or stop > -80:
            sys.exit(f"{path}: the filter before a decimation by {factor} is not the design")
        if coefficients.sum() != SCALE:
            sys.exit(f"{path}: the coefficients before {factor} add up to {coefficients.sum()}")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        table()
    elif len(sys.argv) == 3 and sys.argv[1] == "--check":
        check(sys.argv[2])
    else:
        sys.exit(__doc__)
