#!/usr/bin/env python3
"""Holds the decimator to its own arithmetic, to float64 filters of SciPy and to its figures.

usage: judge_decimation.py TRACE TABLE RECORD

TRACE is the DecimationTrace executable, TABLE the Swift file of the coefficients, RECORD a miniSEED
file of a real earthquake. For every pair of rates: the output is, bit for bit, what the documented
integer arithmetic gives in Python's unbounded integers; it is the same at three block sizes; it is
within 0.51 steps of the same filters in float64; the response of the whole chain has the stop band,
the ripple and the delay that are promised. Needs numpy, scipy and obspy.
"""
import re
import subprocess
import sys
import tempfile

import numpy as np
from scipy.signal import oaconvolve, resample_poly

SCALE_BITS = 26
WORKING_BITS = 36
ORDER = 5
# Capture rate, station rate, converter bits, fraction bits.
CASES = [
    (8000, 100, 16, 8), (8000, 1000, 16, 4), (8000, 500, 24, 7), (8000, 250, 32, 0),
    (8000, 160, 24, 7), (8000, 31.25, 24, 7), (11025, 175, 24, 7), (16000, 200, 32, 0),
    (44100, 100, 24, 7), (44100, 300, 24, 7), (88200, 100, 24, 7), (48000, 100, 24, 7),
    (48000, 200, 24, 7), (48000, 20, 24, 7), (96000, 500, 32, 0), (192000, 100, 24, 7),
    (192000, 1000, 32, 0), (192000, 20, 32, 0), (192000, 20, 24, 7), (400, 200, 24, 7),
    (300, 100, 24, 7), (400, 100, 24, 7), (100, 100, 32, 0),
]
PASS_LIMIT_DECIBELS = {closing: 0.15 for closing in range(7, 11)} | {4: 0.33, 5: 0.25, 6: 0.2}
STOP_LIMIT_DECIBELS = -80.0


def read_table(path):
    text = open(path, encoding="utf-8").read()
    return {int(factor): [int(word) for word in body.replace(",", " ").split()]
            for factor, body in re.findall(r"let by(\d+): \[Int32\] = \[([-\d,\s]*)\]", text)}


def bits_of(factor):
    return (factor**ORDER - 1).bit_length()


def split(factor, input_bits):
    """The same rule as `Decimation`, written down a second time."""
    if factor <= 3:
        return 1, 1, factor
    for closing in range(10, 3, -1):
        if factor % closing:
            continue
        rest = factor // closing
        for first in range(rest, 0, -1):
            if rest % first == 0 and bits_of(first) + input_bits + 1 <= 63 \
                    and bits_of(rest // first) + WORKING_BITS + 1 <= 63:
                return first, rest // first, closing
    raise ValueError(f"no splitting of {factor}")


def moving_sums(values, factor):
    """Five moving sums, then every `factor`-th value; sums modulo 2⁶⁴ of results that fit are exact."""
    if factor == 1:
        return values
    assert int(np.abs(values).max()) * factor**ORDER < 2**63
    for _ in range(ORDER):
        totals = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(values)))
        starts = np.maximum(np.arange(1, len(totals)) - factor, 0)
        values = totals[1:] - totals[starts]
    return values[factor - 1::factor]


def scaled(values, factor, bits):
    gain = factor**ORDER
    exponent = 60 + gain.bit_length()
    multiplier = (2**(exponent + 1) + gain) // (2 * gain)
    shift = exponent - bits
    return np.array([(int(v) * multiplier + (1 << (shift - 1))) >> shift for v in values],
                    dtype=np.int64)


def integer_model(counts, case, table):
    capture, station, input_bits, fraction_bits = case
    factor = round(capture / station)
    if factor == 1:
        return counts.astype(np.int64) << fraction_bits
    first, second, closing = split(factor, input_bits)
    offset = int(counts[0])
    working = WORKING_BITS - input_bits
    values = counts.astype(np.int64) - offset
    values = scaled(moving_sums(values, first), first, working)
    values = scaled(moving_sums(values, second), second, 0)
    taps = table[closing]
    # 36 + 26 + 1 bits: numpy's own convolution of 64-bit integers is exact.
    sums = np.convolve(values, np.array(taps, dtype=np.int64))[:len(values)]
    sums = sums[closing - 1::closing]
    shift = SCALE_BITS + working - fraction_bits
    result = [((int(s) + (1 << (shift - 1))) >> shift) + (offset << fraction_bits) for s in sums]
    return np.array([min(max(r, -2**31), 2**31 - 1) for r in result])


def chain_response(case, table):
    """The impulse response of the whole chain at the capture rate, in float64, gain 1."""
    capture, station, input_bits, _ = case
    first, second, closing = split(round(capture / station), input_bits)
    response = np.ones(1)
    for factor, step in ((first, 1), (second, first)):
        for _ in range(ORDER if factor > 1 else 0):
            box = np.zeros((factor - 1) * step + 1)
            box[::step] = 1 / factor
            response = oaconvolve(response, box)
    taps = np.zeros((len(table[closing]) - 1) * first * second + 1)
    taps[::first * second] = np.array(table[closing]) / 2**SCALE_BITS
    return oaconvolve(response, taps), closing


