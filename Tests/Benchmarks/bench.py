"""Runs the benchmarks: contenders take turns, every figure is a ratio to a peer's of the same run.

    python3 bench.py --programs DIR [--only NAME …] [--laps N] [--output FILE.json] [--picture FILE.svg]

`Tools/bench` builds the programs and calls this. A contender is a process that answers each line of its
standard input with one timed lap (see `StationBench`). In each of the laps (11 unless told) all
contenders of a comparison run once, in turn; the figure is the median over the laps, the ratio the
median of the laps' own ratios, peer's time over ours: above 1 we are faster.
"""

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import footprint
import instructions
import scaling

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
FRAMES = 200_000
MILLIHERTZ = 200_000


class Contender:
    """A process that runs a lap when it is told to."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.laps = []
        self.check = None

    def lap(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        words = self.process.stdout.readline().split()
        if len(words) != 2:
            sys.exit(f"bench: {self.name} gave no lap")
        self.laps.append(float(words[0]))
        self.check = int(words[1])

    def end(self):
        self.process.stdin.close()
        self.process.wait(60)


def compare(name, ours, peer, laps, unit, least, must_agree=False):
    """Laps of ours and a peer in turn, as a row of the table."""
    contenders = [
        Contender(*one) if isinstance(one, tuple) else one for one in (ours, peer)
    ]
    for _ in range(laps):
        for contender in contenders:
            contender.lap()
    for contender in contenders:
        contender.end()
    own, other = contenders
    if must_agree and own.check != other.check:
        sys.exit(f"bench: {name}: {own.name} gives {own.check}, {other.name} {other.check}")
    ratios = [theirs / mine for mine, theirs in zip(own.laps, other.laps)]
    return {
        "name": name,
        "unit": unit,
        "ours": round(statistics.median(own.laps), 3),
        "peer": other.name,
        "peers": round(statistics.median(other.laps), 3),
        "ratio": round(statistics.median(ratios), 3),
        "atLeast": least,
        "reached": statistics.median(ratios) >= least,
        "agrees": (own.check == other.check) if must_agree else None,
        "laps": laps,
    }


def alone(name, ours, laps, unit, at_most=None):
    """Laps of ours with no peer."""
    contender = Contender(*ours)
    for _ in range(laps):
        contender.lap()
    contender.end()
    median = statistics.median(contender.laps)
    return {
        "name": name,
        "unit": unit,
        "ours": round(median, 3),
        "atMost": at_most,
        "reached": None if at_most is None else median <= at_most,
        "laps": laps,
    }


def before_all_others():
    """The words that run a program before all others; none where that is not permitted."""
    words = ["chrt", "--fifo", "10"]
    try:
        subprocess.run([*words, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    return words


def make_counts(folder):
    """Noise for the path, noise with bursts for the trigger: 32-bit counts of three components."""
    generator = np.random.default_rng(1)
    noise = generator.normal(scale=400, size=(FRAMES, 3))
    bursts = noise.copy()
    for start in range(5_000, FRAMES, 10_000):
        bursts[start : start + 600] *= 8
    paths = {}
    for name, samples in [("noise", noise), ("bursts", bursts)]:
        paths[name] = folder / f"{name}.counts"
        samples.round().astype("<i4").tofile(paths[name])
    return paths


class Bench:
    """Every comparison by its name."""

    def __init__(self, programs, counts, laps):
        self.programs = programs
        self.station = programs / "StationBench"
        self.science = [sys.executable, HERE / "Peers/science.py"]
        self.counts = counts
        self.laps = laps
        # The board's build of the daemon for this machine, where Tools/cross-build has made it.
        self.board_daemon = ROOT / ".build-cross/firstbreakd-x86_64"

    def ring(self):
        """Two threads on two processors, at a real-time priority where that is allowed."""
        rows, first = [], before_all_others()
        for kind, size, items in [
            ("throughput", 8, 500_000), ("throughput", 1024, 20_000), ("pingpong", 8, 20_000),
        ]:
            words = [kind, size, items]
            rows.append(
                compare(
                    f"ring {kind}, {size} bytes", ("ours", [*first, self.station, "ring", *words]),
                    ("boost::lockfree::spsc_queue", [*first, self.programs / "ring_boost", *words]),
                    self.laps, "ns/item" if kind == "throughput" else "ns one way", 1.0,
                    must_agree=True,
                )
            )
        return rows

    def trigger(self):
        words = [self.counts["bursts"], 100, 2_000]
        return [
            compare(
                "STA/LTA, 3 channels interleaved", ("ours", [self.station, "trigger", *words]),
                ("ObsPy recursive_sta_lta", [*self.science, "trigger", *words]), self.laps,
                "ns/sample of a channel", 0.8, must_agree=True,
            )
        ]

    def path(self):
        ours = [self.station, "path", self.counts["noise"], MILLIHERTZ]
        peer = [*self.science, "filters", self.counts["noise"], MILLIHERTZ, 0]
        return [
            compare(
                "whole path, blocks of 64", ("ours", [*ours, 64, 1]),
                ("SciPy sosfilt, its filters alone, one call", peer), self.laps,
                "ns/three-component sample", 1.0,
            ),
            alone("whole path, blocks of 64", ("ours", [*ours, 64, 1]), self.laps,
                  "ns/three-component sample", 200),
            alone("whole path, single samples", ("ours", [*ours, 1, 1]), self.laps,
                  "ns/three-component sample"),
            *self.board(peer),
        ]

    def board(self, peer):
        """The board's build of the whole daemon, recording to messages, for this machine."""
        if not self.board_daemon.exists():
            return []
        from daemon_contender import DaemonContender

        with tempfile.TemporaryDirectory() as folder:
            daemon = DaemonContender(
                "ours", self.board_daemon, Path(folder), FRAMES, MILLIHERTZ / 1000
            )
            return [
                compare(
                    "whole daemon, board's build, blocks of 64", daemon,
                    ("SciPy sosfilt, its filters alone, one call", peer), self.laps,
                    "ns/three-component sample", 1.0,
                )
            ]

    def signing(self):
        return [
            compare(
                "estimate encoded and signed", ("ours", [self.station, "signing", 500]),
                ("libsodium crypto_sign_detached alone", [self.programs / "sign_sodium", 206, 500]),
                self.laps, "ns/datagram", 0.8,
            )
        ]

    def inference(self):
        """One inference against LiteRT, for each model of the fixtures, where the room has been built."""
        program, script = self.programs / "InferenceBench", HERE / "bench_inference.py"
        models = [
            *sorted((ROOT / "Boards/models").glob("*.tflite")),
            *sorted((ROOT / "Tests/Fixtures/models").glob("*.tflite")),
        ]
        if not (program.exists() and script.exists() and models):
            return []
        return [
            {
                "name": f"inference of {row['model']}", "unit": "ns", "ours": row["ours_ns"],
                "peer": "LiteRT", "peers": row["reference_ns"], "ratio": row["ratio"],
                "laps": row["laps"],
            }
            for row in map(
                json.loads,
                run(sys.executable, script, "--laps", self.laps, program, *models).splitlines())
        ]

    def latency(self, blocks=100_000):
        """From a block's commit to its datagram in the kernel's hands; a lost block misses the limit."""
        rows = []
        for load, limit in [("slow", (100, 1_000)), ("loaded", (None, None))]:
            figures = json.loads(
                run(self.station, "latency", self.counts["noise"], blocks, 1000, load))
            name = {"slow": "files written", "loaded": "and every processor busy"}[load]
            if not figures["isRealTime"]:
                name += ", no SCHED_FIFO"
            common = {"blocks": figures["blocks"], "isRealTime": figures["isRealTime"]}
            for key, most in [("p50", limit[0]), ("p99", None), ("p999", limit[1]), ("max", None)]:
                row = figure(
                    f"block to datagram, {name}, {key}", round(figures[f"{key}Microseconds"], 1),
                    "µs", most)
                rows.append({**row, **common})
            rows.append(figure(f"blocks lost, {name}", figures["lostBlocks"], "blocks", 0))
        return rows

    def footprint(self, seconds=40):
        """The daemon with three components at 200 Hz, radon and archive in real time, both builds."""
        rows = []
        for build, program, limits in [
            ("board build", ROOT / ".build-cross/firstbreakd-x86_64",
             {"residentMebibytes": 8, "processorPercent": 1}),
            ("host build", self.programs / "firstbreakd",
             {"residentMebibytes": 25, "processorPercent": 1}),
        ]:
            limits |= {"warmObservingSeconds": 5, "coldArmedSeconds": 15, "warmArmedSeconds": 15}
            for name, (value, unit) in footprint.measure(program, seconds).items():
                rows.append(figure(f"{build}, {name}", value, unit, limits.get(name)))
        board = ROOT / ".build-cross/firstbreakd-aarch64"
        if board.exists():
            rows.append(figure(
                "board build, binaryBytes, aarch64", board.stat().st_size, "bytes, stripped",
                1_000_000))
        return rows

    def instructions(self):
        """Counted by callgrind: they are the same however busy the machine is."""
        rows = []
        for room, (executed, products) in instructions.measure(self.station).items():
            name = "whole path, blocks of 64" if room == "all" else f"of these in {room}"
            rows.append(figure(
                f"{name}, instructions", round(executed, 1), "instructions/three-component sample"))
            rows.append(figure(
                f"{name}, products", round(products, 1), "64 × 64 bits/three-component sample"))
        return rows

    def scaling(self):
        """Cost against channels, rate and block size; no limits."""
        rows = []
        for groups in [1, 2, 5, 11, 21]:
            rows.append(self.point("path", [MILLIHERTZ, 64, groups], "channels", 3 * groups))
        for hertz in [50, 100, 200, 500, 1000]:
            rows.append(self.point("path", [hertz * 1000, 64, 1], "hertz", hertz))
        for hertz in [1000, 2000, 4000]:
            rows.append(self.point("decimation", [hertz, 200], "captureHertz", hertz))
        for block in [1, 2, 4, 16, 64, 256]:
            rows.append(self.point("path", [MILLIHERTZ, block, 1], "samplesPerBlock", block))
        return rows

    def point(self, contender, words, axis, value):
        row = alone(
            f"path at {value} {axis}",
            ("ours", [self.station, contender, self.counts["noise"], *words]),
            3, "ns/three-component sample",
        )
        row["axis"], row["value"] = axis, value
        return row


