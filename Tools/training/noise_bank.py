"""Real noise: what stations recorded before events, and noise.csv, in physical units."""
import os
from dataclasses import dataclass

import numpy as np
from scipy.signal import resample

import dataset_folder
import peak_motion

SHORTEST_S, GUARD_S = 8.0, 2.0
# A theoretical or doubtful onset may come this much before where it is said to be.
UNSURE_GUARD_S = 10.0
BAD_FLAGS = {"processed", "suspect_channel", "no_vertical", "badgaps", "second_half",
             "spike_before_p"}


# A velocity sensor passes slow acceleration on down to about here.
VELOCITY_CORNER_HZ = 0.02
# A jump on the wire of a velocity sensor is as large as this tone's velocity.
WIRE_HZ = 2.0


@dataclass(frozen=True)
class Noise:
    """Counts [3: Z, N, E] without an event; quantity acc or vel, physical = counts × gain."""
    name: str
    network: str
    station: str
    rate_hz: float
    quantity: str
    gain: float
    gain_unit: str
    counts: np.ndarray

    @property
    def seconds(self):
        return self.counts.shape[1] / self.rate_hz

    def acceleration(self):
        """cm/s², its median removed; velocity is differentiated."""
        data = self.counts * self.gain
        data = data - np.median(data, axis=1, keepdims=True)
        return np.gradient(data, 1 / self.rate_hz, axis=1) if self.quantity == "vel" else data

    def rms_acceleration(self):
        """cm/s², of the loudest channel."""
        return float(np.max(np.std(self.acceleration(), axis=1)))

    def added_counts(self, acceleration, is_electric):
        """What a disturbance in cm/s² adds to this sensor's counts; on the wire, as it is."""
        if self.quantity == "acc":
            return acceleration / self.gain
        if is_electric:
            return acceleration / (2 * np.pi * WIRE_HZ) / self.gain
        moved = peak_motion.integrate(acceleration, self.rate_hz)
        return peak_motion.high_pass(moved, self.rate_hz, VELOCITY_CORNER_HZ) / self.gain

    def quiet_counts(self, random, sample_count):
        """More of this noise, of any length, as real numbers."""
        middle = np.median(self.counts, axis=1, keepdims=True)
        return middle + extended(random, self.counts - middle, sample_count, 2 * self.rate_hz)


def quiet_samples(row):
    """How many samples of a record come before any wave of its event; 0 where not known."""
    if not row["p_sample"] or BAD_FLAGS & set(row["flags"].split(";")):
        return 0
    rate = float(row["fs_hz"])
    sure = row["p_source"] == "manual" or (
        row["p_source"].startswith("auto") and float(row["p_snr"] or 0) >= 8)
    guard = GUARD_S if sure else UNSURE_GUARD_S
    return max(0, int(float(row["p_sample"]) - guard * rate))


def before_events(folder, step=1):
    """The windows before P of the train records (every `step`-th), at least SHORTEST_S long."""
    found = []
    rows = [r for r in dataset_folder.rows(os.path.join(folder, "records.csv"))
            if r["split"] == "train" and quiet_samples(r) >= SHORTEST_S * float(r["fs_hz"])]
    for row in rows[::step]:
        counts = dataset_folder.read_counts(folder, row)
        if counts is None:
            continue
        counts = counts[:, :quiet_samples(row)]
        if is_alive(counts):
            found.append(Noise(row["rec_id"], row["net"], row["sta"], float(row["fs_hz"]),
                               row["quantity"], float(row["gain"]), row["gain_unit"], counts))
    return found


def without_events(folder):
    """The windows of noise.csv."""
    found = []
    for row in dataset_folder.rows(os.path.join(folder, "noise.csv")):
        counts = dataset_folder.read_counts(folder, row)
        if counts is not None and is_alive(counts):
            quantity = "acc" if row["gain_unit"].startswith("cm/s/s") else "vel"
            found.append(Noise(row["rec_id"], row["net"], row["sta"], float(row["fs_hz"]), quantity,
                               float(row["gain"]), row["gain_unit"], counts))
    return found


def is_alive(counts):
    """Whether every channel moves and none of it is a single spike."""
    spread = np.percentile(counts, 90, axis=1) - np.percentile(counts, 10, axis=1)
    return bool(np.all(spread > 0))


def rotated(random, data):
    """Horizontals turned by a random angle, channels' signs and the direction of time drawn."""
    angle = random.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    out = np.vstack([data[:1], turn @ data[1:3]]) * random.choice([-1.0, 1.0], (3, 1))
    return out[:, ::-1] if random.random() < 0.5 else out


def extended(random, data, sample_count, fade):
    """Noise of any length: pieces of `data`, turned and reversed, joined by cross-fades.

    The fades add powers (square roots of a raised cosine), so the level stays the same.
    """
    fade = int(min(fade, data.shape[1] // 4))
    rise = np.sin(np.linspace(0, np.pi / 2, fade))
    out = np.zeros((3, sample_count + data.shape[1] + fade))
    position = 0
    while position < sample_count + fade:
        piece = rotated(random, data).copy()
        if position:
            piece[:, :fade] *= rise
            out[:, position:position + fade] *= rise[::-1]
        out[:, position:position + piece.shape[1]] += piece
        position += piece.shape[1] - fade
    start = random.integers(0, fade + 1)
    return out[:, start:start + sample_count]


def at_rate(data, from_hz, to_hz):
    """Resampled; above the old Nyquist frequency nothing is invented."""
    if abs(from_hz - to_hz) < 0.02 * to_hz:
        return data
    return resample(data, max(1, int(round(data.shape[1] * to_hz / from_hz))), axis=1)
