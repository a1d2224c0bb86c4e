#!/usr/bin/env python3
"""A real earthquake through libasound into the daemon, and what sound cards can suffer.

  live_alsa.py [--build debug|release] [--speed N] [SCENARIO]...

Scenarios: probe (what `board probe` finds), direct (the card captures at the station's rate: the events must be those of a replay of the
same counts), decimated (8 kHz and 24 bits down to 100 Hz: those of a replay of the counts that the
documented arithmetic gives, and near those of the original record), faults (overruns, a stuck card, an
unplugged one, a turned knob: another source loses nothing, and each gap has its true length).
Needs numpy, scipy and ObsPy. Prints the card's latency, from the sample's instant to its block in the
ring.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import obspy
from scipy.signal import resample_poly

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Accuracy"))

from alsa_card import SoundCard  # noqa: E402
from compare_events import comparable, differences  # noqa: E402
from judge_decimation import integer_model, read_table  # noqa: E402
from live_station import ROOT, LiveStation  # noqa: E402

RECORD = ROOT / "Tests/Fixtures/records/08_ferndale_M6.4_KCT_60s.mseed"
TABLE = ROOT / "Sources/DataPath/Acquisition/Decimation/DecimationCoefficients.swift"
# 0.00046745108 cm/s² a count.
COUNTS_PER_UNIT = 1 / 0.0000046745108
CHANNELS = (("HNZ", 0, -90), ("HNN", 0, 0), ("HNE", 90, 0))
# What the filter may change: the upper half of the record's band is gone, the rest is 31 ms late and
# its time is set right by the stated delay.
ONSET_TOLERANCE_SECONDS = 0.1
PGV_TOLERANCE_LOG10 = 0.03


def source(rate, capture_rate, scale=1, name="sensor", **settings):
    return {
        "name": name, "driver": "alsa", "device": "card", "sampleRateHertz": rate,
        "captureRateHertz": capture_rate, "format": "S32_LE", "samplesPerBlock": 16, **settings,
        "channels": [
            {"code": code, "azimuthDegrees": azimuth, "dipDegrees": dip,
             "fullScaleCounts": 2147483647,
             "sensitivityCountsPerMetrePerSecondSquared": COUNTS_PER_UNIT * scale}
            for code, azimuth, dip in CHANNELS]}


def record():
    """The record's counts, shape [frames][Z, N, E], its rate and its ObsPy traces."""
    stream = obspy.read(str(RECORD))
    traces = [next(t for t in stream if t.stats.channel[-1] == code[-1]) for code, *_ in CHANNELS]
    start = max(t.stats.starttime for t in traces)
    end = min(t.stats.endtime for t in traces)
    traces = [t.slice(start, end) for t in traces]
    return np.stack([t.data for t in traces], axis=1), round(traces[0].stats.sampling_rate), traces


def write_record(path, counts, rate, traces):
    stream = obspy.Stream()
    for column, trace in zip(counts.T, traces):
        copy = obspy.Trace(column.astype(np.int32), header=trace.stats)
        copy.stats.sampling_rate = rate
        stream.append(copy)
    stream.write(str(path), format="MSEED", encoding="STEIM2")


def report(name, found, station):
    for line in station.log if station else ():
        if "source-latency" in line:
            print(f"{name}: {line.split('source-latency ', 1)[1]}")
    for text in found:
        print(f"{name}: {text}")
    print(f"{name}: " + ("FAILED" if found else "passed"), flush=True)
    return not found


def whole_earthquake(station, seconds):
    """Runs the daemon until the card has given its last frame and the event has ended."""
    station.start()
    if not station.wait_for("source-delivers source=sensor", seconds=60):
        return ["the card never delivered"] + station.log
    found = []
    if not station.wait_for("source-fault source=sensor stalled", seconds=seconds):
        found.append("the card never fell silent")
    # Behind the silence that ends the event.
    station.wait_for("source-delivers source=sensor", seconds=3, after=len(station.log))
    if station.stop() != 0:
        found.append("the daemon failed")
    return found + [line for line in station.log if " gap " in line]


def taken(station):
    """The number of the sample behind the last one that the source delivered."""
    return next((int(m[1]) for line in station.log
                 if (m := re.search(r"source-ended source=sensor sampleIndex=(\d+)", line))), None)


