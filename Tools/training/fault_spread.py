#!/usr/bin/env python3
"""Measures how much gaps, clipping and missing components change what a model predicts.

    fault_spread.py --dataset DIR --firstbreak PATH --station FILE --model FILE --work DIR [--seed N]

Spoils every clean training record that has all components, runs `firstbreak evaluate` on intact and
spoilt ones (catalogue onsets), the model on both, and compares windows of 0.5 to 5 s. FILE of
--station names no model, which would end events it does not believe in. What it finds stands in
`FaultyMeasures`. Prints one JSON object: for each fault the number of windows, and of log10 PGV (never
below the one observed) and magnitude the root mean square of the change and its mean; of the odds of an
earthquake (log10) the mean.

- gaps: five samples each, bridged by a straight line on all components as the station bridges them,
  beginning at random within 2 s of P; judged are windows that hold them all.
- clipped: counts held at a share of the largest within the window; a window of 1, 3 and 5 s each.
- a horizontal that does not measure: its counts are 0 throughout; both: they are not in the record.
"""
import argparse
import csv
import io
import json
import os
import subprocess

import numpy as np
import obspy

import dataset_folder
from dataset import FEATURES, read_records, read_windows

SECONDS = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0)
GAP_SAMPLES, GAPS_WITHIN_S = 5, 2.0
CLIPPED_SECONDS = (1.0, 3.0, 5.0)


def with_gaps(random, counts, p_sample, rate_hz, count):
    """Counts with straight lines in place of gaps, and the second after P at which the last ends."""
    out, last = counts.astype(float), 0.0
    for _ in range(count):
        first = p_sample + int(random.uniform(0.05, GAPS_WITHIN_S) * rate_hz)
        ends = out[:, first - 1:first], out[:, first + GAP_SAMPLES:first + GAP_SAMPLES + 1]
        step = (np.arange(GAP_SAMPLES) + 1) / (GAP_SAMPLES + 1)
        out[:, first:first + GAP_SAMPLES] = ends[0] + (ends[1] - ends[0]) * step
        last = max(last, (first + GAP_SAMPLES - p_sample) / rate_hz)
    return np.rint(out).astype(np.int64), last


def clipped(counts, p_sample, rate_hz, seconds, share):
    """Counts held within a share of the largest deviation up to `seconds` after P."""
    middle = np.median(counts[:, :max(p_sample, 1)], axis=1, keepdims=True)
    deviation = counts - middle
    limit = share * np.abs(deviation[:, :p_sample + int(seconds * rate_hz)]).max()
    return np.rint(middle + np.clip(deviation, -limit, limit)).astype(np.int64)


def faults(random):
    """name -> (function(counts, p_sample, rate) -> (counts, components, first second judged), seconds)"""
    whole = "ZNE"
    out = {"intact": (lambda c, p, r: (c, whole, 0.0), SECONDS)}
    for count in (1, 3):
        def spoil(c, p, r, count=count):
            made, last = with_gaps(random, c, p, r, count)
            return made, whole, last
        out[f"{count} gaps"] = spoil, SECONDS
    for share in (0.75, 0.5, 0.25):
        for seconds in CLIPPED_SECONDS:
            out[f"clipped at {share} of the peak in {seconds:g} s"] = (
                lambda c, p, r, share=share, seconds=seconds: (
                    clipped(c, p, r, seconds, share), whole, 0.0), (seconds,))
    out["one horizontal"] = (
        lambda c, p, r: (np.vstack([c[:2], np.zeros_like(c[:1])]), whole, 0.0), SECONDS)
    out["no horizontal"] = (lambda c, p, r: (c[:1], "Z", 0.0), SECONDS)
    return out


