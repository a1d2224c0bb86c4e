#!/usr/bin/env python3
"""Times one inference of the station and of ai-edge-litert on one thread, alternating, in one run.

usage: bench_inference.py BENCH MODEL...

Prints one JSON object a model: the shortest mean of batches of 0.1 ms in nanoseconds, ours with feeding
the input and reading the outputs, the reference's `invoke` alone. Needs numpy and ai-edge-litert.
"""
import json
import os
import subprocess
import sys
import time

import numpy as np
from ai_edge_litert.interpreter import Interpreter


def reference_ns(path):
    interpreter = Interpreter(path, num_threads=1)
    interpreter.allocate_tensors()
    entering = interpreter.get_input_details()[0]
    interpreter.set_tensor(entering["index"], np.zeros(entering["shape"], np.int8))
    shortest, batch_count = float("inf"), 1
    end = time.perf_counter_ns() + 1_000_000_000
    while time.perf_counter_ns() < end:
        start = time.perf_counter_ns()
        for _ in range(batch_count):
            interpreter.invoke()
        shortest = min(shortest, (time.perf_counter_ns() - start) / batch_count)
        batch_count = max(1, int(100_000 / shortest))
    return int(shortest)


def main(program, paths):
    for path in paths:
        ours, reference = [], []
        for _ in range(3):
            run = subprocess.run([program, path], check=True, capture_output=True, text=True)
            ours.append(int(run.stdout))
            reference.append(reference_ns(path))
        row = {"model": os.path.basename(path), "ours_ns": min(ours), "reference_ns": min(reference)}
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
