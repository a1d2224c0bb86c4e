"""A growing rupture as sub-events along a fault.

The k-th of N equal patches in the order of breaking brings the moment from M0·((k−1)/N)^1.5 to
M0·(k/N)^1.5. Its spectrum is what the ω² source of the second moment has beyond that of the first.
So the first patches shine exactly like a smaller earthquake, whatever the rupture becomes, the
whole has the spectrum of the whole, and the corner falls as the rupture grows (the dynamic corner
of Motazedian & Atkinson 2005, doi:10.1785/0120030207, in closed form).
"""
import math
from dataclasses import dataclass

import numpy as np

import stochastic

MAX_PATCHES = 60


@dataclass(frozen=True)
class Patch:
    """One sub-event: where and when it breaks, and between which two stages of the rupture."""
    position_km: np.ndarray
    time_s: float
    moment_before: float
    moment_after: float
    corner_before_hz: float
    corner_after_hz: float
    strength: float
    rise_s: float


@dataclass(frozen=True)
class Rupture:
    """A whole source; positions are east, north and down from the epicentre."""
    magnitude: float
    depth_km: float
    stress_drop_bar: float
    rupture_velocity_km_s: float
    strike: float
    patches: list

    @property
    def duration_s(self):
        return max(patch.time_s for patch in self.patches)


def fault_size(random, magnitude):
    """Length and width in km (area after Wells & Coppersmith 1994, all kinds of slip)."""
    area = 10 ** (-3.49 + 0.91 * magnitude + random.normal(0, 0.15))
    width = min(np.sqrt(area / random.uniform(1.0, 2.0)), random.uniform(14, 45))
    return area / width, width


def strengths(random, positions, size_km):
    """Lognormal stress factors that neighbours share, with a few asperities and weak starts."""
    distance = np.linalg.norm(positions[:, None] - positions[None], axis=2)
    kernel = np.exp(-(distance / (0.15 * size_km + 1e-6)) ** 2)
    rough = kernel @ random.standard_normal(len(positions)) / np.sqrt((kernel**2).sum(axis=1))
    factors = np.exp(random.uniform(0.3, 0.8) * rough)
    if random.random() < 0.35:
        weak = int(len(positions) * random.uniform(0.05, 0.35))
        factors[:weak] *= random.uniform(0.2, 0.7)
    return factors / np.sqrt(np.mean(factors**2))


def patch_grid(random, length, width, count):
    """Centres of about `count` patches and the hypocentre, along strike and dip, km."""
    down = max(1, round(np.sqrt(count * width / length)))
    along = max(1, round(count / down))
    s, d = np.meshgrid((np.arange(along) + 0.5) / along * length,
                       (np.arange(down) + 0.5) / down * width)
    centres = np.column_stack([s.ravel(), d.ravel()])
    hypocentre = centres[random.integers(len(centres))]
    return centres, hypocentre, np.sqrt(length * width / len(centres))


def make(random, magnitude, depth_km, stress_drop_bar, beta_km_s):
    """A rupture of a magnitude, with everything else drawn."""
    length, width = fault_size(random, magnitude)
    area_of_patch = np.clip(length * width / 12, 2.0, 80.0)
    count = int(np.clip(length * width / area_of_patch, 1, MAX_PATCHES))
    if magnitude < 4.8:
        count = 1
    centres, hypocentre, patch_km = patch_grid(random, length, width, count)
    velocity = beta_km_s * random.uniform(0.6, 0.9)
    strike, dip = random.uniform(0, 2 * np.pi), np.radians(random.uniform(20, 90))
    away = np.linalg.norm(centres - hypocentre, axis=1)
    times = away / velocity * np.exp(random.normal(0, 0.08, len(centres)))
    times[away > 0] += random.uniform(0, 0.3) * patch_km / velocity
    order = np.argsort(times, kind="stable")
    offsets, times = (centres - hypocentre)[order], times[order] - times.min()
    down = np.maximum(depth_km + offsets[:, 1] * np.sin(dip), 1.0)
    across = offsets[:, 1] * np.cos(dip)
    east = offsets[:, 0] * np.sin(strike) + across * np.cos(strike)
    north = offsets[:, 0] * np.cos(strike) - across * np.sin(strike)
    positions = np.column_stack([east, north, down])
    weights = strengths(random, positions, length)
    moments = stochastic.seismic_moment(magnitude) * (np.arange(len(times) + 1) / len(times)) ** 1.5
    with np.errstate(divide="ignore"):
        corners = stochastic.corner_frequency(moments, stress_drop_bar, beta_km_s)
    # Python numbers: they leave single precision as it is.
    times, moments, corners, weights = (v.tolist() for v in (times, moments, corners, weights))
    patches = [Patch(positions[k], times[k], moments[k], moments[k + 1], corners[k], corners[k + 1],
                     weights[k], max(0.05, float(random.uniform(0.5, 1.0) * patch_km / velocity)))
               for k in range(len(times))]
    return Rupture(magnitude, depth_km, stress_drop_bar, velocity, strike, patches)


def coherent_increment(f, patch, corner_factor):
    """What a patch adds to the pulse: complex, causal, dyn·cm/s²; patches add up to the whole."""
    after = stochastic.causal_source(f, patch.moment_after, patch.corner_after_hz * corner_factor)
    if patch.moment_before > 0:
        after -= stochastic.causal_source(
            f, patch.moment_before, patch.corner_before_hz * corner_factor)
    return patch.strength * after


def loose_increment(f, patch, corner_factor):
    """What a patch adds in random phase: the ω² source whose power, at low and at high frequencies,
    is what the later stage has beyond the earlier one (around the corner within 10 %)."""
    if patch.moment_before == 0:
        moment, corner = patch.moment_after, patch.corner_after_hz
    else:
        after, before = ((m, m * c**2) for m, c in (
            (patch.moment_after, patch.corner_after_hz),
            (patch.moment_before, patch.corner_before_hz)))
        moment = math.sqrt(after[0] ** 2 - before[0] ** 2)
        corner = math.sqrt(math.sqrt(after[1] ** 2 - before[1] ** 2) / moment)
    return patch.strength * stochastic.causal_source(f, moment, corner * corner_factor)


def pulse_increment(f, patch, corner_factor):
    """The pulse of a patch: below the stage's corner patches add up as amplitudes, above it, where
    their pulses no longer overlap, as powers; without that, long ruptures would shine too little."""
    low = 1 / (1 + 1j * f / (patch.corner_after_hz * corner_factor)) ** 2
    return (low * coherent_increment(f, patch, corner_factor)
            + (1 - low) * loose_increment(f, patch, corner_factor))


def directivity(patch, site_km, hypocentre_km, rupture_velocity_km_s, wave_velocity_km_s):
    """Growth of the amplitude ahead of the front: (1 − v/c cos θ)^-½, between 0.6 and 1.8."""
    moved = patch.position_km - hypocentre_km
    distance = np.linalg.norm(moved)
    if distance == 0:
        return 1.0
    to_site = site_km - patch.position_km
    cosine = moved @ to_site / (distance * np.linalg.norm(to_site))
    factor = 1 - min(0.95, rupture_velocity_km_s / wave_velocity_km_s) * cosine
    return float(np.clip(factor**-0.5, 0.6, 1.8))
