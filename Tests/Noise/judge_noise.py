#!/usr/bin/env python3
"""Holds `firstbreak noise --json` to ObsPy's PPSD and noise models, and self-noise to SciPy's cross
spectra.

    judge_noise.py FIRSTBREAK quick|full
"""
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
from obspy import Stream, Trace, UTCDateTime, read
from obspy.signal.invsim import cosine_taper
from obspy.signal.spectral_estimation import PPSD, get_nhnm, get_nlnm
from scipy.signal import csd

LIMIT_DECIBELS = 0.5
RECORDS = Path("Tests/Fixtures/records")
SHARED = Path("../shared/data/demo")

# File, counts per unit, quantity, seconds of a segment.
REAL = [
    (RECORDS / "17_noise_quiet_MEMS.mseed", 100_000.0, "acceleration", 20),
    (RECORDS / "08_ferndale_M6.4_KCT_HN_ok.mseed", 213_926.1, "acceleration", 30),
    (RECORDS / "10_local_M3_20km_SR.mseed", 5.848e9, "velocity", 30),
    (SHARED / "20_ridgecrest_aftershocks_25min_B921.mseed", 1e6, "acceleration", 300),
]


def analyse(program, path, sensitivity, quantity, seconds, channels):
    """The segments of each channel, by their start in ns, and the summaries."""
    command = [
        program, "noise", "--input", str(path), "--sensitivity", repr(sensitivity), "--quantity",
        quantity, "--json", "--channels", channels]
    if seconds:
        command += ["--segment", str(seconds)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = [json.loads(line) for line in output.splitlines()]
    segments = {}
    for line in lines:
        if line["type"] == "segment":
            segments.setdefault(line["channel"], {})[line["startTime"]] = line["decibels"]
    return segments, {line["channel"]: line for line in lines if line["type"] == "noise"}


def judge_of(trace, sensitivity, quantity, seconds):
    """ObsPy's PPSD of one trace."""
    metadata = {"poles": [], "zeros": [], "gain": 1.0, "sensitivity": sensitivity}
    # "ringlaser" is ObsPy's way to a sensor whose counts need no derivative.
    handling = "ringlaser" if quantity == "acceleration" else None
    judge = PPSD(
        trace.stats, metadata=metadata, special_handling=handling, ppsd_length=float(seconds),
        db_bins=(-300, 100, 1.0), skip_on_gaps=True)
    judge.add(Stream([trace]))
    return judge


def compare(summary, segments, judge):
    """Greatest difference in dB over the segments that both have, and how many those are."""
    periods = np.array(summary["periodSeconds"])
    centres = np.array(judge.period_bin_centers)
    assert len(periods) == len(centres), f"{len(periods)} bands, ObsPy has {len(centres)}"
    assert np.allclose(periods, centres, rtol=1e-6), "other bands than ObsPy's"
    half = 0.5e9 / summary["sampleRateHertz"]
    starts = np.array(sorted(segments))
    worst, count, values = 0.0, 0, []
    for time, value in zip(judge._times_processed, judge.psd_values):
        nearest = starts[np.argmin(np.abs(starts - time))]
        if abs(nearest - time) > half:
            continue
        worst = max(worst, np.abs(np.array(segments[nearest]) - value).max())
        values.append(segments[nearest])
        count += 1
    if count == len(starts):
        median = np.median(values, axis=0)
        assert np.allclose(median, summary["medianDecibels"], atol=1e-3), "other medians"
    return worst, count


def check_models(summary):
    for name, model in (("nlnmDecibels", get_nlnm()), ("nhnmDecibels", get_nhnm())):
        order = np.argsort(model[0])
        log_periods, decibels = np.log10(model[0][order]), model[1][order]
        checked = 0
        for period, value in zip(summary["periodSeconds"], summary[name]):
            if value is None:
                assert period < 0.1, f"{name} is missing at {period} s"
                continue
            expected = np.interp(np.log10(period), log_periods, decibels)
            # ObsPy's table is sparse around the corners, between which this interpolates.
            assert abs(value - expected) < 0.15, f"{name} at {period} s: {value}, {expected}"
            checked += 1
        assert checked > 20


def run(program, path, sensitivity, quantity, seconds, needed, channels="*"):
    segments, summaries = analyse(program, path, sensitivity, quantity, seconds, channels)
    worst, count = 0.0, 0
    for trace in read(str(path)).select(channel=channels):
        if trace.id not in segments:
            continue
        judge = judge_of(trace, sensitivity, quantity, seconds or 3600)
        difference, compared = compare(summaries[trace.id], segments[trace.id], judge)
        worst, count = max(worst, difference), count + compared
        check_models(summaries[trace.id])
    print(f"{path.name}: {count} segments, differ by at most {worst:.4f} dB")
    assert count >= needed, f"only {count} segments compared, expected {needed}"
    assert worst <= LIMIT_DECIBELS, f"{worst} dB"


def made_noise(folder, hours, hertz, seed):
    """Noise that falls with frequency, with a tone and a spike, as Steim2 counts."""
    generator = np.random.default_rng(seed)
    count = int(hours * 3600 * hertz)
    spectrum = np.fft.rfft(generator.standard_normal(count))
    frequencies = np.fft.rfftfreq(count, 1 / hertz)
    spectrum /= np.maximum(frequencies, 1e-4) ** 0.7
    values = np.fft.irfft(spectrum, count)
    values *= 2e4 / values.std()
    values += 3e3 * np.sin(2 * np.pi * 0.37 * np.arange(count) / hertz)
    values[count // 3] += 1e6
    header = {
        "network": "XX", "station": "NOISE", "location": "00", "channel": "HNZ",
        "sampling_rate": hertz, "starttime": UTCDateTime(2026, 1, 1)}
    path = folder / f"made_{hertz:g}_hertz.mseed"
    Trace(np.rint(values).astype(np.int32), header).write(
        str(path), format="MSEED", encoding="STEIM2")
    return path


def huddle_by_scipy(channels, hertz, length):
    """Self-noise densities of sensors side by side, by SciPy's cross spectra: Sleeman's for three,
    1 − |γ| for two."""
    step = length - length * 3 // 4

    def cross(i, j):
        return csd(channels[i], channels[j], hertz, window=cosine_taper(length, 0.2), nperseg=length,
                   noverlap=length - step, detrend="linear")[1][1:]

    if len(channels) == 2:
        power = [cross(0, 0).real, cross(1, 1).real]
        gamma = np.abs(cross(0, 1)) / np.sqrt(power[0] * power[1])
        return [one * (1 - gamma) for one in power]
    return [
        (cross(i, i) - cross((i + 1) % 3, i) * cross(i, (i + 2) % 3)
         / cross((i + 1) % 3, (i + 2) % 3)).real
        for i in range(3)]


def check_huddle(program, folder, count):
    """A real record as the ground below sensors with noise of their own."""
    ground = read(str(RECORDS / "10_local_M3_20km_SR.mseed")).select(component="Z")[0]
    ground.data = ground.data.astype(np.float64)
    generator = np.random.default_rng(count)
    scale = ground.data.std() / 300
    gains = [1.0, -0.5, 2.0] if count == 3 else [1.0, 1.0]
    channels, files = [], []
    for sensor, gain in enumerate(gains):
        noise = generator.standard_normal(len(ground.data)) * scale * (1 + sensor * (count == 3))
        trace = ground.copy()
        trace.data = np.rint(gain * (ground.data + noise)).astype(np.int32)
        channels.append(trace.data.astype(np.float64))
        files.append(folder / f"huddle{count}-{sensor}.mseed")
        trace.write(str(files[-1]), format="MSEED", encoding="INT32")
    word = {2: "two", 3: "three"}[count]
    command = [program, "noise", "--input", *map(str, files), "--huddle", word, "--sensitivity", "1e6",
               "--quantity", "acceleration", "--segment", "20", "--json"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = [json.loads(line) for line in output.splitlines()]
    length, hertz = lines[0]["windowSamples"], ground.stats.sampling_rate
    periods = length / (hertz * np.arange(1, length // 2 + 1))
    worst, compared = 0.0, 0
    for line, density in zip(lines, huddle_by_scipy(channels, hertz, length)):
        for centre, value in zip(line["periodSeconds"], line["selfNoiseDecibels"]):
            inside = (periods >= centre / 2**0.5) & (periods <= centre * 2**0.5)
            mean = density[inside].mean()
            # At a band's edge roundings decide whether a line belongs to it: only full bands tell.
            if inside.sum() < 8 or value is None or mean <= 0:
                continue
            worst = max(worst, abs(value - 10 * np.log10(mean / 1e12)))
            compared += 1
    print(f"self-noise of {count} sensors: {compared} bands, differ by at most {worst:.4f} dB")
    assert compared >= 10 * count and worst <= LIMIT_DECIBELS


def main():
    program, tier = sys.argv[1:3]
    warnings.simplefilter("ignore")
    for path, sensitivity, quantity, seconds in REAL:
        if not path.exists():
            print(f"{path}: skipped, it is not there")
            continue
        run(program, path, sensitivity, quantity, seconds, needed=6)
    with tempfile.TemporaryDirectory() as folder:
        for count in (2, 3):
            check_huddle(program, Path(folder), count)
        for hours, hertz in [(3, 40.0)] + ([(24, 100.0), (6, 250.0)] if tier == "full" else []):
            path = made_noise(Path(folder), hours, hertz, seed=int(hertz))
            run(program, path, 1e6, "velocity", None, needed=int(2 * hours - 1))


if __name__ == "__main__":
    main()
