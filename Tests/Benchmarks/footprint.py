"""What the daemon takes of a machine while it listens to three components at 200 Hz in real time.

    python3 footprint.py FIRSTBREAKD [SECONDS]
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def station(folder):
    """A station with one synthetic source of 200 Hz in blocks of four samples."""
    subprocess.run(
        [sys.executable, ROOT / "Tests/Python/make_station.py", folder, "synthetic"], check=True
    )
    board = json.loads((folder / "board.json").read_text())
    source = board["sources"][0]
    source.update(speedFactor=1, sampleRateHertz=200, samplesPerBlock=4, durationSeconds=600)
    source.update(onsetSeconds=500)
    (folder / "board.json").write_text(json.dumps(board))
    return folder / "station.json"


def processor_seconds(process):
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def status(process, key):
    words = Path(f"/proc/{process}/status").read_text()
    return int(re.search(rf"^{key}:\s+(\d+)", words, re.M).group(1))


def armed_after(log):
    """Seconds from the first line of the log to the one that says that the trigger is armed."""

    def stamp(word):
        line = next(line for line in log.splitlines() if word in line)
        hours, minutes, seconds = re.search(r"T(\d+):(\d+):([\d.]+)", line).groups()
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)

    return (stamp("trigger-armed") - stamp("starting ")) % 86400


def measure(program, seconds):
    """Figure by figure: a value and its unit."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder) / "station"
        with tempfile.TemporaryFile("w+") as log:
            process = subprocess.Popen([program, "--station", station(folder)], stderr=log)
            time.sleep(15)
            begin, taken = time.monotonic(), processor_seconds(process.pid)
            time.sleep(seconds)
            share = (processor_seconds(process.pid) - taken) / (time.monotonic() - begin)
            figures = {
                "residentMegabytes": (round(status(process.pid, "VmRSS") / 1024, 1), "MiB"),
                "lockedMegabytes": (round(status(process.pid, "VmLck") / 1024, 1), "MiB"),
                "threads": (status(process.pid, "Threads"), "threads"),
                "processorPercent": (round(100 * share, 2), "% of one core"),
                "binaryMegabytes": (round(Path(program).stat().st_size / 2**20, 2), "MiB"),
            }
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            log.seek(0)
            words = log.read()
    figures["armedSeconds"] = (round(armed_after(words), 2), "s from start to armed")
    faults = re.search(r"minorFaults=(\d+) majorFaults=(\d+)", words)
    figures["pageFaults"] = (int(faults.group(1)) + int(faults.group(2)), "after the first 10 s")
    return figures


if __name__ == "__main__":
    for name, (value, unit) in measure(
        sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 40
    ).items():
        print(f"{name}: {value} {unit}")
