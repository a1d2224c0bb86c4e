#!/usr/bin/env python3
"""A real earthquake through libiio into the daemon, and what sensors can do to it.

  live_iio.py [--build debug|release] [--speed N] [SCENARIO]...

Scenarios: probe (what `board probe` finds), network and local (the whole earthquake through each backend must give what a replay of
the same counts gives), network-faults and local-faults (a sensor stalls, hangs up, sends nonsense, is
unplugged and plugged in: the other source loses nothing, and each gap has its true length).
Needs ObsPy. Prints each source's latency, from the sample's instant to its block in the ring.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from compare_events import comparable, differences
from emulated_sensor import counts_of
from live_station import LiveStation, ROOT

HERE = Path(__file__).resolve().parent
RECORD = ROOT / "Tests/Fixtures/records/08_ferndale_M6.4_KCT_60s.mseed"
# 0.00046745108 cm/s² a count.
COUNTS_PER_UNIT = 1 / 0.0000046745108
AXES = (("HNZ", "accel_z", 0, -90), ("HNN", "accel_y", 0, 0), ("HNE", "accel_x", 90, 0))


def source(uri, rate, name="sensor"):
    return {
        "name": name, "driver": "iio", "device": "adxl355", "uri": uri, "trigger": "adxl355",
        "sampleRateHertz": rate, "samplesPerBlock": 50, "watermarkSamples": 1,
        "timestampClock": "monotonic_raw",
        **({} if uri == "local:" else {"answerTimeoutMilliseconds": 3000}),
        "attributes": [{"channel": "accel_x", "name": "scale", "value": "0.0000765"}],
        "channels": [
            {"code": code, "element": element, "azimuthDegrees": azimuth, "dipDegrees": dip,
             "fullScaleCounts": 2147483647,
             "sensitivityCountsPerMetrePerSecondSquared": COUNTS_PER_UNIT}
            for code, element, azimuth, dip in AXES]}


class Iiod:
    """The emulated iiod of this folder, running."""

    def __init__(self, *arguments):
        self.log = tempfile.NamedTemporaryFile("r", prefix="iiod-")
        self._process = subprocess.Popen(
            [sys.executable, HERE / "emulated_iiod.py", "--log", self.log.name, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.uri = "ip:127.0.0.1:" + self._process.stdout.readline().split()[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
        self.log.close()

    def end(self):
        if self._process.poll() is None:
            self._process.stdin.close()
            self._process.wait()

    def lines(self):
        return Path(self.log.name).read_text().splitlines()


def playing(speed, *more):
    return ["--record", str(RECORD), "--codes", "E,N,Z", "--speed", str(speed), *more]


def channels():
    return [f"--channel={axis}=be:s32/32>>0" for axis in ("accel_x", "accel_y", "accel_z")]


def in_namespace(*arguments):
    """The words before a program that put it on an emulated kernel."""
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *user, "--mount", sys.executable, str(HERE / "emulated_kernel.py"),
            *arguments, "--"]


def has_namespaces():
    """Whether this machine lets us put a /sys of our own in place of its own."""
    words = in_namespace()
    words = words[:words.index(sys.executable)]
    return subprocess.run([*words, "mount", "-t", "tmpfs", "tmpfs", "/sys"],
                          capture_output=True).returncode == 0


def report(name, found, station):
    for line in station.log if station else ():
        if "source-latency" in line:
            print(f"{name}: {line.split('source-latency ', 1)[1]}")
    for text in found:
        print(f"{name}: {text}")
    print(f"{name}: " + ("FAILED" if found else "passed"), flush=True)
    return not found


def rings_true(station):
    """The events of the run against those of the replay."""
    live, replay = comparable(station.events()), comparable(station.replay(RECORD))
    found = differences(live, replay)
    if not any(event["type"] == "alert" for event in replay):
        found.append("the replay gives no alert: nothing was compared")
    return found


def whole_earthquake(station, log, seconds, before=()):
    station.start(before=before)
    found = []
    if not station.wait_for("source-delivers source=sensor", seconds=60):
        return ["the sensor never delivered"] + station.log
    if not station.wait_for("source-fault source=sensor stalled", seconds=seconds):
        found.append("the sensor never fell silent")
    # Behind the silence that ends the event.
    station.wait_for("source-delivers source=sensor", seconds=3, after=len(station.log))
    if station.stop() != 0:
        found.append("the daemon failed")
    given = [line for line in log() if line.startswith("all ")]
    if not given:
        found.append("not all samples were given: " + "; ".join(log()))
    gaps = [line for line in station.log if " gap " in line]
    return found + gaps + rings_true(station)


def network(options):
    rate = counts_of(str(RECORD), ["Z"])[1]
    with Iiod(*playing(options.speed, *channels())) as iiod:
        with LiveStation([source(iiod.uri, rate)], build=options.build) as station:
            found = whole_earthquake(station, iiod.lines, 60 / options.speed + 60)
            return report("network", found, station)


def local(options):
    rate = counts_of(str(RECORD), ["Z"])[1]
    with tempfile.NamedTemporaryFile("r", prefix="kernel-") as log:
        before = in_namespace(
            *playing(options.speed, "--format", "le:s32/32>>0", "--log", log.name))
        with LiveStation([source("local:", rate)], build=options.build) as station:
            found = whole_earthquake(
                station, lambda: Path(log.name).read_text().splitlines(),
                60 / options.speed + 60, before)
            return report("local", found, station)


def gaps_of(station, name):
    """The lengths of the gaps a source's pipeline saw, in samples."""
    pattern = re.compile(rf" gap source={name} missingSamples=(\d+)")
    return [int(m[1]) for line in station.log if (m := pattern.search(line))]


