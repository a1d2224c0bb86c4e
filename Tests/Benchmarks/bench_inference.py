#!/usr/bin/env python3
"""Times one inference of the station and of ai-edge-litert on one thread, in turn, in one run.

usage: bench_inference.py [--laps N] BENCH MODEL...

Prints one JSON object a model: the medians over the laps (3 without --laps) in nanoseconds and the median
of the laps' own ratios. A lap is the shortest mean of the batches of 0.1 ms that 0.1 s holds: ours with
feeding the input and reading the outputs, the reference's `invoke` alone. Needs numpy and ai-edge-litert.
"""
import argparse
import json
import os
import statistics
import subprocess
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402
from ai_edge_litert.interpreter import Interpreter  # noqa: E402

LAP_NANOSECONDS = 100_000_000


def reference(path):
    """A function that runs one lap of the reference."""
    interpreter = Interpreter(path, num_threads=1)
    interpreter.allocate_tensors()
    entering = interpreter.get_input_details()[0]
    interpreter.set_tensor(entering["index"], np.zeros(entering["shape"], np.int8))

    def lap():
        shortest, batch_count = float("inf"), 1
        end = time.perf_counter_ns() + LAP_NANOSECONDS
        while time.perf_counter_ns() < end:
            start = time.perf_counter_ns()
            for _ in range(batch_count):
                interpreter.invoke()
            shortest = min(shortest, (time.perf_counter_ns() - start) / batch_count)
            batch_count = max(1, int(100_000 / shortest))
        return shortest

    return lap


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--laps", type=int, default=3)
    parser.add_argument("program")
    parser.add_argument("models", nargs="+")
    options = parser.parse_args()
    for path in options.models:
        lap = reference(path)
        ours, peers = [], []
        with subprocess.Popen(
            [options.program, path, str(LAP_NANOSECONDS)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        ) as contender:
            for _ in range(options.laps):
                contender.stdin.write("\n")
                contender.stdin.flush()
                ours.append(int(contender.stdout.readline()))
                peers.append(lap())
            contender.stdin.close()
        ratios = [peer / own for own, peer in zip(ours, peers)]
        row = {
            "model": os.path.basename(path), "ours_ns": round(statistics.median(ours)),
            "reference_ns": round(statistics.median(peers)),
            "ratio": round(statistics.median(ratios), 3), "laps": options.laps,
        }
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
