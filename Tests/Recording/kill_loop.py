#!/usr/bin/env python3
"""Kills a recording daemon at random instants, again and again, and looks what it left.

usage: kill_loop.py FIRSTBREAKD KILLS [SEED]

Three made-up sensors of 200 samples a second write three channels each, with flushes every second.
After each SIGKILL every whole record that came since the last must be readable and at most one torn
record may end a file, which the next start must have cut off. What a run left of a channel must be the
beginning of what the sensor gave, bit by bit, without a sample twice; the sensors begin with the same
samples at each start, so an undisturbed run tells what those are. Half of the kills are of miniSEED 2,
half of miniSEED 3.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path

import numpy as np
from archive_station import Archive, segments_of_records, synthetic, write_station
from obspy import read
from pymseed import MS3Record

# Most of a run is waiting for its end: so many loops of each format share the machine.
LOOPS = 3
HERTZ = 200
CODES = [("HNZ", "HNN", "HNE"), ("EHZ", "EHN", "EHE"), ("HHZ", "HHN", "HHE")]
ALL_CODES = [code for group in CODES for code in group]
RECORD_BYTES = 512


def start(daemon, station):
    return subprocess.Popen(
        [str(daemon), "--station", str(station)], stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE)


def make_station(folder, form):
    sources = [
        synthetic(f"made{index}", codes, HERTZ, seed=index + 1, noiseCounts=16_384)
        for index, codes in enumerate(CODES)
    ]
    archive = {
        "root": str(folder / "archive"), "format": form, "recordLengthBytes": RECORD_BYTES,
        "flushIntervalSeconds": 1, "minimumFreeMebibytes": 0, "keepEvents": False,
    }
    return write_station(folder, sources, archive)


class Watched:
    """A channel's file as it grows: every whole record is read once."""

    def __init__(self, form):
        self.form = form
        self.offset = 0
        self.records = []
        self.torn = 0

    def read_on(self, path):
        content = path.read_bytes()
        while self.offset < len(content):
            piece = self.whole_record(content)
            if piece is None:
                self.torn += 1
                assert len(content) - self.offset < RECORD_BYTES, f"{path}: more than a record torn"
                return
            self.records.append(self.unpacked(piece, path))
            self.offset += len(piece)
        assert self.offset == len(content), f"{path}: shorter than it was"

    def whole_record(self, content):
        rest = content[self.offset : self.offset + 2 * RECORD_BYTES]
        if self.form == "miniseed2":
            return rest[:RECORD_BYTES] if len(rest) >= RECORD_BYTES else None
        if len(rest) < 40:
            return None
        length = 40 + rest[33] + int.from_bytes(rest[34:36], "little")
        length += int.from_bytes(rest[36:40], "little")
        return rest[:length] if len(rest) >= length else None

    def unpacked(self, piece, path):
        if self.form == "miniseed2":
            trace = read(BytesIO(piece), format="MSEED")[0]
            return trace.stats.starttime.ns, trace.stats.sampling_rate, trace.data
        record = next(iter(MS3Record.from_buffer(piece, unpack_data=True)), None)
        assert record is not None, f"{path}: a damaged record at {self.offset}"
        return record.starttime, record.samprate, record.np_datasamples.copy()


def wait_until_written(archive, before, byte_count):
    """Waits until every channel's files have grown by some bytes, however long a busy machine takes."""
    while any(
            sum(path.stat().st_size for path in archive.files(code)) < before[code] + byte_count
            for code in ALL_CODES):
        time.sleep(0.05)


def sizes(archive):
    return {code: sum(path.stat().st_size for path in archive.files(code)) for code in ALL_CODES}


