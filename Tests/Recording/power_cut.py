#!/usr/bin/env python3
"""Cuts the power of a machine whose daemon records, again and again, and looks at its disk.

usage: power_cut.py FIRSTBREAKD KERNEL_FOLDER CUTS FLUSH_SECONDS [SEED]

KERNEL_FOLDER holds what a Debian linux-image package unpacks to (boot/vmlinuz-*, lib/modules/*);
FIRSTBREAKD is for this machine. Each cut is a SIGKILL of qemu at a random instant. The disk starts
again with what was flushed and, of what was not, everything, nothing or blocks by chance
(write_log.py). From the same notes further cuts at random instants are made without running the
machine.

After each the journal is replayed, e2fsck must find the file system clean, and of each channel every
sample must be there that was taken more than a flush interval, and what the flush itself takes, before
the cut by the machine's clock: readable, bit by bit those of the made-up sensor, none twice, and all
that earlier cuts had left. At the end the daemon starts once more on what is left and must cut torn
ends off.
"""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

import numpy as np
from archive_station import Archive, run_daemon, segments_of_records, synthetic, write_station
from obspy import read
from recording_machine import make_root, run
from write_log import cut, entries

CODES = ("HNZ", "HNN", "HNE")
HERTZ = 200
# A flush takes time itself, and the newest block is on its way.
FLUSH_TAKES_SECONDS = 3
FURTHER_CUTS = 10
LONGEST_FLUSHES = 3
RECORD_BYTES = 512


def station(folder, root, flush_seconds, **source):
    settings = {
        "root": root, "format": "miniseed2", "recordLengthBytes": RECORD_BYTES, "keepEvents": False,
        "flushIntervalSeconds": flush_seconds, "minimumFreeMebibytes": 0,
    }
    made = synthetic("made", CODES, HERTZ, seed=3, noiseCounts=5000, **source)
    return write_station(folder, [made], settings)


