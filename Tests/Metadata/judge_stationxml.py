#!/usr/bin/env python3
"""Holds `firstbreak stationxml` to the FDSN's schema, to ObsPy and to the station's own motion.

    judge_stationxml.py FIRSTBREAK
"""
import json
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import obspy
from lxml import etree
from obspy import UTCDateTime, read, read_inventory
from scipy.signal import bilinear, butter, freqz, sosfilt

sys.path.insert(0, "Tests/Accuracy")
from judge_conditioning import reference  # noqa: E402

SCHEMA = Path(obspy.__file__).parent / "io/stationxml/data/fdsn-station-1.2.xsd"
TABLE = Path("Sources/DataPath/Acquisition/Decimation/DecimationCoefficients.swift")
RECORD = Path("Tests/Fixtures/records/02_ridgecrest_M7.1_CCC_60s.mseed")
MOTION_LIMIT = 0.01


def station_file(folder, board, **more):
    path = folder / "station.json"
    path.write_text(json.dumps({
        "schemaVersion": 1, "networkCode": "XX", "stationCode": "TEST1", "locationCode": "00",
        "latitudeDegrees": 24.5, "longitudeDegrees": -121.25, "elevationMetres": 142.5,
        "mode": "operational", "board": str(Path(board).resolve()), "keyFile": "station.key",
        "stateDirectory": "state", **more}))
    path.chmod(0o600)
    return path


def written(program, station, *arguments):
    """The inventory of a station, its file valid by the schema."""
    output = station.parent / "station.xml"
    subprocess.run(
        [program, "stationxml", "--station", str(station), "--output", str(output), *arguments],
        check=True)
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.assertValid(etree.parse(str(output)))
    return read_inventory(str(output)), output


def expected_response(board, capture_rate, factors, frequencies):
    """The response from the board file itself, decimation filters from their definition."""
    source = json.loads(Path(board).read_text())["sources"][0]
    channel = source["channels"][0]
    s = 2j * np.pi * frequencies
    value = np.ones(len(frequencies), complex)
    for stage in channel.get("responseStages", []):
        value *= stage["gainOutputPerInput"]
        # All of these boards' zeros stand at the origin, one for each pole: high-passes.
        for real, imaginary in stage.get("zerosRadiansPerSecond", []):
            value *= s - complex(real, imaginary)
        for real, imaginary in stage.get("polesRadiansPerSecond", []):
            value /= s - complex(real, imaginary)
    for name in ("sensitivityCountsPerMetrePerSecond", "sensitivityCountsPerMetrePerSecondSquared"):
        if name in channel and not channel.get("responseStages"):
            value *= channel[name]
    table = {
        int(factor): [int(word) / 2**26 for word in body.replace(",", " ").split()]
        for factor, body in re.findall(
            r"let by(\d+): \[Int32\] = \[([-\d,\s]*)\]", TABLE.read_text())}
    rate = capture_rate
    for index, factor in enumerate(factors):
        taps = np.array([1.0])
        if index == len(factors) - 1:
            taps = np.array(table[factor])
        else:
            for _ in range(5):
                taps = np.convolve(taps, np.full(factor, 1 / factor))
        places = np.arange(len(taps))
        value *= np.exp(-2j * np.pi * np.outer(frequencies / rate, places)) @ taps
        # The station's stamps have the delay of low frequencies taken off.
        value *= np.exp(2j * np.pi * frequencies * (places @ taps) / rate)
        rate /= factor
    return value


def check_responses(program, folder):
    """Every board's response as ObsPy evaluates it, in size and phase."""
    cases = [
        ("Boards/adxl355.json", "HNZ", "ACC", 125, []),
        ("Boards/ads1256-geophone.json", "EHZ", "VEL", 100, []),
        ("Boards/pcm1808-geophone.json", "EHZ", "VEL", 8000, [4, 10]),
    ]
    for board, code, output, rate, factors in cases:
        inventory, _ = written(program, station_file(folder, board), "--since", "2026-01-01")
        channel = inventory.select(channel=code)[0][0][0]
        frequencies = np.geomspace(0.2, 0.4 * channel.sample_rate, 60)
        got = channel.response.get_evalresp_response_for_frequencies(frequencies, output=output)
        expected = expected_response(board, float(rate), factors, frequencies)
        worst = np.abs(got / expected - 1).max()
        print(f"{board}: response differs by at most {worst:.2e}")
        assert worst < 1e-4
        sensitivity = channel.response.instrument_sensitivity
        at_reference = np.abs(expected_response(
            board, float(rate), [], np.array([sensitivity.frequency])))[0]
        assert abs(sensitivity.value / at_reference - 1) < 1e-5
        assert channel.start_date == UTCDateTime(2026, 1, 1)


