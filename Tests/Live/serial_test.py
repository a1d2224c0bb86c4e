"""The judge behind run-serial; see there."""

import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy
import obspy
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from compare_events import comparable, differences
from live_station import ROOT, LiveStation
from serial_doubles import Digitizer, RadonModule

RECORD = ROOT / "Tests/Fixtures/records/08_ferndale_M6.4_KCT_HN_ok.mseed"
# Counts per m/s² of the recording; its station file's channels.
SENSITIVITY = 100 / 0.00046745108
CODES = ("HNZ", "HNN", "HNE")
SPEED = 4.0
# The default of gapToleranceSamples.
BRIDGED = 5


class Failure(Exception):
    pass


def require(condition, words):
    if not condition:
        raise Failure(words)


def recording():
    """Counts of the record, shape [instant] of (Z, N, E), and its rate."""
    stream = obspy.read(str(RECORD))
    by_letter = {trace.stats.channel[-1]: trace for trace in stream}
    traces = [by_letter[letter] for letter in "ZNE"]
    start = max(trace.stats.starttime for trace in traces)
    end = min(trace.stats.endtime for trace in traces)
    rate = traces[0].stats.sampling_rate
    columns = [trace.slice(start, end).data for trace in traces]
    require(len({len(column) for column in columns}) == 1, "the record's channels differ in length")
    return [tuple(map(int, row)) for row in numpy.stack(columns, axis=1)], rate


def source(link, rate):
    channels = [
        {"code": code, "azimuthDegrees": azimuth, "dipDegrees": dip, "fullScaleCounts": 2147483647,
         "sensitivityCountsPerMetrePerSecondSquared": SENSITIVITY}
        for code, azimuth, dip in zip(CODES, (0, 0, 90), (-90, 0, 0))]
    return {"name": "digitizer", "driver": "serial", "device": str(link), "clock": "device",
            "sampleRateHertz": rate, "samplesPerBlock": 16, "ringBlocks": 4096, "channels": channels}


def trimmed(counts, rate, folder):
    """The counts as a recording of its own, for the replay."""
    path = folder / "counts.mseed"
    stream = obspy.Stream()
    for column, code in enumerate(CODES):
        data = numpy.array([row[column] for row in counts], dtype=numpy.int32)
        trace = obspy.Trace(data, {"network": "XX", "station": "T", "channel": code,
                                   "sampling_rate": rate, "starttime": obspy.UTCDateTime(2026, 1, 1)})
        stream.append(trace)
    stream.write(str(path), format="MSEED", encoding="STEIM2")
    return path


def logged_gaps(station):
    return [int(line.split("missingSamples=")[1].split()[0]) for line in station.log
            if " gap " in line and "source=digitizer" in line]


def play(folder, build, counts, rate, faults=None):
    """A run of the daemon on the digitizer; its event lines, gaps, the gaps made, and its log."""
    digitizer = Digitizer(folder / "digitizer", counts, rate, SPEED, faults=faults)
    with LiveStation([source(folder / "digitizer", rate)], build=build) as station:
        station.start()
        require(station.wait_for("source-opened source=digitizer", 60), "the line was not opened")
        digitizer.start()
        limit = 60 + 2 * len(counts) / rate / SPEED
        require(digitizer.join(limit), "the digitizer did not come to its end")
        # The daemon ends an open event a second after the last sample, on its own.
        time.sleep(3)
        require(station.stop() == 0, "the daemon did not end with 0")
        live = station.events()
        require(station.wait_for("ended", 10), "the daemon's log has no end")
        path = trimmed(counts, rate, folder)
        return live, station.replay(path), logged_gaps(station), digitizer.gaps, station.log


def earthquake(folder, build):
    counts, rate = recording()
    live, replay, gaps, _, log = play(folder, build, counts, rate)
    found = differences(comparable(live), comparable(replay))
    expected = comparable(replay)
    require(any(event["type"] == "alert" and event["level"] >= 3 for event in expected),
            "the replay has no alert of level 3")
    require(not found, "events differ:\n  " + "\n  ".join(found[:10]))
    require(not gaps, f"a whole line gave gaps: {gaps}")
    print(f"serial: {len(expected)} lines as the replay's, {len(counts)} samples, no gap")
    for line in log:
        if "source-latency" in line:
            print("serial: " + line.split("source-latency ")[1])


def faults(folder, build):
    counts, rate = recording()
    # Nothing of the earthquake is asked here; a minute is enough.
    counts = counts[:6000]
    plan = {300: ("noise", 400), 500: ("flip", 1), 700: ("flip", 7), 900: ("lose", 123),
            1200: ("noise", 37), 1500: ("unplug", 1.5), 3500: ("stall", 1.0), 4800: ("flip", 3)}
    live, _, gaps, made, _ = play(folder, build, counts, rate, plan)
    lengths = [length for _, length in made]
    require(len(gaps) == len(lengths), f"gaps made {lengths}, reported {gaps}")
    for (index, length), reported in zip(made, gaps):
        # While the daemon finds its way back to the line, samples pass that the digitizer has sent.
        slack = 3 * rate * SPEED if index == 1500 else 1
        require(-1 <= reported - length <= slack, f"gaps made {lengths}, reported {gaps}")
    # A gap within the station's tolerance is bridged, its samples are among the station's.
    taken = json.loads(live[-1])["samples"]
    missing = sum(gap for gap in gaps if gap > BRIDGED)
    require(abs(taken + missing - len(counts)) <= 1,
            f"{taken} samples and {missing} missing ones are not {len(counts)}")
    print(f"serial: gaps of {lengths} samples reported as {gaps}")


