#!/usr/bin/env python3
"""Counts the station's false picks and alerts over many days of resampled real noise.

    noise_days.py --dataset DIR --firstbreak PATH --station FILE [--hours N] [--seed N] [--jobs N]
                  [--rates impulse=4,step=1,…] [--largest CM_S2] [--highest-rate HZ]
                  [--hours-file FILE]

Every hour is made of the quiet windows of one real station (before the events of the train split,
and noise.csv): cross-faded, turned, reversed in time, at a random gain; spikes, steps, tilts,
footsteps, knocks and traffic are added at the given rates an hour, with peaks of 3–1,000 × the
noise or 0.1–50 cm/s² (--largest). `firstbreak replay` runs it, and the hour is deleted. Prints one JSON
object: events by disturbance and highest level, and for each level the exact Poisson 95 % upper
bound of false alerts a day. The first minute of an hour warms the trigger up and does not count.
Same seed, same hours, whatever --jobs is. With --hours-file every hour is kept there as it is done,
and one that is there already is not run again: a run may be stopped and taken up. An hour takes about
a second of one core. Needs numpy, scipy and obspy.

Example (30 days):
    noise_days.py --dataset ../shared/data --firstbreak .build/release/firstbreak \\
        --station Boards/examples/replay.json --hours 732 --jobs 2
"""
import argparse
import collections
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from scipy.stats import chi2

import dataset_folder
import disturbances
import noise_bank

HOUR_S, WARM_UP_S = 3600.0, 60.0
RATES_AN_HOUR = {"impulse": 4.0, "step": 1.0, "fast_tilt": 1.0, "slow_tilt": 1.0, "footsteps": 4.0,
                 "knock": 2.0, "traffic": 2.0}
# How long a disturbance is made for; what stays (steps, tilts) is held beyond.
DISTURBANCE_S = 90.0
# An onset belongs to a disturbance from just before its start until this long after.
BEFORE_S, AFTER_S = 1.0, 120.0
LEVELS = (1, 2, 3, 4)

stations = {}


def load_stations(folder, step, highest_rate_hz):
    """The bank of this process, by station; without those of more samples a second."""
    stations.clear()
    windows = noise_bank.before_events(folder, step) + noise_bank.without_events(folder)[::step]
    for noise in windows:
        if noise.rate_hz <= highest_rate_hz:
            stations.setdefault(
                (noise.network, noise.station, noise.rate_hz), []).append(noise)


def real_hours():
    """How many hours of noise the bank holds: every one of them comes back many times."""
    return sum(window.seconds for windows in stations.values() for window in windows) / 3600


def choose_windows(random):
    """The windows of one station; networks by the square root of their number of stations."""
    by_network = collections.defaultdict(list)
    for key in sorted(stations):
        by_network[key[0]].append(key)
    names = sorted(by_network)
    weights = np.sqrt([len(by_network[name]) for name in names])
    keys = by_network[names[random.choice(len(names), p=weights / weights.sum())]]
    return stations[keys[random.integers(len(keys))]]


def noise_hour(random, windows):
    """Counts of an hour (real numbers), spliced from the windows of one station."""
    host = windows[random.integers(len(windows))]
    alike = [w for w in windows if w.gain == host.gain and w.quantity == host.quantity]
    count, fade = int(HOUR_S * host.rate_hz), int(2 * host.rate_hz)
    scale = np.exp(random.uniform(-0.7, 0.7))
    rise = np.sin(np.linspace(0, np.pi / 2, fade))
    out, position = np.zeros((3, count + fade)), 0
    while position < count:
        window = alike[random.integers(len(alike))]
        length = int(random.uniform(30, 300) * host.rate_hz) + 2 * fade
        middle = np.median(window.counts, axis=1, keepdims=True)
        piece = noise_bank.extended(random, window.counts - middle, length, fade)
        piece = piece[:, :out.shape[1] - position]
        if position and piece.shape[1] > fade:
            piece[:, :fade] *= rise
            out[:, position:position + fade] *= rise[::-1]
        out[:, position:position + piece.shape[1]] += piece
        position += max(piece.shape[1] - fade, 1)
    return host, scale * out[:, :count]


