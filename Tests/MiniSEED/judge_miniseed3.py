#!/usr/bin/env python3
"""Writes miniSEED 3 with pymseed (libmseed 3) and holds the station's reader to what pymseed reads.

usage: judge_miniseed3.py TRACE              judges the RecordingTrace executable
       judge_miniseed3.py --fixtures         writes Tests/Fixtures/miniseed3

Every channel's codes, first sample time (ns), rate (µHz), number of samples and every sample must be
the same; a recording of miniSEED 2 must give the same as its copy in miniSEED 3. Needs pymseed and
numpy.
"""
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from pymseed import DataEncoding, MS3Record, MS3TraceList, sourceid2nslc

ROOT = Path(__file__).resolve().parents[2]
RECORDS = ROOT / "Tests/Fixtures/records"
FIXTURES = ROOT / "Tests/Fixtures/miniseed3"
START = 1_709_251_198_123_456_789  # 2024-02-29T23:59:58.123456789Z
CODES = ("H_N_Z", "H_N_N", "H_N_E")
EXTRA = '{"FDSN":{"Time":{"Quality":100,"MaxEstimatedError":0.000002}},"OEM":{"text":"' + "x" * 900 + '"}}'


def counts(seed, size, bits):
    """A random walk: small differences, as Steim likes them, and some large ones."""
    random = np.random.default_rng(seed)
    steps = random.integers(-60, 61, size) * random.choice([1, 1, 1, 1, 200], size)
    limit = 2 ** (bits - 1) - 1
    return np.clip(np.cumsum(steps), -limit, limit).astype(np.int32)


def wild(seed, size, bits):
    """Differences of every width up to the largest that Steim2 can hold."""
    random = np.random.default_rng(seed)
    widths = random.integers(0, bits, size)
    signs = random.choice([-1, 1], size)
    return (signs * random.integers(0, 2**widths)).astype(np.int32)


def records(code, data, encoding, rate=100.0, start=START, reclen=512, extra=None,
            identifier="FDSN:XX_MADE_00_"):
    record = MS3Record(reclen=reclen, encoding=encoding)
    record.formatversion = 3
    record.sourceid = identifier + code
    record.starttime = start
    record.samprate = rate
    record.pubversion = 1
    if extra:
        record.extra = extra
    # Copies, for the generator reuses its buffer.
    return [bytes(one) for one in record.generate(data_samples=data, sample_type="i")]


def three(make, size, bits, encoding, **settings):
    parts = []
    for seed, code in enumerate(CODES):
        parts += records(code, make(seed, size, bits), encoding, **settings)
    return b"".join(parts)


def copied(name):
    """A recording of the project in miniSEED 3, record by record."""
    parts = []
    for record in MS3Record.from_file(str(RECORDS / name), unpack_data=True):
        copy = MS3Record(reclen=4096, encoding=record.encoding)
        copy.formatversion = 3
        copy.sourceid = record.sourceid
        copy.starttime = record.starttime
        copy.samprate = record.samprate_raw
        parts += [
            bytes(one) for one in copy.generate(
                data_samples=record.np_datasamples.copy(), sample_type="i")]
    return b"".join(parts)


def files(size=400):
    I16, I32, S1, S2 = (
        DataEncoding.INT16, DataEncoding.INT32, DataEncoding.STEIM1, DataEncoding.STEIM2)
    yield "int16", three(counts, size, 16, I16)
    yield "int32", three(wild, size, 31, I32)
    yield "steim1", three(wild, size, 31, S1)
    yield "steim2", three(wild, size, 29, S2)
    yield "steim2_long_records", three(counts, 4 * size, 20, S2, reclen=4096)
    yield "period", three(counts, size, 20, S2, rate=-0.0125)
    yield "odd_rate", three(counts, size, 20, S2, rate=99.987654)
    yield "extra_headers", three(counts, size, 20, S2, extra=EXTRA, reclen=2048)
    yield "before_1970", three(counts, size, 20, S2, start=-123_456_789_012_345_678)
    yield "long_codes", three(
        counts, size, 20, S1, identifier="FDSN:NETWORK8_STATION8_LOC-TEN8_")


def fingerprint(values):
    """FNV-1a over 32-bit words."""
    result = 0xCBF29CE484222325
    for value in values.view(np.uint32).tolist():
        result = ((result ^ value) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{result:016x}"


def describe(path):
    """What pymseed reads of a file, one row a channel."""
    traces = MS3TraceList.from_file(str(path), unpack_data=True)
    for trace in sorted(traces, key=lambda one: one.sourceid):
        values = np.concatenate([part.np_datasamples for part in trace]).astype(np.int32)
        rate = trace[0].samprate
        microhertz = round((rate if rate > 0 else -1 / rate) * 1e6)
        yield [
            *sourceid2nslc(trace.sourceid), str(trace[0].starttime), str(microhertz),
            str(len(trace)), str(len(values)), str(values[0]), str(values[-1]),
            fingerprint(values)]


def read(program, path):
    """The same rows from the station's reader."""
    result = subprocess.run([program, str(path)], capture_output=True, text=True)
    if result.returncode != 0:
        return result.stderr.strip()
    return sorted((line.split(",") for line in result.stdout.splitlines()), key=lambda row: row[:4])


def judge(program):
    failures = channels = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.mseed3"
        made = [(f"{name} of {size}", data) for size in (1, 7, 1000, 20_000)
                for name, data in files(size)]
        made += [(record.name, copied(record.name)) for record in sorted(RECORDS.glob("*.mseed"))]
        for name, data in made:
            path.write_bytes(data)
            expected, got = sorted(describe(path), key=lambda row: row[:4]), read(program, path)
            channels += len(expected)
            if got != expected:
                failures += 1
                print(f"{name}: pymseed reads\n  {expected}\nthe station reads\n  {got}")
            if (RECORDS / name).is_file() and read(program, RECORDS / name) != got:
                failures += 1
                print(f"{name}: the copy in miniSEED 3 differs from the original")
    print(f"{len(made)} files, {channels} channels, {failures} differ")
    return failures == 0


def write_fixtures():
    FIXTURES.mkdir(exist_ok=True)
    rows = []
    made = list(files()) + [("06_openeew_M7.2_MEMS", copied("06_openeew_M7.2_MEMS.mseed"))]
    for name, data in made:
        path = FIXTURES / f"{name}.mseed3"
        path.write_bytes(data)
        rows += [[path.name, "*", *row] for row in describe(path)]
    with open(FIXTURES / "expected.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([
            "file", "filter", "network", "station", "location", "channel", "start_ns",
            "rate_microhertz", "segments", "samples", "first", "last", "fnv1a64"])
        writer.writerows(rows)


if __name__ == "__main__":
    if sys.argv[1:] == ["--fixtures"]:
        write_fixtures()
    elif len(sys.argv) == 2:
        sys.exit(0 if judge(sys.argv[1]) else 1)
    else:
        sys.exit(__doc__)