def encode(counts, components, rate_hz):
    stream = obspy.Stream()
    for component, data in zip(components, counts):
        header = {"network": "ZZ", "station": "FAULT", "channel": "HN" + component,
                  "sampling_rate": rate_hz, "starttime": dataset_folder.START}
        held = np.clip(data, -dataset_folder.COUNT_LIMIT, dataset_folder.COUNT_LIMIT)
        stream.append(obspy.Trace(np.ascontiguousarray(held.astype(np.int32)), header))
    buffer = io.BytesIO()
    stream.write(buffer, format="MSEED", encoding="STEIM2", reclen=512)
    return buffer.getvalue()


def write(folder, chosen, spoil):
    """A data set folder of spoilt records; returns record -> first second that is judged."""
    begins = {}
    with dataset_folder.Writer(folder, "spoilt.mseed") as writer:
        for row, counts in chosen:
            rate, p_sample = float(row["fs_hz"]), int(float(row["p_sample"]))
            made, components, begins[row["rec_id"]] = spoil(counts, p_sample, rate)
            writer.add(dict(row, components=components), encode(made, components, rate))
    return begins


def predictions(options, folder, records):
    """(record, seconds) -> (log10 PGV, magnitude, log10 odds) of the model in the station's integers."""
    table = os.path.join(folder, "features.csv")
    subprocess.run([options.firstbreak, "evaluate", "--dataset", folder, "--onset", "catalogue",
                    "--station", options.station, "--output", os.path.join(folder, "results.csv"),
                    "--features", table], check=True, stdout=subprocess.DEVNULL)
    windows = read_windows(table, records)
    inputs, outputs = os.path.join(folder, "inputs.csv"), os.path.join(folder, "outputs.csv")
    with open(inputs, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(FEATURES)
        writer.writerows(windows.features.tolist())
    subprocess.run([options.firstbreak, "model", "run", options.model, "--features", inputs,
                    "--output", outputs], check=True)
    found = {}
    for name, seconds, observed, row in zip(
            windows.records.tolist(), windows.seconds, windows.observed, dataset_folder.rows(outputs)):
        found[name, float(seconds)] = (max(float(row["pgv_log10"]), observed),
                                       float(row["magnitude"]), float(row["earthquake_odds_log10"]))
    return found


def change(spoilt, intact, begins, seconds):
    """What a fault changes in the windows that hold it."""
    keys = [key for key in spoilt if key in intact and key[1] in seconds
            and key[1] >= begins[key[0]]]
    found = np.array([np.subtract(spoilt[key], intact[key]) for key in sorted(keys)])
    rms, mean = np.sqrt(np.mean(found ** 2, axis=0)), found.mean(0)
    return dict(windows=len(found), records=len({name for name, _ in keys}),
                pgv=dict(rms=round(float(rms[0]), 3), mean=round(float(mean[0]), 3)),
                magnitude=dict(rms=round(float(rms[1]), 3), mean=round(float(mean[1]), 3)),
                odds_mean=round(float(mean[2]), 3))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--dataset", "--firstbreak", "--station", "--model", "--work"):
        parser.add_argument(name, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    records = read_records(options.dataset)
    chosen = []
    for row in dataset_folder.rows(os.path.join(options.dataset, "records.csv")):
        record = records[row["rec_id"]]
        if record.is_clean and record.is_calibrated and record.split == "train":
            counts = dataset_folder.read_counts(options.dataset, row)
            p_sample = int(record.p_sample)
            longest = p_sample + int((GAPS_WITHIN_S + 1) * record.rate_hertz)
            if counts is not None and 1 < p_sample and longest < counts.shape[1]:
                chosen.append((row, counts))
    intact, out = None, {"model": os.path.basename(options.model), "seed": options.seed}
    random = np.random.default_rng(options.seed)
    for name, (spoil, seconds) in faults(random).items():
        folder = os.path.join(options.work, name.replace(" ", "-"))
        begins = write(folder, chosen, spoil)
        found = predictions(options, folder, records)
        if intact is None:
            intact = found
        else:
            out[name] = change(found, intact, begins, seconds)
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
