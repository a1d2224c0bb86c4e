"""Ground acceleration at one site from a rupture: P, S, their coda and the site's response."""
import math
from dataclasses import dataclass

import numpy as np
from scipy.fft import next_fast_len, rfft

import rupture as ruptures
import stochastic

# Factors that bring the medians of P to those of real records; compare_synthetics.py shows them.
P_FACTOR = 0.45
COHERENT_P_FACTOR = 0.7
# At most so many patches have a coda of their own.
CODA_PATCHES = 10


@dataclass(frozen=True)
class Site:
    """Where the station stands and what the ground below does."""
    position_km: np.ndarray
    kappa_s: float
    kappa_p_s: float
    amplification: float
    vertical_amplification: float
    resonance_hz: float
    resonance_gain: float
    resonance_damping: float
    incidence: float


@dataclass(frozen=True)
class Radiation:
    """How strongly the source shines towards the site, apart from distance."""
    p: float
    p_sign: float
    sv: float
    sh: float
    coherent_below_hz: float
    p_corner_factor: float
    coda: float
    path_s_per_km: float


def make_site(random, distance_km, azimuth):
    """A site at a distance from the epicentre; one in six is soft and rings at long periods."""
    soft = random.random() < 1 / 6
    kappa = random.uniform(0.02, 0.06)
    return Site(
        position_km=np.array([distance_km * np.sin(azimuth), distance_km * np.cos(azimuth), 0.0]),
        kappa_s=kappa, kappa_p_s=kappa * random.uniform(0.4, 0.9),
        amplification=np.exp(random.normal(-0.1, 0.6)),
        vertical_amplification=np.exp(random.normal(0, 0.35)),
        resonance_hz=random.uniform(0.25, 0.8) if soft else np.exp(random.uniform(0, np.log(10))),
        resonance_gain=random.uniform(2, 5) if soft else random.uniform(0, 2),
        resonance_damping=random.uniform(0.04, 0.12) if soft else random.uniform(0.08, 0.3),
        incidence=np.radians(random.uniform(4, 30)))


def make_radiation(random):
    """Patterns of P, SV and SH drawn apart; one P in ten is near a node."""
    nodal = random.random() < 0.1
    p = np.exp(random.normal(0, 0.6)) * (random.uniform(0.12, 0.35) if nodal else 1)
    return Radiation(
        p=float(p), p_sign=float(random.choice([-1.0, 1.0])), sv=np.exp(random.normal(0, 0.3)),
        sh=np.exp(random.normal(0, 0.3)), coherent_below_hz=np.exp(random.uniform(-1.2, 0.7)),
        p_corner_factor=random.uniform(1.2, 1.6), coda=random.uniform(0.15, 0.5),
        path_s_per_km=random.uniform(0.025, 0.075))


def resonance(f, site, share):
    """A damped layer's response over the rock below; `share` < 1 where it acts less."""
    ratio = f / site.resonance_hz
    peak = 1 / np.sqrt((1 - ratio**2) ** 2 + (2 * site.resonance_damping * ratio) ** 2)
    width = 2 * site.resonance_damping
    return 1 + share * site.resonance_gain * peak * width


def site_response(f, site):
    """Amplification of the horizontals and of the vertical."""
    rock = stochastic.rock_amplification(f)
    return (rock * site.amplification * resonance(f, site, 1.0),
            np.sqrt(rock) * site.vertical_amplification * resonance(f / 2, site, 0.25))


class Wave:
    """The spectrum of P or of S [3: vertical, radial, transverse], summed over patches.

    Filters that all patches share (κ, the site, the split between pulse and noise) are applied
    once, to the sums.
    """

    def __init__(self, f, velocity_km_s, medium, kappa_s):
        self._f, self._medium = f, medium
        f = f.astype(float)
        q = medium.q0 * np.maximum(f, 1e-3) ** medium.q_exponent
        self._log_q_per_km = stochastic.log_minimum_phase(
            -np.pi * f / (q * velocity_km_s)).astype(np.complex64)
        self._kappa = stochastic.minimum_phase(np.exp(-np.pi * f * kappa_s))
        self.pulse = np.zeros((3, len(f)), dtype=np.complex64)
        self.noise = np.zeros((3, len(f)), dtype=np.complex64)

    def path(self, distance_km):
        """Spreading and Q over a distance, causal."""
        spread = stochastic.spreading(
            distance_km, self._medium.near_exponent, self._medium.far_exponent)
        return float(spread) * np.exp(distance_km * self._log_q_per_km)

    def at_surface(self, site, radiation):
        """The spectrum as the station feels it."""
        f = self._f.astype(float)
        share = 1 / (1 + (f / radiation.coherent_below_hz) ** 4)
        below = stochastic.minimum_phase(share)
        above = stochastic.minimum_phase(np.sqrt(1 - share**2))
        horizontal, vertical = (stochastic.minimum_phase(r) for r in site_response(f, site))
        response = np.array([vertical, horizontal, horizontal])
        return (self.pulse * below + self.noise * above) * response * self._kappa


