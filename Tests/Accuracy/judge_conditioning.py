#!/usr/bin/env python3
"""Holds the integer conditioning chain to a float64 SciPy reference.

usage: judge_conditioning.py TRACE [SECONDS]

TRACE is the ConditioningTrace executable; SECONDS (default 3600) the length of each run. The input
is a 24-bit signal with an offset of 1,000,000 counts. Errors are in counts (acceleration), counts*s
(velocity) and counts*s^2 (displacement); the limit is 0.5. Needs numpy and scipy.
"""
import subprocess
import sys
import tempfile

import numpy as np
from scipy.signal import butter, lfilter, sosfilt

RATES = [20.0, 30.06, 50.0, 99.97, 100.0, 125.0, 200.0, 250.0, 500.0, 1000.0]
CORNER_HERTZ = 0.075
COUNTS_PER_UNIT = 213902.0
LIMIT_COUNTS = 0.5


def high_pass(signal, rate):
    return sosfilt(butter(2, CORNER_HERTZ, "highpass", fs=rate, output="sos"), signal)


def integrated_high_pass(signal, rate):
    """Trapezoidal integration and high-pass in one second-order section, zero before the start."""
    section = butter(2, CORNER_HERTZ, "highpass", fs=rate, output="sos")[0]
    step = section[0] / (2 * rate)
    return sosfilt([[step, 0.0, -step, 1.0, section[4], section[5]]], signal)


def running_mean_removed(signal, rate, seconds):
    length = int(np.floor(seconds * rate + 0.5))
    sums = np.cumsum(signal)
    mean = np.empty_like(signal)
    head = min(length, len(signal))
    mean[:head] = sums[:head] / np.arange(1, head + 1)
    if len(signal) > length:
        # mean[n] = mean[n-1] + (x[n] - mean[n-1]) / length
        tail, _ = lfilter(
            [1 / length], [1, -(1 - 1 / length)], signal[length:],
            zi=[(1 - 1 / length) * mean[length - 1]])
        mean[length:] = tail
    return signal - mean


def reference(counts, rate, quantity, baseline_seconds):
    signal = counts.astype(np.float64)
    level = signal
    if baseline_seconds:
        level = running_mean_removed(signal, rate, baseline_seconds)
    if quantity == "velocity":
        shaking = np.diff(signal, prepend=signal[0]) * rate
        shaking_velocity = high_pass(level, rate)
    else:
        shaking = level
        shaking_velocity = integrated_high_pass(level, rate)
    acceleration = high_pass(shaking, rate)
    velocity = integrated_high_pass(acceleration, rate)
    displacement = integrated_high_pass(velocity, rate)
    upper = min(10.0, 0.4 * rate)
    trigger = sosfilt(
        butter(2, 2.0, "highpass", fs=rate, output="sos"), signal - signal[0])
    trigger = sosfilt(butter(2, upper, "lowpass", fs=rate, output="sos"), trigger)
    return [acceleration, velocity, displacement, shaking, shaking_velocity, trigger]


def signal_counts(rate, seconds):
    """Noise, a slow wave, a burst as large as the converter and a lasting change of level."""
    count = int(rate * seconds)
    time = np.arange(count) / rate
    random = np.random.default_rng(20)
    counts = 1_000_000 + random.normal(0, 3000, count) + 200_000 * np.sin(2 * np.pi * 0.02 * time)
    burst = np.exp(-(((time - 0.6 * seconds) / 20) ** 2))
    counts += 6_500_000 * burst * np.sin(2 * np.pi * (0.3 + 0.0005 * time) * time)
    counts[time > 0.8 * seconds] += 250_000 * np.minimum(1, time - 0.8 * seconds)[
        time > 0.8 * seconds]
    return np.clip(np.rint(counts), -8_388_607, 8_388_607).astype(np.int32)


def run(trace, rate, quantity, baseline_seconds, seconds, folder):
    counts = signal_counts(rate, seconds)
    np.repeat(counts, 3).astype("<i4").tofile(f"{folder}/input")
    subprocess.run(
        [trace, f"{folder}/input", f"{folder}/output", str(round(rate * 1e6)),
         str(COUNTS_PER_UNIT), quantity, str(baseline_seconds), "8388607"], check=True)
    output = np.fromfile(f"{folder}/output", "<i8").reshape(-1, 6).astype(np.float64)
    output[:, :5] *= COUNTS_PER_UNIT / 1e12
    expected = reference(counts, rate, quantity, baseline_seconds)
    return [np.abs(output[:, index] - expected[index]).max() for index in range(6)]


def main():
    trace = sys.argv[1]
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3600.0
    worst = 0.0
    print("rate Hz, quantity, baseline s: a, v, d, shaking a, shaking v, trigger (max error, counts)")
    with tempfile.TemporaryDirectory() as folder:
        for rate in RATES:
            for quantity, baseline in (
                    ("acceleration", 60), ("acceleration", 0), ("velocity", 60)):
                errors = run(trace, rate, quantity, baseline, seconds, folder)
                # Trigger counts are whole numbers: their own rounding is not an error.
                errors[5] = max(0.0, errors[5] - 0.5)
                worst = max(worst, *errors)
                print(f"{rate:g}, {quantity}, {baseline}: "
                      + ", ".join(f"{error:.2g}" for error in errors), flush=True)
    print(f"largest error {worst:.3g} counts, limit {LIMIT_COUNTS}")
    return 0 if worst <= LIMIT_COUNTS else 1


if __name__ == "__main__":
    sys.exit(main())