def radon(folder, build):
    """Quiet radon, then three times as much: the listener must get a signed advisory."""
    counts, rate = recording()
    level = [300]
    module = RadonModule(folder / "radon", lambda: level[0] + module.query_count % 7)
    module.silent_every = 11
    module.damaged_every = 13
    counter, weather = kernel_files(folder)
    sources = [source(folder / "digitizer", rate),
               {"name": "radon", "driver": "rd200m", "device": str(folder / "radon"),
                "pollSeconds": 0.2},
               {"name": "geiger", "driver": "pulse", "device": str(counter), "pollSeconds": 0.2},
               {"name": "indoor", "driver": "environment", "device": "bme280",
                "sysfsRoot": str(weather), "pollSeconds": 0.2}]
    often = {"intervalSeconds": 1, "warmUpIntervals": 8}
    channels = [
        {"source": "radon", "quantity": "radon", "weatherSource": "indoor",
         "limitsBecquerelsPerCubicMetre": [], **often},
        {"source": "geiger", "quantity": "pulses", **often},
        {"source": "indoor", "quantity": "temperature", **often}]
    trust = folder / "trust"
    trust.mkdir()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"slowChannels": channels, "destinations": [{"host": "127.0.0.1", "port": port}]}
    with LiveStation(sources, station=settings, build=build) as station:
        key(trust)
        listener = subprocess.Popen(
            [station.programs / "firstbreak", "listen", "--bind", f"127.0.0.1:{port}",
             "--trust", str(trust), "--accept-test", "--json", "--timeout", "120"],
            stdout=subprocess.PIPE, text=True)
        heard = []
        reader = threading.Thread(target=lambda: heard.extend(listener.stdout), daemon=True)
        reader.start()
        station.start()
        require(station.wait_for("source=radon radon value=", 60), "no value of radon")
        require(station.wait_for("source=geiger pulses value=0.000", 60), "no value of pulses")
        require(station.wait_for("source=indoor temperature value=21.500", 60), "no temperature")
        learnt = "source=radon radon value="
        require(wait_for_all(station, [learnt, "learning=0"], 90), "the radon channel did not learn")
        # A hundred times the value: at one count an interval the bound is wide.
        level[0] = 25000
        line = station.wait_for("radon anomaly value=", 90)
        require(line, "no anomaly in the log")
        module.line.pull()
        require(station.wait_for("source-failed source=radon", 60), "a pulled plug was not told")
        opened = len(station.log)
        module.line.plug_in()
        require(station.wait_for("source-opened source=radon", 60, after=opened),
                "the module was not taken up again")
        require(station.stop() == 0, "the daemon did not end with 0")
        events = [json.loads(text) for text in station.events()]
        restarted = len(station.log)
        station.start()
        line = wait_for_all(station, ["source=radon radon value="], 60, after=restarted)
        require(line and "learning=0" in line, "what was learnt did not survive the restart")
        require(station.stop() == 0, "the daemon did not end with 0")
        listener.terminate()
        reader.join(10)
        require(not any("precursor" in text for text in station.log), "a line says precursor")
        state = (station.folder / "state/slowChannels").read_text()
    module.stop()
    require("channel radon/radon " in state, "nothing was saved of the radon channel")
    received = [json.loads(text) for text in heard if text.startswith("{")]
    advisories = [event for event in received if event["type"] == "advisory"]
    require(advisories, "the listener got no advisory")
    written = [event for event in events if event["type"] == "advisory"]
    require(written and written[0]["advisory"] == advisories[0]["advisory"],
            "the events file and the listener differ")
    print(f"serial: advisory {json.dumps(advisories[0]['advisory'])} verified by the listener")


def kernel_files(folder):
    """A counter and a weather sensor as the kernel would show them."""
    counter = folder / "counter0/count0"
    device = folder / "sys/bus/iio/devices/iio:device0"
    for path, text in ((counter / "count", "41"), (device / "name", "bme280"),
                       (device / "in_temp_input", "21500"), (device / "in_pressure_input", "101.3"),
                       (device / "in_humidityrelative_input", "45000")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")
    return counter, folder / "sys"


def wait_for_all(station, words, seconds, after=0):
    """The first log line from line `after` on that holds all of the words, also of a second run."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for line in list(station.log)[after:]:
            if all(word in line for word in words):
                return line
        time.sleep(0.1)
    return None


def latency(folder, build):
    """Real time, stamped on arrival: what passes between a sample's instant and its commit."""
    counts, rate = recording()
    digitizer = Digitizer(folder / "digitizer", counts[:3000], rate)
    description = source(folder / "digitizer", rate)
    description.update({"clock": "arrival", "isNativeUsb": True, "samplesPerBlock": 1})
    with LiveStation([description], build=build) as station:
        station.start()
        require(station.wait_for("source-opened source=digitizer", 60), "the line was not opened")
        digitizer.start()
        require(digitizer.join(120), "the digitizer did not come to its end")
        time.sleep(1)
        require(station.stop() == 0, "the daemon did not end with 0")
        line = station.wait_for("source-latency", 10)
    require("samples=3000 " in (line or ""), f"3000 samples were sent: {line}")
    print("serial: " + line.split("source-latency ")[1])


def key(trust):
    """The station's public key under the name that binds it to the station."""
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex("5a" * 32))
    (trust / "XX_REPLAY_.pub").write_text(private.public_key().public_bytes_raw().hex() + "\n")


def main():
    build = sys.argv[1] if len(sys.argv) > 1 else "debug"
    chosen = sys.argv[2:] or ["earthquake", "faults", "radon", "latency"]
    for name in chosen:
        with tempfile.TemporaryDirectory(prefix="serial-") as folder:
            try:
                globals()[name](Path(folder), build)
            except Failure as failure:
                print(f"serial: {name}: {failure}", file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