class Synthesiser:
    """Adds the waves of patches up."""

    def __init__(self, random, medium, site, radiation, rate_hz, sample_count):
        self._random, self._medium, self._site, self._radiation = random, medium, site, radiation
        self._rate_hz, self._count = rate_hz, sample_count
        # Single precision rounds far below the quietest sensor, and takes half the time.
        self._f = np.fft.rfftfreq(sample_count, 1 / rate_hz).astype(np.float32)
        self._p = Wave(self._f, medium.alpha_km_s, medium, site.kappa_p_s)
        self._s = Wave(self._f, medium.beta_km_s, medium, site.kappa_s)
        self._p_gain = P_FACTOR * stochastic.source_factor(
            medium.alpha_km_s, medium.density, stochastic.RADIATION_P, 1.0)
        self._s_gain = stochastic.source_factor(
            medium.beta_km_s, medium.density, stochastic.RADIATION_S, stochastic.PARTITION_S)

    def _noise(self, delay_s, duration_s, epsilon, channels):
        """Whole samples of delay, so that nothing comes before its onset."""
        return stochastic.windowed_noise(
            self._random, self._count, self._rate_hz, duration_s, epsilon, channels,
            round(delay_s * self._rate_hz))

    def _shift(self, delay_s):
        impulse = np.zeros(self._count, dtype=np.float32)
        impulse[round(delay_s * self._rate_hz)] = 1
        return rfft(impulse)

    def add_p(self, patch, delay_s, distance_km, gain):
        """P: along the ray, that is mostly vertical; what is scattered, on all components."""
        radiation, site = self._radiation, self._site
        path = self._p.path(distance_km) * (gain * self._p_gain)
        duration = patch.rise_s + 0.4 * radiation.path_s_per_km * distance_km
        ray = self._noise(delay_s, duration, 0.1, 1)[0] * np.float32(np.sqrt(radiation.p))
        scattered = self._noise(delay_s, 2 * duration + 1, 0.15, 3) * np.float32(0.35)
        pulse = (path * self._shift(delay_s) * (radiation.p * radiation.p_sign * COHERENT_P_FACTOR)
                 * ruptures.pulse_increment(self._f, patch, radiation.p_corner_factor))
        loose = path * ruptures.loose_increment(self._f, patch, radiation.p_corner_factor)
        for index, share in enumerate(np.float32([np.cos(site.incidence), np.sin(site.incidence)])):
            self._p.pulse[index] += share * pulse
            scattered[index] += share * ray
        self._p.noise += loose * rfft(scattered, axis=1)

    def add_s(self, patch, delay_s, distance_km, gain):
        """S: SV on the radial and vertical, SH on the transverse, each of its own strength."""
        radiation = self._radiation
        path = self._s.path(distance_km) * (gain * self._s_gain)
        strength = np.float32([[0.5 * radiation.sv], [radiation.sv], [radiation.sh]])
        duration = patch.rise_s + radiation.path_s_per_km * distance_km
        noise = strength * self._noise(delay_s, duration, stochastic.EPSILON, 3)
        self._s.noise += rfft(noise, axis=1) * (
            path * ruptures.loose_increment(self._f, patch, 1.0))
        self._s.pulse += strength * (path * self._shift(delay_s)
                                     * ruptures.pulse_increment(self._f, patch, 1.0))

    def add_coda(self, patch, p_delay_s, s_delay_s, distance_km, gain):
        """Waves scattered on the way between P and S, and after S."""
        path = self._s.path(1.5 * distance_km) * (gain * self._radiation.coda * self._s_gain)
        loose = path * ruptures.loose_increment(self._f, patch, 1.0)
        noise = self._noise(s_delay_s, 0.12 * distance_km + 8, 0.25, 3)
        noise += np.float32(0.15) * self._noise(p_delay_s, s_delay_s - p_delay_s + 2, 0.25, 3)
        noise *= np.float32([[0.6], [1.0], [1.0]])
        self._s.noise += loose * rfft(noise, axis=1)

    def acceleration(self, sample_count):
        """cm/s² [3: vertical, radial, transverse]."""
        spectrum = (self._p.at_surface(self._site, self._radiation)
                    + self._s.at_surface(self._site, self._radiation))
        return stochastic.to_time(spectrum, self._rate_hz)[:, :sample_count]


def motion(random, rupture, medium, site, radiation, rate_hz, pre_event_s):
    """Acceleration [Z, N, E] in cm/s², P and S onset in seconds from the first sample."""
    hypocentre = np.array([0.0, 0.0, rupture.depth_km])
    distances = [float(np.linalg.norm(site.position_km - patch.position_km))
                 for patch in rupture.patches]
    first_p = distances[0] / medium.alpha_km_s
    first_s = distances[0] / medium.beta_km_s
    last_s = max(patch.time_s + d / medium.beta_km_s
                 for patch, d in zip(rupture.patches, distances))
    length_s = min(pre_event_s + last_s - first_p + 15 + 0.25 * distances[0], 300)
    count = int(length_s * rate_hz)
    padded = next_fast_len(count + int(15 * rate_hz), real=True)
    padded += padded % 2
    synthesiser = Synthesiser(random, medium, site, radiation, rate_hz, padded)
    step = -(-len(distances) // CODA_PATCHES)
    for index, (patch, distance) in enumerate(zip(rupture.patches, distances)):
        near = math.hypot(distance, 10 ** (-0.405 + 0.235 * min(rupture.magnitude, 5.5)))
        base = pre_event_s - first_p + patch.time_s
        p_delay, s_delay = base + distance / medium.alpha_km_s, base + distance / medium.beta_km_s
        ahead = [ruptures.directivity(patch, site.position_km, hypocentre,
                                      rupture.rupture_velocity_km_s, c)
                 for c in (medium.alpha_km_s, medium.beta_km_s)]
        synthesiser.add_p(patch, p_delay, near, ahead[0])
        synthesiser.add_s(patch, s_delay, near, ahead[1])
        if index % step == 0:
            synthesiser.add_coda(patch, p_delay, s_delay, near, math.sqrt(step))
    vertical, radial, transverse = synthesiser.acceleration(count)
    azimuth = np.arctan2(site.position_km[0], site.position_km[1])
    north = radial * np.cos(azimuth) - transverse * np.sin(azimuth)
    east = radial * np.sin(azimuth) + transverse * np.cos(azimuth)
    return (np.array([vertical, north, east]), pre_event_s, pre_event_s + first_s - first_p)