def add_disturbances(random, host, data, rates, largest_cm_s2):
    """Adds them in place; returns [(start in s, kind, peak in cm/s²)], in order of time."""
    noise_rms, rate = host.rms_acceleration(), host.rate_hz
    found = []
    for kind in sorted(rates):
        for _ in range(random.poisson(rates[kind])):
            start = random.uniform(WARM_UP_S + 5, HOUR_S - 10)
            if random.random() < 0.5:
                peak = noise_rms * np.exp(random.uniform(np.log(3), np.log(1000)))
            else:
                peak = np.exp(random.uniform(np.log(0.1), np.log(largest_cm_s2)))
            peak = min(peak, largest_cm_s2)
            first = int(start * rate)
            count = min(int(DISTURBANCE_S * rate), data.shape[1] - first)
            made = peak * disturbances.MAKERS[kind](random, rate, count)
            added = host.added_counts(made, kind in disturbances.ELECTRIC)
            data[:, first:first + count] += added
            data[:, first + count:] += added[:, -1:]
            found.append((start, kind, peak))
    return sorted(found)


def replay(options, host, path):
    """The messages of the station, one dictionary a line."""
    quantity = "velocity" if host.quantity == "vel" else "acceleration"
    command = [options.firstbreak, "replay", "--station", options.station, "--input", path,
               "--sensitivity", f"{100 / host.gain:.10g}", "--quantity", quantity, "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        sys.exit(f"{' '.join(command)}: {ran.stderr.strip()}")
    return [json.loads(line) for line in ran.stdout.splitlines()]


def blame(onset_s, added):
    """Kind and peak of the latest disturbance that may have caused an onset, else `noise` and 0."""
    causes = [(kind, peak) for start, kind, peak in added
              if start - BEFORE_S <= onset_s <= start + AFTER_S]
    return causes[-1] if causes else ("noise", 0.0)


def judge(messages, added):
    """Events after the warm-up: [(kind, highest level, highest predicted, is picked, peak)].

    Predicted is a level whose alert was not by observed shaking alone.
    """
    events = {}
    begin_ns = int(dataset_folder.START.ns)
    for message in messages:
        if "event" not in message or message["type"] not in ("pick", "estimate", "alert"):
            continue
        event = events.setdefault(message["event"], {
            "onset": (message["onsetTime"] - begin_ns) / 1e9, "level": 0, "picked": False,
            "predicted": 0})
        event["picked"] |= message["type"] == "pick"
        if message["type"] == "alert":
            level = message.get("level", 0)
            event["level"] = max(event["level"], level)
            if message.get("basis", 0) != 1:
                event["predicted"] = max(event["predicted"], level)
    found = []
    for event in events.values():
        if event["onset"] >= WARM_UP_S:
            kind, peak = blame(event["onset"], added)
            found.append((kind, event["level"], event["predicted"], event["picked"], peak))
    return found


def hour(task):
    """Makes, runs and deletes one hour."""
    options, index = task
    random = np.random.default_rng(np.random.SeedSequence(options.seed, spawn_key=(index,)))
    host, data = noise_hour(random, choose_windows(random))
    added = add_disturbances(random, host, data, options.rates, options.largest)
    counts = np.clip(np.round(data), -2**27, 2**27).astype(np.int64)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "hour.mseed")
        with open(path, "wb") as file:
            file.write(dataset_folder.encode(counts, host.rate_hz, "N0000"))
        messages = replay(options, host, path)
    return index, host.network, host.rate_hz, added, judge(messages, added), real_hours()


def upper_bound(count, days):
    """The largest rate a day under which so few events still have a chance of 5 %."""
    return float(chi2.ppf(0.95, 2 * (count + 1)) / 2 / days)