def replay(program, station, record, *arguments):
    output = subprocess.run(
        [program, "replay", "--station", str(station), "--input", str(record), "--json",
         *arguments], check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


def peaks(motion, rate, quantity):
    """PGA, PGV and PGD in µm of SI units, by the station's filters in float64."""
    _, _, displacement, shaking, velocity, _ = reference(motion, rate, quantity, 60)
    warm = int(10 * rate)
    return [np.abs(values[:, warm:]).max() * 1e6 if values.ndim > 1 else
            np.abs(values[warm:]).max() * 1e6 for values in (shaking, velocity, displacement)]


def check_motion(program, folder):
    """A real earthquake: response removed by ObsPy against the station's own peaks."""
    station = station_file(folder, "Boards/recording.json")
    inventory, _ = written(program, station, "--rate", "100")
    stream = read(str(RECORD))
    summary = replay(program, station, RECORD)
    greatest = np.zeros(3)
    for trace in stream:
        trace.stats.update({"network": "XX", "station": "TEST1", "location": "00"})
        counts = trace.data.astype(np.float64)
        trace.data = counts
        trace.remove_response(
            inventory, output="ACC", zero_mean=False, taper=False, water_level=None)
        direct = counts / 1e6
        worst = np.abs(trace.data - direct).max() / np.abs(direct).max()
        assert worst < MOTION_LIMIT, f"{trace.id}: {worst}"
        greatest = np.maximum(greatest, peaks(trace.data, 100.0, "acceleration"))
    own = [summary["pgaMicrometresPerSecondSquared"], summary["pgvMicrometresPerSecond"]]
    for name, ours, theirs in zip(("PGA", "PGV"), own, greatest):
        print(f"{name}: station {ours}, ObsPy {theirs:.0f}, {theirs / ours - 1:+.4%}")
        assert abs(theirs / ours - 1) < MOTION_LIMIT


def extension(board, rate, frequencies):
    """What the station's filter does to a geophone, by SciPy's bilinear transform; 1 without the key."""
    channel = json.loads(Path(board).read_text())["sources"][0]["channels"][0]
    if "extendedCornerHertz" not in channel:
        return np.ones(len(frequencies))
    pole = complex(*channel["responseStages"][0]["polesRadiansPerSecond"][0])
    natural, corner = abs(pole) / (2 * np.pi), channel["extendedCornerHertz"]
    warped, bent = (np.tan(np.pi * hertz / rate) for hertz in (natural, corner))
    numerator, denominator = bilinear(
        [1, -2 * pole.real / abs(pole) * warped / bent, (natural / corner)**2], [1, np.sqrt(2), 1],
        fs=1 / (2 * bent))
    return freqz(numerator, denominator, frequencies, fs=rate)[1]


class Geophone:
    """A geophone board, its station and its StationXML, at 200 samples a second."""

    RATE = 200.0

    def __init__(self, program, folder, board, capture_rate, factors):
        self.program, self.folder, self.board = program, folder, board
        self.capture_rate, self.factors = capture_rate, factors
        self.station = station_file(folder, board)
        self.inventory, _ = written(program, self.station)
        self.sensitivity = json.loads(Path(board).read_text())["sources"][0]["channels"][0][
            "sensitivityCountsPerMetrePerSecond"]
        self.time = np.arange(int(60 * self.RATE)) / self.RATE
        self.envelope = np.exp(-(((self.time - 30) / 8) ** 2))
        # The made-up counts have not been through the decimation.
        self.inventory[0][0][0].response.response_stages = [
            stage for stage in self.inventory[0][0][0].response.response_stages
            if not isinstance(stage, obspy.core.inventory.FIRResponseStage)]

    def stated_band(self):
        """The band in which the amplitude of the station's own motion is said to hold within 1 %."""
        words = subprocess.run(
            [self.program, "stationxml", "--station", str(self.station)], check=True,
            capture_output=True, text=True).stderr
        found = re.search(r"EHZ: .* within 1 % from ([\d.]+) to ([\d.]+) Hz", words)
        assert found, words
        return float(found[1]), float(found[2])

    def check_band(self):
        """The stated band is the one that follows from the board file; returns it."""
        low, high = self.stated_band()
        frequencies = np.geomspace(0.1, 99.99, 40_000)
        whole = np.abs(
            expected_response(self.board, self.capture_rate, self.factors, frequencies)
            * extension(self.board, self.RATE, frequencies)) / self.sensitivity
        bad = frequencies[np.abs(whole - 1) > MOTION_LIMIT]
        above = bad[bad > 15].min() if (bad > 15).any() else self.RATE / 2
        flat = frequencies[(frequencies > bad[bad < 15].max()) & (frequencies < above)]
        print(f"{Path(self.board).stem}: band of 1 % {low} to {high} Hz, "
              f"by the board file {flat.min():.2f} to {flat.max():.2f}")
        assert abs(low / flat.min() - 1) < 0.01 and abs(high / flat.max() - 1) < 0.01
        return low, high

    def seen(self, motion, name):
        """The station's own peak velocity, the motion that ObsPy returns, and that seen through all but
        the station's undoing."""
        frequencies = np.fft.rfftfreq(len(motion), 1 / self.RATE)
        response = np.zeros(len(frequencies), complex)
        passing = (frequencies > 0.02) & (frequencies < 90)
        response[passing] = expected_response(
            self.board, self.capture_rate, [], frequencies[passing])
        counts = np.fft.irfft(np.fft.rfft(motion) * response, len(motion))
        trace = obspy.Trace(np.rint(counts).astype(np.int32), {
            "network": "XX", "station": "TEST1", "location": "00", "channel": "EHZ",
            "sampling_rate": self.RATE, "starttime": UTCDateTime(2026, 2, 1)})
        record = self.folder / f"{name}.mseed"
        trace.write(str(record), format="MSEED")
        own = replay(self.program, self.station, record)["pgvMicrometresPerSecond"]
        trace.data = trace.data.astype(np.float64)
        trace.remove_response(
            self.inventory, output="VEL", pre_filt=(0.02, 0.05, 85, 95), water_level=None,
            zero_mean=False)
        through = np.fft.irfft(
            np.fft.rfft(trace.data) * response / self.sensitivity, len(motion))
        return own, trace.data, through

    def noise(self, low, high, seed):
        random = np.random.default_rng(seed)
        band = butter(4, [low, high], "bandpass", fs=self.RATE, output="sos")
        return sosfilt(band, random.normal(0, 1e-3, len(self.time))) * self.envelope

    def peak(self, motion):
        _, _, _, _, velocity, _ = reference(motion, self.RATE, "velocity", 60)
        return np.abs(velocity[int(15 * self.RATE):]).max() * 1e6

    def compare(self, motion, name, limit=MOTION_LIMIT):
        own, returned, _ = self.seen(motion, name)
        theirs, true = self.peak(returned), self.peak(motion)
        print(f"{Path(self.board).stem}, {name}: station {own}, ObsPy {theirs:.0f}, {own / theirs - 1:+.2%}; "
              f"true {true:.0f}")
        assert abs(theirs / true - 1) < limit and abs(own / theirs - 1) < limit


def board_copy(folder, name, corner):
    """A shipped board whose geophone is extended to a corner, or not."""
    board = json.loads(Path(f"Boards/{name}.json").read_text())
    if corner:
        board["sources"][0]["channels"][0]["extendedCornerHertz"] = corner
    path = folder / f"{name}.json"
    path.write_text(json.dumps(board))
    return str(path)


def check_geophones(program, folder):
    """A geophone's response removed by ObsPy is the ground's motion, and so is the station's own where
    it undoes the response, too: peaks of sines and of noise of many frequencies are the same within 1 %.

    That is true from 2 Hz on: what is left below is two corners of 0.075 Hz, whose phase at 1 Hz is 6
    degrees more than the station's own filters have. Where the converter is coupled by a capacitor, which
    the station does not undo, it is true from 5 Hz on."""
    for name, capture_rate, factors, bands in (
            ("ad7124-geophone", 200.0, [], ((15, 35), (5, 40), (2, 20))),
            ("pcm1808-geophone", 8000.0, [4, 10], ((15, 35), (5, 40)))):
        board = board_copy(folder, name, 0.075)
        geophone = Geophone(program, folder, board, capture_rate, factors)
        low, high = geophone.check_band()
        # No simple fractions of the rate, or the crests fall between samples; and enough periods in
        # the eight seconds that the sine lasts.
        for hertz in (max(low * 1.05, 0.51), 4.51, 12.17, 30.71, min(high, 41.3) * 0.99):
            sine = 1e-3 * geophone.envelope * np.sin(2 * np.pi * hertz * geophone.time)
            geophone.compare(sine, f"{hertz:.2f} Hz")
        for band in bands:
            for seed in (7, 8, 9):
                geophone.compare(
                    geophone.noise(*band, seed), f"noise of {band[0]} to {band[1]} Hz, seed {seed}")


def check_unextended(program, folder):
    """Without the key the station undoes one sensitivity, and the geophone's phase moves crests to where
    they are higher or lower by some per cent. That this is all there is between the two: ObsPy's motion,
    seen through the geophone's normalised response, has the station's own peak."""
    geophone = Geophone(
        program, folder, board_copy(folder, "pcm1808-geophone", None), 8000.0, [4, 10])
    low, high = geophone.check_band()
    # A little inside the band, at whose ends 1 % is used up: crests between samples take 0.2 %.
    for hertz in (low * 1.15, 12.17, 20.37, high * 0.97):
        sine = 1e-3 * geophone.envelope * np.sin(2 * np.pi * hertz * geophone.time)
        geophone.compare(sine, f"{hertz:.2f} Hz, one sensitivity alone")
    motion = geophone.noise(15, 35, 7)
    own, returned, through = geophone.seen(motion, "unextended")
    print(f"one sensitivity alone, noise of 15 to 35 Hz: {own / geophone.peak(motion) - 1:+.2%}, "
          f"ObsPy's with the geophone's phase {geophone.peak(through) / own - 1:+.2%}")
    assert abs(geophone.peak(returned) / geophone.peak(motion) - 1) < MOTION_LIMIT
    assert abs(geophone.peak(through) / own - 1) < MOTION_LIMIT / 5


def calibration(folder, date, value):
    path = folder / f"A1-{date}.json"
    path.write_text(json.dumps({
        "schemaVersion": 1, "part": "ADXL355", "serial": "A1", "date": date, "method": "tumble",
        "channels": [{
            "code": "HNZ", "sensitivityCountsPerMetrePerSecondSquared": value,
            "sensitivityUncertaintyPercent": 0.01}]}))
    path.chmod(0o600)
    return path


def check_epochs(program, folder):
    """Every calibration is an epoch; nominal values hold before the first."""
    for date, value in (("2026-02-01", 26000.0), ("2026-03-01", 26100.0), ("2026-05-01", 1.0)):
        calibration(folder, date, value)
    station = station_file(
        folder, "Boards/adxl355.json", calibrations=["A1-2026-03-01.json"],
        instruments=[{"source": "accelerometer", "serial": "A1"}])
    inventory, _ = written(program, station, "--since", "2026-01-01")
    for day, value in (
            ("2026-01-15", 26104.735), ("2026-02-15", 26000.0), ("2026-06-01", 26100.0)):
        response = inventory.get_response("XX.TEST1.00.HNZ", UTCDateTime(day))
        assert abs(response.instrument_sensitivity.value / value - 1) < 1e-9, day
    epochs = inventory.select(channel="HNZ")[0][0].channels
    assert [epoch.end_date for epoch in epochs] == [
        UTCDateTime(2026, 2, 1), UTCDateTime(2026, 3, 1), None]
    assert epochs[1].sensor.serial_number == "A1"
    print("epochs: three, as calibrated")


def main():
    program = str(Path(sys.argv[1]).resolve())
    warnings.simplefilter("ignore")
    checks = (
        check_responses, check_motion, check_geophones, check_unextended, check_epochs)
    for check in checks:
        with tempfile.TemporaryDirectory() as folder:
            check(program, Path(folder))


if __name__ == "__main__":
    main()
