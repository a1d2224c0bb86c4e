#!/usr/bin/env python3
"""Trains the station's network and writes the model file, its card and its figures.

    train_model.py --dataset DIR --work DIR --output DIR [--name onsite-1] [--seed 1]

`Tools/training/train` calls it after the station's own code has measured every record: WORK then
holds catalogue.csv and station.csv (features by catalogue and by the station's own onsets),
station-predictions.csv, and the same of synthetic/ and negative/. Nothing here computes a feature.

What is decided is decided by cross-validation over whole events of train and val together; val by
itself is reported from a twin that has not seen it. The file shipped is fitted on both.
"""
import argparse
import hashlib
import json
import os

import numpy as np

import card
import comparison
import dense
import ensemble
import export
import figures_of_merit
import foldings
import mixture
import odds
import warning
from dataset import (FEATURES, WITHHELD, Windows, event_weights, folds, read_records,
                     read_windows)
from model_contract import contract_text, with_contract

FOLDS, SYNTHETIC_SHARE = 10, 0.07
# With the ensemble's, what fits a file of 64 kB.
ODDS_MEMBERS = 2
# The level-3 rule, settled on cross-validation (decision 0027) and kept in the station's policy: the
# probability that PGV reaches 8.18 cm/s, and what windows under 3 s need beyond it.
RULE = warning.Rule(probability=0.55, early_increase=0.2)


class Material:
    """All windows to train on, with what the training needs to know of each row."""

    def __init__(self, work, dataset):
        self.records = read_records(dataset)
        real = [read_windows(os.path.join(work, f"{onset}.csv"), self.records)
                for onset in ("catalogue", "station")]
        self.catalogue_count = len(real[0].records)
        synthetic = os.path.join(work, "synthetic")
        parts = real
        if os.path.exists(os.path.join(synthetic, "records.csv")):
            made = read_records(synthetic)
            self.records |= made
            parts = real + [read_windows(os.path.join(synthetic, "catalogue.csv"), made)]
        windows = Windows.join(parts)
        by_catalogue = np.arange(len(windows.records)) < self.catalogue_count
        kept = windows.may_predict & windows.of(self.records, "is_calibrated") & (
            windows.of(self.records, "is_clean") | windows.of(self.records, "is_processed")
            | windows.of(self.records, "is_synthetic"))
        self.windows, self.by_catalogue = windows.take(kept), by_catalogue[kept]
        of = lambda attribute: self.windows.of(self.records, attribute)
        self.events, self.split = of("event"), of("split")
        self.is_clean, self.is_synthetic = of("is_clean"), of("is_synthetic")
        self.targets = np.column_stack([of("log10_pgv"), of("magnitude"), of("log10_distance")])
        self.weights = self._weights()
        self.scaling = export.Scaling(self.windows.features[~self.is_synthetic])
        self.standard = self.scaling.standard(self.windows.features)

    def _weights(self):
        weights = event_weights(self.events, self.windows.records)
        weights = weights * np.where(self.is_clean, 1.0, 0.5)
        weights = weights * np.where(self.windows.seconds > 10, 0.5, 1.0)
        real = weights[~self.is_synthetic].sum()
        if self.is_synthetic.any():
            weights[self.is_synthetic] *= (
                SYNTHETIC_SHARE / (1 - SYNTHETIC_SHARE) * real / weights[self.is_synthetic].sum())
        return weights

    def groups(self, seed):
        """The fold of each row; synthetics, which no figure rests on, are in no fold."""
        place = folds(self.events[~self.is_synthetic], FOLDS, seed)
        return np.array([-1 if made else place[event]
                         for event, made in zip(self.events, self.is_synthetic)])

    def fit(self, groups, held_out, share=None, **options):
        """A `mixture.Mixture`; its lines are fitted without synthetics."""
        share = self.weights if share is None else share
        layers = ensemble.fit(self.standard, self.targets, np.ones(len(groups)), groups, held_out,
                              share=share, **options)
        return mixture.Mixture(layers, *mixture.fit_lines(
            self.standard, self.scaling, self.targets[:, 0], share * ~self.is_synthetic, groups,
            held_out))


