"""The other models, fitted and judged on the same records, windows and folds."""
import csv
import os
import warnings

import lightgbm
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.svm import SVR

SECONDS = [0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 10.0]


def published(windows, target):
    """Relations from the literature, as they stand: Wu & Kanamori 2008 for Pd, Wu 2007 for τc."""
    if target == "pgv":
        return 0.903 * windows.pd + 1.609
    return 4.218 * windows.tau_c + 6.166


def line(columns, y, weights):
    """Weighted least squares with an intercept; returns a predictor of columns."""
    root = np.sqrt(weights)
    design = lambda c: np.column_stack([np.ones(len(c)), c])
    solution = np.linalg.lstsq(design(columns) * root[:, None], y * root, rcond=None)[0]
    return lambda c: design(c) @ solution


def models(target):
    """name -> function(train windows, z of train, y, weights) that returns a predictor(windows, z)."""
    def of_columns(pick):
        def fit(windows, z, y, weights):
            predictor = line(pick(windows), y, weights)
            return lambda other, other_z: predictor(pick(other))
        return fit

    def ridge(windows, z, y, weights):
        model = Ridge(alpha=10).fit(z, y, sample_weight=weights)
        return lambda other, other_z: model.predict(other_z)

    def svr(windows, z, y, weights):
        model = SVR(C=1, gamma=0.01, epsilon=0.1).fit(z, y, sample_weight=weights)
        return lambda other, other_z: model.predict(other_z)

    def trees(windows, z, y, weights):
        model = lightgbm.LGBMRegressor(
            n_estimators=150, learning_rate=0.05, num_leaves=7, min_child_samples=10,
            subsample=0.7, subsample_freq=1, colsample_bytree=0.5, reg_lambda=5, verbose=-1,
            n_jobs=1, random_state=1).fit(z, y, sample_weight=weights)

        def predict(other, other_z):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return model.predict(other_z)
        return predict

    return {
        "Pd line, refitted": of_columns(lambda w: w.pd[:, None]),
        "tau_c line, refitted": of_columns(lambda w: w.tau_c[:, None]),
        "tau_c and Pd, refitted": of_columns(lambda w: np.column_stack([w.pd, w.tau_c])),
        "ridge": ridge, "SVR": svr, "gradient-boosted trees": trees}


def cross_validated(windows, z, y, weights, groups, target):
    """Predictions of every model at every one of SECONDS, each row by a fit without its group.

    Rows with weight 0 are predicted but not fitted. Returns name -> [n], nan at other windows.
    """
    fits = models(target)
    out = {name: np.full(len(y), np.nan) for name in [*fits, "published", "mean of the three"]}
    out["published"] = published(windows, target)
    for seconds in SECONDS:
        at = windows.seconds == seconds
        for group in np.unique(groups[at]):
            train = np.nonzero(at & (groups != group) & (weights > 0) & np.isfinite(y))[0]
            test = np.nonzero(at & (groups == group))[0]
            for name, fit in fits.items():
                model = fit(windows.take(train), z[train], y[train], weights[train])
                out[name][test] = model(windows.take(test), z[test])
    three = [out[name] for name in ("ridge", "SVR", "gradient-boosted trees")]
    out["mean of the three"] = np.mean(three, axis=0)
    return out


def waveform_network(path):
    """What `convolution.py` wrote: (record, seconds) -> {pgv, magnitude}; empty without a file."""
    if not os.path.exists(path):
        return {}
    with open(path, newline="", encoding="utf-8") as file:
        return {(row["rec_id"], float(row["seconds"])): {
            name: float(row[name]) for name in ("pgv", "magnitude")} for row in csv.DictReader(file)}
