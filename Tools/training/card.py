"""Collects the figures of a training into the model's card: JSON for machines, Markdown to read."""
import collections
import json
import math
import os
import platform

import numpy as np

import figures_of_merit
import warning
from card_text import markdown
from dataset import FEATURES
from export import OUTPUTS

SECONDS = [0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0]
LARGE = 6.8


class Report:
    """The card of one training, filled section by section."""

    def __init__(self, material):
        self.material = material
        self.card = dict(schemaVersion=1, chain="chain 1", features=FEATURES, outputs=OUTPUTS,
                         data=self._data())

    def _data(self):
        """Records and events that were trained on, by source, with its licence and split."""
        material, sources = self.material, {}
        for name in sorted(set(material.windows.records.tolist())):
            record = material.records[name]
            key = (record.source, record.licence, record.split)
            sources.setdefault(key, [0, set(), 0])
            sources[key][0] += 1
            sources[key][1].add(record.event)
            sources[key][2] += record.log10_pgv >= warning.STRONG
        return [dict(source=s, licence=l, split=p, records=n, events=len(e), strong=int(k))
                for (s, l, p), (n, e, k) in sorted(sources.items())]

    def cross_validation(self, rows, found, offsets):
        """Errors at each window over the held-out rows, then by bin and network at 3 s."""
        material = self.material
        seconds = material.windows.seconds[rows]
        section = dict(sigma_offsets_log10=offsets.tolist(), windows={})
        for window in SECONDS:
            at = seconds == window
            section["windows"][f"{window:g}"] = self._heads(rows[at], {
                head: (mean[at], sigma[at]) for head, (mean, sigma) in found.items()})
        at = seconds == 3.0
        section["at_3_s"] = self._bins(rows[at], found["pgv"][0][at], found["magnitude"][0][at])
        section["worst"] = self._worst(rows[at], found["pgv"][0][at])
        section["saturation"] = self._saturation(rows, found)
        self.card["crossValidation"] = section

    def _heads(self, rows, found):
        material, events = self.material, self.material.events[rows]
        magnitude = material.targets[rows, 1]
        out = {}
        for head, (mean, sigma) in found.items():
            column = ["pgv", "magnitude", "distance"].index(head)
            error = mean - material.targets[rows, column]
            known = np.isfinite(error)
            out[head] = figures_of_merit.errors(error[known], events[known], sigma[known])
            if head == "distance":
                constant = np.nanmean(material.targets[:, 2]) - material.targets[rows, 2]
                out[head]["constant"] = figures_of_merit.errors(constant[known], events[known])
            remembered = np.array([material.records[n].is_from_memory
                                   for n in material.windows.records[rows]])
            small = known & (magnitude < LARGE) & ~(remembered & (head == "magnitude"))
            for name, chosen in (("below_6.8", small), ("from_6.8", known & (magnitude >= LARGE))):
                out[head][name] = figures_of_merit.errors(
                    error[chosen], events[chosen], sigma[chosen], rounds=200)
        return out

    def _bins(self, rows, pgv, magnitude):
        material = self.material
        truth, size = material.targets[rows, 0], material.targets[rows, 1]
        distance = 10 ** material.targets[rows, 2]
        networks = material.windows.take(rows).of(material.records, "source")
        groups = {
            "PGV cm/s": (10 ** truth, [0, 0.1, 1, 3.4, 8.18, 31, 1000]),
            "magnitude": (size, [0, 4, 5, 6, 6.8, 7.5, 10]),
            "distance km": (distance, [0, 20, 50, 100, 200, 1000])}
        out = {}
        for name, (value, edges) in groups.items():
            for low, high in zip(edges, edges[1:]):
                at = (value >= low) & (value < high) & np.isfinite(truth)
                if at.sum() >= 3:
                    out[f"{name} {low}–{high}"] = figures_of_merit.errors(
                        (pgv - truth)[at], material.events[rows][at], rounds=100)
        for network, count in collections.Counter(networks.tolist()).most_common():
            at = (networks == network) & np.isfinite(truth)
            if at.sum() >= 5:
                out[f"source {network}"] = figures_of_merit.errors(
                    (pgv - truth)[at], material.events[rows][at], rounds=100)
        by_magnitude = {}
        for low, high in zip([0, 4, 5, 6, 6.8], [4, 5, 6, 6.8, 10]):
            at = (size >= low) & (size < high)
            if at.sum() >= 3:
                constant = np.nanmean(material.targets[:, 1])
                by_magnitude[f"{low}–{high}"] = dict(
                    rmse=float(np.sqrt(np.mean((magnitude - size)[at] ** 2))),
                    rmse_of_constant=float(np.sqrt(np.mean((constant - size[at]) ** 2))),
                    n=int(at.sum()))
        return dict(pgv=out, magnitude=by_magnitude)

    def _saturation(self, rows, found):
        """Mean errors of the large and of the strong at each window: where each head stops growing."""
        material, out = self.material, {}
        seconds, truth = material.windows.seconds[rows], material.targets[rows]
        for head, column, classes in (
                ("pgv", 0, [("M 6–6.8", 1, 6, LARGE), ("M 6.8–7.5", 1, LARGE, 7.5), ("M 7.5–", 1, 7.5, 10),
                            ("PGV 8.18–31", 0, warning.STRONG, math.log10(31)),
                            ("PGV 31–", 0, math.log10(31), 9)]),
                ("magnitude", 1, [("M 6–6.8", 1, 6, LARGE), ("M 6.8–7.5", 1, LARGE, 7.5),
                                  ("M 7.5–", 1, 7.5, 10)])):
            error = found[head][0] - truth[:, column]
            for name, of, low, high in classes:
                chosen = np.isfinite(error) & (truth[:, of] >= low) & (truth[:, of] < high)
                by_window = {f"{s:g}": chosen & (seconds == s) for s in SECONDS}
                out[f"{head}, {name}"] = {
                    s: dict(n=int(at.sum()), bias=float(error[at].mean()))
                    for s, at in by_window.items() if at.sum() >= 3}
        return out

    def folding(self, seed, members, figures):
        """One cross-validation as `foldings.Judge` saw it."""
        self.card.setdefault("foldings", []).append(dict(seed=seed, members=members, **figures))

    def _worst(self, rows, pgv):
        error = pgv - self.material.targets[rows, 0]
        order = [i for i in np.argsort(-np.abs(error)) if math.isfinite(error[i])][:12]
        return [dict(record=str(self.material.windows.records[rows[i]]),
                     error_log10=round(float(error[i]), 2),
                     magnitude=_clean(self.material.targets[rows[i], 1])) for i in order]

    def warnings(self, windows, pgv, exceedances, chosen):
        """The trade-off of the level-3 rule, pooled and without the event with most strong records."""
        mean, sigma = pgv
        records = self.material.records
        events = windows.of(records, "event")
        strong = collections.Counter(
            records[n].event for n in set(windows.records.tolist())
            if records[n].log10_pgv >= warning.STRONG)
        largest = strong.most_common(1)[0][0]
        rest = np.nonzero(events != largest)[0]
        self.card["warning"] = dict(
            rule="P(PGV ≥ 8.18 cm/s) of the Gaussian estimate, any window to 10 s", 
            chosen=dict(probability=chosen.probability, early_increase=chosen.early_increase),
            pooled=warning.trade_off(
                windows, mean, sigma, records, exceedances, chosen.early_increase),
            without=largest,
            without_largest=warning.trade_off(
                windows.take(rest), mean[rest], sigma[rest], records, exceedances,
                chosen.early_increase))

    def strong_gates(self, rows):
        """What the gate of levels 3 and 4 costs in earthquakes and spares in disturbances."""
        self.card["warning"]["strongGates"] = rows

    def comparisons(self, rows, groups, found, alone, comparison, waveform_network):
        """All models on the same rows: sigma pooled and event-weighted, ratios to the Pd line."""
        material, out = self.material, {}
        weights = material.weights * material.is_clean
        use = material.by_catalogue & ~material.is_synthetic & np.isin(
            material.windows.seconds, comparison.SECONDS)
        chosen = np.nonzero(use)[0]
        windows = material.windows.take(chosen)
        place = {row: index for index, row in enumerate(rows)}
        clean = np.array([row in place for row in chosen])
        for column, target in ((0, "pgv"), (1, "magnitude")):
            y = material.targets[chosen, column]
            answers = comparison.cross_validated(
                windows, material.standard[chosen], y, weights[chosen], groups[chosen], target)
            placed = [place[row] for row in chosen[clean]]
            answers["1-D CNN on waveforms"] = np.array([
                waveform_network.get((name, length), {}).get(target, np.nan)
                for name, length in zip(windows.records.tolist(), windows.seconds.tolist())])
            for name, mean in [("networks without the line", alone)][:target == "pgv"] + [
                    ("network", found[target][0])]:
                answers[name] = np.full(len(chosen), np.nan)
                answers[name][clean] = mean[placed]
            for seconds in comparison.SECONDS:
                at = clean & (windows.seconds == seconds) & np.isfinite(y)
                events = material.events[chosen][at]
                errors = {}
                for name, answer in answers.items():
                    guess = np.maximum(answer, windows.observed) if target == "pgv" else answer
                    errors[name] = (guess - y)[at]
                reference = errors["Pd line, refitted" if target == "pgv" else
                                   "tau_c line, refitted"]
                for name, error in errors.items():
                    known = np.isfinite(error)
                    if not known.any():
                        continue
                    out.setdefault(f"{target} {seconds:g} s", {})[name] = dict(
                        n=int(known.sum()), sigma=float(error[known].std()),
                        rmse=float(np.sqrt(np.mean(error[known] ** 2))),
                        rmse_events_equal=float(np.sqrt(np.average(
                            error[known] ** 2,
                            weights=figures_of_merit.equal_events(events[known])))),
                        to_line=figures_of_merit.sigma_ratio(
                            error[known], reference[known], events[known]))
        self.card["comparison"] = out

    def twin(self, rows, found, exceedances, chosen):
        """The same training without val, judged on val."""
        material = self.material
        out = dict(windows={})
        for window in SECONDS:
            at = material.windows.seconds[rows] == window
            out["windows"][f"{window:g}"] = self._heads(rows[at], {
                head: (mean[at], sigma[at]) for head, (mean, sigma) in found.items()})
        windows = material.windows.take(rows)
        out["warning"] = warning.judge(
            windows, chosen.reaches(windows, *found["pgv"]), material.records, exceedances)
        self.card["trainedOnTrainOnly"] = out

    def learning_curve(self, points):
        self.card["learningCurve"] = points

    def odds(self, figures):
        self.card["earthquakeOdds"] = figures

    def model(self, name, digest, byte_count, options):
        self.card = dict(name=name, sha256=digest, bytes=byte_count,
                         trainedWith=dict(options, python=platform.python_version(),
                                          numpy=np.__version__)) | self.card

    def quantised(self, exact, integers):
        """What int8 changes on the rows trained on, in each output's own unit."""
        difference = integers - exact
        self.card["int8"] = {
            name: dict(rms=float(np.sqrt(np.mean(difference[:, i] ** 2))),
                       largest=float(np.abs(difference[:, i]).max()))
            for i, name in enumerate(OUTPUTS)}

    def write(self, path):
        write(_clean(self.card), path)


def write(card, path):
    """The card as JSON at `path` and as Markdown beside it."""
    with open(path, "w", encoding="utf-8") as file:
        json.dump(card, file, indent=1, ensure_ascii=False)
        file.write("\n")
    with open(os.path.splitext(path)[0] + ".md", "w", encoding="utf-8") as file:
        file.write(markdown(card))


def _clean(value):
    """JSON without NaN, four significant decimals."""
    if isinstance(value, dict):
        return {str(k): _clean(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(v) for v in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (float, np.floating)):
        return round(float(value), 4) if math.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value
