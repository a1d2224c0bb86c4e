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
from pathlib import Path

import numpy as np

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
        models = sorted((ROOT / "Tests/Fixtures/models").glob("*.tflite"))
        if not (program.exists() and script.exists() and models):
            return []
        answer = subprocess.run(
            [sys.executable, script, program, *models], check=True, capture_output=True, text=True,
            env=dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3"),
        )
        return [
            {
                "name": f"inference of {row['model']}", "unit": "ns", "ours": row["ours_ns"],
                "peer": "LiteRT", "peers": row["reference_ns"],
                "ratio": round(row["reference_ns"] / row["ours_ns"], 3), "laps": 3,
            }
            for row in map(json.loads, answer.stdout.splitlines())
        ]

    def latency(self, blocks=100_000):
        rows = []
        for load, limit in [("slow", (100, 1_000)), ("loaded", (None, None))]:
            answer = subprocess.run(
                [self.station, "latency", self.counts["noise"], str(blocks), "1000", load],
                check=True, capture_output=True, text=True,
            )
            figures = json.loads(answer.stdout)
            for key, most in [("p50", limit[0]), ("p99", None), ("p999", limit[1]), ("max", None)]:
                value = figures[f"{key}Microseconds"]
                rows.append({
                    "name": f"block committed to datagram sent, {load}, {key}", "unit": "µs",
                    "ours": round(value, 1), "atMost": most,
                    "reached": None if most is None else value <= most, "blocks": figures["blocks"],
                })
        return rows

    def footprint(self, seconds=40):
        """The daemon with three components at 200 Hz in real time: memory, threads, processor, start."""
        program = self.programs / "firstbreakd"
        if not program.exists():
            return []
        import footprint

        figures = footprint.measure(program, seconds)
        limits = {"residentMegabytes": 25, "processorPercent": 1}
        return [
            {
                "name": f"daemon, {name}", "unit": unit, "ours": value, "atMost": limits.get(name),
                "reached": None if name not in limits else value <= limits[name],
            }
            for name, (value, unit) in figures.items()
        ]

    def scaling(self):
        """Cost against channels, rate and block size; no limits."""
        rows = []
        for groups in [1, 2, 5, 11, 21]:
            rows.append(self.point(MILLIHERTZ, 64, groups, "channels", 3 * groups))
        for hertz in [50, 100, 200, 500, 1000]:
            rows.append(self.point(hertz * 1000, 64, 1, "hertz", hertz))
        for block in [1, 2, 4, 16, 64, 256]:
            rows.append(self.point(MILLIHERTZ, block, 1, "samplesPerBlock", block))
        return rows

    def point(self, millihertz, block, groups, axis, value):
        row = alone(
            f"path at {value} {axis}",
            ("ours", [self.station, "path", self.counts["noise"], millihertz, block, groups]),
            3, "ns/three-component sample",
        )
        row["axis"], row["value"] = axis, value
        return row


def print_table(rows):
    print(f"{'benchmark':46} {'ours':>12} {'peer':>12} {'ratio':>7} {'limit':>8}  unit")
    for row in rows:
        limit = row.get("atLeast") or row.get("atMost")
        mark = {True: " ok", False: " MISSED", None: ""}[row.get("reached")]
        print(
            f"{row['name'][:46]:46} {row['ours']:12.1f} {row.get('peers', ''):>12} "
            f"{row.get('ratio', ''):>7} {limit if limit is not None else '':>8}  {row['unit']}{mark}"
        )


def machine():
    words = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    return {
        "processor": words[0].split(":")[1].strip() if words else platform.machine(),
        "processors": os.cpu_count(),
        "kernel": platform.release(),
        "loadAverage": os.getloadavg()[0],
    }


def main():
    names = ["ring", "trigger", "path", "signing", "inference", "latency", "footprint", "scaling"]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--laps", type=int, default=11)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--commit", default="")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.programs, make_counts(Path(folder)), options.laps)
        for name in options.only:
            print(f"{name} …", file=sys.stderr)
            rows += getattr(bench, name)()
    result = {
        "commit": options.commit,
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "machine": machine(),
        "figures": rows,
    }
    if options.output:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    print_table(rows)


if __name__ == "__main__":
    main()
