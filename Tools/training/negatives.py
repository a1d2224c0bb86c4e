#!/usr/bin/env python3
"""Writes a data set folder of what is not the P wave of an earthquake, for training only.

    negatives.py --dataset DIR --output DIR [--seed N] [--records N]

Each record is 60 s of real noise (before the events of the train split, of every network, and
noise.csv) at the rate and gain of its host, and something added at p_sample; class says what:
noise (nothing), impulse, knock, step, fast_tilt, slow_tilt, footsteps, traffic, calibration, hum,
teleseism, sample_jump, and, from the train records themselves, s_wave (quiet, then S at once) and
coda (begins in the tail of an earthquake). Peaks are 3–3,000 × the noise or 0.1–500 cm/s²; those
of teleseisms 0.001–0.5 cm/s. No
blasts: those are in the main data set. event_id groups records of one host. Same seed, same bytes.
Needs numpy, scipy and obspy.

Example:
    negatives.py --dataset ../shared/data --output /tmp/negative --seed 1
    firstbreak evaluate --dataset /tmp/negative --output /tmp/negative.csv
"""
import argparse
import os
import sys

import numpy as np

import dataset_folder
import disturbances
import noise_bank
import peak_motion

LENGTH_S, EARLIEST_S, LATEST_S = 60.0, 25.0, 40.0
SHARES = {"noise": 4, "impulse": 3, "knock": 5, "step": 3, "fast_tilt": 3, "slow_tilt": 2,
          "footsteps": 8, "traffic": 3, "calibration": 2, "hum": 2, "teleseism": 4,
          "sample_jump": 1, "s_wave": 2, "coda": 2}


def disturbed(random, noise, kind):
    """Counts, where the disturbance begins, and its peak in cm/s²."""
    count = int(LENGTH_S * noise.rate_hz)
    start = int(random.uniform(EARLIEST_S, LATEST_S) * noise.rate_hz)
    data = noise.quiet_counts(random, count)
    if kind == "noise":
        return data, start, 0.0
    if kind == "sample_jump":
        return sample_jump(random, noise, data, start)
    added, peak = disturbances.scaled(
        random, kind, noise.rate_hz, count - start, noise.rms_acceleration())
    data[:, start:] += noise.added_counts(added, kind in disturbances.ELECTRIC)
    return data, start, peak


def sample_jump(random, noise, data, start):
    """The clock steps: samples are missing, or come twice, in the middle of a slow sway."""
    t = np.arange(data.shape[1] + 400) / noise.rate_hz
    peak = disturbances.amplitude(random, noise.rms_acceleration()) * 0.1
    sway = peak * disturbances.direction(random) * np.sin(2 * np.pi * random.uniform(0.2, 3) * t)
    skipped = int(random.integers(1, 400))
    place = np.arange(data.shape[1])
    place[start:] += skipped
    return data + noise.added_counts(sway, False)[:, place], start, peak


def from_earthquake(random, noise, row, counts, kind):
    """A window that shows S without P, or begins in coda; None where the record has neither."""
    rate = noise.rate_hz
    s_sample = s_onset(row)
    if s_sample is None or s_sample + 15 * rate > counts.shape[1]:
        return None
    if kind == "s_wave":
        start = int(random.uniform(EARLIEST_S, LATEST_S) * rate)
        quiet = noise.quiet_counts(random, start)
        tail = counts[:, s_sample:s_sample + int(LENGTH_S * rate) - start]
        return np.hstack([quiet, tail.astype(float)]), start
    first = s_sample + int(random.uniform(5, 10) * rate)
    tail = counts[:, first:first + int(LENGTH_S * rate)].astype(float)
    if tail.shape[1] < 20 * rate:
        return None
    return tail, int(random.uniform(3, 15) * rate)


def s_onset(row):
    """The catalogue's S, or the one that follows from distance and P."""
    rate = float(row["fs_hz"])
    if row["s_sample"]:
        return int(float(row["s_sample"]))
    if row["rhyp_km"] and row["p_sample"]:
        return int(float(row["p_sample"]) + float(row["rhyp_km"]) / 8.0 * rate)
    return None


