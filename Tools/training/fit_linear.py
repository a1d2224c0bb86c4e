#!/usr/bin/env python3
"""Fits the station's linear estimator and writes its coefficients as Swift.

    fit_linear.py --features features.csv --dataset DIR
                  [--output Sources/DataPath/OnsiteModel/LinearCoefficients.swift]

features.csv is written by the station's own code (`firstbreak evaluate`, batch mode), one row per
record and window: rec_id,window_ms,pa_pm,pv_pm,pd_pm,tauc_us,pga_pm,pgv_pm,pgd_pm,clipped,gap.
DIR holds records.csv and exclude.csv. Targets are log10 of pgv_max3 (cm/s) and mag.

Each window from 0.5 to 10 s gets its own line. Only the train split is fitted; val is reported.
Records of one event share its path of errors, so a record weighs 1/sqrt(records of its event),
large residuals are held down (Huber), and sigma is the weighted rms residual of ten folds made of
whole events. Needs numpy only.
"""
import argparse
import csv
import math
import os
import sys

import numpy as np

WINDOWS = [500 * step for step in range(1, 21)]
FEATURES = ["pd", "pv", "pa", "tauc", "velocity"]
# What each line uses: chosen by cross-validation on the train split. Pa did not lower the error of
# PGV; the shaking observed so far lowers that of magnitude, for it tells how near the source is.
USED = {"pgv": ["pd", "pv", "tauc"], "magnitude": ["pd", "pv", "pa", "tauc", "velocity"]}
# Shrinks weights of near-collinear features towards each other, relative to the sum of weights.
RIDGE = {"pgv": 0.03, "magnitude": 0.01}
HUBER = 2.0
FOLDS, ROUNDS = 10, 3
BAD_FLAGS = {"no_vertical", "borehole", "suspect_channel", "second_half", "clipped", "badgaps",
             "pgv_near_noise", "processed"}


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return math.nan


def is_usable(row, excluded):
    """The rules of score.py, and a calibrated gain."""
    snr, source = number(row["p_snr"]), row["p_source"]
    picked = (source == "manual" or (source == "auto" and snr >= 5)
              or (source == "auto_untimed" and snr >= 15))
    return (row["class"] == "earthquake" and row["rec_id"] not in excluded and picked
            and not BAD_FLAGS & set(row["flags"].split(";")) and row["gain_quality"] != "empirical"
            and math.isfinite(number(row["p_sample"])))


def read_records(folder):
    """rec_id -> split, event and targets of the usable records."""
    with open(os.path.join(folder, "exclude.csv"), newline="") as file:
        excluded = {row["rec_id"] for row in csv.DictReader(file)}
    records = {}
    with open(os.path.join(folder, "records.csv"), newline="") as file:
        for row in csv.DictReader(file):
            if not is_usable(row, excluded):
                continue
            pgv = number(row["pgv_max3"])
            is_whole = row["complete"].strip() in ("1", "1.0") and pgv > 0
            records[row["rec_id"]] = {
                "split": row["split"], "event": row["event_id"], "magnitude": number(row["mag"]),
                "pgv": math.log10(pgv) if is_whole else math.nan}
    return records


def read_features(path, records):
    """(rec_id, window_ms) -> FEATURES in log10 of cm and s, then the observed PGV."""
    features = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            if row["rec_id"] not in records or row["clipped"] != "0" or row["gap"] != "0":
                continue
            if int(row["window_ms"]) > WINDOWS[-1]:
                continue
            log = {k: math.log10(max(float(row[k + "_pm"]), 1e4)) - 10
                   for k in ("pd", "pv", "pa", "pgv")}
            period = float(row["tauc_us"])
            log["tauc"] = math.log10(period) - 6 if period > 0 else 0.0
            log["velocity"] = max(log["pv"], log["pgv"])
            features[row["rec_id"], int(row["window_ms"])] = [log[k] for k in FEATURES + ["pgv"]]
    return features


def select(records, features, split, window, target):
    """Features, target and event of the records of a split that have this window and target."""
    keys = [k for k, r in records.items()
            if r["split"] == split and math.isfinite(r[target]) and (k, window) in features]
    x = np.array([features[k, window] for k in keys]).reshape(len(keys), len(FEATURES) + 1)
    y = np.array([records[k][target] for k in keys])
    return x, y, np.array([records[k]["event"] for k in keys])


def event_weights(events):
    _, place, count = np.unique(events, return_inverse=True, return_counts=True)
    return 1 / np.sqrt(count[place])


def fit(x, y, weights, target):
    """Weighted ridge regression with Huber weights: [intercept, one weight per feature]."""
    columns = [FEATURES.index(name) for name in USED[target]]
    mean = np.average(x[:, columns], axis=0, weights=weights)
    a = np.column_stack([np.ones(len(x)), x[:, columns] - mean])
    ridge = np.diag([0.0] + [RIDGE[target] * weights.sum()] * len(columns))
    huber = np.ones(len(y))
    for _ in range(20):
        w = weights * huber
        b = np.linalg.solve(a.T @ (a * w[:, None]) + ridge, a.T @ (w * y))
        residual = np.abs(y - a @ b)
        order = np.argsort(residual)
        share = np.cumsum(weights[order])
        scale = 1.4826 * residual[order][np.searchsorted(share, share[-1] / 2)]
        huber = np.minimum(1, HUBER * scale / np.maximum(residual, 1e-9))
    line = np.zeros(1 + len(FEATURES))
    line[0] = b[0] - b[1:] @ mean
    line[[1 + c for c in columns]] = b[1:]
    return line


