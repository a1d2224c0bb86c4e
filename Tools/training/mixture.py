"""What the station's estimates come from: networks, and a line beside them for PGV.

The mean log10 PGV is half the networks' and half that of one line of log10 Pd, tau_c and log10 of the
window's length, fitted over all windows: a line follows sizes that few records have. Its spread, and
everything about magnitude and distance, is the networks' own. The whole is again one dense network
(`export.merge`).
"""
from dataclasses import dataclass

import numpy as np

import dense
from dataset import FEATURES

# Of the mean log10 PGV.
LINE_SHARE = 0.5
# What the line reads, as sums of features: log10 Pd, tau_c, log10 of the window's length.
COLUMNS = [("velocity", "displacement_to_velocity"), ("tau_c",), ("log_window",)]


@dataclass
class Mixture:
    """k networks, as layers of `ensemble.fit`, and a line each: kernels [k, d], biases [k]."""
    layers: list
    line_kernels: np.ndarray
    line_biases: np.ndarray

    def networks(self, inputs):
        """Outputs [k, n, 2·heads] of the networks alone."""
        return dense.predict(self.layers, inputs)

    def lines(self, inputs):
        """log10 PGV [k, n] of the lines alone."""
        return self.line_kernels @ inputs.T + self.line_biases[:, None]

    def with_lines(self, outputs, inputs):
        """The networks' outputs, the mean log10 PGV among them replaced by the mixture's."""
        outputs = outputs.copy()
        outputs[:, :, 0] += LINE_SHARE * (self.lines(inputs) - outputs[:, :, 0])
        return outputs

    def predict(self, inputs):
        return self.with_lines(self.networks(inputs), inputs)


def fit_lines(inputs, scaling, target, weights, groups, held_out):
    """A line for every entry of `held_out`, on the rows of other groups: kernels [k, d], biases [k].

    inputs [n, d] are standard features of `scaling`; rows of weight 0 or without a target are not used.
    """
    columns = np.zeros((inputs.shape[1], len(COLUMNS)))
    for place, names in enumerate(COLUMNS):
        for name in names:
            columns[FEATURES.index(name), place] = scaling.deviation[FEATURES.index(name)]
    used = (weights > 0) & np.isfinite(target)
    found = {}
    for held in set(held_out):
        rows = np.nonzero(used & (groups != held))[0]
        root = np.sqrt(weights[rows])
        design = np.column_stack([np.ones(len(rows)), inputs[rows] @ columns])
        solution = np.linalg.lstsq(design * root[:, None], target[rows] * root, rcond=None)[0]
        found[held] = columns @ solution[1:], solution[0]
    return (np.array([found[held][0] for held in held_out]),
            np.array([found[held][1] for held in held_out]))