def describe(noise, row, kind, name, p_sample, peak, counts):
    """The row; peaks of motion are what the record shows, whatever made it."""
    physical = counts * noise.gain
    if noise.quantity == "vel":
        physical = np.gradient(physical, 1 / noise.rate_hz, axis=1)
    flags = ["negative"] + (["synthetic"] if kind not in ("noise", "s_wave", "coda") else [])
    return peak_motion.columns(physical, noise.rate_hz, p_sample) | {
        "rec_id": name, "source": row.get("source", "noise"), "licence": row.get("licence", ""),
        "class": kind, "split": "train",
        "event_id": "host." + (row.get("event_id") or noise.station), "net": noise.network,
        "sta": noise.station, "chan": row.get("chan", "HN"), "fs_hz": f"{noise.rate_hz:g}",
        "nsamp": counts.shape[1], "start_time": "2026-01-01T00:00:00.000000", "time_known": 0,
        "instrument": f"host {noise.name}, peak {peak:.4g} cm/s/s", "quantity": noise.quantity,
        "gain": f"{noise.gain:.8g}", "gain_unit": noise.gain_unit,
        "gain_quality": row.get("gain_quality", ""), "components": "ZNE", "p_sample": p_sample,
        "p_source": "manual", "pre_event_s": f"{p_sample / noise.rate_hz:.2f}", "complete": 0,
        "flags": ";".join(flags)}


def choose_host(random, by_network):
    """A network first, by the square root of its size, so that none is left out; then a window."""
    names = sorted(by_network)
    weights = np.sqrt([len(by_network[name]) for name in names])
    hosts = by_network[names[random.choice(len(names), p=weights / weights.sum())]]
    return hosts[random.integers(len(hosts))]


def one_record(random, kind, by_network, rows, folder):
    """Host, counts, onset and peak; another host is drawn until one can carry this kind."""
    while True:
        noise = choose_host(random, by_network)
        if kind not in ("s_wave", "coda"):
            return noise, *disturbed(random, noise, kind)
        row = rows.get(noise.name)
        if row is None or row["class"] != "earthquake" or not row["p_sample"]:
            continue
        counts = dataset_folder.read_counts(folder, row)
        found = from_earthquake(random, noise, row, counts, kind)
        if found is not None:
            return noise, *found, 0.0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--records", type=int, default=3000)
    parser.add_argument("--step", type=int, default=1, help="use every so manieth host (1)")
    options = parser.parse_args()
    path = os.path.join(options.dataset, "records.csv")
    rows = {row["rec_id"]: row for row in dataset_folder.rows(path)}
    bank = noise_bank.before_events(options.dataset, options.step)
    bank += noise_bank.without_events(options.dataset)[::options.step]
    by_network = {}
    for noise in bank:
        by_network.setdefault(noise.network, []).append(noise)
    shares = np.array(list(SHARES.values()), dtype=float)
    tally = {}
    with dataset_folder.Writer(options.output, "negative.mseed") as writer:
        for index in range(options.records):
            random = np.random.default_rng(
                np.random.SeedSequence(options.seed, spawn_key=(index,)))
            kind = str(random.choice(list(SHARES), p=shares / shares.sum()))
            noise, data, p_sample, peak = one_record(
                random, kind, by_network, rows, options.dataset)
            counts = np.clip(np.round(data), -2**27, 2**27).astype(np.int64)
            name = f"NEG.{options.seed}.{index:05d}.{kind}"
            row = describe(noise, rows.get(noise.name, {}), kind, name, p_sample, peak, counts)
            writer.add(row, dataset_folder.encode(counts, noise.rate_hz, f"N{index % 10000:04d}"))
            tally[kind] = tally.get(kind, 0) + 1
            if sys.stderr.isatty():
                print(f"\r{index + 1} records", end="", file=sys.stderr)
    print(f"{options.records} records on noise of {len(bank)} windows, {len(by_network)} networks: "
          + ", ".join(f"{kind} {tally[kind]}" for kind in SHARES if kind in tally))


if __name__ == "__main__":
    main()
