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
from scipy.signal import butter, sosfilt

sys.path.insert(0, "Tests/Accuracy")
from judge_conditioning import reference  # noqa: E402

SCHEMA = Path(obspy.__file__).parent / "io/stationxml/data/fdsn-station-1.2.xsd"
TABLE = Path("Sources/DataPath/Acquisition/Decimation/DecimationCoefficients.swift")
RECORD = Path("Tests/Fixtures/records/02_ridgecrest_M7.1_CCC_60s.mseed")
MOTION_LIMIT = 0.01
GEOPHONE = "Boards/pcm1808-geophone.json"


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


def through_geophone(program, folder, station, inventory, motion, rate, name):
    """Ground velocity through the geophone: what the station finds, what ObsPy returns of its counts."""
    frequencies = np.fft.rfftfreq(len(motion), 1 / rate)
    response = np.zeros(len(frequencies), complex)
    passing = (frequencies > 0.1) & (frequencies < 90)
    response[passing] = expected_response(GEOPHONE, 8000.0, [], frequencies[passing])
    counts = np.fft.irfft(np.fft.rfft(motion) * response, len(motion))
    trace = obspy.Trace(np.rint(counts).astype(np.int32), {
        "network": "XX", "station": "TEST1", "location": "00", "channel": "EHZ",
        "sampling_rate": rate, "starttime": UTCDateTime(2026, 2, 1)})
    record = folder / f"{name}.mseed"
    trace.write(str(record), format="MSEED")
    own = replay(program, station, record)["pgvMicrometresPerSecond"]
    trace.data = trace.data.astype(np.float64)
    trace.remove_response(
        inventory, output="VEL", pre_filt=(1, 2, 85, 95), water_level=None, zero_mean=False)
    return own, trace.data, (frequencies, response)


def peak_velocity(motion, rate):
    _, _, _, _, velocity, _ = reference(motion, rate, "velocity", 60)
    return np.abs(velocity[int(15 * rate):]).max() * 1e6


def stated_band(program, station):
    """The band in which the station's one sensitivity is said to hold within 1 %."""
    words = subprocess.run(
        [program, "stationxml", "--station", str(station)], check=True, capture_output=True,
        text=True).stderr
    found = re.search(r"EHZ: .* within 1 % from ([\d.]+) to ([\d.]+) Hz", words)
    assert found, words
    return float(found[1]), float(found[2])


def check_geophone(program, folder):
    """A geophone's response is not flat: ObsPy returns what the ground did, and so does the station in
    the band it states.

    Outside that band it cannot: it undoes one sensitivity. Nor does it undo the phase, 25 degrees ahead
    at 15 Hz and 10 at 35, which moves the crests of a wave of many frequencies to where they are
    higher or lower by some per cent, though each frequency's amplitude is right. That this is all
    there is between the two is tested: ObsPy's motion, seen through the geophone's normalised
    response, has the station's own peak."""
    station = station_file(folder, GEOPHONE)
    inventory, _ = written(program, station)
    low, high = stated_band(program, station)
    frequencies = np.geomspace(1, 99, 20_000)
    sensitivity = json.loads(Path(GEOPHONE).read_text())["sources"][0]["channels"][0][
        "sensitivityCountsPerMetrePerSecond"]
    whole = np.abs(expected_response(GEOPHONE, 8000.0, [4, 10], frequencies)) / sensitivity
    bad = frequencies[np.abs(whole - 1) > MOTION_LIMIT]
    flat = frequencies[(frequencies > bad[bad < 15].max()) & (frequencies < bad[bad > 15].min())]
    print(f"band of 1 %: {low} to {high} Hz; by the board file {flat.min():.2f} to {flat.max():.2f}")
    assert abs(low / flat.min() - 1) < 0.01 and abs(high / flat.max() - 1) < 0.01

    # The made-up counts below have not been through the decimation.
    inventory[0][0][0].response.response_stages = [
        stage for stage in inventory[0][0][0].response.response_stages
        if not isinstance(stage, obspy.core.inventory.FIRResponseStage)]
    rate = 200.0
    time = np.arange(int(60 * rate)) / rate
    envelope = np.exp(-(((time - 30) / 8) ** 2))
    # Within the band, and no simple fraction of the rate, or the crests fall between samples.
    for hertz in (low * 1.01, 12.17, 15.13, 20.37, 30.71, high * 0.99):
        motion = 1e-4 * envelope * np.sin(2 * np.pi * hertz * time)
        own, returned, _ = through_geophone(
            program, folder, station, inventory, motion, rate, f"{hertz:.0f}")
        theirs = peak_velocity(returned, rate)
        print(f"geophone at {hertz:.2f} Hz: station {own}, ObsPy {theirs:.1f}, {theirs / own - 1:+.3%}")
        assert abs(theirs / own - 1) < MOTION_LIMIT and abs(theirs / 100 - 1) < MOTION_LIMIT

    random = np.random.default_rng(7)
    motion = sosfilt(
        butter(4, [15, 35], "bandpass", fs=rate, output="sos"), random.normal(0, 1e-4, len(time)))
    motion *= envelope
    own, returned, (frequencies, response) = through_geophone(
        program, folder, station, inventory, motion, rate, "noise")
    theirs, true = peak_velocity(returned, rate), np.abs(motion).max() * 1e6
    seen = np.fft.irfft(np.fft.rfft(returned) * response / sensitivity, len(motion))
    through = peak_velocity(seen, rate)
    print(f"geophone, noise of 15 to 35 Hz: true {true:.0f}, ObsPy {theirs:.0f}, station {own} "
          f"({own / true - 1:+.2%}), ObsPy's with the geophone's phase {through:.1f}")
    assert abs(theirs / true - 1) < MOTION_LIMIT
    assert abs(through / own - 1) < MOTION_LIMIT / 5


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


def check_import(program, folder):
    """What was written comes back as a board that the station accepts, with the same response."""
    _, xml = written(
        program, station_file(folder, "Boards/pcm1808-geophone.json"), "--since", "2026-01-01")
    subprocess.run(
        [program, "stationxml", "--import", str(xml), "--channel", "XX.TEST1.00.EH?", "--output",
         str(folder / "imported")], check=True, capture_output=True)
    board = folder / "imported" / "xx-test1-00.json"
    subprocess.run(
        [program, "board", "check", str(board)], check=True, capture_output=True)
    serial, = (folder / "imported/Calibration/PCM1808").iterdir()
    again, _ = written(
        program, station_file(
            folder, board, calibrations=[str(serial)],
            instruments=[{"source": "recording", "serial": json.loads(
                serial.read_text())["serial"]}]), "--rate", "200")
    frequencies = np.geomspace(0.5, 60, 30)
    got = again[0][0][0].response.get_evalresp_response_for_frequencies(frequencies, output="VEL")
    expected = expected_response("Boards/pcm1808-geophone.json", 8000.0, [], frequencies)
    worst = np.abs(got / expected - 1).max()
    print(f"imported: response differs by at most {worst:.2e}")
    assert worst < 1e-4


def main():
    program = str(Path(sys.argv[1]).resolve())
    warnings.simplefilter("ignore")
    for check in (check_responses, check_motion, check_geophone, check_epochs, check_import):
        with tempfile.TemporaryDirectory() as folder:
            check(program, Path(folder))


if __name__ == "__main__":
    main()
