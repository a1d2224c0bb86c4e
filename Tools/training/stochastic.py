"""Stochastic ground motion of a point source (Boore 2003, doi:10.1007/PL00012553).

Units: cm, s, dyn·cm, bar, km, km/s, g/cm³. A Fourier amplitude of acceleration is in cm/s.
"""
from dataclasses import dataclass

import numpy as np
from scipy.fft import irfft, rfft

RADIATION_S, PARTITION_S, FREE_SURFACE = 0.55, 0.707, 2.0
RADIATION_P = 0.52
EPSILON, ETA = 0.2, 0.05
# Amplification of a generic rock site by its impedance gradient (Boore & Joyner 1997).
ROCK_HZ = [0.01, 0.09, 0.16, 0.51, 0.84, 1.25, 2.26, 3.17, 6.05, 16.6, 61.2]
ROCK_FACTOR = [1.00, 1.10, 1.18, 1.42, 1.58, 1.74, 2.06, 2.25, 2.58, 3.13, 4.00]


@dataclass(frozen=True)
class Medium:
    """The crust between source and site."""
    density: float = 2.8
    alpha_km_s: float = 6.0
    beta_km_s: float = 3.5
    q0: float = 180.0
    q_exponent: float = 0.45
    near_exponent: float = 1.0
    far_exponent: float = 0.5


def seismic_moment(magnitude):
    return 10 ** (1.5 * magnitude + 16.05)


def corner_frequency(moment, stress_drop_bar, beta_km_s):
    return 4.906e6 * beta_km_s * (stress_drop_bar / moment) ** (1 / 3)


def source_spectrum(f, moment, corner_hz):
    """The ω² source as acceleration, before the factor C: dyn·cm/s²."""
    return moment * (2 * np.pi * f) ** 2 / (1 + (f / corner_hz) ** 2)


def causal_source(f, moment, corner_hz):
    """The same amplitude with the phase of a causal pulse (Brune's)."""
    pole = 1 / (1 + 1j * f / corner_hz)
    return moment * (2j * np.pi * f * pole) ** 2


def source_factor(velocity_km_s, density, radiation, partition):
    """C of Boore 2003, so that C × source_spectrum / R is in cm/s."""
    return radiation * partition * FREE_SURFACE * 1e-20 / (4 * np.pi * density * velocity_km_s**3)


def spreading(distance_km, near_exponent=1.0, far_exponent=0.5):
    """R^-near to 70 km, R^-far beyond."""
    near = np.minimum(distance_km, 70.0)
    return near**-near_exponent * (near / distance_km) ** far_exponent


def attenuation(f, distance_km, velocity_km_s, q0, q_exponent, kappa_s):
    """What the path's Q and the site's κ leave of an amplitude."""
    q = q0 * np.maximum(f, 1e-3) ** q_exponent
    return np.exp(-np.pi * f * (distance_km / (q * velocity_km_s) + kappa_s))


def rock_amplification(f):
    return np.interp(np.log(np.maximum(f, 1e-3)), np.log(ROCK_HZ), ROCK_FACTOR)


def window(times_s, duration_s, epsilon=EPSILON):
    """Saragoni & Hart's envelope, 1 at its peak at epsilon × 2 × duration_s."""
    b = -epsilon * np.log(ETA) / (1 + epsilon * (np.log(epsilon) - 1))
    c = b / epsilon
    relative = np.maximum(times_s, 0) / (2 * duration_s)
    return (np.e / epsilon) ** b * relative**b * np.exp(-c * relative)


def windowed_noise(random, sample_count, rate_hz, duration_s, epsilon=EPSILON, channels=1, start=0):
    """Windowed white noise [channels, samples] whose mean |X|² over all frequencies is 1.

    The window begins at sample `start`; before it, all is zero.
    """
    length = min(sample_count - start, int(4 * duration_s * rate_hz) + 8)
    shape = window((np.arange(length) + 1) / rate_hz, duration_s, epsilon).astype(np.float32)
    noise = random.standard_normal((channels, length), dtype=np.float32) * shape
    # Parseval: the mean of |X|² is the sum of the squared samples.
    noise /= np.sqrt(np.sum(noise**2, axis=1, keepdims=True))
    out = np.zeros((channels, sample_count), dtype=np.float32)
    out[:, start:start + length] = noise
    return out


def log_minimum_phase(log_amplitude):
    """The complex logarithm of the causal spectrum whose log amplitude, f = 0 … Nyquist, is given.

    With an amplitude alone as a filter, half of each arrival would come before its onset.
    """
    count = 2 * (len(log_amplitude) - 1)
    cepstrum = irfft(log_amplitude, count)
    cepstrum[1:count // 2] *= 2
    cepstrum[count // 2 + 1:] = 0
    return rfft(cepstrum)


def minimum_phase(amplitude):
    """The causal spectrum of an amplitude spectrum that may be zero at f = 0."""
    safe = np.maximum(amplitude, np.max(amplitude) * 1e-9)
    if amplitude[0] <= 0:
        safe[0] = safe[1] / 4
    return np.exp(log_minimum_phase(np.log(safe)))


def to_time(spectrum, rate_hz):
    """Acceleration in cm/s² of a Fourier spectrum in cm/s."""
    return irfft(spectrum, axis=-1) * rate_hz
