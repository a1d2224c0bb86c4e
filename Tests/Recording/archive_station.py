"""A daemon with an archive: its folder of files, its runs, and what it archived.

`Archive` reads an archive back with other people's software: ObsPy's SDS client finds the files, libmseed
2 (inside ObsPy) reads miniSEED 2, and libmseed 3 (pymseed) reads miniSEED 3, which ObsPy 1.5 does not.
"""

import json
import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
from obspy import Stream, Trace, UTCDateTime, read
from obspy.clients.filesystem.sds import Client
from pymseed import MS3Record

ROOT = Path(__file__).resolve().parents[2]
NETWORK, STATION, LOCATION = "XX", "ARC1", "00"


def daemon_path():
    build = ["swift", "build", "--product", "firstbreakd"]
    subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    shown = subprocess.run(
        [*build, "--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return Path(shown.stdout.strip()) / "firstbreakd"


def channels(codes):
    azimuths = {"Z": (0, -90), "N": (0, 0), "E": (90, 0)}
    key = "sensitivityCountsPerMetrePerSecondSquared"
    if codes[0][1] == "H":
        key = "sensitivityCountsPerMetrePerSecond"
    return [
        {
            "code": code,
            "azimuthDegrees": azimuths[code[2]][0],
            "dipDegrees": azimuths[code[2]][1],
            "fullScaleCounts": 2147483647,
            key: 1000000,
        }
        for code in codes
    ]


def recording(name, path, codes, **settings):
    return {
        "name": name,
        "driver": "miniseed",
        "files": [str(path)],
        "channelFilter": codes[0][:2] + "?",
        "timeBase": "recorded",
        "speedFactor": 0,
        "samplesPerBlock": 16,
        "channels": channels(codes),
        **settings,
    }


def synthetic(name, codes, hertz, **settings):
    return {
        "name": name,
        "driver": "synthetic",
        "sampleRateHertz": hertz,
        "samplesPerBlock": 16,
        "channels": channels(codes),
        **settings,
    }


def write_station(folder, sources, archive):
    folder.mkdir(parents=True, exist_ok=True)
    station = json.loads((ROOT / "Tests/Fixtures/stations/linear.json").read_text())
    station.update(networkCode=NETWORK, stationCode=STATION, locationCode=LOCATION)
    station.update(board="board.json", archive=archive)
    board = {"schemaVersion": 1, "board": "archive-test", "sources": sources}
    for name, content, mode in (
        ("station.json", json.dumps(station), 0o644),
        ("board.json", json.dumps(board), 0o644),
        ("station.key", "5a" * 32 + "\n", 0o600),
    ):
        (folder / name).write_text(content)
        (folder / name).chmod(mode)
    return folder / "station.json"


def run_daemon(daemon, station, *options):
    done = subprocess.run(
        [str(daemon), "--station", str(station), *options], capture_output=True, text=True
    )
    if done.returncode != 0:
        raise SystemExit(f"firstbreakd ended with {done.returncode}:\n{done.stderr}")
    return done.stderr


def segments_of_records(records):
    """Joins (start ns, rate, samples) in their order where one starts within half a sample of the end."""
    joined = []
    for start, rate, data in records:
        if joined:
            first, _, parts = joined[-1]
            count = sum(len(part) for part in parts)
            if abs(start - first - count * 1e9 / rate) <= 0.5e9 / rate:
                parts.append(data)
                continue
        joined.append((start, rate, [data]))
    return [(start, rate, np.concatenate(parts)) for start, rate, parts in joined]


class Archive:
    def __init__(self, root, sds_format):
        self.root = Path(root)
        self.format = sds_format

    def files(self, code, events=False):
        root = self.root / "events" if events else self.root
        return sorted(root.glob(f"*/{NETWORK}/{STATION}/{code}.D/*"))

    def records(self, code, events=False):
        """Every record of a channel in the order of the files: start ns, rate, samples, header."""
        found = []
        for path in self.files(code, events):
            found += self.records_of(path)
        return found

    def records_of(self, path):
        """The records of a file; raises where one is damaged or the file does not end with one."""
        if self.format == "miniseed3":
            # validates the CRC, and complains about anything that is no record
            return [
                (one.starttime, one.samprate, one.np_datasamples.copy(), json.loads(one.extra))
                for one in MS3Record.from_file(str(path), unpack_data=True)
            ]
        stream = read(str(path), format="MSEED", details=True, check_compression=True)
        size = path.stat().st_size
        length = stream[0].stats.mseed.record_length
        assert size % length == 0, f"{path}: {size} bytes are no whole records"
        found = []
        with path.open("rb") as file:
            for _ in range(size // length):
                trace = read(BytesIO(file.read(length)), format="MSEED", details=True)[0]
                found.append(
                    (trace.stats.starttime.ns, trace.stats.sampling_rate, trace.data,
                     trace.stats.mseed)
                )
        return found

    def segments(self, code, events=False):
        return segments_of_records([one[:3] for one in self.records(code, events)])

    def by_sds_client(self, code, start, end):
        """What ObsPy's client returns for a channel: contiguous pieces."""
        stream = Client(str(self.root)).get_waveforms(
            NETWORK, STATION, LOCATION, code, UTCDateTime(ns=start) - 1, UTCDateTime(ns=end) + 1)
        return [(t.stats.starttime.ns, t.stats.sampling_rate, t.data) for t in stream]


def stream_of(segments, code):
    """An ObsPy stream of (start ns, rate, samples), to be written as a source's recording."""
    stream = Stream()
    for start, rate, data in segments:
        trace = Trace(data=np.asarray(data, dtype=np.int32))
        trace.stats.update(
            {"network": NETWORK, "station": STATION, "location": LOCATION, "channel": code,
             "sampling_rate": rate, "starttime": UTCDateTime(ns=start)})
        stream.append(trace)
    return stream


def compare(name, found, expected, tolerance=0):
    """Raises unless the segments are the same: starts within a tolerance in ns, samples bit by bit."""
    assert len(found) == len(expected), (
        f"{name}: {len(found)} segments of {[len(f[2]) for f in found][:8]}, "
        f"expected {len(expected)} of {[len(e[2]) for e in expected][:8]}")
    for index, (one, other) in enumerate(zip(found, expected)):
        assert abs(one[0] - other[0]) <= tolerance, (
            f"{name}: segment {index} begins {one[0] - other[0]} ns late")
        assert np.array_equal(one[2], other[2]), (
            f"{name}: segment {index} has {len(one[2])} samples, expected {len(other[2])}, "
            f"or other ones")