def archive_on(image, work):
    """The archive as a reader finds it: the journal replayed, the files taken off the image."""
    disk = work / "disk.cut"
    disk.write_bytes(image)
    subprocess.run(["/sbin/e2fsck", "-fp", disk], capture_output=True)
    check = subprocess.run(["/sbin/e2fsck", "-fn", disk], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout
    taken = work / "taken"
    shutil.rmtree(taken, ignore_errors=True)
    taken.mkdir()
    subprocess.run(
        ["/sbin/debugfs", "-R", f"rdump /archive {taken}", disk], check=True, capture_output=True)
    return Archive(taken / "archive", "miniseed2")


def whole_records(archive, code):
    """The records of a channel, and of each file the bytes behind the last one.

    ext4 may bring a file's new length to the disk before the end of a block that it had already: of
    what was not flushed there are zeros then, which readers skip and the next start cuts off an end.
    """
    found, ends = [], []
    for path in archive.files(code):
        content, last = path.read_bytes(), 0
        for place in range(0, len(content) - RECORD_BYTES + 1, RECORD_BYTES):
            piece = content[place : place + RECORD_BYTES]
            if any(piece):
                trace = read(BytesIO(piece), format="MSEED")[0]
                found.append((trace.stats.starttime.ns, trace.stats.sampling_rate, trace.data))
                last = place + RECORD_BYTES
        ends.append(len(content) - last)
    return found, ends


class Judge:
    """Holds what is on the disk to what the sensor gave and to what was there before."""

    def __init__(self, given, flush_seconds):
        self.given = given
        self.limit = flush_seconds + FLUSH_TAKES_SECONDS
        # Of each channel (start ns, samples) of the stretches that earlier cuts have left.
        self.left = {code: [] for code in CODES}

    def stretches(self, archive, code, name):
        """(start ns, samples, how many samples the sensor gave before) of each."""
        records, _ = whole_records(archive, code)
        end = None
        for start, rate, data in records:
            assert end is None or start >= end - 0.5e9 / rate, f"{name} {code}: a sample twice"
            end = start + len(data) * 1e9 / rate
        found = [
            (start, len(data), self.place(code, data, name))
            for start, _, data in segments_of_records(records)]
        left = self.left[code]
        assert found[: len(left)] == left, f"{name} {code}: {found}, earlier {left}"
        return found

    def place(self, code, data, name):
        given = self.given[code]
        for first in np.flatnonzero(given[: len(given) - len(data) + 1] == data[0]):
            if np.array_equal(given[first : first + len(data)], data):
                return int(first)
        raise AssertionError(f"{name} {code}: samples that the sensor never gave")

    def lost_seconds(self, archive, began, told, name):
        """How much of the time since `began` is missing at the end or from the first gap on, of the
        worst channel, and the stretches of all; `told` is the machine's time at the cut, seconds."""
        worst, found = 0.0, {}
        for code in CODES:
            found[code] = self.stretches(archive, code, name)
            new = found[code][len(self.left[code]) :]
            end = began
            if new and new[0][2] == 0:
                end = new[0][0] / 1e9 + new[0][1] / HERTZ
            worst = max(worst, told - max(began, end))
        assert worst <= self.limit, f"{name}: the last {worst:.1f} s are missing, at most {self.limit} may"
        return worst, found


def further_cuts(judge, before, log, seen, work, chance):
    """Cuts at random instants of a run; the most that one of them lost, seconds."""
    content, found = entries(log)
    began = started(seen)
    places = [index for index in range(1, len(found)) if found[index].end > began[0]]
    worst = 0.0
    for place in sorted(chance.sample(places, min(FURTHER_CUTS, len(places)))):
        image, _ = cut(before, content, found[:place], chance)
        told = max(time for size, time in seen.told if size <= found[place - 1].end)
        lost, _ = judge.lost_seconds(archive_on(image, work), began[1], told, f"entry {place}")
        worst = max(worst, lost)
    return worst


def started(seen):
    """The size of the log and the time when the machine first told its time."""
    return seen.told[0]


def reference(daemon, work, seconds):
    folder = work / "reference"
    made = station(folder, str(folder / "archive"), 60, durationSeconds=seconds, speedFactor=0)
    run_daemon(daemon, made)
    archive = Archive(folder / "archive", "miniseed2")
    return {code: archive.segments(code)[0][2] for code in CODES}


def start_once_more(daemon, archive, work, flush_seconds):
    """On what is left; afterwards no file may have anything behind its last record."""
    made = station(work / "again", str(archive.root), flush_seconds, durationSeconds=2)
    run_daemon(daemon, made)
    for code in CODES:
        _, ends = whole_records(archive, code)
        assert ends and not any(ends), f"{code}: {ends} bytes left behind the last records"


def cut_again_and_again(daemon, kernel, cuts, flush_seconds, chance, work):
    longest = LONGEST_FLUSHES * flush_seconds
    judge = Judge(reference(daemon, work, longest + 60), flush_seconds)
    root = make_root(
        daemon, kernel, lambda folder: station(folder, "/disk/archive", flush_seconds), work)
    disk, log = work / "disk", work / "log"
    disk.write_bytes(bytes(32 << 20))
    subprocess.run(
        ["/sbin/mkfs.ext4", "-q", "-F", "-b", "4096", "-E", "lazy_itable_init=0,lazy_journal_init=0", disk],
        check=True)
    for number in range(1, cuts + 1):
        before, clock = disk.read_bytes(), time.monotonic()
        seen = run(kernel, root, disk, log, chance.uniform(flush_seconds, longest))
        further = further_cuts(judge, before, log, seen, work, chance)
        image, unflushed = cut(before, *entries(log), chance)
        disk.write_bytes(image)
        archive = archive_on(image, work)
        lost, judge.left = judge.lost_seconds(
            archive, started(seen)[1], seen.told[-1][1], f"cut {number}")
        ran = seen.told[-1][1] - started(seen)[1]
        print(f"cut {number} after {ran:.1f} s, {unflushed} sectors not flushed: file system clean, "
              f"{len(judge.left[CODES[0]])} stretches, {lost:.1f} s lost; {FURTHER_CUTS} further cuts "
              f"of that run lost up to {further:.1f} s ({time.monotonic() - clock:.0f} s)", flush=True)
    start_once_more(daemon, archive, work, flush_seconds)


def main():
    daemon, kernel = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    cuts, flush_seconds = int(sys.argv[3]), int(sys.argv[4])
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else random.randrange(2**32)
    print(f"seed {seed}, flushes every {flush_seconds} s", flush=True)
    with tempfile.TemporaryDirectory(prefix="power-") as work:
        cut_again_and_again(daemon, kernel, cuts, flush_seconds, random.Random(seed), Path(work))


if __name__ == "__main__":
    main()
