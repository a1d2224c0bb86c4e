#!/usr/bin/env python3
"""Holds `firstbreak stationxml --import` to what it wrote itself and to other people's StationXML.

    judge_import.py FIRSTBREAK
"""
import json
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import obspy
from judge_stationxml import MOTION_LIMIT, expected_response, station_file, written
from obspy import UTCDateTime, read_inventory


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


def imported_response(program, folder, xml, pattern, frequencies, *options):
    """What the board made of other people's StationXML says again, as ObsPy evaluates it."""
    output = folder / "foreign"
    shutil.rmtree(output, ignore_errors=True)
    subprocess.run(
        [program, "stationxml", "--import", str(xml), "--channel", pattern, "--output", str(output),
         *options], check=True, capture_output=True)
    board, = output.glob("*.json")
    subprocess.run([program, "board", "check", str(board)], check=True, capture_output=True)
    calibration, = output.glob("Calibration/*/*.json")
    again, _ = written(
        program, station_file(folder, board, calibrations=[str(calibration)], instruments=[{
            "source": "recording", "serial": json.loads(calibration.read_text())["serial"]}]),
        "--rate", "100")
    channel = again.select(channel="??Z")[0][0][0]
    output = "ACC" if channel.code[1] == "N" else "VEL"
    return channel.response.get_evalresp_response_for_frequencies(frequencies, output=output)


def check_foreign(program, folder):
    """StationXML of data centres: several stages, FIR filters, epochs, digital poles, ISO 8859-1."""
    data = Path(obspy.__file__).parent / "core/tests/data"
    example = folder / "example.xml"
    read_inventory().write(str(example), "STATIONXML")
    latin = folder / "latin.xml"
    latin.write_bytes(
        example.read_text(encoding="utf-8").replace("UTF-8", "ISO-8859-1", 1)
        .encode("iso-8859-1", "xmlcharrefreplace"))
    for xml, pattern, code, time in (
            (example, "GR.FUR..HH?", "GR.FUR..HHZ", "2020-01-01"),
            (example, "BW.RJOB..EH?", "BW.RJOB..EHZ", "2005-01-01"),
            (latin, "BW.RJOB..EH?", "BW.RJOB..EHZ", "2010-01-01"),
            (data / "IU_ANMO_00_BHZ.xml", "IU.ANMO.00.BHZ", "IU.ANMO.00.BHZ", "2013-06-01")):
        # Far below the digital filters, of which only the gain is taken: ripples of 1 % at 2 Hz.
        frequencies = np.geomspace(0.05, 1, 30)
        network, station, location, channel = code.split(".")
        response = read_inventory(str(xml)).select(
            network=network, station=station, location=location, channel=channel,
            time=UTCDateTime(time))[0][0][0].response
        expected = response.get_evalresp_response_for_frequencies(frequencies, output="VEL")
        got = imported_response(program, folder, xml, pattern, frequencies, "--time", time)
        worst = np.abs(np.abs(got / expected) - 1).max()
        print(f"{xml.name} {code}, {len(response.response_stages)} stages: "
              f"amplitude differs by at most {worst:.2e}")
        assert worst < MOTION_LIMIT
    infrasound = Path(obspy.__file__).parent / "signal/tests/data/IM.I59H1..BDF_2020_10_31.xml"
    for xml, pattern, reason in (
            (infrasound, "IM.I59H1..BDF", 'InputUnits is "PA"'),
            # Its stages with a digital high-pass do not multiply to its sensitivity.
            (data / "DK.BSD..BHZ.xml", "DK.BSD..BHZ", "within 5 %")):
        refused = subprocess.run(
            [program, "stationxml", "--import", str(xml), "--channel", pattern, "--output",
             str(folder / "none")], capture_output=True, text=True)
        assert refused.returncode == 1 and reason in refused.stderr, refused.stderr
        assert not (folder / "none").exists()
        print(f"{xml.name}: refused, {reason}")


def main():
    program = str(Path(sys.argv[1]).resolve())
    warnings.simplefilter("ignore")
    for check in (check_import, check_foreign):
        with tempfile.TemporaryDirectory() as folder:
            check(program, Path(folder))


if __name__ == "__main__":
    main()
