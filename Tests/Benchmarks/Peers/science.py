"""ObsPy's and SciPy's side of the benchmarks: one lap for each line of standard input.

    python3 science.py trigger COUNTS SHORT LONG
    python3 science.py filters COUNTS MILLIHERTZ SAMPLES_PER_CALL
    python3 science.py design MILLIHERTZ

COUNTS holds interleaved 32-bit counts of three components. `trigger` is ObsPy's C code for
`recursive_sta_lta`, one channel after another, and its check sums up the places where the ratio is at
least 3. `filters` is `scipy.signal.sosfilt` with the sections of our conditioning and of the wave
filters (`sections` says which), and nothing else of the path; SAMPLES_PER_CALL 0 filters everything in one
call, its best case. `design` prints how many sections that are.
"""

import sys
import time

import numpy as np
from scipy import signal


def laps(run):
    for _ in sys.stdin:
        begin = time.thread_time_ns()
        items, check = run()
        elapsed = time.thread_time_ns() - begin
        print(elapsed / items, check, flush=True)


def counts(path):
    return np.fromfile(path, dtype="<i4").reshape(-1, 3).T.astype(np.float64).copy()


def trigger(path, short, long):
    from obspy.signal.trigger import recursive_sta_lta

    channels = counts(path)

    def run():
        ratios = [recursive_sta_lta(channel, short, long) for channel in channels]
        run.ratios = ratios
        return channels.size, 0

    # What is decided is compared outside the time that is taken.
    for _ in sys.stdin:
        begin = time.thread_time_ns()
        items, _ = run()
        elapsed = time.thread_time_ns() - begin
        check = sum(
            int(3 * np.flatnonzero(ratio >= 3).sum() + place * (ratio >= 3).sum())
            for place, ratio in enumerate(run.ratios)
        )
        print(elapsed / items, check, flush=True)


def pole_pair(corner, rate, kind):
    return signal.butter(2, corner, kind, fs=rate, output="sos")


def integrated_high_pass(corner, rate):
    """Velocity of an acceleration after the two-pole high-pass: s / (s² + √2 ω s + ω²)."""
    omega = 2 * rate * np.tan(np.pi * corner / rate)
    top, bottom = signal.bilinear([1, 0], [1, np.sqrt(2) * omega, omega**2], rate)
    return np.array([[*top, *[0] * (3 - len(top)), *bottom]])


def sections(rate):
    """The filters of one three-component sample, by what they are fed with.

    Conditioning, for each component: running mean; acceleration, velocity and displacement of chain 1;
    the tap PGV is measured on. Beside them the trigger's band-pass. Features: the vertical velocity's
    3 Hz low-pass and 0.5 Hz high-pass with its integral, the edges of the octaves, both horizontals' 0.5 Hz
    high-pass.
    """
    corner = 0.075
    weight = 1 / (60 * rate)
    mean = np.array([[1 - weight, weight - 1, 0, 1, weight - 1, 0]])
    high = pole_pair(corner, rate, "highpass")
    velocity = integrated_high_pass(corner, rate)
    band = np.vstack([pole_pair(1, rate, "highpass"), pole_pair(20, rate, "lowpass")])
    edges = []
    octave_rate = rate
    for edge in 48 / 2.0 ** np.arange(10):
        if edge <= 0.45 * octave_rate:
            edges.append((pole_pair(edge, octave_rate, "highpass"), pole_pair(edge, octave_rate, "lowpass"), octave_rate / rate))
        if edge <= octave_rate / 16 and octave_rate >= 20:
            octave_rate /= 2
    return mean, high, velocity, band, edges


class Stage:
    """sosfilt with its state kept from call to call, over all rows of its input."""

    def __init__(self, sos, rows):
        self.sos = sos
        self.state = np.zeros((len(sos), rows, 2))

    def __call__(self, samples):
        output, self.state = signal.sosfilt(self.sos, samples, axis=-1, zi=self.state)
        return output


class Path:
    """Every filter of our path, its output handed on as ours is."""

    def __init__(self, rate):
        mean, high, velocity, band, edges = sections(rate)
        half = pole_pair(0.5, rate, "highpass")
        self.mean = Stage(mean, 3)
        self.acceleration = Stage(high, 3)
        self.velocity = Stage(velocity, 3)
        self.displacement = Stage(np.vstack([high, velocity]), 3)
        self.tap = Stage(velocity, 3)
        self.band = Stage(band, 1)
        self.low = Stage(pole_pair(3, rate, "lowpass"), 1)
        self.half = Stage(half, 3)
        self.half_integral = Stage(integrated_high_pass(0.5, rate), 1)
        self.octaves = [(Stage(up, 1), Stage(down, 1), share) for up, down, share in edges]

    def __call__(self, samples):
        shaking = self.mean(samples)
        acceleration = self.acceleration(shaking)
        velocity = self.velocity(acceleration)
        self.displacement(velocity)
        self.tap(shaking)
        self.band(samples[:1])
        vertical = velocity[:1]
        self.low(vertical)
        above = self.half(velocity)
        self.half_integral(above[:1])
        rest, share = vertical, 1.0
        for up, down, wanted in self.octaves:
            while share > wanted:
                rest, share = rest[:, ::2], share / 2
            if rest.shape[1] == 0:
                break
            up(rest)
            rest = down(rest)


def filters(path, rate, samples_per_call):
    channels = counts(path)
    path = Path(rate)
    count = channels.shape[1]
    step = samples_per_call or count

    def run():
        for start in range(0, count, step):
            path(channels[:, start : start + step])
        return count, 0

    laps(run)


def main():
    kind, *words = sys.argv[1:]
    if kind == "trigger":
        trigger(words[0], int(words[1]), int(words[2]))
    elif kind == "filters":
        filters(words[0], int(words[1]) / 1000, int(words[2]))
    else:
        print(f"science.py: {kind}: no such contender", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
