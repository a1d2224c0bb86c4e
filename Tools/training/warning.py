"""The warning as a person at the site lives it: level 3 before the shaking reaches 8.18 cm/s?"""
import csv
import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

STRONG, MODERATE = math.log10(8.18), math.log10(3.4)


EARLY_SECONDS = 3.0


@dataclass(frozen=True)
class Rule:
    """The probability that raises level 3, and what windows under EARLY_SECONDS need beyond it."""
    probability: float
    early_increase: float

    def reaches(self, windows, mean, sigma):
        needed = self.probability + self.early_increase * (windows.seconds < EARLY_SECONDS)
        return probability(mean, sigma) >= needed


def read_exceedances(path, records):
    """Seconds after P at which the station itself observed 8.18 cm/s, by record; nan where never."""
    seconds = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            record = records.get(row["rec_id"])
            if record and row["exceedance_sample"]:
                seconds[record.id] = (
                    float(row["exceedance_sample"]) - record.p_sample) / record.rate_hertz
    return seconds


def probability(mean, sigma, threshold=STRONG):
    """P(log10 PGV ≥ threshold) of a Gaussian."""
    return norm.sf((threshold - mean) / np.maximum(sigma, 1e-3))


def judge(windows, reaches, records, exceedances, longest_seconds=10):
    """Counts of records warned in time, late, over, for nothing, and the lead times.

    `reaches` says for each row whether the rule raises level 3 there. A record counts once, by the
    first window that reaches it.
    """
    first = {}
    rows = np.nonzero(reaches & windows.may_warn & (windows.seconds <= longest_seconds))[0]
    for row in rows:
        record = windows.records[row]
        first[record] = min(first.get(record, math.inf), windows.seconds[row])
    counts = dict(strong=0, in_time=0, late=0, missed=0, near=0, over=0, quiet=0, false=0)
    leads, false_events = [], set()
    for name in sorted(set(windows.records.tolist())):
        record, alert = records[name], first.get(name)
        if not math.isfinite(record.log10_pgv):
            continue
        if record.log10_pgv >= STRONG:
            exceeded = exceedances.get(name, math.nan)
            if not math.isfinite(exceeded):
                continue
            kind = "missed" if alert is None else "in_time" if alert < exceeded else "late"
            counts["strong"] += 1
            counts[kind] += 1
            if kind == "in_time":
                leads.append(exceeded - alert)
        else:
            near = record.log10_pgv >= MODERATE
            counts["near" if near else "quiet"] += 1
            if alert is not None:
                counts["over" if near else "false"] += 1
                if not near:
                    false_events.add(record.event)
    leads = np.array(leads)
    counts["false_events"] = len(false_events)
    for share in (10, 50, 90):
        counts[f"lead_{share}_s"] = float(np.percentile(leads, share)) if len(leads) else None
    return counts


# The station's own (`PolicySettings`), and what else was looked at.
STRONG_GATE, GATES = 0.2, (0.02, 0.1, 0.2, 0.3, 0.5)


def gates(rule, windows, pgv, chance, records, exceedances, others, others_pgv, others_chance, kind):
    """What levels 3 and 4 cost and spare that need a probability of an earthquake, gate by gate.

    `others` are windows of what is none, of kinds `kind`; a record of them counts once, where the
    rule and the gate raise level 3 in any of its windows.
    """
    reaches = rule.reaches(windows, *pgv)
    raised = rule.reaches(others, *others_pgv) & others.may_warn
    rows = []
    for gate in GATES:
        counts = judge(windows, reaches & (chance >= gate), records, exceedances)
        names = {}
        for name, what in zip(others.records[raised & (others_chance >= gate)],
                              kind[raised & (others_chance >= gate)]):
            names.setdefault(str(what), set()).add(name)
        rows.append(dict(gate=gate, **counts, others=len(set(others.records.tolist())),
                         others_raised={what: len(found) for what, found in sorted(names.items())}))
    return rows


def trade_off(windows, mean, sigma, records, exceedances, early_increase,
              probabilities=(0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)):
    """One row of counts for each probability that level 3 may need, with and without the increase."""
    rows = []
    for increase in (early_increase, 0.0):
        for p in probabilities:
            if p + increase < 1:
                reaches = Rule(p, increase).reaches(windows, mean, sigma)
                rows.append(dict(probability=p, early_increase=increase,
                                 **judge(windows, reaches, records, exceedances)))
    return rows
