#!/usr/bin/env python3
"""Writes made/*.mseed and expected.csv: what ObsPy writes, and what ObsPy reads in every record.

Run from anywhere, with ObsPy installed (Tests/requirements.txt). Records of the shared data set are
listed too where FIRSTBREAK_SHARED (or ../shared beside the project) has them; only their sums are
kept here, not the records.
"""

import csv
import os
from pathlib import Path

import numpy as np
from obspy import Stream, Trace, UTCDateTime, read

HERE = Path(__file__).resolve().parent
MADE = HERE / "made"
SHARED = Path(os.environ.get("FIRSTBREAK_SHARED", HERE.parents[3] / "shared"))
START = UTCDateTime("2024-02-29T23:59:58.123456Z")
RATE = 100.0


def counts(seed, size, bits=20):
    """A random walk: small differences, as Steim likes them, and some large ones."""
    random = np.random.default_rng(seed)
    steps = random.integers(-60, 61, size) * random.choice([1, 1, 1, 1, 200], size)
    limit = 2 ** (bits - 1) - 1
    return np.clip(np.cumsum(steps), -limit, limit).astype(np.int32)


def trace(code, data, start=START, rate=RATE):
    header = dict(network="XX", station="MADE", location="00", channel=code)
    return Trace(data, header | dict(starttime=start, sampling_rate=rate))


def three(size=1000, codes=("HNZ", "HNN", "HNE"), rate=RATE, bits=20):
    return [trace(code, counts(n, size, bits), rate=rate) for n, code in enumerate(codes)]


def write(name, traces, encoding="STEIM2", byteorder=">", dtype=None, reclen=512):
    """Writes trace after trace, so that the order of the records is the order of the list."""
    path = MADE / name
    with open(path, "wb") as file:
        for one in traces:
            one = one.copy()
            if dtype:
                one.data = one.data.astype(dtype)
            Stream([one]).write(
                file, format="MSEED", encoding=encoding, byteorder=byteorder, reclen=reclen)


def make():
    MADE.mkdir(exist_ok=True)
    write("steim1.mseed", three(), "STEIM1")
    write("steim2.mseed", three())
    write("steim2_little_endian.mseed", three(), byteorder="<")
    write("int32.mseed", three(), "INT32", dtype=np.int32)
    write("int16_little_endian.mseed", three(bits=16), "INT16", "<", np.int16)
    write("records_of_4096_bytes.mseed", three(5000), reclen=4096)
    write("float32.mseed", three(200), "FLOAT32", dtype=np.float32)
    write("float64.mseed", three(200), "FLOAT64", dtype=np.float64)
    write("numbered_components.mseed", three(codes=("BH1", "BH2", "BHZ"), rate=40.0))
    write("radial_components.mseed", three(codes=("HHT", "HHR", "HHZ")))
    write("two_instruments.mseed", three(300, ("EHZ", "ENE", "ENN", "ENZ")))
    write("vertical_only.mseed", three(300, ("HNZ",)))
    write("with_pressure.mseed", three(300, ("HNZ", "HNN", "HNE", "HDF")))
    write("rate_5_hertz.mseed", three(100, rate=5.0))
    write("rate_2000_hertz.mseed", three(100, rate=2000.0))
    write("rates_differ.mseed", three(200, ("HNZ",)) + three(200, ("HNZ", "HNN"), 50.0)[1:])
    make_broken_time()


def make_broken_time():
    z, n, e = three(2000)
    cut = [(trace(one.stats.channel, one.data[a:b], START + a / RATE)) for one in (e, n, z)
           for a, b in ((1500, 2000), (500, 1000), (1000, 1500), (0, 500))]
    write("records_out_of_order.mseed", cut)
    # North loses samples 700-706, vertical 1400-1402 with the next record 0.4 samples late.
    write("gaps.mseed", [
        trace("HNZ", z.data[:1400]), trace("HNZ", z.data[1403:], START + 14.034),
        trace("HNN", n.data[:700]), trace("HNN", n.data[707:], START + 7.07), e])
    # Vertical: a second record repeats samples 950-999 with other values; north: one inside another.
    write("overlaps.mseed", [
        trace("HNZ", z.data[:1000]), trace("HNZ", z.data[950:] + 7, START + 9.5),
        n, trace("HNN", n.data[300:400] + 7, START + 3), e])
    # North begins 0.4 samples late, east 1.6 samples early.
    write("staggered.mseed", [
        z, trace("HNN", n.data, START + 0.004), trace("HNE", e.data, START - 0.016)])
    write("nothing_in_common.mseed", [z, trace("HNN", n.data, START + 3600)])
    # The header says 100 Hz, the clock says 99.97: over 200 s it drifts by six samples.
    data = counts(9, 20_000)
    write("drifting_clock.mseed", [
        trace("HNZ", data[a:a + 400], START + a / 99.97) for a in range(0, 20_000, 400)])


def cut(name, cut_name, onset_seconds):
    """20 s before the P wave to 40 s after it: a minute, most of what shakes."""
    stream = read(str(SHARED / "data/demo" / name))
    onset = stream[0].stats.starttime + onset_seconds
    stream.trim(onset - 20, onset + 40)
    stream.write(str(HERE / cut_name), format="MSEED", encoding="STEIM2", reclen=512)


def fingerprint(values):
    """FNV-1a over 32-bit words."""
    result = 0xCBF29CE484222325
    for value in np.asarray(values, dtype=np.int32).view(np.uint32).tolist():
        result = ((result ^ value) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{result:016x}"


def describe(path, name, pattern="*"):
    stream = read(str(path)).select(channel=pattern)
    for code in sorted({one.stats.channel for one in stream}):
        parts = sorted(stream.select(channel=code), key=lambda one: one.stats.starttime)
        values = np.concatenate([one.data for one in parts])
        first = parts[0].stats
        yield [
            name, pattern, first.network, first.station, first.location, code,
            first.starttime.ns, round(first.sampling_rate * 1e6), len(parts), len(values),
            values[0], values[-1], fingerprint(values)]


def main():
    if not (SHARED / "data/demo").is_dir():
        raise SystemExit(f"{SHARED}/data/demo is absent: expected.csv would lose its records")
    make()
    cut("02_ridgecrest_M7.1_CCC.mseed", "02_ridgecrest_M7.1_CCC_60s.mseed", 22.44)
    cut("08_ferndale_M6.4_KCT_HN_ok.mseed", "08_ferndale_M6.4_KCT_60s.mseed", 33.81)
    rows = []
    for path in sorted(HERE.glob("*.mseed")):
        rows += describe(path, path.name)
    for name in ("steim1", "steim2", "steim2_little_endian", "int32", "int16_little_endian",
                 "records_of_4096_bytes", "numbered_components", "radial_components"):
        rows += describe(MADE / f"{name}.mseed", f"made/{name}.mseed")
    rows += describe(MADE / "two_instruments.mseed", "made/two_instruments.mseed", "EN?")
    for path in sorted((SHARED / "data/demo").glob("*.mseed")):
        if path.name[:2] not in ("15", "16"):  # 5 Hz, which the station refuses
            pattern = "EN?" if path.name.startswith("21") else "*"
            rows += describe(path, f"shared/{path.name}", pattern)
    with open(HERE / "expected.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([
            "file", "filter", "network", "station", "location", "channel", "start_ns",
            "rate_microhertz", "segments", "samples", "first", "last", "fnv1a64"])
        writer.writerows(rows)


main()