def summary(options, hours):
    """The JSON object of all hours."""
    days = len(hours) * (HOUR_S - WARM_UP_S) / 86400
    table = collections.defaultdict(lambda: collections.Counter())
    networks = collections.Counter(network for _, network, *_ in hours)
    strong = []
    for index, _, _, added, events, _ in hours:
        for _, kind, _ in added:
            table[kind]["added"] += 1
        for kind, level, predicted, picked, peak in events:
            if predicted >= 3:
                strong.append({"hour": index, "behind": kind, "level": level,
                               "peak_cm_s2": round(peak, 2)})
            table[kind]["picks"] += picked
            table[kind]["events"] += 1
            for reached in LEVELS:
                table[kind][f"level{reached}"] += level >= reached
                table[kind][f"level{reached}_predicted"] += level >= reached and predicted >= reached
    total = {reached: sum(row[f"level{reached}"] for row in table.values()) for reached in LEVELS}
    predicted = {reached: sum(row[f"level{reached}_predicted"] for row in table.values())
                 for reached in LEVELS}
    quiet = table["noise"]
    return {
        "model_sha256": model_sha256(options.station),
        "station_days": round(days, 3), "hours": len(hours), "seed": options.seed,
        "hours_of_real_noise": round(hours[0][5], 2),
        "rates_an_hour": options.rates, "largest_cm_s2": options.largest,
        "highest_rate_hz": options.highest_rate,
        "mean_rate_hz": round(float(np.mean([rate for _, _, rate, *_ in hours])), 1),
        "hours_by_network": dict(sorted(networks.items())),
        "by_disturbance": {kind: dict(sorted(table[kind].items())) for kind in sorted(table)},
        "strong_by_prediction": strong,
        "alerts": {f"level{reached}": {
            "count": total[reached], "a_day": round(total[reached] / days, 4),
            "predicted": predicted[reached],
            "predicted_upper_95_a_day": round(upper_bound(predicted[reached], days), 4),
            "upper_95_a_day": round(upper_bound(total[reached], days), 4),
            "noise_alone": quiet[f"level{reached}"],
            "noise_alone_upper_95_a_day": round(upper_bound(quiet[f"level{reached}"], days), 4),
        } for reached in LEVELS}}


def sha256(path):
    """Of a file: a station's names its model and policy, so that a change of them is seen."""
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def model_sha256(path):
    """That of the model a station file names; None without one."""
    with open(path, encoding="utf-8") as file:
        return json.load(file).get("modelSha256")


def parse_rates(text):
    rates = dict(RATES_AN_HOUR)
    for word in filter(None, text.split(",")):
        kind, _, value = word.partition("=")
        if kind not in disturbances.MAKERS:
            raise argparse.ArgumentTypeError(
                f"{kind}: expected one of {', '.join(disturbances.MAKERS)}")
        try:
            rates[kind] = float(value)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{word}: expected KIND=NUMBER") from None
    return rates


def kept_hours(options):
    """index -> what `hour` returned, of the hours that an earlier run has kept.

    The file's first line says what made them; hours of another seed, policy or model are refused.
    """
    made_by = {"seed": options.seed, "rates": options.rates, "largest": options.largest,
               "step": options.step, "highest_rate": options.highest_rate,
               "firstbreak": options.firstbreak, "station_sha256": sha256(options.station)}
    if not options.hours_file:
        return {}
    if not os.path.exists(options.hours_file):
        with open(options.hours_file, "w", encoding="utf-8") as file:
            file.write(json.dumps(made_by) + "\n")
    with open(options.hours_file, encoding="utf-8") as file:
        found = json.loads(file.readline())
        if found != made_by:
            sys.exit(f"{options.hours_file}: made by {found}, expected {made_by}")
        return {hour[0]: hour for hour in map(json.loads, file) if hour[0] < options.hours}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--dataset", "--firstbreak", "--station"):
        parser.add_argument(name, required=True)
    parser.add_argument("--hours", type=int, default=732)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--rates", type=parse_rates, default=dict(RATES_AN_HOUR))
    parser.add_argument("--highest-rate", type=float, default=1000.0,
                        help="leave faster sensors out, Hz (1000)")
    parser.add_argument("--largest", type=float, default=50.0, help="largest peak, cm/s²")
    parser.add_argument("--hours-file", help="where hours done are kept")
    parser.add_argument("--step", type=int, default=1, help="use every so manieth window (1)")
    options = parser.parse_args()
    if options.hours < 1:
        parser.error("--hours: expected at least 1")
    hours = kept_hours(options)
    left = sorted(set(range(options.hours)) - set(hours))
    with ProcessPoolExecutor(options.jobs, initializer=load_stations,
                             initargs=(options.dataset, options.step,
                                       options.highest_rate)) as pool:
        for found in pool.map(hour, [(options, index) for index in left]):
            hours[found[0]] = found
            if options.hours_file:
                with open(options.hours_file, "a", encoding="utf-8") as file:
                    file.write(json.dumps(found) + "\n")
            if sys.stderr.isatty():
                print(f"\r{len(hours)} hours", end="", file=sys.stderr)
    hours = [hours[index] for index in range(options.hours)]
    print(json.dumps(summary(options, hours)))


if __name__ == "__main__":
    main()
