#!/usr/bin/env python3
"""All four kinds of sensor in one daemon, with random faults in one of them.

  all_sources.py [--build debug|release] [--seconds N] [--speed N] [--sick KIND] [--seed N]

An emulated iiod, a sound card, a serial digitizer and a radon module feed one station with a real
earthquake, again and again, for so many seconds of data. The sick one (random unless named: iio, alsa,
serial or radon) suffers faults at random times. The others must lose no sample, and every gap of the
sick one must be reported with its true length to a sample. The seed is printed; the same seed makes
the same faults. Needs ObsPy and the double of the sound card (gcc, libasound).
"""

import argparse
import random
import re
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy
import obspy

from alsa_card import SoundCard
from live_iio import Iiod, channels as iio_channels, source as iio_source, true_gaps
from live_station import ROOT, LiveStation
from serial_doubles import Digitizer, RadonModule

RECORD = ROOT / "Tests/Fixtures/records/08_ferndale_M6.4_KCT_HN_ok.mseed"
RATE = 100.0
CAPTURE_RATE = 8000
SENSITIVITY = 100 / 0.00046745108
CODES = ("HNZ", "HNN", "HNE")


def channels():
    return [
        {"code": code, "azimuthDegrees": azimuth, "dipDegrees": dip, "fullScaleCounts": 2147483647,
         "sensitivityCountsPerMetrePerSecondSquared": SENSITIVITY}
        for code, azimuth, dip in zip(CODES, (0, 0, 90), (-90, 0, 0))]