def true_gaps(lines):
    """What an emulated sensor's own log says was lost: samples from each fault to the next opening."""
    gaps, broken_at = [], None
    for line in lines:
        if (match := re.match(r"fault (\w+) at sample (\d+)", line)) and match[1] != "skip":
            broken_at = int(match[2])
        elif (match := re.match(r"open at sample (\d+)", line)) and broken_at is not None:
            gaps.append(int(match[1]) - broken_at)
            broken_at = None
    return gaps


def compare_gaps(station, name, lines, skipped):
    """What differs between the gaps reported and those made, both in order."""
    made, seen = true_gaps(lines) + skipped, gaps_of(station, name)
    if len(made) != len(seen):
        return [f"{len(seen)} gaps reported {seen}, {len(made)} made {made}"] + lines
    return [f"a gap of {truth} samples was reported as {reported}"
            for truth, reported in zip(made, seen) if abs(truth - reported) > 1]


def undisturbed(station, name, lines):
    """What befell the source that nothing was done to."""
    found = [line for line in station.log
             if f"source={name}" in line and re.search(" (gap|overrun|source-fault) ", line)]
    ended = next((re.search(r"sampleIndex=(\d+)", line) for line in station.log
                  if f"source-ended source={name}" in line), None)
    given = next((int(line.split()[-1]) for line in lines if line.startswith("ended")), None)
    if ended is None or given is None:
        return found + [f"{name} never ended"]
    # What was on its way when the station stopped.
    if not 0 <= given - int(ended[1]) <= 8:
        found.append(f"{name} gave {given} samples, the station took {ended[1]}")
    return found


def suffer(options, name, sick_uri, faults, lines, before=()):
    """Runs a station with one sick and one healthy source until the last fault is over."""
    with Iiod("--speed", str(options.speed)) as iiod:
        sources = [source(sick_uri, 125, "sick"), source(iiod.uri, 125, "healthy")]
        with LiveStation(sources, build=options.build) as station:
            station.start(before=before)
            found = []
            for number in range(len(faults) - 1):
                seen = [line for line in station.log if "source-fault source=sick" in line]
                if not station.wait_for(
                        "source-fault source=sick", seconds=120,
                        after=station.log.index(seen[-1]) + 1 if seen else 0):
                    found.append(f"{len(seen)} faults seen of {len(faults) - 1}")
                    break
            # The last fault loses samples and breaks nothing.
            if not station.wait_for(f"gap source=sick missingSamples={SKIPPED}", seconds=120):
                found.append("the samples lost in the queue were not reported")
            if station.stop() != 0:
                found.append("the daemon failed")
            iiod.end()
            found += undisturbed(station, "healthy", iiod.lines())
            found += compare_gaps(station, "sick", lines(), [SKIPPED])
            if found:
                found += [line for line in station.log if "=sick" in line and " onset-" not in line]
                found += lines()
            return report(name, found, station)


SKIPPED = 40


def network_faults(options):
    faults = ["stall@500:7", "drop@5000", "wrong@6000", "garbage@7000", "error@8000:5",
              "unplug@9000:2", f"skip@12000:{SKIPPED}"]
    arguments = [f"--fault={fault}" for fault in faults]
    with Iiod("--speed", str(options.speed), *arguments) as sick:
        return suffer(options, "network-faults", sick.uri, faults, sick.lines)


def local_faults(options):
    faults = ["stall@1500:3", "wrong@6000", "unplug@8000:3", f"skip@13000:{SKIPPED}"]
    with tempfile.NamedTemporaryFile("r", prefix="kernel-") as log:
        before = in_namespace(
            "--speed", str(options.speed), "--log", log.name,
            *[f"--fault={fault}" for fault in faults])
        return suffer(options, "local-faults", "local:", faults,
                      lambda: Path(log.name).read_text().splitlines(), before)


def probe(options):
    """What `board probe` finds at an iiod, and whether the skeleton it prints is a valid board."""
    tool = ROOT / ".build" / options.build / "firstbreak"
    found = []
    with Iiod("--label", "basement") as iiod, tempfile.NamedTemporaryFile(suffix=".json") as board:
        run = [tool, "board", "probe", "--uri", iiod.uri]
        listed = subprocess.run(run, capture_output=True, text=True).stdout
        for words in ("adxl355, label basement", "accel_x  le:s20/32>>12", "scale 0.000038245",
                      "triggers: adxl355-dev0", "31.250000 62.500000 100.000000"):
            if words not in listed:
                found.append(f"board probe does not say {words!r}: {listed}")
        run += ["--skeleton", "basement"]
        board.write(subprocess.run(run, capture_output=True, check=True).stdout)
        board.flush()
        checked = subprocess.run([tool, "board", "check", board.name], capture_output=True, text=True)
        if checked.returncode != 0 or "HNZ HNN HNE, 100 Hz" not in checked.stdout:
            found.append("the skeleton is no board file: " + checked.stdout + checked.stderr)
    return report("probe", found, None)


SCENARIOS = {"probe": probe, "network": network, "local": local, "network-faults": network_faults,
             "local-faults": local_faults}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="debug")
    parser.add_argument("--speed", type=float, default=4.0)
    parser.add_argument("scenario", nargs="*", choices=[[], *SCENARIOS])
    options = parser.parse_args()
    names = options.scenario or list(SCENARIOS)
    if not has_namespaces():
        for name in [name for name in names if name.startswith("local")]:
            print(f"{name}: skipped: mount namespaces are not allowed here")
            names.remove(name)
    outcomes = [SCENARIOS[name](options) for name in names]
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
