#!/usr/bin/env python3
"""Tests of what merges, spoils and describes models in Tools/training, without TensorFlow."""
import json
import os
import sys
import tempfile
import unittest
from unittest import mock

import numpy as np

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(ROOT, "Tools", "training"))
import add_noise_days  # noqa: E402
import dense  # noqa: E402
import export  # noqa: E402
import fault_spread  # noqa: E402
import mixture  # noqa: E402
from dataset import FEATURES, WITHHELD  # noqa: E402


def networks(random, count, inputs, hidden, outputs):
    """Layers as `ensemble.fit` returns them."""
    sizes = [inputs, *hidden, outputs]
    return [(random.standard_normal((count, a, b)) / np.sqrt(a), random.standard_normal((count, 1, b)))
            for a, b in zip(sizes, sizes[1:])]


class Mixture(unittest.TestCase):
    def setUp(self):
        self.random = np.random.default_rng(3)
        self.features = self.random.standard_normal((400, len(FEATURES))) * 2 - 1
        self.scaling = export.Scaling(self.features)
        self.standard = self.scaling.standard(self.features)

    def column(self, name):
        index = FEATURES.index(name)
        return self.standard[:, index] * self.scaling.deviation[index] + self.scaling.mean[index]

    def test_lines_find_the_line_again_and_see_nothing_of_their_own_group(self):
        pd = self.column("velocity") + self.column("displacement_to_velocity")
        target = 0.7 * pd - 0.3 * self.column("tau_c") + 0.2 * self.column("log_window") + 1.5
        groups = np.arange(400) % 4
        spoilt = np.where(groups == 2, 99.0, target)
        spoilt[5] = np.nan
        kernels, biases = mixture.fit_lines(
            self.standard, self.scaling, spoilt, np.ones(400), groups, [2, 2, 0])
        found = kernels @ self.standard.T + biases[:, None]
        np.testing.assert_allclose(found[0], target, atol=1e-9)
        np.testing.assert_array_equal(found[0], found[1])
        self.assertGreater(np.abs(found[2] - target).max(), 1)

    def test_merged_network_is_the_mixture(self):
        layers = networks(self.random, 3, len(FEATURES), (7, 5), 6)
        odds = networks(self.random, 2, len(FEATURES) - len(WITHHELD), (4, 3), 1)
        kernel = self.random.standard_normal(len(FEATURES))
        whole = mixture.Mixture(layers, np.tile(kernel, (3, 1)), np.full(3, 0.8))
        offsets = np.array([0.1, -0.2, 0.3])
        merged = export.merge(self.scaling, whole, odds, offsets)
        found = export.evaluate(merged, self.scaling.unit(self.features))
        alone = dense.predict(layers, self.standard).mean(0)
        line = self.standard @ kernel + 0.8
        np.testing.assert_allclose(found[:, 0], (alone[:, 0] + line) / 2, atol=1e-9)
        np.testing.assert_allclose(found[:, [2, 4]], alone[:, [2, 4]], atol=1e-9)
        np.testing.assert_allclose(
            found[:, [1, 3, 5]], alone[:, [1, 3, 5]] * 0.5 / np.log(10) + offsets, atol=1e-9)
        seen = [i for i, name in enumerate(FEATURES) if name not in WITHHELD]
        chance = dense.predict(odds, self.standard[:, seen]).mean(0)[:, 0] / np.log(10)
        np.testing.assert_allclose(found[:, 6], chance, atol=1e-9)
        np.testing.assert_allclose(whole.predict(self.standard).mean(0)[:, 0], found[:, 0], atol=1e-9)
        equal = export.equalise(merged, self.scaling.unit(self.features))
        np.testing.assert_allclose(
            export.evaluate(equal, self.scaling.unit(self.features)), found, atol=1e-6)


class Faults(unittest.TestCase):
    def setUp(self):
        random = np.random.default_rng(1)
        self.counts = random.integers(-2**20, 2**20, (3, 900))

    def test_gaps_are_straight_lines_after_p_and_nothing_else_changes(self):
        made, last = fault_spread.with_gaps(np.random.default_rng(2), self.counts, 300, 100.0, 1)
        changed = np.nonzero(np.any(made != self.counts, axis=0))[0]
        self.assertEqual(len(changed), 5)
        self.assertEqual((changed[-1] + 1 - 300) / 100, last)
        self.assertTrue(300 < changed[0] < 500)
        piece = made[:, changed[0] - 1:changed[-1] + 2]
        self.assertLessEqual(np.abs(np.diff(piece, 2, axis=1)).max(), 2)

    def test_clipping_holds_every_component_at_a_share_of_the_largest(self):
        made = fault_spread.clipped(self.counts, 300, 100.0, 3.0, 0.25)
        middle = np.median(self.counts[:, :300], axis=1, keepdims=True)
        limit = 0.25 * np.abs(self.counts - middle)[:, :600].max()
        self.assertAlmostEqual(np.abs(made - middle).max(), limit, delta=1)
        inside = np.abs(self.counts - middle) < limit - 1
        np.testing.assert_array_equal(made[inside], self.counts[inside])

    def test_change_counts_the_windows_that_hold_the_fault(self):
        intact = {("a", 0.5): (1.0, 5.0, 0.0), ("a", 1.0): (1.0, 5.0, 0.0), ("a", 9.0): (0, 0, 0)}
        spoilt = {("a", 0.5): (9.0, 9.0, 9.0), ("a", 1.0): (0.6, 5.3, 1.0), ("a", 9.0): (7, 7, 7),
                  ("b", 1.0): (1, 1, 1)}
        found = fault_spread.change(spoilt, intact, {"a": 0.8, "b": 0.0}, fault_spread.SECONDS)
        self.assertEqual(found["windows"], 1)
        self.assertEqual(found["pgv"], {"rms": 0.4, "mean": -0.4})
        self.assertEqual(found["magnitude"], {"rms": 0.3, "mean": 0.3})


class NoiseDaysInTheCard(unittest.TestCase):
    def test_days_of_another_model_are_refused_and_those_of_this_one_shown(self):
        with open(os.path.join(ROOT, "Boards", "models", "onsite-1.json"), encoding="utf-8") as file:
            card = json.load(file)
        level = dict(count=2, upper_95_a_day=1.5, predicted=0, predicted_upper_95_a_day=0.8,
                     noise_alone=0, noise_alone_upper_95_a_day=0.8)
        days = dict(model_sha256="0" * 64, hours=94, hours_of_real_noise=17.5, station_days=3.85,
                    mean_rate_hz=109.0, largest_cm_s2=50.0, seed=1, hours_by_network={"OE": 94},
                    alerts={f"level{n}": level for n in (1, 2, 3, 4)},
                    by_disturbance={"knock": {"added": 9, "picks": 4, "level1": 3}})
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("card.json", "days.json")]
            for path, value in zip(paths, (card, days)):
                with open(path, "w", encoding="utf-8") as file:
                    json.dump(value, file)
            with mock.patch.object(sys, "argv", ["add_noise_days", *paths]):
                with self.assertRaises(SystemExit):
                    add_noise_days.main()
                with open(paths[1], "w", encoding="utf-8") as file:
                    json.dump(days | {"model_sha256": card["sha256"]}, file)
                add_noise_days.main()
            with open(os.path.join(folder, "card.md"), encoding="utf-8") as file:
                text = file.read()
        self.assertIn("3.85 station-days at 109.0 Hz", text)
        self.assertIn("| knock | 9 | 4 | 3 |", text)


if __name__ == "__main__":
    unittest.main()
