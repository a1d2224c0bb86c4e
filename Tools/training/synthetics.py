#!/usr/bin/env python3
"""Writes synthetic earthquakes as a data set folder, for training only.

    synthetics.py --output DIR [--dataset DIR] [--seed N] [--events N] [--stations N] [--jobs N]

Stochastic ground motion (Boore 2003) of growing ruptures, M 4–8 at 5–200 km, weighted so that PGV
from 1 to 100 cm/s is dense; with sensor noise, and real noise from before the events of the train
split of --dataset. Same seed, same bytes, whatever --jobs is. Rows are class earthquake, split
train, flag synthetic. Needs numpy, scipy and obspy.

Example:
    synthetics.py --dataset ../shared/data --output /tmp/synthetic --seed 1
    firstbreak evaluate --dataset /tmp/synthetic --onset catalogue \\
        --output /tmp/synthetic.csv --features /tmp/synthetic-features.csv
"""
import argparse
import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np

import dataset_folder
import noise_bank
import peak_motion
import rupture as ruptures
import sensors
import site_motion
import stochastic

RATES_HZ = [50.0, 100.0, 200.0]
RATE_SHARES = [0.12, 0.76, 0.12]
CLIPPED_SHARE = 0.03
# A sample is said to be near the noise where the peak is less than this many times it.
NEAR_NOISE = 5.0
TRIES = 50
# Events within a slab: deeper, of higher stress drop, below a crust that absorbs less.
DEEP_SHARE = 0.3

bank = []


def expected_log_pgv(magnitude, distance_km):
    """A rough attenuation law, used to place stations only."""
    near = np.hypot(distance_km, 10 ** (-0.405 + 0.235 * magnitude))
    return 0.58 * magnitude - 1.1 * np.log10(near) - 0.002 * distance_km - 1.35


def place(random, magnitude, depth_km):
    """An epicentral distance in km whose expected PGV is drawn: mostly 1–100 cm/s."""
    grid = np.exp(np.linspace(np.log(5), np.log(200), 200))
    expected = expected_log_pgv(magnitude, np.hypot(grid, depth_km))
    for _ in range(TRIES):
        wanted = random.uniform(0.2, 2) if random.random() < 0.85 else random.uniform(-1, 0.3)
        nearest = int(np.argmin(np.abs(expected - wanted)))
        if 0 < nearest < len(grid) - 1:
            break
    return float(np.clip(grid[nearest] * np.exp(random.normal(0, 0.2)), 5, 200))


def draw_magnitude(random):
    """M 4–8, two in three above 5.5, where real strong records are rare."""
    return random.uniform(5.5, 8.0) if random.random() < 0.67 else random.uniform(4.0, 5.5)


def background(random, rate_hz, sample_count):
    """Real noise of some station in cm/s², its level changed by up to a factor of three."""
    if not bank:
        return np.zeros((3, sample_count))
    noise = bank[random.integers(len(bank))]
    data = noise_bank.at_rate(noise.acceleration(), noise.rate_hz, rate_hz)
    scale = np.exp(random.uniform(-1.1, 1.1))
    return scale * noise_bank.extended(random, data, sample_count, fade=2 * rate_hz)


def record(random, rupture, medium, name):
    """One record: its row and the bytes of its waveform."""
    distance, azimuth = place(random, rupture.magnitude, rupture.depth_km), random.uniform(
        0, 2 * np.pi)
    site = site_motion.make_site(random, distance, azimuth)
    radiation = site_motion.make_radiation(random)
    rate = float(random.choice(RATES_HZ, p=RATE_SHARES))
    ground, p_s, s_s = site_motion.motion(
        random, rupture, medium, site, radiation, rate, round(random.uniform(12, 40), 2))
    p_sample, s_sample = round(p_s * rate), round(s_s * rate)
    ground = ground + background(random, rate, ground.shape[1])
    sensor = sensors.make(random)
    ground = ground + sensors.noise(random, sensor, rate, ground.shape[1])
    offset = random.normal(0, 5, 3)
    if random.random() < CLIPPED_SHARE:
        reach = np.max(np.abs(ground)) * random.uniform(0.3, 0.95)
        sensor = sensors.Sensor(sensor.name, sensor.noise_ug_per_root_hz, sensor.drift_corner_hz,
                                sensor.gain, float(reach))
        offset = offset * 0
    counts, clipped = sensors.counts(ground, sensor, offset)
    peaks = peak_motion.columns(ground if clipped else counts * sensor.gain, rate, p_sample)
    flags = ["synthetic"] + ["clipped"] * clipped
    if float(peaks["pgv_max3"]) < NEAR_NOISE * float(peaks["noise_pgv"]):
        flags.append("pgv_near_noise")
    row = describe(rupture, distance, name, sensor, rate, counts.shape[1]) | peaks | {
        "p_sample": p_sample, "s_sample": s_sample, "pre_event_s": f"{p_sample / rate:.2f}",
        "p_snr": f"{signal_to_noise(ground, rate, p_sample):.4g}", "flags": ";".join(flags)}
    return row, dataset_folder.encode(counts, rate, "S" + name[-4:])


