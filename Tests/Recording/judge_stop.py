#!/usr/bin/env python3
"""Stops a recording daemon in order, at random instants, while its storage is slow.

usage: judge_stop.py FIRSTBREAKD SLOW_STORAGE.so STOPS [SEED]

Every sync takes a tenth of a second more, so that bringing nine channels to storage takes longer than
the second the daemon grants it at its end; and the two processors have other work. Every sample that a
source's thread handed over, by its own count in the log, must be in the archive all the same, in one
piece, and the daemon must end with status 0.
"""

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive_station import Archive
from kill_loop import CODES, make_station

SYNC_MILLISECONDS = 100
# The first syncs make the folders' names safe: stops fall into those and into ordinary flushes.
LATEST_STOP_SECONDS = 7


def stop_once(daemon, slow_storage, folder, form, seconds):
    station = make_station(folder, form)
    process = subprocess.Popen(
        [str(daemon), "--station", str(station)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={**os.environ, "LD_PRELOAD": str(slow_storage),
             "SLOW_STORAGE_MILLISECONDS": str(SYNC_MILLISECONDS)})
    # The first line comes before the threads start.
    log = process.stderr.readline().decode()
    time.sleep(seconds)
    process.send_signal(signal.SIGTERM)
    log += process.communicate()[1].decode()
    assert process.returncode == 0, f"ended with {process.returncode}:\n{log[-2000:]}"
    assert "blocks-lost" not in log, log[-2000:]
    archive = Archive(folder / "archive", form)
    whole = 0
    for index, codes in enumerate(CODES):
        ended = re.search(rf"source-ended source=made{index} sampleIndex=(\d+)", log)
        assert ended, f"no word of made{index}'s end:\n{log[-2000:]}"
        taken = int(ended[1])
        for code in codes:
            segments = archive.segments(code)
            archived = sum(len(segment[2]) for segment in segments)
            assert archived == taken, (
                f"{form} {code}, stopped after {seconds:.2f} s: {archived} samples of {taken} "
                f"archived\n{log[-1500:]}")
            assert len(segments) <= 1, f"{form} {code}: {len(segments)} pieces"
        whole += taken * len(codes)
    return whole, "not waited for storage" in log


def main():
    daemon, slow_storage = (Path(argument).resolve() for argument in sys.argv[1:3])
    stops = int(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.randrange(2**32)
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)
    loads = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    whole = slow = 0
    try:
        for stop in range(stops):
            form = ("miniseed2", "miniseed3")[stop % 2]
            with tempfile.TemporaryDirectory() as folder:
                samples, was_slow = stop_once(
                    daemon, slow_storage, Path(folder), form,
                    chance.uniform(0, LATEST_STOP_SECONDS))
            whole += samples
            slow += was_slow
    finally:
        for load in loads:
            load.kill()
            load.wait()
    print(f"{stops} stops, {whole} samples taken, all archived; {slow} ended before storage did")


if __name__ == "__main__":
    main()