def cross_validate(material, seed, members, steps):
    """A folding: rows judged (clean, by catalogue onsets), groups of all, and for those rows the
    outputs of mixtures, and of their networks alone, that have not seen the event."""
    groups = material.groups(seed)
    held_out = [fold for fold in range(FOLDS) for _ in range(members)]
    fitted = material.fit(groups, held_out, seed=seed, steps=steps)
    rows = np.nonzero(material.by_catalogue & material.is_clean & ~material.is_synthetic)[0]
    inputs = material.standard[rows]
    alone = fitted.networks(inputs)
    mean = lambda outputs: dense.held_out_mean(outputs, held_out, groups[rows])
    return rows, groups, mean(fitted.with_lines(alone, inputs)), mean(alone)


def learning_curve(material, seed, steps):
    """Held-out errors at 3 s when only some of the events are trained on."""
    groups, points = material.groups(seed), []
    events = sorted(set(material.events[~material.is_synthetic]))
    order = np.random.default_rng(seed).permutation(len(events))
    rows = np.nonzero(material.by_catalogue & material.is_clean & ~material.is_synthetic
                      & (material.windows.seconds == 3))[0]
    for share in (0.2, 0.4, 0.6, 0.8, 1.0):
        kept = {events[i] for i in order[:round(share * len(events))]}
        keep = np.array([event in kept for event in material.events])
        held_out = list(range(FOLDS)) * 2
        fitted = material.fit(groups, held_out, material.weights * keep, seed=seed, steps=steps)
        outputs = dense.held_out_mean(
            fitted.predict(material.standard[rows]), held_out, groups[rows])
        mean = np.maximum(outputs[:, 0], material.windows.observed[rows])
        error, size = mean - material.targets[rows, 0], outputs[:, 2] - material.targets[rows, 1]
        known = np.isfinite(error)
        figures = figures_of_merit.errors(error[known], material.events[rows][known], rounds=10)
        points.append(dict(
            events=len(kept), sigma=figures["sigma"],
            rmse_events_equal=figures["rmse_events_equal"],
            magnitude_rmse=float(np.sqrt(np.nanmean(size ** 2)))))
    return points


def sigma_offsets(outputs, targets, events):
    """What to add to log10 sigma of each head, so that 68 % of events' errors lie within one sigma."""
    offsets = []
    for head in range(len(ensemble.HEADS)):
        error = np.abs(outputs[:, 2 * head] - targets[:, head])
        known = np.isfinite(error)
        ratio = error[known] / np.exp(0.5 * outputs[known, 2 * head + 1])
        weights = figures_of_merit.equal_events(events[known]) ** 0.5
        order = np.argsort(ratio)
        share = np.cumsum(weights[order]) / weights.sum()
        offsets.append(float(np.log10(ratio[order][np.searchsorted(share, 0.68)])))
    return np.array(offsets)


def estimates(outputs, offsets, observed):
    """mean and sigma of every head; a PGV is never predicted below the one observed."""
    out = {}
    for head, name in enumerate(ensemble.HEADS):
        sigma = np.exp(0.5 * outputs[:, 2 * head + 1]) * 10 ** offsets[head]
        out[name] = outputs[:, 2 * head], np.clip(sigma, 0.02, 2)
    out["pgv"] = np.maximum(out["pgv"][0], observed), out["pgv"][1]
    return out


def strong_gates(material, kinds, final, offsets, judged, found, exceedances):
    """Rows of the card's table of gates: held-out earthquakes, and disturbances, which the networks
    of PGV have never seen."""
    others = np.nonzero(~kinds.is_earthquake & kinds.may_train)[0]
    windows = kinds.windows.take(others)
    outputs = final.predict(material.scaling.standard(windows.features)).mean(0)
    return warning.gates(
        RULE, judged, found["pgv"], kinds.held_out_chance(judged), material.records, exceedances,
        windows, estimates(outputs, offsets, windows.observed)["pgv"], kinds.chance[others],
        kinds.kind[others])


