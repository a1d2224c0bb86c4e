"""The head that tells earthquakes from everything else."""
import os

import numpy as np
import tensorflow as tf
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from dataset import FEATURES, WITHHELD, Windows, event_weights, folds, read_records, read_windows
from dense import held_out_mean, predict
from ensemble import apply

FOLDS = 10
# Probabilities below which a station might hold its predictions back.
GATES = (0.02, 0.05, 0.1, 0.2)


def fit(inputs, is_earthquake, weights, groups, held_out, hidden=(20, 10), steps=800, batch=512,
        rate=3e-3, decay=3e-3, jitter=0.2, seed=2):
    """Networks of natural log odds, trained like `ensemble.fit`: [(kernel, bias)] of three layers.

    Both classes weigh the same in training; `calibration` brings the odds back to those of the
    unweighted rows.
    """
    tf.keras.utils.set_random_seed(seed)
    count = len(held_out)
    sizes = [inputs.shape[1], *hidden, 1]
    variables = []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        variables.append(tf.Variable(
            tf.random.normal([count, fan_in, fan_out], stddev=fan_in ** -0.5)))
        variables.append(tf.Variable(tf.zeros([count, 1, fan_out])))
    balance = np.where(is_earthquake, 0.5 / weights[is_earthquake].sum(),
                       0.5 / weights[~is_earthquake].sum()) * weights
    x_all, y_all = tf.constant(inputs, tf.float32), tf.constant(is_earthquake, tf.float32)
    places, held = tf.constant(groups, tf.int32), tf.constant(held_out, tf.int32)
    optimizer = tf.keras.optimizers.AdamW(
        tf.keras.optimizers.schedules.CosineDecay(rate, steps), weight_decay=decay)
    optimizer.build(variables)
    draw = np.random.default_rng(seed)

    @tf.function(reduce_retracing=True)
    def step(rows):
        x = tf.gather(x_all, rows)
        x = (x + jitter * tf.random.normal(tf.shape(x)))[None]
        y = tf.tile(tf.gather(y_all, rows)[None], [count, 1])
        seen = tf.cast(tf.gather(places, rows)[None, :] != held[:, None], tf.float32)
        with tf.GradientTape() as tape:
            odds = apply(variables, x)[..., 0]
            loss = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=odds) * seen
            loss = tf.reduce_sum(tf.reduce_mean(loss, axis=1))
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))

    for _ in range(steps):
        step(tf.constant(draw.choice(len(inputs), batch, p=balance / balance.sum()), tf.int32))
    arrays = [v.numpy().astype(float) for v in variables]
    return list(zip(arrays[::2], arrays[1::2]))


