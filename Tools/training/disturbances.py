"""What moves a sensor and is no earthquake, as acceleration in cm/s² [3: Z, N, E].

Every maker takes a random generator, a rate in Hz and a number of samples, and returns a waveform
whose largest value is 1 and that begins at sample 0; `amplitude` then scales it.
"""
import numpy as np

import peak_motion

GRAVITY_CM_S2 = 980.665


def direction(random):
    """How a disturbance divides itself among the three channels."""
    vector = random.standard_normal(3) * np.array([1.0, random.uniform(0.3, 1.5), 1.0])
    return vector[:, None] / np.max(np.abs(vector))


def unit(data):
    peak = np.max(np.abs(data))
    return data / peak if peak > 0 else data


def seconds(rate_hz, count):
    return np.arange(count) / rate_hz


def decay(random, rate_hz, count, frequency_hz, decay_s):
    """A damped vibration that starts within a few milliseconds."""
    t = seconds(rate_hz, count)
    rise = 1 - np.exp(-t * max(frequency_hz, 5) * 4)
    phase = random.uniform(0, 2 * np.pi)
    return rise * np.exp(-t / decay_s) * np.sin(2 * np.pi * frequency_hz * t + phase)


def impulse(random, rate_hz, count):
    """One to three samples, as a spike on the wire makes them."""
    out = np.zeros((3, count))
    width = random.integers(1, 4)
    out[:, :width] = direction(random) * random.choice([1.0, 0.5, -0.5], (1, width))
    return unit(out)


def knock(random, rate_hz, count):
    """A blow on the mount: two or three modes that ring down."""
    out = np.zeros((3, count))
    for _ in range(random.integers(1, 4)):
        frequency = random.uniform(4, 0.45 * rate_hz)
        out += direction(random) * decay(
            random, rate_hz, count, frequency, random.uniform(0.03, 0.6))
    return unit(out)


def step(random, rate_hz, count):
    """A jump of the offset."""
    return unit(direction(random) * np.ones((1, count)))


def tilt(random, rate_hz, count, rise_s):
    """Gravity turned into the horizontals over `rise_s`; the vertical hardly changes."""
    t = seconds(rate_hz, count)
    ramp = np.clip(t / rise_s, 0, 1)
    ramp = ramp * ramp * (3 - 2 * ramp)
    if random.random() < 0.4:
        ramp = ramp * np.exp(-np.maximum(t - rise_s, 0) / random.uniform(1, 10))
    angle = random.uniform(0, 2 * np.pi)
    shape = np.array([[random.normal(0, 0.03)], [np.cos(angle)], [np.sin(angle)]])
    return unit(shape * ramp)


def fast_tilt(random, rate_hz, count):
    return tilt(random, rate_hz, count, random.uniform(0.1, 1.0))


def slow_tilt(random, rate_hz, count):
    return tilt(random, rate_hz, count, random.uniform(2, 30))


def footsteps(random, rate_hz, count):
    """Somebody walks by: 1.5–2.3 blows a second that swell and fade."""
    out = np.zeros((3, count))
    pace = 1 / random.uniform(1.5, 2.3)
    total, nearest = random.integers(4, 40), random.uniform(0.1, 0.9)
    frequency, damping = random.uniform(8, 0.4 * rate_hz), random.uniform(0.03, 0.15)
    for index in range(total):
        start = int((index * pace + (random.normal(0, 0.04) if index else 0)) * rate_hz)
        if start >= count:
            break
        gain = np.exp(-((index / total - nearest) / 0.35) ** 2) * np.exp(random.normal(0, 0.2))
        out[:, start:] += gain * direction(random) * decay(
            random, rate_hz, count - start, frequency * np.exp(random.normal(0, 0.1)), damping)
    return unit(out)


def band_noise(random, rate_hz, count, low_hz, high_hz):
    f = np.fft.rfftfreq(count, 1 / rate_hz)
    spectrum = np.fft.rfft(random.standard_normal((3, count)), axis=1)
    shape = 1 / (1 + (low_hz / np.maximum(f, 1e-3)) ** 6) / (1 + (f / high_hz) ** 6)
    return np.fft.irfft(spectrum * shape, count, axis=1)


