#!/usr/bin/env python3
"""Plays recordings through the daemon and holds what it archives to what went in.

usage: judge_archive.py FIRSTBREAKD RECORDINGTRACE

Samples must be the same bit by bit, gaps where they were, files those of an SDS archive, no record
across midnight, headers right; a second run over the same recording must add nothing.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from archive_station import (
    ROOT, Archive, compare, recording, run_daemon, stream_of, write_station,
)
from obspy import UTCDateTime

MIDNIGHT = UTCDateTime("2024-12-31T00:00:00").ns
DAY = 86_400_000_000_000


def walk(random, size):
    steps = random.integers(-60, 61, size) * random.choice([1, 1, 1, 1, 1, 300], size)
    return np.clip(np.cumsum(steps), -(2**30), 2**30).astype(np.int32)


def wild(random, size):
    """Samples whose differences need every width up to 33 bits, the extremes of Int32 among them."""
    widths = random.integers(1, 32, size)
    data = random.integers(-(2**31), 2**31, size) >> (32 - widths)
    data[random.integers(0, size, size // 50)] = 2**31 - 1
    data[random.integers(0, size, size // 50)] = -(2**31)
    return data.astype(np.int32)


def made(codes, rate, seed):
    """Three channels with two gaps, one of them a single sample, and midnight inside a segment."""
    random = np.random.default_rng(seed)
    period = 1e9 / rate
    lengths = [int(200 * rate), int(31.07 * rate), int(60 * rate), 1, int(20 * rate)]
    gaps = [1, int(12.3 * rate), 3, 7]
    starts, at = [], 0
    for length, gap in zip(lengths, [*gaps, 0]):
        starts.append(at)
        at += length + gap
    origin = MIDNIGHT - 100_000_000_000
    made = {}
    for code in codes:
        parts = []
        for index, (start, length) in enumerate(zip(starts, lengths)):
            make = wild if index == 1 else walk
            time = origin + int(start * period) // 1000 * 1000
            parts.append((time, rate, make(random, length)))
        made[code] = parts
    return made


def play(daemon, folder, sources, archive):
    station = write_station(folder, sources, archive)
    log = run_daemon(daemon, station)
    return Archive(folder / "archive", archive["format"]), log


def settings(folder, form, length, **more):
    return {
        "root": str(folder / "archive"), "format": form, "recordLengthBytes": length,
        "minimumFreeMebibytes": 0, **more,
    }


def write_inputs(folder, groups):
    sources = []
    for name, segments in groups:
        path = folder / f"{name}.mseed"
        stream = stream_of([], "")
        for code, parts in segments.items():
            stream += stream_of(parts, code)
        stream.write(str(path), format="MSEED", encoding="INT32", reclen=4096)
        sources.append(recording(name, path, list(segments)))
    return sources


def check_headers(name, archive, code, length):
    for path in archive.files(code):
        day = UTCDateTime(path.name[-8:-4] + "-01-01") + 86400 * (int(path.name[-3:]) - 1)
        for start, rate, data, header in archive.records_of(path):
            end = start + int((len(data) - 1) * 1e9 / rate)
            assert day.ns <= start <= end < day.ns + DAY, f"{name}: {path}: a record leaves its day"
            if archive.format == "miniseed3":
                time = header["FDSN"]["Time"]
                assert time == {"Quality": 100, "MaxEstimatedError": 0.0}, (name, header)
            else:
                assert header.blkt1001.timing_quality == 100, (name, header)
                assert header.record_length == length, (name, header)


def judge_made(daemon, folder, form, length):
    name = f"{form} {length}"
    folder.mkdir()
    groups = [("first", made(("HNZ", "HNN", "HNE"), 100.0, 1)), ("second", made(("EHZ",), 250.0, 2))]
    sources = write_inputs(folder, groups)
    archive, log = play(daemon, folder, sources, settings(folder, form, length))
    sampled = 0
    for _, segments in groups:
        for code, parts in segments.items():
            compare(f"{name} {code}", archive.segments(code), parts, tolerance=0)
            check_headers(f"{name} {code}", archive, code, length)
            assert len(archive.files(code)) == 2, archive.files(code)
            sampled += sum(len(part[2]) for part in parts)
            if form == "miniseed2":
                client = archive.by_sds_client(code, parts[0][0], parts[-1][0] + 60 * 10**9)
                compare(f"{name} {code} by the SDS client", client, parts, tolerance=0)
    before = {path: path.read_bytes() for path in (folder / "archive").rglob("*") if path.is_file()}
    log = run_daemon(daemon, folder / "station.json")
    after = {path: path.read_bytes() for path in (folder / "archive").rglob("*") if path.is_file()}
    assert before == after, f"{name}: playing again changed the archive"
    assert f"skippedSamples={sampled}" in log, log[-2000:]
    size = sum(len(content) for path, content in before.items() if "/events/" not in str(path))
    print(f"{name}: {sampled} samples of 4 channels the same, {size} bytes, played twice once kept")


def traced(trace, path):
    """Code, stretches, samples and fingerprint of each channel, as the station's reader has them."""
    done = subprocess.run([trace, str(path)], check=True, capture_output=True, text=True)
    rows = [line.split(",") for line in done.stdout.split()]
    return [(row[3], *row[6:]) for row in rows]


def judge_record(daemon, trace, folder, form):
    """A real record with gaps, whose rate and times are no round numbers."""
    folder.mkdir()
    path = ROOT / "Tests/Fixtures/records/19_gaps_OpenEEW_024_2020_3_30.mseed"
    codes = ("HNZ", "HNN", "HNE")
    archive, _ = play(
        daemon, folder, [recording("record", path, codes)], settings(folder, form, 512))
    joined = folder / "joined"
    joined.write_bytes(b"".join(file.read_bytes() for code in codes for file in archive.files(code)))
    found, expected = traced(trace, joined), traced(trace, path)
    assert found == expected, f"{form}: {found}, expected {expected}"
    count = sum(int(row[2]) for row in found)
    print(f"{form}: {count} samples in {found[0][1]} stretches of a real record the same")


def main():
    daemon, trace = (Path(one).resolve() for one in sys.argv[1:])
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        for form in ("miniseed2", "miniseed3"):
            for length in (512, 4096):
                judge_made(daemon, work / f"{form}-{length}", form, length)
            judge_record(daemon, trace, work / f"{form}-record", form)


if __name__ == "__main__":
    main()
