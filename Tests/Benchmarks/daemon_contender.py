"""A whole daemon as a contender of the benchmarks: by what more samples cost."""

import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import obspy

ROOT = Path(__file__).resolve().parents[2]


class DaemonContender:
    """A daemon that plays a long and a short recording of noise: what the additional samples cost.

    All its threads count, and the reading of the recording: the bound from above of the path's own cost
    in a program that has no benchmark built in.
    """

    def __init__(self, name, program, folder, frames, hertz):
        self.name, self.program, self.check = name, program, 0
        self.laps = []
        self.stations = [
            self.station(folder, count, hertz) for count in (frames // 10, 4 * frames)
        ]

    @staticmethod
    def station(folder, frames, hertz):
        noise = np.random.default_rng(1).normal(scale=400, size=(3, frames)).round().astype("<i4")
        header = {"network": "XX", "station": "NOISE", "sampling_rate": hertz}
        traces = [
            obspy.Trace(counts, {**header, "channel": f"HN{letter}"})
            for letter, counts in zip("ZNE", noise)
        ]
        record, station = folder / f"{frames}.mseed", folder / f"station-{frames}"
        obspy.Stream(traces).write(str(record), format="MSEED")
        subprocess.run(
            [sys.executable, ROOT / "Tests/Python/make_station.py", station, record, "1000000", "64"],
            check=True,
        )
        return station, frames

    def lap(self):
        (few, fewer_frames), (many, more_frames) = map(self.seconds, self.stations)
        self.laps.append((many - few) * 1e9 / (more_frames - fewer_frames))

    def seconds(self, station):
        folder, frames = station
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [self.program, "--station", folder / "station.json", "--events", folder / "events"],
            check=True, capture_output=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, frames

    def end(self):
        pass
