"""Peak motion as the data sets define it.

Acceleration: its median before P removed. Velocity: that, integrated by the trapezoid rule, then a
causal two-pole Butterworth high-pass at 0.075 Hz.
"""
import numpy as np
from scipy.signal import butter, lfilter

HIGH_PASS_HZ = 0.075


def high_pass(data, rate_hz, corner_hz=HIGH_PASS_HZ):
    b, a = butter(2, corner_hz, "highpass", fs=rate_hz)
    return lfilter(b, a, data, axis=-1)


def integrate(data, rate_hz):
    """Trapezoid rule along the last axis; begins at zero."""
    sums = np.zeros_like(data, dtype=float)
    np.cumsum((data[..., 1:] + data[..., :-1]) / (2 * rate_hz), axis=-1, out=sums[..., 1:])
    return sums


def velocity(acceleration, rate_hz, p_sample):
    """Velocity [3, samples] in cm/s of acceleration in cm/s²."""
    before = acceleration[:, :max(p_sample, 1)]
    offset = np.median(before, axis=1, keepdims=True)
    return high_pass(integrate(acceleration - offset, rate_hz), rate_hz)


def columns(acceleration, rate_hz, p_sample):
    """The pga_*, pgv_* and noise_pgv columns of a record."""
    offset = np.median(acceleration[:, :max(p_sample, 1)], axis=1, keepdims=True)
    pga = np.max(np.abs(acceleration - offset), axis=1)
    v = velocity(acceleration, rate_hz, p_sample)
    pgv = np.max(np.abs(v), axis=1)
    largest = int(np.argmax(np.max(np.abs(v), axis=0)))
    # The filter starts up within the first seconds; what it shows then is not the noise.
    quiet = v[:, min(int(2 * rate_hz), p_sample // 2):p_sample]
    values = {"pga_max3": pga.max(), "pgv_max3": pgv.max(),
              "pgv_hvec": np.max(np.hypot(v[1], v[2])),
              "pgv_after_p_s": (largest - p_sample) / rate_hz,
              "noise_pgv": np.max(np.abs(quiet)) if quiet.size else 0}
    for index, name in enumerate("zne"):
        values["pga_" + name], values["pgv_" + name] = pga[index], pgv[index]
    return {name: f"{value:.5g}" for name, value in values.items()}
