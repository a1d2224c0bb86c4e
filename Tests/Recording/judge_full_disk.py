#!/usr/bin/env python3
"""Fills the disk under a recording daemon: the oldest days go, alerts do not notice.

usage: judge_full_disk.py FIRSTBREAKD FOLDER

FOLDER is the empty root of a file system of 1 MiB. A recording of six days, each a third of that, must
leave the newest days whole and no error. With a file of somebody else's that takes all room but for
some records, samples must be lost and counted, the daemon must end well, and its picks, estimates and
alerts must be those of a station without an archive.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from archive_station import Archive, compare, recording, run_daemon, stream_of, write_station
from obspy import UTCDateTime

CODES = ("HNZ", "HNN", "HNE")
RATE = 100.0
NOON = UTCDateTime("2024-06-01T12:00:00").ns
DAY = 86_400_000_000_000


def segments(days, seconds):
    """A few minutes of each day, with shaking in the middle of each."""
    made = {}
    for place, code in enumerate(CODES):
        random = np.random.default_rng(place)
        made[code] = []
        for day in range(days):
            size = int(seconds * RATE)
            data = random.normal(0, 3000, size)
            middle = size // 2
            data[middle:] += 400_000 * np.exp(-np.arange(size - middle) / 2000) * np.sin(
                np.arange(size - middle) / 5)
            made[code].append((NOON + day * DAY, RATE, data.astype(np.int32)))
    return made


def write_source(folder, parts):
    path = folder / "made.mseed"
    stream = stream_of([], "")
    for code, one in parts.items():
        stream += stream_of(one, code)
    stream.write(str(path), format="MSEED", encoding="INT32", reclen=4096)
    return recording("made", path, CODES)


def messages(path):
    """What the station decided, without what differs from run to run."""
    ours = {"bootId", "sequence", "sentTime", "clockError", "latency", "latencyMicroseconds"}
    kept = []
    for line in path.read_text().splitlines():
        message = json.loads(line)
        if message["type"] in ("pick", "estimate", "alert", "cancel"):
            kept.append({key: value for key, value in message.items() if key not in ours})
    return kept


def settings(root, **more):
    return {
        "root": str(root), "format": "miniseed2", "minimumFreeMebibytes": 0, "keepEvents": False,
        **more,
    }


def oldest_out(daemon, disk, work):
    parts = segments(6, 460)
    source = write_source(work, parts)
    station = write_station(work / "days", [source], settings(disk))
    log = run_daemon(daemon, station)
    assert "lostSamples=0" in log and "errors=0" in log, log[-2000:]
    archive = Archive(disk, "miniseed2")
    names = {code: [path.name[-3:] for path in archive.files(code)] for code in CODES}
    for code in CODES:
        kept = len(names[code])
        assert 1 <= kept < 6, names
        compare(f"full disk {code}", archive.segments(code), parts[code][-kept:])
    removed = sum(6 - len(kept) for kept in names.values())
    assert f"removedFiles={removed}" in log, (removed, log[-2000:])
    print(f"full disk: {removed} of 18 day files went, the newest days whole, no error")


def alerts_untouched(daemon, disk, work):
    parts = segments(1, 600)
    source = write_source(work, parts)
    without = write_station(work / "without", [source], settings(work / "roomy"))
    run_daemon(daemon, without, "--events", str(work / "without.events"))
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
        file.truncate(max(0, file.tell() - 100 * 1024))
    station = write_station(work / "full", [source], settings(disk))
    log = run_daemon(daemon, station, "--events", str(work / "full.events"))
    found, expected = messages(work / "full.events"), messages(work / "without.events")
    assert expected and found == expected, f"{len(found)} messages, expected {len(expected)}"
    lost = int(log.split("lostSamples=")[1].split()[0])
    errors = int(log.split(" errors=")[1].split()[0])
    assert lost > 0 and errors > 0, log[-2000:]
    told = [line for line in log.splitlines() if "No space left on device" in line]
    assert len(told) == 1, told
    archive = Archive(disk, "miniseed2")
    for code in CODES:
        (start, _, data), = archive.segments(code)[:1]
        given = parts[code][0][2]
        assert start == NOON and np.array_equal(data, given[: len(data)])
        archive.records(code)
    print(f"disk full of other things: {lost} samples lost in {errors} errors, told once, "
          f"{len(found)} messages as without an archive")


def main():
    daemon, disk = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as work:
        oldest_out(daemon, disk, Path(work))
        for path in disk.iterdir():
            shutil.rmtree(path)
        alerts_untouched(daemon, disk, Path(work))


if __name__ == "__main__":
    main()
