#!/usr/bin/env python3
"""A small 1-D convolutional network on the waveforms themselves, for the comparison in the card.

    convolution.py --dataset DIR --work DIR --output FILE [--seed 1]

Same records, windows and folds as the other models of the cross-validation (WORK is
`train_model.py`'s). Each record is conditioned as the station does it, in floating point: a causal
two-pole high-pass of 0.075 Hz for acceleration and again after each integration, resampled to 50 Hz;
the network sees velocity of three components, displacement and acceleration of the vertical from 0.5 s
before P on, each as asinh(x / x0), so that no amplitude is lost, zeros and a mask behind the
window. Writes rec_id, seconds, pgv (log10 cm/s), magnitude of networks that have not seen the event.
"""
import argparse
import csv
import os

import numpy as np
import tensorflow as tf
from scipy.signal import resample_poly

import dataset_folder
import peak_motion
import train_model

SECONDS, RATE_HZ, BEFORE_S, LONGEST_S = (1.0, 3.0, 5.0), 50, 0.5, 5.0
SAMPLES = int((BEFORE_S + LONGEST_S) * RATE_HZ)
# About what a good sensor's noise reaches: cm/s, cm, cm/s².
SMALLEST = (1e-3, 1e-4, 1e-2)
EPOCHS, BATCH = 25, 128


def conditioned(counts, row):
    """Velocity Z, N, E, displacement Z and acceleration Z [5, samples] from BEFORE_S before P on, as
    asinh(x / x0) at the record's own rate; None if it begins too late."""
    rate, p_sample = float(row["fs_hz"]), int(float(row["p_sample"]))
    first, last = max(0, p_sample - int(60 * rate)), p_sample + int((LONGEST_S + 1) * rate)
    physical = counts[:, first:last] * float(row["gain"])
    quiet = physical[:, :max(1, p_sample - first)]
    physical = physical - np.median(quiet, axis=1, keepdims=True)
    high_pass = lambda data: peak_motion.high_pass(data, rate)
    if row["quantity"] == "vel":
        velocity = high_pass(high_pass(physical))
        acceleration = np.gradient(velocity, 1 / rate, axis=1)
    else:
        acceleration = high_pass(physical)
        velocity = high_pass(peak_motion.integrate(acceleration, rate))
    displacement = high_pass(peak_motion.integrate(velocity, rate))
    whole = np.vstack([velocity / SMALLEST[0], displacement[:1] / SMALLEST[1],
                       acceleration[:1] / SMALLEST[2]])
    begin = p_sample - first - int(round(BEFORE_S * rate))
    return np.arcsinh(whole[:, begin:]) if begin >= 0 else None


def window(wave, rate_hz, seconds):
    """[SAMPLES, 6]: what is known `seconds` after P, resampled from that alone, and the mask."""
    out = np.zeros((SAMPLES, 6), "f4")
    known = wave[:, :int((BEFORE_S + seconds) * rate_hz)]
    part = resample_poly(known, RATE_HZ, int(round(rate_hz)), axis=1)[:, :SAMPLES]
    out[:part.shape[1], :5] = part.T
    out[:part.shape[1], 5] = 1
    return out


def network():
    inputs = tf.keras.Input((SAMPLES, 6))
    x = inputs
    for filters, size in ((16, 7), (24, 5), (32, 5)):
        x = tf.keras.layers.Conv1D(filters, size, strides=2, activation="relu")(x)
    x = tf.keras.layers.Concatenate()([tf.keras.layers.GlobalAveragePooling1D()(x),
                                       tf.keras.layers.GlobalMaxPooling1D()(x)])
    x = tf.keras.layers.Dropout(0.2)(x)
    x = tf.keras.layers.Dense(32, activation="relu")(x)
    return tf.keras.Model(inputs, tf.keras.layers.Dense(2)(x))


def loss(truth, guess):
    """Squared error of log10 PGV and, half as much, of magnitude, where they are known."""
    known = tf.cast(tf.math.is_finite(truth), tf.float32)
    error = tf.where(tf.math.is_finite(truth), guess - truth, 0.0)
    return tf.reduce_sum(error ** 2 * known * tf.constant([1.0, 0.5]), axis=-1)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--dataset", "--work", "--output"):
        parser.add_argument(name, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    material = train_model.Material(options.work, options.dataset)
    groups = material.groups(options.seed)
    rows = {row["rec_id"]: row
            for row in dataset_folder.rows(os.path.join(options.dataset, "records.csv"))}
    chosen = np.nonzero(material.by_catalogue & material.is_clean & ~material.is_synthetic
                        & np.isin(material.windows.seconds, SECONDS))[0]
    waves = {}
    for name in sorted(set(material.windows.records[chosen].tolist())):
        counts = dataset_folder.read_counts(options.dataset, rows[name])
        wave = None if counts is None else conditioned(counts, rows[name])
        if wave is not None:
            waves[name] = wave
    chosen = np.array([i for i in chosen if material.windows.records[i] in waves])
    names, seconds = material.windows.records[chosen], material.windows.seconds[chosen]
    x = np.array([window(waves[name], float(rows[name]["fs_hz"]), length)
                  for name, length in zip(names, seconds)])
    targets = material.targets[chosen, :2].astype("f4")
    middle, weights = np.nanmean(targets, axis=0), material.weights[chosen]
    weights = weights / weights.mean()
    guesses = np.full_like(targets, np.nan)
    tf.keras.utils.set_random_seed(options.seed)
    for fold in range(train_model.FOLDS):
        train, test = groups[chosen] != fold, groups[chosen] == fold
        model = network()
        steps = EPOCHS * (int(train.sum()) // BATCH + 1)
        model.compile(tf.keras.optimizers.AdamW(
            tf.keras.optimizers.schedules.CosineDecay(3e-3, steps), weight_decay=0.01), loss)
        model.fit(x[train], targets[train] - middle, sample_weight=weights[train],
                  batch_size=BATCH, epochs=EPOCHS, verbose=0)
        guesses[test] = model.predict(x[test], verbose=0) + middle
    with open(options.output + ".part", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["rec_id", "seconds", "pgv", "magnitude"])
        for name, length, (pgv, magnitude) in zip(names, seconds, guesses):
            writer.writerow([name, f"{length:g}", f"{pgv:.4f}", f"{magnitude:.4f}"])
    os.replace(options.output + ".part", options.output)
    print(f"{len(waves)} records, {len(chosen)} windows, {network().count_params()} parameters")


if __name__ == "__main__":
    main()