def cross_validated(options, material, kinds, exceedances, report):
    """Fills the report with all foldings and the other models; returns the rows judged, what calibrates
    sigma, their windows and the estimates of the first folding."""
    rows, groups, outputs, alone = cross_validate(
        material, options.seed, options.fold_members, options.steps)
    judge = foldings.Judge(material, rows, exceedances, kinds.held_out_chance(
        material.windows.take(rows)), sigma_offsets, estimates)
    report.folding(options.seed, options.fold_members, judge.figures(groups, outputs, alone))
    for seed in options.other_foldings:
        _, others, *both = cross_validate(
            material, seed, options.other_fold_members, options.steps)
        report.folding(seed, options.other_fold_members, judge.figures(others, *both))
    offsets = sigma_offsets(outputs, material.targets[rows], material.events[rows])
    judged = material.windows.take(rows)
    found = estimates(outputs, offsets, judged.observed)
    print("cross-validated")
    report.cross_validation(rows, found, offsets)
    report.warnings(judged, found["pgv"], exceedances, RULE)
    report.comparisons(
        rows, groups, found, estimates(alone, offsets, judged.observed)["pgv"][0], comparison,
        comparison.waveform_network(os.path.join(options.work, "convolution.csv")))
    report.learning_curve(learning_curve(material, options.seed + 7, options.steps))
    print("compared")
    return rows, offsets, judged, found


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--name", default="onsite-1")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--members", type=int, default=5)
    parser.add_argument("--fold-members", type=int, default=5)
    parser.add_argument("--other-foldings", type=int, nargs="*", default=[101, 102],
                        help="seeds of foldings judged beside that of --seed")
    parser.add_argument("--other-fold-members", type=int, default=3)
    parser.add_argument("--steps", type=int, default=500)
    options = parser.parse_args()

    material = Material(options.work, options.dataset)
    exceedances = warning.read_exceedances(
        os.path.join(options.work, "station-predictions.csv"), material.records)
    report = card.Report(material)
    print(f"{len(material.windows.records)} windows, {len(set(material.events))} events")

    kinds = odds.Material(options.work, options.dataset, material.scaling)
    odds_layers, odds_figures = kinds.train(options.seed + 3, ODDS_MEMBERS)
    report.odds(odds_figures)
    print("odds")
    rows, offsets, judged, found = cross_validated(options, material, kinds, exceedances, report)
    held_out_val = np.where(material.split == "val", 0, -1)
    twin = material.fit(held_out_val, [0] * options.members, seed=options.seed + 1,
                        steps=options.steps)
    in_val = rows[material.split[rows] == "val"]
    twin_outputs = twin.predict(material.standard[in_val]).mean(0)
    report.twin(in_val, estimates(twin_outputs, offsets, material.windows.observed[in_val]),
                exceedances, RULE)
    units = calibration_units(options, material, kinds)
    write_file(os.path.join(options.work, options.name + "-without-val.tflite"), material.scaling,
               export.merge(material.scaling, twin, odds_layers, offsets), units)

    final = material.fit(np.zeros(len(held_out_val), int), [-99] * options.members,
                         seed=options.seed + 2, steps=options.steps)
    report.strong_gates(strong_gates(material, kinds, final, offsets, judged, found, exceedances))
    layers = export.merge(material.scaling, final, odds_layers, offsets)
    write_model(options, material, layers, units, report)


def calibration_units(options, material, kinds):
    """Inputs [n, features] that the ranges of int8 are taken from."""
    random = np.random.default_rng(options.seed)
    real = material.scaling.unit(material.windows.features[~material.is_synthetic])
    return export.with_corners(np.vstack([
        random.permutation(real)[:2500],
        random.permutation(material.scaling.unit(kinds.windows.features))[:1000]]))


def write_file(path, scaling, layers, units):
    """The model file with its contract; returns its bytes and the layers as they were quantised."""
    layers = export.equalise(layers, units)
    features = [(name, offset / 65536, scale / 65536) for name, offset, scale
                in zip(FEATURES, scaling.offset_q16, scaling.scale_q16)]
    contract = contract_text(chain=1, features=features, outputs=export.OUTPUTS)
    data = with_contract(export.to_tflite(layers, units), contract)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    return data, layers


def write_model(options, material, layers, units, report):
    """The model file, what int8 costs, and the card."""
    path = os.path.join(options.output, options.name + ".tflite")
    data, layers = write_file(path, material.scaling, layers, units)
    np.savez(os.path.join(options.work, options.name + "-float.npz"),
             *[a for layer in layers for a in layer])
    settings = {key: value for key, value in vars(options).items()
                if key not in ("dataset", "work", "output")}
    report.model(options.name, hashlib.sha256(data).hexdigest(), len(data), settings)
    real = material.scaling.unit(material.windows.features[~material.is_synthetic])
    report.quantised(export.evaluate(layers, real), export.run_integers(data, real))
    report.write(os.path.join(options.output, options.name + ".json"))
    print(f"{path}: {len(data)} bytes")


if __name__ == "__main__":
    main()