def differences_of(live, replay):
    found = differences(live, replay)
    if not any(event["type"] == "alert" for event in replay):
        found.append("the replay gives no alert: nothing was compared")
    return found


def direct(options):
    counts, rate, _ = record()
    with SoundCard(counts, rate=rate, speed=options.speed, patient=1) as card, LiveStation(
            [source(rate, rate)], build=options.build, environment=card.environment) as station:
        found = whole_earthquake(station, 60 / options.speed + 60)
        if taken(station) != len(counts):
            found.append(f"{taken(station)} samples of {len(counts)} were taken")
        found += differences_of(
            comparable(station.events()), comparable(station.replay(RECORD)))
        return report("direct", found, station)


def decimated(options):
    counts, rate, traces = record()
    factor, bits, fraction = 80, 24, 4
    # 24 bits hold the record and a little more than its own resolution.
    fine = np.rint(resample_poly(counts.astype(float), factor, 1, axis=0)).astype(np.int64)
    assert np.abs(fine).max() < 1 << 23
    table = read_table(TABLE)
    expected = np.stack([
        integer_model(fine[:, channel], (rate * factor, rate, bits, fraction), table)
        for channel in range(3)], axis=1)
    with SoundCard(fine, rate=rate * factor, speed=options.speed, patient=1) as card, LiveStation(
            [source(rate, rate * factor, 1 << fraction, format="S24_3LE", fractionBits=fraction)],
            build=options.build, environment=card.environment) as station, \
            tempfile.TemporaryDirectory() as folder:
        found = whole_earthquake(station, 60 / options.speed + 60)
        write_record(f"{folder}/expected.mseed", expected, rate, traces)
        live = comparable(station.events())
        found += differences_of(live, comparable(station.replay(f"{folder}/expected.mseed")))
        write_record(f"{folder}/original.mseed", counts << fraction, rate, traces)
        found += nearby(live, comparable(station.replay(f"{folder}/original.mseed")))
        return report("decimated", found, station)


def nearby(live, original):
    """What the filter has changed beyond the tolerances: onsets, levels and the observed peak."""
    def picks(events):
        start = events[0]["sampleTime"]
        return [e["onsetTime"] - start for e in events if e["type"] == "pick"]

    def levels(events):
        return [e["level"] for e in events if e["type"] == "alert"]

    def peak(events):
        return max(e["observed"][1] for e in events if "observed" in e)

    found = []
    if len(picks(live)) != len(picks(original)):
        found.append(f"{len(picks(live))} picks, {len(picks(original))} in the original")
    # The first line is the pick: its own delay is what may differ.
    waits = [(e[0]["sampleTime"] - e[0]["onsetTime"]) / 1e9 for e in (live, original)]
    if abs(waits[0] - waits[1]) > ONSET_TOLERANCE_SECONDS:
        found.append(f"the pick came {waits[0]:.3f} s after the onset, {waits[1]:.3f} s before")
    if levels(live)[-1:] != levels(original)[-1:]:
        found.append(f"levels {levels(live)}, in the original {levels(original)}")
    ratio = np.log10(peak(live) / peak(original))
    print(f"decimated: pick after {waits[0]:.3f} s, original {waits[1]:.3f} s; levels {levels(live)}, "
          f"original {levels(original)}; observed PGV {ratio:+.4f} log10")
    if abs(ratio) > PGV_TOLERANCE_LOG10:
        found.append(f"observed PGV differs by {ratio:+.3f} log10")
    return found


def gaps_of(station, name):
    pattern = re.compile(rf" gap source={name} missingSamples=(\d+)")
    return [int(m[1]) for line in station.log if (m := pattern.search(line))]


