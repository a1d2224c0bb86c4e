"""What the daemon takes of a machine while it watches: memory, threads, processor, time to be armed.

    python3 footprint.py FIRSTBREAKD [SECONDS]

The station has what a real one has: a digitizer of three components at 200 Hz on a serial line, a radon
module on another, the archive, heartbeats to a listener that is not there. The instruments are doubles
on pseudo-terminals, in this process. It is started twice: cold, and with what the first start has
learnt.
"""

import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Live"))

from live_station import LiveStation  # noqa: E402
from serial_doubles import Digitizer, RadonModule  # noqa: E402

HERTZ = 200
# Beyond the page faults' own grace of ten seconds and the trigger's eleven.
SETTLING_SECONDS = 16
WAIT_SECONDS = 60


def board(folder):
    """The digitizer's board file at 200 Hz, without its weather sensor."""
    content = json.loads((ROOT / "Boards/digitizer.json").read_text())
    digitizer, radon, _ = content["sources"]
    digitizer.update(device=str(folder / "digitizer"), sampleRateHertz=HERTZ, samplesPerBlock=2)
    radon.update(device=str(folder / "radon"))
    return [digitizer, radon]


def settings(folder):
    return {
        "archive": {
            "root": str(folder / "archive"), "format": "miniseed3", "minimumFreeMebibytes": 0,
        },
        "slowChannels": [{"source": "radon", "quantity": "radon"}],
        "destinations": [{"host": "127.0.0.1", "port": 9}],
    }


def counts(seconds):
    """A quiet site: 0.3 mm/s² of noise about a gravity of 9.81 m/s² on the last channel, which is up."""
    noise = np.random.default_rng(2).normal(scale=80, size=(seconds * HERTZ, 3))
    noise[:, 2] += 9.80665 * 273_728
    return [tuple(map(int, row)) for row in noise.round()]


def run_nanoseconds(process):
    """What each of a process's threads has run, by its name."""
    taken = {}
    for thread in Path(f"/proc/{process}/task").iterdir():
        name = (thread / "comm").read_text().strip()
        run = int((thread / "schedstat").read_text().split()[0])
        taken[name] = taken.get(name, 0) + run
    return taken


def status(process, key):
    words = Path(f"/proc/{process}/status").read_text()
    return int(re.search(rf"^{key}:\s+(\d+)", words, re.M).group(1))


def instant(line):
    """Seconds since 1970 of a log line."""
    return datetime.datetime.fromisoformat(line.split()[0][:26].rstrip("Z") + "+00:00").timestamp()


def seconds_until(station, words, begun, after=0):
    """From the program's start to a line of its log; an error where it does not come."""
    line = station.wait_for(words, WAIT_SECONDS, after)
    if line is None:
        sys.exit(f"footprint: no {words} in the log:\n" + "\n".join(station.log[after:]))
    return round(instant(line) - begun, 2)


def watch(station, seconds):
    """Memory, threads and processor of a station that runs, as figures with their units."""
    process = station.process_number
    if station.wait_for("ended", SETTLING_SECONDS):
        sys.exit("footprint: the daemon ended:\n" + "\n".join(station.log))
    begin, before = time.monotonic(), run_nanoseconds(process)
    time.sleep(seconds)
    elapsed, after = time.monotonic() - begin, run_nanoseconds(process)
    share = {name: (after[name] - before.get(name, 0)) / elapsed / 1e7 for name in after}
    busiest = sorted(share, key=share.get, reverse=True)[:3]
    figures = {
        "residentMebibytes": (round(status(process, "VmRSS") / 1024, 2), "MiB"),
        "lockedMebibytes": (round(status(process, "VmLck") / 1024, 2), "MiB"),
        "threads": (status(process, "Threads"), "threads"),
        "processorPercent": (round(sum(share.values()), 3), "% of one core"),
    }
    for name in busiest:
        figures[f"processorPercent of {name}"] = (round(share[name], 3), "% of one core")
    return figures


def lateness(log):
    """What the daemon itself has counted, from its last words."""
    faults = re.search(r"minorFaults=(\d+) majorFaults=(\d+)", log)
    missed = re.search(r"deadlinesMissed=(\d+)", log)
    return {
        "pageFaults": (sum(map(int, faults.groups())), "on the path after the first 10 s"),
        "deadlinesMissed": (int(missed.group(1)), "blocks"),
    }


def stripped_bytes(program):
    with tempfile.NamedTemporaryFile() as copy:
        subprocess.run(["strip", "-o", copy.name, program], check=True)
        return Path(copy.name).stat().st_size


def measure(program, seconds):
    """Figure by figure: a value and its unit."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "firstbreakd").symlink_to(Path(program).resolve())
        radon = RadonModule(folder / "radon", lambda: 300 + radon.query_count % 7)
        digitizer = Digitizer(
            folder / "digitizer", counts(SETTLING_SECONDS + int(seconds) + 120), HERTZ,
            instants_per_frame=2)
        with LiveStation(board(folder), settings(folder), build=f"{folder}{os.sep}") as station:
            begun = time.time()
            station.start()
            digitizer.start()
            figures = watch(station, seconds)
            figures["binaryBytes"] = (stripped_bytes(program), "bytes, stripped")
            figures["coldArmedSeconds"] = (seconds_until(station, "trigger-armed", begun), "s")
            stop(station)
            figures |= lateness("\n".join(station.log))
            station.log.remove("ended")
            after = len(station.log)
            begun = time.time()
            station.start()
            figures["warmObservingSeconds"] = (
                seconds_until(station, "warm-start-stands", begun, after), "s")
            figures["warmArmedSeconds"] = (
                seconds_until(station, "trigger-armed", begun, after), "s")
            stop(station)
        radon.stop()
    return figures


def stop(station):
    if station.stop() != 0:
        sys.exit("footprint: the daemon failed:\n" + "\n".join(station.log))
    station.wait_for("ended", WAIT_SECONDS)


if __name__ == "__main__":
    for name, (value, unit) in measure(
        sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 40
    ).items():
        print(f"{name}: {value} {unit}")
