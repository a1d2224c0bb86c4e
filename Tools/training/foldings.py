"""One cross-validation judged: errors at each window against the Pd line, and the level-3 rules."""
import collections

import numpy as np

import comparison
import figures_of_merit
import warning

SECONDS = [0.5, 1.0, 2.0, 3.0, 4.0, 5.0]
LARGE = 6.8
# The rules that were looked at for level 3 of the mixture.
PROBABILITIES, INCREASES = (0.45, 0.5, 0.55, 0.6), (0.05, 0.1, 0.15, 0.2)


class Judge:
    """Judges outputs for the same rows under any folding.

    `chance` is each row's probability of an earthquake by networks that have not seen it;
    `sigma_offsets` and `estimates` are `train_model`'s.
    """

    def __init__(self, material, rows, exceedances, chance, sigma_offsets, estimates):
        self.material, self.rows, self.exceedances, self.chance = material, rows, exceedances, chance
        self.sigma_offsets, self.estimates = sigma_offsets, estimates
        self.windows, self.targets = material.windows.take(rows), material.targets[rows]
        self.events = material.events[rows]
        strong = collections.Counter(
            material.records[name].event for name in set(self.windows.records.tolist())
            if material.records[name].log10_pgv >= warning.STRONG)
        self.largest = strong.most_common(1)[0][0]

    def figures(self, groups, outputs, alone):
        """Of one folding: the mixture's, its networks' alone and the Pd line's."""
        line = self._line(groups)
        return dict(without=self.largest, line=self._line_bias(line), **{
            name: self._variant(values, line)
            for name, values in (("mixture", outputs), ("networks alone", alone))})

    def _line(self, groups):
        """log10 PGV of the refitted Pd line at each row, by a fit of its window without its fold."""
        material = self.material
        fitted = np.nonzero(material.by_catalogue & ~material.is_synthetic & material.is_clean
                            & np.isfinite(material.targets[:, 0]))[0]
        out = np.full(len(self.rows), np.nan)
        for seconds in SECONDS:
            for group in np.unique(groups[self.rows]):
                train = fitted[(material.windows.seconds[fitted] == seconds)
                               & (groups[fitted] != group)]
                test = (self.windows.seconds == seconds) & (groups[self.rows] == group)
                predict = comparison.line(
                    material.windows.pd[train][:, None], material.targets[train, 0],
                    material.weights[train])
                out[test] = predict(self.windows.pd[test][:, None])
        return np.maximum(out, self.windows.observed)

    def _line_bias(self, line):
        error, large = line - self.targets[:, 0], self.targets[:, 1] >= LARGE
        return {f"{s:g}": float(np.nanmean(error[(self.windows.seconds == s) & large]))
                for s in SECONDS}

    def _variant(self, outputs, line):
        offsets = self.sigma_offsets(outputs, self.targets, self.events)
        mean, sigma = self.estimates(outputs, offsets, self.windows.observed)["pgv"]
        return dict(
            windows={name: {f"{s:g}": self._errors(rows & (self.windows.seconds == s), mean, sigma,
                                                   line) for s in SECONDS}
                     for name, rows in (("pooled", np.full(len(mean), True)),
                                        ("without_largest", self.events != self.largest))},
            rules=self._rules(mean, sigma))

    def _errors(self, at, mean, sigma, line):
        error = mean - self.targets[:, 0]
        at = at & np.isfinite(error)
        small, large = at & (self.targets[:, 1] < LARGE), at & (self.targets[:, 1] >= LARGE)
        figures = figures_of_merit.errors(error[at], self.events[at], sigma[at])
        kept = ("n", "sigma", "rmse_events_equal", "bias", "bias_95", "coverage_68", "coverage_95")
        return dict(
            {key: figures[key] for key in kept}, sigma_below=float(error[small].std()),
            bias_from=float(error[large].mean()) if large.any() else None,
            to_line=figures_of_merit.sigma_ratio(
                error[at], (line - self.targets[:, 0])[at], self.events[at]))

    def _rules(self, mean, sigma):
        """Each rule, with what levels 3 and 4 ask of the probability of an earthquake."""
        rest, out = np.nonzero(self.events != self.largest)[0], []
        count = lambda windows, hits: warning.judge(
            windows, hits, self.material.records, self.exceedances)
        for probability in PROBABILITIES:
            for increase in INCREASES:
                hits = warning.Rule(probability, increase).reaches(self.windows, mean, sigma)
                hits &= self.chance >= warning.STRONG_GATE
                out.append(dict(
                    probability=probability, early_increase=increase,
                    pooled=count(self.windows, hits),
                    without_largest=count(self.windows.take(rest), hits[rest])))
        return out
