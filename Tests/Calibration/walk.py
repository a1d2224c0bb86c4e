#!/usr/bin/env python3
"""The article's commands, in its order, on an emulated ADXL355 that somebody turns from face to face.

  walk.py BUILD_FOLDER

The blocks marked `sh` are run by one bash in a folder of its own; the sensor's address and the port are
the test's. Then the calibration must be the emulated sensor's truth, the station must use it, and a wrong
part, a missing serial number and a second calibration of the day must be refused. Needs ObsPy.
"""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import obspy

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Live"))
from live_iio import Iiod  # noqa: E402

ARTICLE = ROOT / "Sources/Laboratory/CalibrationAnalysis/CalibrationAnalysis.docc"
RATE, GRAVITY, NOMINAL = 125.0, 9.788967, 26104.735
# Counts per m/s² in the order Z, N, E.
GAIN = NOMINAL * np.array([[1.012, 0.004, -0.003], [0.002, 0.987, 0.005], [-0.006, 0.001, 1.021]])
OFFSET = np.array([812.0, -455.0, 1290.0])
REST_SECONDS, TURN_SECONDS = 36, 3


def tumble(path, rounds):
    """A recording of six faces, so many times in a row, with handling between them."""
    random = np.random.default_rng(20261130)
    parts = []
    for axis in list(range(3)) * rounds:
        for sign in (1, -1):
            up = np.zeros(3)
            up[axis] = sign * GRAVITY
            clean = GAIN @ up + OFFSET
            rest = clean + 0.0022 * NOMINAL * random.standard_normal((int(REST_SECONDS * RATE), 3))
            turn = 60_000 * random.standard_normal((int(TURN_SECONDS * RATE), 3))
            parts += [rest, turn]
    # Something must come behind the last rest, for the guide to see whole seconds.
    counts = np.rint(np.concatenate(parts + [parts[-2][: int(5 * RATE)]])).astype(np.int32)
    stream = obspy.Stream(
        obspy.Trace(counts[:, index].copy(), {
            "network": "XX", "station": "BENCH", "channel": code, "sampling_rate": RATE})
        for index, code in enumerate(("HNZ", "HNN", "HNE")))
    stream.write(str(path), format="MSEED", encoding="INT32")


def blocks():
    text = (ARTICLE / "CalibrateYourFirstStation.md").read_text()
    return re.findall(r"^```sh\n(.*?)^```$", text, re.S | re.M)


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Walk:
    def __init__(self, folder, programs):
        self.folder = folder
        self.environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
        for name in ("Boards", "Tests"):
            (folder / name).symlink_to(ROOT / name)

    def run(self, *words, expect=0):
        done = subprocess.run(
            words, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=300)
        if done.returncode != expect:
            sys.exit(f"{' '.join(words)[:400]}\nexit {done.returncode}, expected {expect}\n"
                     + done.stdout + done.stderr)
        return done.stdout, done.stderr

    def article(self, uri):
        commands = "\n".join(blocks()).replace("ip:192.0.2.7", uri)
        commands = commands.replace("4790", str(free_port()))
        return self.run("bash", "-euo", "pipefail", "-c", commands)

    def check_truth(self):
        path = self.folder / "Calibration/ADXL355/A0001-2026-03-01.json"
        file = json.loads(path.read_text())
        for row, channel in enumerate(file["channels"]):
            scale = channel["sensitivityCountsPerMetrePerSecondSquared"] / GAIN[row, row] - 1
            assert abs(scale) < 5e-5 + 3e-4, (channel["code"], scale)
            assert abs(channel["offsetCounts"] - OFFSET[row]) < 2.6, channel
            for column in range(3):
                error = file["crossAxisRatios"][row][column] - GAIN[row, column] / GAIN[row, row]
                assert abs(error) < 1e-4, (row, column, error)
        assert path.with_suffix(".svg").read_text().startswith("<?xml")
        assert path.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
        import hashlib
        digest = hashlib.sha256(path.with_suffix(".mseed").read_bytes()).hexdigest()
        assert file["recordings"][0]["sha256"] == digest

    def check_refusals(self, tumble_file):
        common = ("firstbreak", "calibrate", "accelerometer", "--board", "board.json",
                  "--latitude", "24.9577", "--elevation", "142", "--input", str(tumble_file))
        refusals = [
            (2, "serial number is missing", common),
            (1, "wrong part", common + ("--serial", "A1", "--part", "ADXL345")),
            (1, "never overwritten",
             common + ("--serial", "A0001", "--date", "2026-03-01")),
        ]
        for status, words, command in refusals:
            _, errors = self.run(*command, expect=status)
            assert words in errors, (words, errors)
        output, _ = self.run(*common, "--serial", "A2", "--json")
        assert json.loads(output)["calibration"]["serial"] == "A2"


def main():
    programs = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="calibration-walk-") as name:
        walk = Walk(Path(name), programs)
        record, again = (Path(name) / f"{word}.mseed" for word in ("tumble", "again"))
        tumble(record, 1)
        # Where a busy machine reads so late that the sensor drops samples, a face does not count: whoever
        # turns the sensor goes round again, until the guide has them all.
        tumble(again, 3)
        channels = [f"--channel={axis}=be:s20/32>>12" for axis in ("accel_x", "accel_y", "accel_z")]
        with Iiod("--record", str(again), "--codes", "E,N,Z", "--speed", "10", *channels) as iiod:
            output, errors = walk.article(iiod.uri)
        print(errors)
        print(output)
        walk.check_truth()
        walk.check_refusals(record)
    print("calibration walk: passed")


if __name__ == "__main__":
    main()
