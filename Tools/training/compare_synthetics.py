#!/usr/bin/env python3
"""Compares synthetic with real records: medians of PGV, Pd, Pv/Pd and τc in bins of M and R.

    compare_synthetics.py --dataset DIR --features real.csv --synthetic DIR
                          --synthetic-features synthetic.csv [--window 3]

Both feature files come from `firstbreak evaluate --onset catalogue --features`. Only calibrated,
unprocessed train records with a usable P count, as in fit_linear.py. Prints log10 medians of the
real records, and synthetic minus real. Needs numpy only.
"""
import argparse
import csv
import math
import os

import numpy as np

import fit_linear

MAGNITUDES = [4.0, 5.0, 5.7, 6.3, 6.9, 8.1]
DISTANCES_KM = [5, 25, 50, 100, 200]
FEWEST = 4


def read(folder, features_path, window_ms, is_real):
    """Rows [log10 PGV, log10 Pd, log10 Pv/Pd, log10 τc] with magnitude and distance."""
    records, found = {}, []
    with open(os.path.join(folder, "records.csv"), newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            usable = row["split"] == "train" and row["complete"] == "1"
            usable &= (fit_linear.is_usable(row, set()) if is_real
                       else not fit_linear.BAD_FLAGS & set(row["flags"].split(";")))
            values = [fit_linear.number(row[k]) for k in ("mag", "rhyp_km", "pgv_max3")]
            if usable and all(math.isfinite(v) and v > 0 for v in values):
                records[row["rec_id"]] = values
    with open(features_path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            pd, pv, period = (float(row[k]) for k in ("pd_pm", "pv_pm", "tauc_us"))
            if (row["rec_id"] in records and row["window_ms"] == str(window_ms)
                    and min(pd, pv, period) > 0):
                magnitude, distance, pgv = records[row["rec_id"]]
                found.append([magnitude, distance, math.log10(pgv), math.log10(pd) - 10,
                              math.log10(pv / pd), math.log10(period) - 6])
    return np.array(found).reshape(-1, 6)


def within(data, low_m, high_m, low_r, high_r):
    return data[(data[:, 0] >= low_m) & (data[:, 0] < high_m)
                & (data[:, 1] >= low_r) & (data[:, 1] < high_r), 2:]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--dataset", "--features", "--synthetic", "--synthetic-features"):
        parser.add_argument(name, required=True)
    parser.add_argument("--window", type=float, default=3)
    options = parser.parse_args()
    window_ms = round(options.window * 1000)
    real = read(options.dataset, options.features, window_ms, True)
    synthetic = read(options.synthetic, options.synthetic_features, window_ms, False)
    print(f"{len(real)} real, {len(synthetic)} synthetic records; median and sigma of log10, "
          f"{options.window:g} s after P")
    print("    M         R km    real  syn |   PGV   diff |    Pd   diff | Pv/Pd   diff |"
          "  tau_c   diff | sigma PGV/Pd real syn")
    differences = []
    for low_m, high_m in zip(MAGNITUDES, MAGNITUDES[1:]):
        for low_r, high_r in zip(DISTANCES_KM, DISTANCES_KM[1:]):
            a, b = (within(d, low_m, high_m, low_r, high_r) for d in (real, synthetic))
            if min(len(a), len(b)) < FEWEST:
                continue
            medians, difference = np.median(a, axis=0), np.median(b, axis=0) - np.median(a, axis=0)
            differences.append(difference)
            print(f"{low_m:.1f}-{high_m:.1f} {low_r:4d}-{high_r:<4d} {len(a):6d} {len(b):4d} |"
                  + " |".join(f"{m:6.2f} {d:+6.2f}" for m, d in zip(medians, difference))
                  + " | " + " ".join(f"{np.std(d[:, 0] - d[:, 1]):5.2f}" for d in (a, b)))
    print("median of the differences:",
          " ".join(f"{v:+.2f}" for v in np.median(np.array(differences), axis=0)))
    for name, data in (("real", real), ("synthetic", synthetic)):
        slope, intercept = np.polyfit(data[:, 3], data[:, 2], 1)
        residual = data[:, 2] - slope * data[:, 3] - intercept
        print(f"{name}: log PGV = {slope:.3f} log Pd + {intercept:.3f}, "
              f"sigma {np.std(residual):.3f}")


if __name__ == "__main__":
    main()