def predict(line, x, target):
    """The station's rule: a PGV is never predicted below the one observed."""
    mean = line[0] + x[:, :-1] @ line[1:]
    return np.maximum(mean, x[:, -1]) if target == "pgv" else mean


def cross_validate(x, y, events, target):
    """Residuals of folds of whole events, [round, record]."""
    weights, names = event_weights(events), np.unique(events)
    residuals = np.empty((ROUNDS, len(y)))
    for seed in range(ROUNDS):
        shuffled = np.random.default_rng(seed).permutation(names)
        for fold in range(FOLDS):
            held = np.isin(events, shuffled[fold::FOLDS])
            line = fit(x[~held], y[~held], weights[~held], target)
            residuals[seed, held] = predict(line, x[held], target) - y[held]
    return residuals


def grouped(value):
    """An integer as Swift writes it."""
    return f"{value:_}"


def swift(lines, lowest, highest, counts):
    text = f"""/// The lines of `LinearEstimator`, fitted on {counts}.
///
/// Written by `Tools/training/fit_linear.py`; never edited by hand.
enum LinearCoefficients {{
  static var trainingRange: TrainingRange {{
    @_noAllocation @_noLocks get {{
      TrainingRange(
        lowest: {corner(lowest)},
        highest: {corner(highest)})
    }}
  }}
"""
    for target, comment in (("pgv", "log10 of PGV in cm/s."), ("magnitude", "Magnitude.")):
        text += f"""
  /// {comment}
  @_noAllocation @_noLocks
  static func {target}(at index: Int) -> LinearLine {{
    switch index {{
"""
        for index, window in enumerate(WINDOWS):
            line, sigma = lines[target, window]
            values = ", ".join(grouped(round(v * 65536)) for v in line)
            label = f"case {index}" if index < len(WINDOWS) - 1 else "default"
            text += f"    {label}: line({values}, sigma: {round(sigma * 1000)})\n"
        text += "    }\n  }\n"
    return text + """
  /// Weights of 1, log10 Pd, Pv, Pa, τc and the largest velocity in Q16; sigma in thousandths.
  @_noAllocation @_noLocks
  private static func line(
    _ intercept: Int64, _ pd: Int64, _ pv: Int64, _ pa: Int64, _ tauC: Int64, _ velocity: Int64,
    sigma: Int32
  ) -> LinearLine {
    LinearLine(
      interceptQ16: intercept, pdQ16: pd, pvQ16: pv, paQ16: pa, tauCQ16: tauC,
      largestVelocityQ16: velocity, sigmaThousandths: sigma)
  }
}
"""


def corner(logs):
    pd, pv, pa = (grouped(round(10 ** (v + 10))) for v in logs[:3])
    return (f"TrainingRange.Corner(\n          pdPicometres: {pd}, pvPicometresPerSecond: {pv},\n"
            f"          paPicometresPerSecondSquared: {pa})")


def report(x, y, residual, sigma, line, target):
    """The columns of one window: cross-validation on train, then val."""
    text = f"{np.mean(np.std(residual, axis=1)):10.3f} {sigma:13.3f}"
    if len(y):
        error = predict(line, x, target) - y
        text += (f" {len(y):7d} {np.std(error):7.3f} {math.sqrt(np.mean(error**2)):7.3f}"
                 f" {np.mean(error):+7.3f} {np.mean(np.abs(error) <= sigma):8.2f}")
    return text


def fit_window(records, features, window, target):
    """The line and sigma of one window; prints how good they are."""
    x, y, events = select(records, features, "train", window, target)
    names = len(np.unique(events))
    if names < 2 * FOLDS:
        sys.exit(f"features: window {window} ms has {names} train events, {2 * FOLDS} needed")
    weights, residual = event_weights(events), cross_validate(x, y, events, target)
    line = fit(x, y, weights, target)
    sigma = math.sqrt(np.average(np.mean(residual**2, axis=0), weights=weights))
    val_x, val_y, _ = select(records, features, "val", window, target)
    print(f"{window / 1000:6.1f} {len(y):6d} {names:6d}"
          + report(val_x, val_y, residual, sigma, line, target))
    return line, sigma


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", required=True)
    parser.add_argument("--dataset", required=True)
    parser.add_argument("--output")
    options = parser.parse_args()
    records = read_records(options.dataset)
    features = read_features(options.features, records)

    lines = {}
    for target in USED:
        print(f"{target} from {', '.join(USED[target])}\n"
              "     W  train events  CV sigma  weighted rms   val n   sigma    rmse    bias"
              "  |e|<=sigma")
        for window in WINDOWS:
            lines[target, window] = fit_window(records, features, window, target)

    used = {k: v for k, v in features.items() if records[k[0]]["split"] == "train"}
    names = {k for k, _ in used}
    counts = f"{len(names)} records of {len({records[k]['event'] for k in names})} events"
    print(f"fitted on {counts}")
    if options.output:
        values = np.array(list(used.values()))
        with open(options.output, "w", encoding="utf-8") as file:
            file.write(swift(lines, values.min(axis=0), values.max(axis=0), counts))
        print(f"wrote {options.output}")


if __name__ == "__main__":
    main()