def traffic(random, rate_hz, count):
    """A vehicle: noise between 5 and 25 Hz whose level swells over seconds."""
    low = random.uniform(4, 9)
    data = band_noise(random, rate_hz, count, low, min(random.uniform(12, 25), 0.4 * rate_hz))
    t, rise = seconds(rate_hz, count), np.exp(random.uniform(np.log(0.3), np.log(8)))
    envelope = np.minimum(t / rise, 1) * np.exp(-np.maximum(t - rise, 0) / (rise * 1.5))
    bumps = 1 + 0.7 * np.sin(2 * np.pi * random.uniform(0.3, 3) * t + random.uniform(0, 6))
    return unit(data * envelope * bumps)


def calibration(random, rate_hz, count):
    """A calibration pulse or sine: a step through the coil and back, on one or all channels."""
    t, length = seconds(rate_hz, count), random.uniform(0.2, 8)
    inside = t < length
    if random.random() < 0.5:
        data = np.exp(-t / random.uniform(0.2, 3)) * inside
        data -= np.exp(-np.maximum(t - length, 0) / 0.5) * (~inside)
    else:
        data = np.sin(2 * np.pi * random.uniform(0.5, 8) * t) * inside
    channels = np.ones((3, 1)) if random.random() < 0.5 else np.eye(3)[[random.integers(3)]].T
    return unit(channels * data)


def hum(random, rate_hz, count):
    """A machine that starts and later stops: one tone and two overtones."""
    t = seconds(rate_hz, count)
    f = random.uniform(3, 0.2 * rate_hz)
    rise, stop = random.uniform(0.05, 2), random.uniform(3, 40)
    envelope = np.clip(t / rise, 0, 1) * np.clip(1 - (t - stop) / 1.0, 0, 1)
    speed = f * (1 - 0.3 * np.exp(-t / rise)) if random.random() < 0.5 else f + 0 * t
    phase = 2 * np.pi * np.cumsum(speed) / rate_hz
    data = sum(random.uniform(0, 1) * direction(random) * np.sin(n * phase) for n in (1, 2, 3)
               if n * f < 0.45 * rate_hz)
    return unit(data * envelope)


def teleseism(random, rate_hz, count):
    """P of a distant, large event: 0.05–1.5 Hz, emergent, on the vertical most of all."""
    low = np.exp(random.uniform(np.log(0.04), np.log(0.3)))
    data = band_noise(random, rate_hz, count, low, low * random.uniform(2, 6))
    t, rise = seconds(rate_hz, count), np.exp(random.uniform(np.log(0.5), np.log(15)))
    envelope = (1 - np.exp(-t / rise)) * np.exp(-t / random.uniform(15, 90))
    horizontal = random.uniform(0.1, 0.4)
    return unit(data * envelope * np.array([[1.0], [horizontal], [horizontal]]))


MAKERS = {"impulse": impulse, "knock": knock, "step": step, "fast_tilt": fast_tilt,
          "slow_tilt": slow_tilt, "footsteps": footsteps, "traffic": traffic,
          "calibration": calibration, "hum": hum, "teleseism": teleseism}
# Those on the wire: they reach the output of a velocity sensor as they are.
ELECTRIC = {"impulse", "step", "calibration"}


def amplitude(random, noise_rms):
    """A peak in cm/s²: 3–3,000 × the noise, or 0.1–500 cm/s²."""
    if random.random() < 0.5:
        return min(noise_rms * np.exp(random.uniform(np.log(3), np.log(3000))), 500.0)
    return np.exp(random.uniform(np.log(0.1), np.log(500)))


def scaled(random, kind, rate_hz, count, noise_rms):
    """A disturbance in cm/s² and its peak; of a teleseism the velocity is drawn, 0.001–0.5 cm/s."""
    data = MAKERS[kind](random, rate_hz, count)
    if kind == "teleseism":
        fastest = np.max(np.abs(peak_motion.high_pass(
            peak_motion.integrate(data, rate_hz), rate_hz)))
        peak = np.exp(random.uniform(np.log(0.001), np.log(0.5))) / fastest
    else:
        peak = amplitude(random, noise_rms)
    return peak * data, peak
