"""Instructions per three-component sample of the whole path, counted by callgrind.

    python3 instructions.py STATION_BENCH

Two runs that differ in their number of laps alone; the difference is the laps'.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

FRAMES = 20_000


def count(program, counts, laps):
    """The instructions of a run of as many laps."""
    run = subprocess.run(
        [
            "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "path", counts,
            "200000", "64", "1",
        ],
        input="\n" * laps, capture_output=True, text=True,
    )
    collected = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or collected is None:
        sys.exit(f"instructions: callgrind failed:\n{run.stderr}")
    return int(collected.group(1))


def measure(program):
    """Instructions per three-component sample."""
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts"
        noise = np.random.default_rng(1).normal(scale=400, size=(FRAMES, 3))
        noise.round().astype("<i4").tofile(counts)
        few, many = (count(program, counts, laps) for laps in (1, 4))
    return (many - few) / 3 / FRAMES


if __name__ == "__main__":
    print(f"instructions per three-component sample: {measure(sys.argv[1]):.1f}")