def run(*words):
    """What a program prints; its own words on standard error are the user's."""
    return subprocess.run(
        [str(word) for word in words], check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def figure(name, value, unit, at_most=None):
    """A row without a peer."""
    return {
        "name": name, "unit": unit, "ours": value, "atMost": at_most,
        "reached": None if at_most is None else value <= at_most,
    }


def print_table(rows):
    width = max((len(row["name"]) for row in rows), default=0)
    print(f"{'benchmark':{width}} {'ours':>12} {'peer':>12} {'ratio':>7} {'limit':>9}  unit")
    for row in rows:
        limit = next(
            (f"{sign}{row[key]:g}" if row[key] < 1e6 else f"{sign}{row[key]:,}"
             for key, sign in (("atLeast", "≥"), ("atMost", "≤")) if row.get(key) is not None), "")
        mark = {True: " ok", False: " MISSED", None: ""}[row.get("reached")]
        print(
            f"{row['name']:{width}} {words(row['ours'])} {words(row.get('peers'))} "
            f"{row.get('ratio', ''):>7} {limit:>9}  {row['unit']}{mark}"
        )


def words(value):
    """A figure for the table: whole numbers whole, others with as many digits as say something."""
    if value is None:
        return " " * 12
    if isinstance(value, int):
        return f"{value:12,}"
    return f"{value:12.1f}" if abs(value) >= 100 else f"{value:12.3f}"


def machine():
    words = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    return {
        "processor": words[0].split(":")[1].strip() if words else platform.machine(),
        "processors": os.cpu_count(),
        "kernel": platform.release(),
        "loadAverage": os.getloadavg()[0],
    }


NAMES = [
    "ring", "trigger", "path", "signing", "inference", "instructions", "latency", "footprint",
    "scaling",
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--laps", type=int, default=11)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--commit", default="")
    options = parser.parse_args()
    result = {
        "commit": options.commit,
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "machine": machine(),
        "figures": [],
    }
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.programs, make_counts(Path(folder)), options.laps)
        for name in options.only:
            begin = time.monotonic()
            print(f"{name} …", file=sys.stderr)
            result["figures"] += getattr(bench, name)()
            print(f"{name}: {time.monotonic() - begin:.0f} s", file=sys.stderr)
            # After each, so that a contender that fails loses no other's figures.
            if options.output:
                options.output.parent.mkdir(parents=True, exist_ok=True)
                options.output.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    if options.picture and "scaling" in options.only:
        options.picture.write_text(scaling.picture(result))
    print_table(result["figures"])


if __name__ == "__main__":
    main()