def counts(seconds):
    """The earthquake over and over, shape [sample][Z, N, E]."""
    by_letter = {trace.stats.channel[-1]: trace for trace in obspy.read(str(RECORD))}
    length = min(len(by_letter[letter]) for letter in "ZNE")
    once = numpy.stack([by_letter[letter].data[:length] for letter in "ZNE"], axis=1)
    wanted = round(seconds * RATE)
    return numpy.tile(once, (wanted // length + 1, 1))[:wanted].astype(numpy.int32)


def instants(rng, total, first, apart):
    """Random instants of a run, at least `apart` samples from one another and from its ends."""
    at = first
    while True:
        at += round(apart * (1 + rng.random()))
        if at > total - 2 * apart:
            return
        yield at


class IIO:
    name = "iio"

    def __init__(self, folder, data, speed, rng):
        record = folder / "iio.mseed"
        stream = obspy.Stream(
            obspy.Trace(numpy.ascontiguousarray(data[:, column]),
                        {"channel": code, "sampling_rate": RATE})
            for column, code in enumerate(CODES))
        stream.write(str(record), format="MSEED", encoding="STEIM2")
        arguments = ["--record", str(record), "--codes", "E,N,Z", "--speed", str(speed)]
        self.skips = []
        if rng:
            for at in instants(rng, len(data), 200, 700 * speed):
                skip = rng.randint(1, 90)
                fault = rng.choice([
                    f"stall@{at}:{2 + rng.random():.2f}", f"drop@{at}", f"wrong@{at}", f"garbage@{at}",
                    f"error@{at}:5", f"unplug@{at}:{rng.random():.2f}", f"skip@{at}:{skip}"])
                arguments.append("--fault=" + fault)
                if fault.startswith("skip"):
                    self.skips.append(skip)
        self.iiod = Iiod(*arguments, *iio_channels())
        self.source = {**iio_source(self.iiod.uri, RATE, self.name), "ringBlocks": 4096}
        self.expected = len(data)

    def start(self):
        """It starts when it is opened."""

    def gaps(self):
        lines = self.iiod.lines()
        skipped = sum(line.startswith("fault skip") for line in lines)
        return true_gaps(lines) + self.skips[:skipped]

    def end(self):
        self.iiod.end()


class ALSA:
    name = "alsa"

    def __init__(self, folder, data, speed, rng):
        self.factor = round(CAPTURE_RATE / RATE)
        frames = numpy.repeat(data, self.factor, axis=0)
        # A healthy card waits for a late reader, so that a busy machine loses it nothing.
        settings = {"speed": speed, "patient": 1}
        if rng:
            total = len(frames)
            settings = {
                "speed": speed, "patient": 0, "overrun_at": total // rng.randint(5, 9),
                "overrun_frames": self.factor * rng.randint(2, 200), "overrun_count": 3,
                "stall_at": round(total * (0.6 + 0.05 * rng.random())),
                "stall_frames": round(CAPTURE_RATE * speed * (2 + rng.random())),
                "gone_at": round(total * (0.8 + 0.05 * rng.random())), "gone_opens": rng.randint(1, 3)}
        self.card = SoundCard(frames, CAPTURE_RATE, **settings)
        self.source = {
            "name": self.name, "driver": "alsa", "device": "card", "format": "S32_LE",
            "captureRateHertz": CAPTURE_RATE, "sampleRateHertz": RATE, "samplesPerBlock": 50,
            "bufferFrames": 4 * CAPTURE_RATE, "ringBlocks": 4096, "channels": channels()}
        self.expected = len(data)

    def start(self):
        """It starts when it is opened."""

    def gaps(self):
        return [lost / self.factor for lost in self.card.losses() if lost >= self.factor]

    def end(self):
        """It ends with the daemon."""


class Serial:
    name = "serial"

    def __init__(self, folder, data, speed, rng):
        faults = {}
        if rng:
            for at in instants(rng, len(data), 200, 700 * speed):
                faults[at] = rng.choice([
                    ("noise", rng.randint(1, 900)), ("flip", rng.randint(1, 9)),
                    ("lose", rng.randint(1, 300)), ("unplug", 0.2 + rng.random()),
                    ("stall", 0.2 + rng.random())])
        rows = [tuple(map(int, row)) for row in data]
        self.digitizer = Digitizer(folder / "digitizer", rows, RATE, speed, faults=faults)
        self.source = {
            "name": self.name, "driver": "serial", "device": str(folder / "digitizer"),
            "clock": "device", "sampleRateHertz": RATE, "samplesPerBlock": 50, "ringBlocks": 4096,
            "channels": channels()}
        self.expected = len(data)

    def start(self):
        self.digitizer.start()

    def gaps(self):
        return [length for _, length in self.digitizer.gaps]

    def end(self):
        self.digitizer.join(5)


class Radon:
    name = "radon"

    def __init__(self, folder, data, speed, rng):
        self.module = RadonModule(folder / "radon", lambda: 300 + self.module.query_count % 7)
        if rng:
            self.module.silent_every = rng.randint(2, 9)
            self.module.damaged_every = rng.randint(2, 9)
        self.source = {"name": self.name, "driver": "rd200m", "device": str(folder / "radon"),
                       "pollSeconds": 0.2}
        self.expected = None
        self._rng = rng
        self._seconds = len(data) / RATE / speed

    def start(self):
        if self._rng:
            threading.Thread(target=self._suffer, daemon=True).start()

    def _suffer(self):
        end = time.monotonic() + self._seconds
        while time.monotonic() < end - 5:
            time.sleep(3 * self._rng.random())
            self.module.line.pull()
            time.sleep(self._rng.random())
            self.module.line.plug_in()

    def gaps(self):
        return []

    def end(self):
        self.module.stop()


KINDS = {kind.name: kind for kind in (IIO, ALSA, Serial, Radon)}


def lines_of(station, name, pattern):
    return [line for line in station.log
            if f"source={name}" in line and re.search(rf" {pattern}\b", line)]


def number(line, key):
    return int(re.search(rf"{key}=(-?\d+)", line)[1])


def healthy(station, kind):
    """What befell a sensor that nothing was done to."""
    if kind.expected is None:
        return lines_of(station, kind.name, "(source-failed|source-missing|source-fault)")
    found = lines_of(station, kind.name, "(gap|overrun|clock-step)")
    ended = lines_of(station, kind.name, "source-ended")
    if not ended:
        return found + [f"{kind.name} never ended"]
    taken = number(ended[0], "sampleIndex")
    # A decimator keeps its last frames until more come.
    if not 0 <= kind.expected - taken <= (2 if kind.name == "alsa" else 0):
        found.append(f"{kind.name} gave {kind.expected} samples, the station took {taken}")
    return found


def sick(station, kind):
    """Gaps of the sick sensor that were not reported as long as they were."""
    if kind.expected is None:
        return []
    made = sorted(kind.gaps())
    reported = sorted(number(line, "missingSamples") for line in lines_of(station, kind.name, "gap"))
    if len(made) != len(reported):
        return [f"{len(made)} gaps made: {made}; {len(reported)} reported: {reported}"]
    return [f"a gap of {truth} samples was reported as {found}"
            for truth, found in zip(made, reported) if abs(truth - found) > 1]


def run(options, folder, seed, sick_name):
    rng = random.Random(seed)
    data = counts(options.seconds)
    kinds = [kind(folder, data, options.speed, rng if kind.name == sick_name else None)
             for kind in KINDS.values()]
    environment = next(kind.card.environment for kind in kinds if kind.name == "alsa")
    found = []
    with LiveStation([kind.source for kind in kinds], build=options.build,
                     environment=environment) as station:
        station.start()
        for kind in kinds:
            if not station.wait_for(f"source-opened source={kind.name}", 60):
                found.append(f"{kind.name} was not opened")
            kind.start()
        limit = time.monotonic() + options.seconds / options.speed * 1.5 + 60
        for kind in kinds:
            # The last sample of a healthy sensor is followed by silence.
            if kind.expected is not None and kind.name != sick_name:
                if not station.wait_for(
                        f"source-fault source={kind.name} stalled", limit - time.monotonic()):
                    found.append(f"{kind.name} did not come to its end")
        time.sleep(5)
        if station.stop() != 0:
            found.append("the daemon failed")
        station.wait_for("ended", 10)
        for kind in kinds:
            kind.end()
            found += sick(station, kind) if kind.name == sick_name else healthy(station, kind)
            for line in lines_of(station, kind.name, "source-latency"):
                print("all sources: " + line.split("source-latency ")[1])
        if found:
            print("\n".join(station.log[-200:]), file=sys.stderr)
    return found


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="debug")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--speed", type=float, default=1)
    parser.add_argument("--sick", choices=sorted(KINDS))
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    options = parser.parse_args()
    sick_name = options.sick or random.Random(options.seed).choice(sorted(KINDS))
    print(f"all sources: {options.seconds} s at speed {options.speed}, {sick_name} is sick, "
          f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="all-sources-") as folder:
        found = run(options, Path(folder), options.seed, sick_name)
    for text in found:
        print(f"all sources: {text}", file=sys.stderr)
    print("all sources: " + ("FAILED" if found else "passed"), flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
