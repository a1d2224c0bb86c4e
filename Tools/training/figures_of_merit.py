"""Errors of predictions, pooled and with every event the same weight, with intervals by event."""
import math

import numpy as np


def errors(error, events, sigma=None, rounds=500):
    """n, events, bias, sigma, rmse (pooled and event-weighted), 68 % intervals by event, coverage."""
    error, events = np.asarray(error, float), np.asarray(events)
    if not len(error):
        return dict(n=0)
    weights = equal_events(events)
    out = dict(
        n=len(error), events=len(set(events.tolist())), bias=float(error.mean()),
        sigma=float(error.std()), rmse=float(np.sqrt(np.mean(error ** 2))),
        rmse_events_equal=float(np.sqrt(np.average(error ** 2, weights=weights))),
        bias_events_equal=float(np.average(error, weights=weights)))
    out["sigma_95"] = interval([error], events, np.std, 95, rounds)
    out["bias_95"] = interval([error], events, np.mean, 95, rounds)
    if sigma is not None:
        ratio = np.abs(error) / sigma
        for name, z in (("coverage_68", 1.0), ("coverage_95", 1.96)):
            out[name] = float(np.mean(ratio <= z))
            out[name + "_events_equal"] = float(np.average(ratio <= z, weights=weights))
    return out


def equal_events(events):
    _, place, count = np.unique(events, return_inverse=True, return_counts=True)
    return 1 / count[place]


def interval(values, events, function, level, rounds=500):
    """The level % interval of function(*values) when whole events are drawn again."""
    names = np.unique(events)
    if len(names) < 3:
        return [math.nan, math.nan]
    where = {name: np.nonzero(events == name)[0] for name in names}
    random = np.random.default_rng(1)
    found = []
    for _ in range(rounds):
        rows = np.concatenate([where[n] for n in random.choice(names, len(names))])
        found.append(function(*[np.asarray(v)[rows] for v in values]))
    return [float(x) for x in np.nanpercentile(found, [50 - level / 2, 50 + level / 2])]


def sigma_ratio(error, reference, events):
    """sigma(error)/sigma(reference) on the same records, with its 95 % interval by event."""
    ratio = lambda a, b: np.std(a) / np.std(b) if np.std(b) > 0 else math.nan
    return dict(ratio=float(ratio(error, reference)),
                interval_95=interval([error, reference], np.asarray(events), ratio, 95))