def run_once(daemon, station, seconds, ending, archive, byte_count=0):
    """A run that ends some seconds after its first line or, where bytes are given, after those."""
    before = sizes(archive)
    process = start(daemon, station)
    # The first line comes before the threads start.
    log = process.stderr.readline().decode()
    if byte_count:
        wait_until_written(archive, before, byte_count)
    time.sleep(seconds)
    process.send_signal(ending)
    log += process.communicate()[1].decode()
    wanted = 0 if ending == signal.SIGTERM else -signal.SIGKILL
    assert process.returncode == wanted, f"ended with {process.returncode}:\n{log[-2000:]}"
    return log


def reference(daemon, folder, form):
    """What each channel's sensor gives, from a run that nothing disturbs."""
    station = make_station(folder, form)
    archive = Archive(folder / "archive", form)
    run_once(daemon, station, 0, signal.SIGTERM, archive, byte_count=24 * RECORD_BYTES)
    given = {}
    for code in ALL_CODES:
        segments = archive.segments(code)
        assert len(segments) == 1, f"{code}: {len(segments)} segments undisturbed"
        given[code] = segments[0][2]
    return given


def judge(watched, given, form, kills):
    sampled = runs = 0
    for code, one in watched.items():
        end = None
        for begin, rate, data in one.records:
            assert end is None or begin >= end - 0.5e9 / rate, f"{form} {code}: a sample twice"
            end = begin + len(data) * 1e9 / rate
        segments = segments_of_records(one.records)
        for _, _, data in segments:
            count = min(len(data), len(given[code]))
            assert np.array_equal(data[:count], given[code][:count]), (
                f"{form} {code}: other samples than the sensor gave")
        sampled += sum(len(segment[2]) for segment in segments)
        runs = max(runs, len(segments))
    torn = sum(one.torn for one in watched.values())
    records = sum(len(one.records) for one in watched.values())
    print(f"{form}: {kills} kills, {runs} runs left records, {records} records of {sampled} samples "
          f"readable, none twice; {torn} torn ends, all cut off", flush=True)


def kill_loop(daemon, folder, form, kills, seed):
    chance = random.Random(seed)
    longest = 1.2
    given = reference(daemon, folder / "reference", form)
    station = make_station(folder / "killed", form)
    archive = Archive(folder / "killed" / "archive", form)
    watched = {}
    for kill in range(kills + 1):
        is_last = kill == kills
        # A quarter of the kills may hit the start; the others come once every channel has a record.
        byte_count = 0 if chance.random() < 0.25 else 1
        log = run_once(
            daemon, station, chance.uniform(0, longest),
            signal.SIGTERM if is_last else signal.SIGKILL, archive, byte_count)
        for code in ALL_CODES:
            for path in archive.files(code):
                watched.setdefault((code, path.name), Watched(form)).read_on(path)
        if kill % 50 == 49:
            records = sum(len(one.records) for one in watched.values())
            print(f"{form}: {kill + 1} of {kills} kills, {records} records readable", flush=True)
        if is_last:
            assert " errors=0" in log and "stuck" not in log, log[-2000:]
    by_code = {}
    for (code, _), one in sorted(watched.items()):
        joined = by_code.setdefault(code, Watched(form))
        joined.records += one.records
        joined.torn += one.torn
    for code in ALL_CODES:
        for path in archive.files(code):
            archive.records_of(path)
    judge(by_code, given, form, kills)


def main():
    daemon, kills = Path(sys.argv[1]).resolve(), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(2**32)
    print(f"seed {seed}", flush=True)
    forms = ("miniseed2", "miniseed3") * (LOOPS if kills >= 100 else 1)
    shares = [kills * (place + 1) // len(forms) - kills * place // len(forms)
              for place in range(len(forms))]
    with tempfile.TemporaryDirectory() as work, ProcessPoolExecutor(len(forms)) as pool:
        loops = [
            pool.submit(
                kill_loop, daemon, Path(work) / str(place), form, shares[place], f"{seed} {place}")
            for place, form in enumerate(forms) if shares[place] > 0
        ]
        for loop in loops:
            loop.result()


if __name__ == "__main__":
    main()
