"""Sensors: their own noise, their counts and their full scale."""
from dataclasses import dataclass

import numpy as np

MICRO_G_CM_S2 = 980.665e-6


@dataclass(frozen=True)
class Sensor:
    """An accelerometer: white noise in µg/√Hz, drift below a corner, cm/s² per count and range."""
    name: str
    noise_ug_per_root_hz: float
    drift_corner_hz: float
    gain: float
    full_scale_cm_s2: float


def make(random):
    """One sensor in two is a MEMS of 20–100 µg/√Hz, the others 3–20."""
    if random.random() < 0.5:
        level = np.exp(random.uniform(np.log(20), np.log(100)))
        return Sensor("MEMS", level, random.uniform(0.02, 0.3), 980.665 * 2 / 2**random.integers(
            16, 21), 2 * 980.665)
    level = np.exp(random.uniform(np.log(3), np.log(20)))
    return Sensor("accelerometer", level, random.uniform(0.01, 0.1), 980.665 * 2 / 2**23,
                  random.choice([2.0, 4.0]) * 980.665)


def noise(random, sensor, rate_hz, sample_count):
    """cm/s² [3, samples]: white, and 1/f power below the corner."""
    count = sample_count + sample_count % 2
    f = np.fft.rfftfreq(count, 1 / rate_hz)
    rms = sensor.noise_ug_per_root_hz * MICRO_G_CM_S2 * np.sqrt(rate_hz / 2)
    shape = np.sqrt(1 + sensor.drift_corner_hz / np.maximum(f, 0.01))
    shape[0] = 0
    white = np.fft.rfft(random.standard_normal((3, count)), axis=1)
    return rms * np.fft.irfft(white * shape, axis=1)[:, :sample_count]


def counts(acceleration, sensor, offset_cm_s2):
    """Counts [3, samples] and whether any sample left the range."""
    raw = acceleration + offset_cm_s2[:, None]
    limit = sensor.full_scale_cm_s2
    clipped = bool(np.any(np.abs(raw) > limit))
    return np.round(np.clip(raw, -limit, limit) / sensor.gain).astype(np.int64), clipped
