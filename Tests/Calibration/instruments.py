"""Instruments on a bench, as recordings with a known truth, simulated by SciPy and NumPy.

A truth here is a number, not a copy of the program's arithmetic: transfer functions are simulated on a
fine grid, counting statistics are drawn, clocks are wrong by so many ppm.
"""

import numpy as np
import obspy
from scipy.signal import lsim

GRAVITY = 9.788967


def write(path, channels, hertz, start="2026-03-01T00:00:00"):
    """Counts by channel code, as miniSEED of plain integers."""
    stream = obspy.Stream(
        obspy.Trace(np.rint(counts).astype(np.int32), {
            "network": "XX", "station": "BENCH", "channel": code, "sampling_rate": hertz,
            "starttime": obspy.UTCDateTime(start)})
        for code, counts in channels.items())
    stream.write(str(path), format="MSEED", encoding="INT32")
    return path


class Geophone:
    """A coil whose mass is let go thirty times, through a high-pass of one pole into a converter."""

    def __init__(self, hertz=4.62, damping=0.66, constant=28.1, corner=0.152, counts_per_volt=1.735e8):
        self.hertz, self.damping, self.constant = hertz, damping, constant
        self.corner, self.counts_per_volt = corner, counts_per_volt
        self.mass, self.current = 0.0111, 50e-6

    def releases(self, random, count=30, rate=200, ratio=100):
        """Counts of `count` releases three seconds apart, the peak `ratio` times the noise (rms)."""
        fine = 20
        natural = 2 * np.pi * self.hertz
        seconds = 3 * count + 4
        time = np.arange(seconds * rate * fine) / (rate * fine)
        # The coil's force held the mass aside by G I / (m ω²): what it does when that is cut is the
        # answer to a step of acceleration of the ground.
        step = np.zeros(len(time))
        for index in range(count):
            step[time >= 2.00137 + 3 * index] += 1
        acceleration = self.constant * self.current / self.mass
        # Each release sets out from the same rest: the current comes back slowly, unseen here.
        poles = [1, 2 * self.damping * natural, natural**2]
        _, volts, _ = lsim(([self.constant * acceleration, 0], poles), step, time)
        coupling = 2 * np.pi * self.corner
        _, volts, _ = lsim(([1, 0], [1, coupling]), volts, time)
        counts = volts[::fine] * self.counts_per_volt
        return counts + np.abs(counts).max() / ratio * random.standard_normal(len(counts)) + 500


def steady(random, volts, counts_per_volt, offset, noise, seconds=20, rate=100):
    return counts_per_volt * volts + offset + noise * random.standard_normal(seconds * rate)


def sweep(random, corner, peak, seconds=400, rate=200, low=0.05, high=8.0):
    """A logarithmic sweep of a sine of constant voltage through a high-pass of one pole."""
    fine = 10
    time = np.arange(seconds * rate * fine) / (rate * fine)
    growth = np.log(high / low) / seconds
    volts = np.sin(2 * np.pi * low * np.expm1(growth * time) / growth)
    _, seen, _ = lsim(([1, 0], [1, 2 * np.pi * corner]), volts, time)
    return peak * seen[::fine] + peak / 2e4 * random.standard_normal(seconds * rate)


def exchange(random, factor, background, hours=72):
    """Hourly counts beside a reference whose concentration rises and falls."""
    concentration = 150 + 120 * np.sin(np.arange(hours) / 9)
    counts = random.poisson(factor * concentration + background)
    lines = [f"1,{count},{level:.1f}" for count, level in zip(counts, concentration)]
    return "hours,counts,reference_becquerels_per_cubic_metre\n" + "\n".join(lines) + "\n"


def ticking(path, ppm, hertz=125.0, seconds=1200, code="HNZ"):
    """Records of a second each whose start times are those of a clock that runs wrong by so much."""
    period = 1 / (1 + ppm * 1e-6)
    start = obspy.UTCDateTime("2026-03-01")
    stream = obspy.Stream(
        obspy.Trace(np.zeros(int(hertz), np.int32), {
            "network": "XX", "station": "BENCH", "channel": code, "sampling_rate": hertz,
            "starttime": start + second * period})
        for second in range(seconds))
    with open(path, "wb") as file:
        for trace in stream:
            trace.write(file, format="MSEED", reclen=1024, encoding="INT32")
    return path


class Accelerometer:
    """An ADXL355 with offsets, scales and oblique axes; counts in the order Z, N, E."""

    nominal = 26104.735
    rate = 125.0
    codes = ("HNZ", "HNN", "HNE")

    def __init__(self, scale=1.0):
        self.gain = scale * self.nominal * np.array(
            [[1.012, 0.004, -0.003], [0.002, 0.987, 0.005], [-0.006, 0.001, 1.021]])
        self.offset = np.array([812.0, -455.0, 1290.0])
        # 0.1 mg of white noise a sample.
        self.noise = 1e-4 * 9.80665 * self.nominal

    def at_rest(self, random, up, seconds=30):
        clean = self.gain @ (GRAVITY * np.asarray(up)) + self.offset
        return clean + self.noise * random.standard_normal((int(seconds * self.rate), 3))

    def in_hand(self, random, seconds=3):
        return 60_000 * random.standard_normal((int(seconds * self.rate), 3))

    def write(self, path, parts):
        counts = np.concatenate(parts)
        return write(path, dict(zip(self.codes, counts.T)), self.rate)


FACES = [sign * axis for axis in np.eye(3) for sign in (1, -1)]


def directions(count):
    """Unit vectors spread over the sphere (Fibonacci)."""
    index = np.arange(count) + 0.5
    height = 1 - 2 * index / count
    turn = np.pi * (1 + 5**0.5) * index
    radius = np.sqrt(1 - height**2)
    return np.stack([height, radius * np.cos(turn), radius * np.sin(turn)], axis=1)
