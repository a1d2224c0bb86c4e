#!/usr/bin/env python3
"""`firstbreak calibrate` of every kind, as a command, from recordings whose truth is known.

  judge_calibrations.py FIRSTBREAK [PICTURE_FOLDER]

Each result must be the truth within its bound, the file must be one the station reads, name the SHA-256
of what it rests on and never be overwritten, and its picture must be there as SVG and PNG. Each bad input
must be refused with its reason and, where there is one, the segment. instruments.py makes the recordings.
With a folder the pictures are kept in it, to be looked at. Needs ObsPy, SciPy and rsvg-convert.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from instruments import (
    FACES, GRAVITY, Accelerometer, Geophone, directions, exchange, steady, sweep, ticking, write)

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Live"))
from live_iio import Iiod  # noqa: E402

SEGMENT = r"2026-03-0\d[T ]\d\d:\d\d:\d\d.* to 2026-03-0\d"


class Bench:
    def __init__(self, program, folder, pictures):
        self.program, self.folder, self.pictures = program, folder, pictures
        self.random = np.random.default_rng(20261201)

    def path(self, name):
        return self.folder / name

    def run(self, kind, board, inputs, *words, serial):
        serials = ["--serial", serial] if serial else []
        files = ["--input", *map(str, inputs)] if inputs else []
        board = board if Path(board).is_absolute() else ROOT / "Boards" / board
        return subprocess.run(
            [self.program, "calibrate", kind, "--board", str(board), *serials, "--date", "2026-03-01",
             *words, *files], cwd=self.folder, capture_output=True, text=True, timeout=300)

    def calibrate(self, kind, board, inputs, *words, serial="B7"):
        """The calibration file, after everything that holds for each kind."""
        done = self.run(kind, board, inputs, *words, "--json", serial=serial)
        assert done.returncode == 0, f"{kind}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        result = json.loads(done.stdout)
        assert "\r" not in done.stderr and "\x1b" not in done.stderr, "progress without a terminal"
        path = self.folder / result["file"]
        file = json.loads(path.read_text())
        assert path.stat().st_mode & 0o022 == 0, "others could change it"
        rests_on = {entry["file"]: entry["sha256"] for entry in file["recordings"]}
        for one in inputs:
            digest = hashlib.sha256(Path(one).read_bytes()).hexdigest()
            assert digest in rests_on.values(), f"{kind}: {one} is not among {rests_on}"
        svg, png = (self.folder / name for name in result["pictures"])
        assert svg.read_text().startswith("<?xml") and svg.suffix == ".svg"
        assert png.read_bytes().startswith(b"\x89PNG") and png.suffix == ".png"
        if self.pictures:
            shutil.copy(png, self.pictures / f"{kind}-{path.stem}.png")
        before = path.read_bytes()
        self.refuse("never overwritten", kind, board, inputs, *words, serial=serial)
        assert path.read_bytes() == before
        return file

    def calibrate_live(self, kind, board, *words):
        done = self.run(kind, board, [], *words, "--json", serial="L1")
        assert done.returncode == 0, f"{kind}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        assert "\r" not in done.stderr, "progress without a terminal"
        return json.loads(done.stdout)["calibration"]

    def refuse(self, pattern, kind, board, inputs, *words, status=1, segment=False,
               serial="BAD"):
        done = self.run(kind, board, inputs, *words, serial=serial)
        assert done.returncode == status and not done.stdout, (
            f"{kind}: exit {done.returncode}, expected {status} for {pattern}\n"
            f"{done.stdout}{done.stderr}")
        assert re.search(pattern, done.stderr), f"{kind}: no {pattern} in {done.stderr}"
        if segment:
            assert re.search(SEGMENT, done.stderr), f"{kind}: no segment in {done.stderr}"


def measured(file, quantity):
    return next(one["value"] for one in file["measurements"] if one["quantity"] == quantity)


def near(name, value, truth, relative):
    error = value / truth - 1
    print(f"  {name}: {value:.6g}, truth {truth:.6g}, {error:+.3%}")
    assert abs(error) < relative, f"{name}: {error:+.4%} beyond {relative:.2%}"


def check_accelerometer(bench):
    sensor, random = Accelerometer(), bench.random
    place = ["--gravity", str(GRAVITY), "--fixture-degrees", "0.05"]
    ups = directions(24)
    table = bench.path("directions.csv")
    table.write_text("vertical,north,east\n" + "".join(
        "{:.9f},{:.9f},{:.9f}\n".format(*up) for up in ups))
    files = [sensor.write(bench.path(f"p{index}.mseed"), [sensor.at_rest(random, up)])
             for index, up in enumerate(ups)]
    file = bench.calibrate("accelerometer", "adxl355.json", files, *place,
                           "--directions", str(table), serial="N24")
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    assert digest in [entry["sha256"] for entry in file["recordings"]]
    for row, channel in enumerate(file["channels"]):
        scale = channel["sensitivityCountsPerMetrePerSecondSquared"] / sensor.gain[row, row] - 1
        milligrams = (channel["offsetCounts"] - sensor.offset[row]) / sensor.nominal / 9.80665e-3
        assert abs(scale) < 5e-5 and abs(milligrams) < 0.1, (channel, scale, milligrams)
        for column in range(3):
            ratio = sensor.gain[row, column] / sensor.gain[row, row]
            assert abs(file["crossAxisRatios"][row][column] - ratio) < 1e-4
    print("  24 known directions: offsets, scales and cross-axis within their bounds")
    # Without directions the ellipsoid says scales, as far as the axes are square.
    file = bench.calibrate("accelerometer", "adxl355.json", files, *place,
                           "--orientations", "unknown", serial="E24")
    for row, channel in enumerate(file["channels"]):
        scale = channel["sensitivityCountsPerMetrePerSecondSquared"] / sensor.gain[row, row] - 1
        assert abs(scale) < 1e-3, (channel, scale)
    print("  unknown orientations: scales within 1e-3")
    rest = {index: sensor.at_rest(random, up) for index, up in enumerate(FACES)}
    hand = sensor.in_hand(random)

    def tumble(name, faces):
        parts = [part for face in faces for part in (face, hand)]
        return [sensor.write(bench.path(name), parts[:-1])]

    file = bench.calibrate(
        "accelerometer", "adxl355.json", tumble("six.mseed", rest.values()), *place, serial="F6")
    assert len(file["channels"]) == 3
    moved = np.concatenate([rest[2], sensor.in_hand(random, 0.8), rest[2]])
    bumped = rest[2].copy()
    bumped[1800:1900] = sensor.in_hand(random, 0.8)
    cases = [
        ("moved during", [rest[0], rest[1], moved, rest[3], rest[4], rest[5]], True),
        ("\\+N up are missing.*moved before", [
            rest[0], rest[1], bumped, rest[3], rest[4], rest[5]], True),
        ("two positions are the same", [rest[0], rest[1], rest[0] + 1], True),
        ("up are missing", [rest[index] for index in range(5)], False),
        ("away from the nearest face", [
            *(rest[index] for index in range(5)),
            sensor.at_rest(random, [0.5, 0, -np.sqrt(0.75)])], True),
    ]
    for pattern, faces, segment in cases:
        bench.refuse(pattern, "accelerometer", "adxl355.json", tumble("bad.mseed", faces), *place,
                     segment=segment)
    other = Accelerometer(scale=0.5)
    bench.refuse("another part", "accelerometer", "adxl355.json", [other.write(
        bench.path("other.mseed"), [other.at_rest(random, FACES[0])])], *place, segment=True)
    six = [bench.path("six.mseed")]
    bench.refuse("serial number is missing", "accelerometer", "adxl355.json", six, *place,
                 serial=None, status=2)
    bench.refuse("wrong part", "accelerometer", "adxl355.json", six, *place, "--part", "ADXL345")
    bench.refuse("gravity is not known", "accelerometer", "adxl355.json", six, status=2)
    table.write_text("vertical,north,east\n1,0\n")
    bench.refuse("line 2", "accelerometer", "adxl355.json", files, *place, "--directions", str(table))


def check_geophone(bench):
    geophone, random = Geophone(), bench.random
    counts = geophone.releases(random)
    record = write(bench.path("releases.mseed"), {"EHZ": counts}, 200)
    words = ["--mass-grams", str(1000 * geophone.mass),
             "--current-microamperes", str(1e6 * geophone.current),
             "--counts-per-volt", str(geophone.counts_per_volt)]
    file = bench.calibrate("geophone", "pcm1808-geophone.json", [record], *words)
    near("natural frequency", measured(file, "naturalFrequency"), geophone.hertz, 0.005)
    near("damping", measured(file, "dampingRatio"), geophone.damping, 0.005)
    near("generator constant", measured(file, "generatorConstant"), geophone.constant, 0.005)
    pole = complex(*file["channels"][0]["responseStages"][0]["polesRadiansPerSecond"][0])
    near("pole", abs(pole), 2 * np.pi * geophone.hertz, 0.005)

    def refuse(pattern, samples, **more):
        bad = write(bench.path("bad.mseed"), {"EHZ": samples}, 200)
        bench.refuse(pattern, "geophone", "pcm1808-geophone.json", [bad], *words, **more)

    refuse("clipped step", np.minimum(counts, 0.8 * counts.max()), segment=True)
    refuse("another part", Geophone(hertz=10).releases(random), segment=True)
    bumped = counts.copy()
    # The stand is hit during the eleventh release.
    time = np.arange(300) / 200
    bumped[6430:6730] += 0.5 * counts.max() * np.sin(2 * np.pi * 11 * time) * np.exp(-time)
    refuse("no free decay like the others|not fitted|cannot be fitted", bumped, segment=True)
    refuse("release", 20 * random.standard_normal(len(counts)))
    bench.refuse("serial number is missing", "geophone", "pcm1808-geophone.json", [record],
                 serial=None, status=2)
    bench.refuse("wrong part", "geophone", "pcm1808-geophone.json", [record], "--part", "PCM1802")


def check_adc(bench):
    random = bench.random
    # Counts per volt, counts, counts rms of the three inputs.
    truth = {"EHZ": (1_680_000.0, 812, 9), "EHN": (1_671_000.0, -300, 11), "EHE": (1_679_500.0, 55, 10)}

    def level(name, volts, change=lambda counts: counts, factor=1.0):
        return write(bench.path(name), {
            code: change(steady(random, volts, factor * gain, offset, noise))
            for code, (gain, offset, noise) in truth.items()}, 100)

    files = [level("short.mseed", 0), level("minus.mseed", -4), level("plus.mseed", 4)]
    words = ["--volts", "0,-4,4"]
    file = bench.calibrate("adc", "ads1256-geophone.json", files, *words)
    for code, (gain, offset, noise) in truth.items():
        near(code + " gain", measured(file, code + " gain"), gain, 1e-5)
        assert abs(measured(file, code + " offset") - offset) < 1
        near(code + " noise", measured(file, code + " noise"), noise, 0.1)
        bits = np.log2(2 * 8_388_607 / (noise * 12**0.5))
        near(code + " effective bits", measured(file, code + " effectiveBits"), bits, 0.01)

    def refuse(pattern, third, **more):
        bench.refuse(pattern, "adc", "ads1256-geophone.json", [*files[:2], third], *words, **more)

    def drifting(counts):
        return counts + np.where(np.arange(len(counts)) > 1200, 20_000, 0)

    refuse("not steady", level("drift.mseed", 4, drifting), segment=True)
    rail = level("rail.mseed", 5.2, lambda counts: np.minimum(counts, 8_388_607))
    bench.refuse("clipped", "adc", "ads1256-geophone.json", [*files[:2], rail], "--volts",
                 "0,-4,5.2", segment=True)
    bench.refuse("two recordings at -4", "adc", "ads1256-geophone.json",
                 [files[0], files[1], files[1]], "--volts", "0,-4,-4")
    doubled = [level(name, volts, factor=0.5) for name, volts in (("d0", 0), ("d1", -4), ("d2", 4))]
    bench.refuse("another part", "adc", "ads1256-geophone.json", doubled, *words)
    bench.refuse("2 voltages for 3 recordings", "adc", "ads1256-geophone.json", files, "--volts",
                 "0,4", status=2)
    bench.refuse("serial number is missing", "adc", "ads1256-geophone.json", files, *words,
                 serial=None, status=2)


def check_audio(bench):
    corner, peak = 0.171, 9e7
    counts = sweep(bench.random, corner, peak)
    record = write(bench.path("sweep.mseed"), {"EHZ": counts}, 200)
    words = ["--volts-rms", "0.1"]
    file = bench.calibrate("audio", "pcm1808-geophone.json", [record], *words)
    near("gain", measured(file, "EHZ gain"), peak / (0.1 * 2**0.5), 0.01)
    near("corner", measured(file, "EHZ corner"), corner, 0.03)

    def refuse(pattern, samples, **more):
        bad = write(bench.path("bad.mseed"), {"EHZ": samples}, 200)
        bench.refuse(pattern, "audio", "pcm1808-geophone.json", [bad], *words, **more)

    refuse("clipped", np.minimum(counts, 0.8 * peak), segment=True)
    refuse("the sweep ends at", sweep(bench.random, 0.05, peak, low=0.5), segment=True)
    refuse("no slow sweep", 1e6 * bench.random.standard_normal(40_000), segment=True)
    bench.refuse("serial number is missing", "audio", "pcm1808-geophone.json", [record], *words,
                 serial=None, status=2)


def check_radon(bench):
    table = bench.path("exchange.csv")
    table.write_text(exchange(bench.random, 0.81, 3.2))
    file = bench.calibrate("radon", "digitizer.json", [table], "--source", "radon")
    for quantity, truth in (("radonSensitivity", 0.81), ("radonBackground", 3.2)):
        one = next(one for one in file["measurements"] if one["quantity"] == quantity)
        error, sigma = one["value"] - truth, one["standardUncertainty"]
        print(f"  {quantity}: {one['value']:.4g} ± {sigma:.2g}, truth {truth}")
        assert abs(error) < 3 * sigma and sigma < truth
    for pattern, text in (
            ("expected at least 48 h", exchange(bench.random, 0.81, 3.2, hours=47)),
            ("do not follow the reference", exchange(bench.random, 0, 9)),
            ("line 2", "hours,counts,reference_becquerels_per_cubic_metre\n1,2\n"),
            ("line 1", "time,counts\n1,2\n")):
        table.write_text(text)
        bench.refuse(pattern, "radon", "digitizer.json", [table], "--source", "radon")
    bench.refuse("serial number is missing", "radon", "digitizer.json", [table], serial=None, status=2)
    bench.refuse("wrong part", "radon", "digitizer.json", [table], "--part", "RD200")


def check_clock(bench):
    record = ticking(bench.path("ticks.mseed"), ppm=-23.4)
    file = bench.calibrate("clock", "adxl355.json", [record])
    error = measured(file, "rateError")
    print(f"  rate: {error:.4f} ppm, truth -23.4")
    assert abs(error + 23.4) < 0.01
    assert any(one["quantity"].startswith("allanDeviation") for one in file["measurements"])
    bench.refuse("expected at least 16", "clock", "adxl355.json",
                 [ticking(bench.path("few.mseed"), ppm=0, seconds=9)])
    bench.refuse("serial number is missing", "clock", "adxl355.json", [record], serial=None, status=2)
    # Live, through the station's own driver.
    sensor = Accelerometer()
    played = sensor.write(bench.path("played.mseed"), [sensor.at_rest(bench.random, FACES[0], 40)])
    channels = [f"--channel={axis}=be:s20/32>>12" for axis in ("accel_x", "accel_y", "accel_z")]
    with Iiod("--record", str(played), "--codes", "E,N,Z", "--speed", "1", *channels) as iiod:
        board = json.loads((ROOT / "Boards/adxl355.json").read_text())
        board["sources"][0].update(uri=iiod.uri, timestampClock="monotonic_raw")
        path = bench.path("live.json")
        path.write_text(json.dumps(board))
        path.chmod(0o644)
        file = bench.calibrate_live("clock", path, "--seconds", "12")
    latency = measured(file, "latencyMedian")
    print(f"  live: {measured(file, 'rateError'):.1f} ppm, latency {1000 * latency:.1f} ms")
    assert abs(measured(file, "rateError")) < 5000 and 0 <= latency < 10


def main():
    program = str(Path(sys.argv[1]).resolve())
    pictures = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
    for check in (check_accelerometer, check_geophone, check_adc, check_audio, check_radon, check_clock):
        print(check.__name__.removeprefix("check_"), flush=True)
        with tempfile.TemporaryDirectory(prefix="calibrations-") as folder:
            check(Bench(program, Path(folder), pictures))
    print("calibrations: passed")


if __name__ == "__main__":
    main()