def signal_to_noise(ground, rate, p_sample):
    """rms of the vertical in the two seconds after P over that of the noise."""
    quiet = ground[0, :p_sample] - np.median(ground[0, :p_sample])
    signal = ground[0, p_sample:p_sample + int(2 * rate)]
    return np.std(signal) / max(np.std(quiet), 1e-12)


def describe(rupture, distance, name, sensor, rate, sample_count):
    """The columns that do not depend on the samples."""
    event = name.rsplit(".", 1)[0]
    return {
        "rec_id": name, "source": "synthetic", "licence": "generated", "class": "earthquake",
        "split": "train", "event_id": event, "mag": f"{rupture.magnitude:.2f}", "mag_type": "Mw",
        "ev_depth_km": f"{rupture.depth_km:.1f}", "net": "ZZ", "sta": "S" + name[-4:],
        "chan": "HN", "repi_km": f"{distance:.3f}",
        "rhyp_km": f"{np.hypot(distance, rupture.depth_km):.3f}", "fs_hz": f"{rate:g}",
        "nsamp": sample_count, "start_time": "2026-01-01T00:00:00.000000", "time_known": 0,
        "instrument": f"{sensor.name} {sensor.noise_ug_per_root_hz:.0f} ug/rtHz",
        "quantity": "acc", "gain": f"{sensor.gain:.8g}",
        "gain_unit": dataset_folder.GAIN_UNITS["acc"], "gain_quality": "synthetic",
        "components": "ZNE", "p_source": "manual", "complete": 1}


def event(task):
    """All records of one event; its random numbers depend on the seed and its number alone."""
    seed, index, stations = task
    random = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(index,)))
    magnitude = draw_magnitude(random)
    is_deep = random.random() < DEEP_SHARE
    depth = (random.uniform(30, 70) if is_deep
             else float(np.clip(np.exp(random.normal(np.log(12), 0.5)), 3, 40)))
    alpha = random.uniform(5.6, 6.8) + is_deep
    medium = stochastic.Medium(alpha_km_s=alpha, beta_km_s=alpha / random.uniform(1.68, 1.8),
                               near_exponent=1.0 if is_deep else random.uniform(1.0, 1.3),
                               far_exponent=random.uniform(0.5, 1.0),
                               q0=(400 if is_deep else 180) * np.exp(random.normal(0, 0.3)))
    stress_drop = (400 if is_deep else 100) * np.exp(random.normal(0, 0.6))
    rupture = ruptures.make(random, magnitude, depth, stress_drop, medium.beta_km_s)
    return [record(random, rupture, medium, f"SYN.{seed}.{index:04d}.{station}{index:03d}")
            for station in range(stations)]


def load_bank(folder):
    """Real noise for this process: every sixth record is enough."""
    if folder:
        bank[:] = noise_bank.before_events(folder, step=6)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", required=True)
    parser.add_argument("--dataset", help="adds real noise; without it the sensor's alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=300)
    parser.add_argument("--stations", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    tasks = [(options.seed, index, options.stations) for index in range(options.events)]
    written = 0
    with dataset_folder.Writer(options.output, "synthetic.mseed") as writer, ProcessPoolExecutor(
            options.jobs, initializer=load_bank, initargs=(options.dataset,)) as pool:
        for found in pool.map(event, tasks, chunksize=4):
            for row, data in found:
                writer.add(row, data)
                written += 1
            if sys.stderr.isatty():
                print(f"\r{written} records", end="", file=sys.stderr)
    print(f"{written} records of {options.events} events in {options.output}")


if __name__ == "__main__":
    main()