def faults(options):
    rate, factor = 100, 80
    frames = rate * factor * 60
    noise = np.random.default_rng(5).integers(-2000, 2000, (frames, 3))
    settings = {"speed": options.speed, "patient": 0, "overrun_at": 40_000, "overrun_frames": 6_400,
                "overrun_count": 3, "stall_at": 160_000, "stall_frames": 40_000,
                "gone_at": 260_000, "gone_opens": 2}
    healthy = {
        "name": "healthy", "driver": "synthetic", "sampleRateHertz": 100, "noiseCounts": 100,
        "channels": source(rate, rate)["channels"]}
    sick = source(
        rate, rate * factor, format="S24_LE", controlCard="mixer", bufferFrames=160_000,
        controls=[{"name": "ADC Capture Volume", "steps": 12}], name="sick")
    with SoundCard(noise, rate=rate * factor, **settings) as card, LiveStation(
            [sick, healthy], build=options.build, environment=card.environment) as station:
        station.start()
        found = []
        place = 0
        for words in ("fault source=sick stalled", "delivers source=sick",
                      "fault source=sick unplugged", "delivers source=sick", "knob",
                      "fault source=sick set otherwise", "delivers source=sick"):
            if words == "knob":
                card.set_controls(12, 20, 0, 0)
                continue
            line = station.wait_for("source-" + words, seconds=60, after=place)
            if not line:
                found.append("never came: " + words)
                break
            place = station.log.index(line, place) + 1
        if card.controls != [12, 12, 0, 0]:
            found.append(f"the gain was left at {card.controls}")
        if station.stop() != 0:
            found.append("the daemon failed")
        found += [line for line in station.log
                  if "source=healthy" in line and re.search(" (gap|overrun|source-fault) ", line)]
        truth = [lost / factor for lost in card.losses() if lost >= factor]
        seen = gaps_of(station, "sick")
        if len(truth) != len(seen) or any(abs(a - b) > 1 for a, b in zip(truth, seen)):
            found.append(f"gaps of {seen} samples were reported, {truth} were made")
        print(f"faults: gaps of {seen} samples, made {truth}")
        if found:
            found += [str(card.log)] + [line for line in station.log if "onset-" not in line]
        return report("faults", found, station)


def probe(options):
    """What `board probe` finds at the card, and whether the skeleton it prints is a valid board."""
    tool = ROOT / ".build" / options.build / "firstbreak"
    found = []
    with SoundCard(np.zeros((100, 2)), rate=8000) as card, \
            tempfile.NamedTemporaryFile(suffix=".json") as board:
        environment = {**os.environ, **card.environment}
        run = [tool, "board", "probe", "--pcm", "absent", "--pcm", "card"]
        listed = subprocess.run(run, capture_output=True, text=True, env=environment)
        for words in ("  absent: cannot be opened: No such file",
                      "  card  captures S16_LE S24_3LE S24_LE S32_LE, 2 channels, 8000 Hz\n"):
            if words not in listed.stdout:
                found.append(f"board probe does not say {words!r}: {listed.stdout}")
        if listed.returncode != 0 or listed.stderr:
            found.append(f"board probe failed: {listed.stderr}")
        absent, present = json.loads(subprocess.run(
            [*run, "--json"], capture_output=True, check=True, env=environment).stdout)["soundDevices"]
        if "error" not in absent or absent["device"] != "absent":
            found.append(f"an absent device is not told in JSON: {absent}")
        if present != {
                "device": "card", "formats": ["S16_LE", "S24_3LE", "S24_LE", "S32_LE"],
                "channelCountMinimum": 2, "channelCountMaximum": 2,
                "rateMinimumHertz": 8000, "rateMaximumHertz": 8000}:
            found.append(f"JSON tells otherwise: {present}")
        board.write(subprocess.run(
            [*run, "--skeleton", "card"], capture_output=True, check=True, env=environment).stdout)
        board.flush()
        checked = subprocess.run([tool, "board", "check", board.name], capture_output=True, text=True)
        if checked.returncode != 0 or "alsa, EHZ, 100 Hz" not in checked.stdout:
            found.append("the skeleton is no board file: " + checked.stdout + checked.stderr)
    return report("probe", found, None)


SCENARIOS = {"probe": probe, "direct": direct, "decimated": decimated, "faults": faults}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="debug")
    parser.add_argument("--speed", type=float, default=4.0)
    parser.add_argument("scenario", nargs="*", choices=[[], *SCENARIOS])
    options = parser.parse_args()
    outcomes = [SCENARIOS[name](options) for name in options.scenario or SCENARIOS]
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