class Material:
    """Windows of earthquakes and of everything else that opens an event or could."""

    def __init__(self, work, dataset, scaling):
        records = read_records(dataset)
        parts = [read_windows(os.path.join(work, f"{onset}.csv"), records)
                 for onset in ("catalogue", "station")]
        by_catalogue = [np.full(len(part.records), index == 0) for index, part in enumerate(parts)]
        kept = [p.of(records, "is_clean") | p.of(records, "is_processed")
                | (p.of(records, "kind") == "blast") for p in parts]
        parts = [p.take(k) for p, k in zip(parts, kept)]
        by_catalogue = [b[k] for b, k in zip(by_catalogue, kept)]
        made = read_records(os.path.join(work, "negative"))
        for onset in ("catalogue", "station"):
            parts.append(read_windows(os.path.join(work, "negative", f"{onset}.csv"), made))
            by_catalogue.append(np.full(len(parts[-1].records), False))
        self.records = records | made
        windows = Windows.join(parts)
        kept = windows.may_predict & (windows.seconds <= 10)
        self.windows, self.by_catalogue = windows.take(kept), np.concatenate(by_catalogue)[kept]
        of = lambda attribute: self.windows.of(self.records, attribute)
        self.events, self.kind, self.network = of("event"), of("kind"), of("network")
        self.magnitude = of("magnitude")
        columns = [i for i, name in enumerate(FEATURES) if name not in WITHHELD]
        self.inputs = scaling.standard(self.windows.features)[:, columns]
        self.is_earthquake = self.kind == "earthquake"
        self.may_train = self.kind != "blast"

    def train(self, seed, members):
        """The final networks' layers, calibrated, and the figures of their cross-validation.

        Keeps in `chance` the probability of every row by networks that have not seen its event.
        """
        weights = event_weights(self.events, self.windows.records) * self.may_train
        place = folds(self.events, FOLDS, seed)
        groups = np.array([place[event] for event in self.events])
        held_out = list(range(FOLDS)) * 2
        fitted = fit(self.inputs, self.is_earthquake, weights, groups, held_out, seed=seed)
        raw = held_out_mean(predict(fitted, self.inputs), held_out, groups)[:, 0]
        slope, offset = self._calibration(raw)
        self.chance = 1 / (1 + np.exp(-(slope * raw + offset)))
        figures = self._figures(slope * raw + offset)
        figures["leave_one_network_out"] = self._by_network(weights, seed, slope, offset)
        final = fit(self.inputs, self.is_earthquake, weights, np.zeros(len(groups), int),
                    [-99] * members, seed=seed + 1)
        final[2] = (final[2][0] * slope, final[2][1] * slope + offset)
        return final, figures

    def held_out_chance(self, windows):
        """Each row's probability of an earthquake (catalogue onsets); 1 where there is none."""
        rows = np.nonzero(self.by_catalogue)[0]
        known = dict(zip(zip(self.windows.records[rows].tolist(),
                             self.windows.seconds[rows].tolist()), self.chance[rows]))
        return np.array([known.get(key, 1.0) for key in zip(
            windows.records.tolist(), windows.seconds.tolist())])

    def _calibration(self, raw):
        """Platt's line on unweighted rows, each record's windows together weighing one."""
        rows = self.may_train
        count = {}
        for name in self.windows.records[rows]:
            count[name] = count.get(name, 0) + 1
        weight = np.array([1 / count[name] for name in self.windows.records[rows]])
        line = LogisticRegression(C=1e6).fit(raw[rows, None], self.is_earthquake[rows],
                                             sample_weight=weight)
        return float(line.coef_[0, 0]), float(line.intercept_[0])

    def _figures(self, odds):
        chance = 1 / (1 + np.exp(-odds))
        out = dict(calibrated_on=dict(
            earthquakes=len(set(self.windows.records[self.is_earthquake])),
            others=len(set(self.windows.records[self.may_train & ~self.is_earthquake]))))
        for seconds in (0.5, 1.0, 3.0):
            at = self.windows.seconds == seconds
            row = at & self.may_train
            out[f"{seconds:g} s"] = dict(
                auc=float(roc_auc_score(self.is_earthquake[row], odds[row])),
                earthquakes_below_half=float(np.mean(chance[row & self.is_earthquake] < 0.5)),
                others_above_half=float(np.mean(chance[row & ~self.is_earthquake] >= 0.5)),
                below_gate={f"{gate:g}": dict(
                    earthquakes=float(np.mean(chance[row & self.is_earthquake] < gate)),
                    others=float(np.mean(chance[row & ~self.is_earthquake] < gate)))
                    for gate in GATES},
                blasts_auc=self._blasts(at, odds))
        return out

    def _blasts(self, at, odds):
        """AUC of earthquakes against blasts of the same magnitudes (± 0.25)."""
        blast = at & (self.kind == "blast") & np.isfinite(self.magnitude)
        if not blast.any():
            return None
        like = np.array([bool(np.any(np.abs(self.magnitude[blast] - m) <= 0.25))
                         for m in self.magnitude])
        rows = blast | (at & self.is_earthquake & like)
        return float(roc_auc_score(self.is_earthquake[rows], odds[rows]))

    def _by_network(self, weights, seed, slope, offset):
        """Earthquakes lost at 1 s in each larger network when it is left out of training."""
        names, counts = np.unique(self.network[self.is_earthquake & self.may_train],
                                  return_counts=True)
        largest = names[np.argsort(-counts)[:8]].tolist()
        groups = np.array([largest.index(n) if n in largest else -1 for n in self.network])
        fitted = fit(self.inputs, self.is_earthquake, weights, groups, list(range(len(largest))),
                     seed=seed + 2, steps=500)
        out = {}
        for index, name in enumerate(largest):
            rows = (groups == index) & (self.windows.seconds == 1.0) & self.is_earthquake
            raw = predict([(k[index:index + 1], b[index:index + 1]) for k, b in fitted],
                          self.inputs[rows])[0, :, 0]
            out[name] = dict(records=int(rows.sum()),
                             below_half=float(np.mean(slope * raw + offset < 0)),
                             below_gate={f"{gate:g}": float(np.mean(
                                 slope * raw + offset < np.log(gate / (1 - gate))))
                                 for gate in GATES})
        return out