def check_figures(case, table, delay_nanoseconds):
    capture, station, _, _ = case
    response, closing = chain_response(case, table)
    size = 1 << max(17, (len(response) * 4 - 1).bit_length())
    spectrum = np.fft.rfft(response, size)
    frequencies = np.fft.rfftfreq(size, 1 / capture) / station
    decibels = 20 * np.log10(np.abs(spectrum) + 1e-30)
    stop = decibels[frequencies >= 0.4].max()
    passing = decibels[frequencies <= 0.2]
    ripple = passing.max() - passing.min()
    delay = (response * np.arange(len(response))).sum() / response.sum() / capture
    positions = np.arange(len(response))
    tenth, fifth = (
        np.real((turns @ (response * positions)) / (turns @ response)) / capture * station
        for turns in (np.exp(-2j * np.pi * edge * station / capture * positions)
                      for edge in (0.1, 0.2)))
    print(f"    by {closing} at the end: pass band {ripple:.3f} dB, stop band {stop:.1f} dB, delay "
          f"{delay * 1e3:.2f} ms = {delay * station:.3f} samples, {tenth:.3f} at a tenth, "
          f"{fifth:.3f} at a fifth of the rate")
    assert stop <= STOP_LIMIT_DECIBELS, "stop band"
    assert ripple <= PASS_LIMIT_DECIBELS.get(closing, 0.15), "pass band"
    assert abs(delay * 1e9 - delay_nanoseconds) <= 1, (delay, delay_nanoseconds)


def signal(case, record):
    """A real earthquake with an offset, a burst at full scale and steps between the rails."""
    capture, _, input_bits, _ = case
    full = 2**(input_bits - 1) - 1
    wave = resample_poly(record, capture, 100) if capture > 100 else record.copy()
    wave = wave[: max(3 * capture, 40 * round(capture / case[1]))]
    random = np.random.default_rng(7)
    wave = 0.4 * full * wave / np.abs(wave).max() + 0.1 * full
    wave += random.normal(0, 2, len(wave))
    middle, half = len(wave) // 2, len(wave) // 8
    wave[middle:middle + half] = full * np.sign(
        np.sin(2 * np.pi * 0.11 * np.arange(half) / (capture / case[1])))
    return np.clip(np.rint(wave), -full - 1, full).astype(np.int32)


def run(trace, counts, case, channels, block, folder):
    capture, station, input_bits, fraction_bits = case
    counts.astype("<i4").tofile(f"{folder}/input")
    text = subprocess.run(
        [trace, f"{folder}/input", f"{folder}/output", str(capture), str(round(station * 1e6)),
         str(input_bits), str(fraction_bits), str(channels), str(block)],
        check=True, capture_output=True, text=True).stdout
    output = np.fromfile(f"{folder}/output", "<i4").reshape(-1, channels)
    return output, int(text)


def judge(trace, case, table, record, folder):
    capture, station, input_bits, fraction_bits = case
    counts = signal(case, record)
    both = np.stack([counts, -(counts // 3)], axis=1)
    output, delay = run(trace, both, case, 2, capture // 100 or 1, folder)
    for block in (1, 7, len(counts)):
        again, _ = run(trace, both, case, 2, block, folder)
        assert np.array_equal(output, again), f"block of {block} frames"
    for channel in range(2):
        expected = integer_model(both[:, channel], case, table)
        assert len(expected) == len(output), (len(expected), len(output))
        assert np.array_equal(output[:, channel], expected), "integer arithmetic"
    error = 0.0
    if capture != station:
        response, _ = chain_response(case, table)
        offset = float(counts[0])
        factor = round(capture / station)
        exact = oaconvolve(counts - offset, response)[:len(counts)][factor - 1::factor] + offset
        exact = np.clip(exact * 2.0**fraction_bits, -2.0**31, 2.0**31 - 1)
        error = np.abs(output[:, 0] - exact).max()
    print(f"{capture} to {station:g} Hz, {input_bits} bits × 2^{fraction_bits}: {len(output)} frames "
          f"exact, {error:.3f} steps from float64", flush=True)
    assert error <= 0.51 + 1e-7 * 2**(fraction_bits), "float64"
    if capture != station:
        check_figures(case, table, delay)


def main():
    trace, table_path, record_path = sys.argv[1:]
    import obspy
    record = obspy.read(record_path)[0].data.astype(np.float64)
    record -= np.median(record)
    peak = int(np.argmax(np.abs(record)))
    record = record[max(0, peak - 300):]
    table = read_table(table_path)
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            judge(trace, case, table, record, folder)
    for numbers in (("192000", "100000000", "2"), ("48000", "200000000", "3"),
                    ("8000", "100000000", "1")):
        print(subprocess.run([trace, "--time", *numbers], check=True, capture_output=True,
                             text=True).stdout, end="")


if __name__ == "__main__":
    main()
