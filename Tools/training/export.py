"""Merges an ensemble into one network and writes it as a full-integer TFLite file."""
import math

import numpy as np

from dataset import FEATURES, WITHHELD
from mixture import LINE_SHARE

OUTPUTS = ["pgv_log10", "pgv_sigma_log10", "magnitude", "magnitude_sigma_log10",
           "distance_log10", "distance_sigma_log10", "earthquake_odds_log10"]
# What a feature may reach, in standard deviations; int8 saturates there.
REACH = 4.0


class Scaling:
    """What maps a feature to −1…1, in the Q16 integers that the station uses."""

    def __init__(self, features):
        self.mean, self.deviation = features.mean(0), features.std(0) + 1e-6
        low = np.maximum(features.min(0), self.mean - REACH * self.deviation)
        high = np.minimum(features.max(0), self.mean + REACH * self.deviation)
        high = np.maximum(high, low + 0.1)
        self.offset_q16 = np.rint((low + high) / 2 * 65536).astype(np.int64)
        self.scale_q16 = np.rint(2 / (high - low) * 65536).astype(np.int64)

    def unit(self, features):
        """Features on −1…1, saturated: the network's input."""
        offset, scale = self.offset_q16 / 65536, self.scale_q16 / 65536
        return np.clip((features - offset) * scale, -1, 1)

    def standard(self, features):
        """Features as the ensemble was trained on: saturated, mean 0, deviation 1."""
        offset, scale = self.offset_q16 / 65536, self.scale_q16 / 65536
        return (self.unit(features) / scale + offset - self.mean) / self.deviation

    def into_first_layer(self, kernel, bias):
        """The first layer of networks on standard features as one on unit features."""
        offset, scale = self.offset_q16 / 65536, self.scale_q16 / 65536
        shift = (offset - self.mean) / self.deviation
        return kernel / (scale * self.deviation)[:, None], bias + shift @ kernel


def merge(scaling, estimates, odds, sigma_offsets):
    """One network of three layers [(kernel, bias)]: the mean of the mixture beside the odds' mean.

    `estimates` is a `mixture.Mixture`, `odds` are layers of `odds.fit`; `sigma_offsets` widen the log10
    sigma of each head as calibration found. A line w·x passes both rectifiers as max(w·x, 0) and
    max(−w·x, 0), whose difference it is.
    """
    kernels, biases = [], []
    for layer in range(3):
        parts = [(k, b) for network in (estimates.layers, odds)
                 for k, b in zip(network[layer][0], network[layer][1][:, 0])]
        biases.append([b for _, b in parts])
        kernels.append([k for k, _ in parts])
    withheld = [FEATURES.index(name) for name in WITHHELD]
    rows = [index for index in range(len(FEATURES)) if index not in withheld]
    first = []
    for kernel in kernels[0]:
        whole = np.zeros((len(FEATURES), kernel.shape[1]))
        whole[rows if len(kernel) == len(rows) else slice(None)] = kernel
        first.append(whole)
    kernel, bias = scaling.into_first_layer(np.hstack(first), np.concatenate(biases[0]))
    line, constant = scaling.into_first_layer(
        estimates.line_kernels.mean(0)[:, None], estimates.line_biases.mean(keepdims=True))
    layers = [(np.hstack([kernel, line, -line]), np.append(bias, [0, 0])),
              (_diagonal([*kernels[1], np.eye(2)]), np.append(np.concatenate(biases[1]), [0, 0]))]
    layers.append(_last(kernels[2], biases[2], len(estimates.layers[2][0]), sigma_offsets, constant))
    return layers


def _diagonal(blocks):
    out = np.zeros((sum(len(b) for b in blocks), sum(b.shape[1] for b in blocks)))
    row = column = 0
    for block in blocks:
        out[row:row + block.shape[0], column:column + block.shape[1]] = block
        row, column = row + block.shape[0], column + block.shape[1]
    return out


def _last(kernels, biases, estimate_count, sigma_offsets, line_constant):
    """Means over the mixture; natural log variances become log10 sigma, log odds log10 odds."""
    to_sigma = 0.5 / math.log(10)
    factors = np.array([1 - LINE_SHARE, to_sigma, 1, to_sigma, 1, to_sigma]) / estimate_count
    odds_factor = 1 / math.log(10) / (len(kernels) - estimate_count)
    parts, bias = [], np.zeros(len(OUTPUTS))
    for index, (kernel, offset) in enumerate(zip(kernels, biases)):
        part = np.zeros((len(kernel), len(OUTPUTS)))
        if index < estimate_count:
            part[:, :6] = kernel * factors
            bias[:6] += offset * factors
        else:
            part[:, 6] = kernel[:, 0] * odds_factor
            bias[6] += offset[0] * odds_factor
        parts.append(part)
    line = np.zeros((2, len(OUTPUTS)))
    line[:, 0] = LINE_SHARE, -LINE_SHARE
    bias[0] += LINE_SHARE * line_constant[0]
    bias[[1, 3, 5]] += sigma_offsets
    return np.vstack([*parts, line]), bias


def with_corners(units):
    """The rows and, of a row in the middle, every feature at both its ends: the input's whole range."""
    middle = np.tile(np.median(units, axis=0), (2 * units.shape[1], 1))
    for index in range(units.shape[1]):
        middle[2 * index, index], middle[2 * index + 1, index] = 1, -1
    return np.vstack([middle, units])


def equalise(layers, units):
    """Gives every hidden unit the same largest activation, so that int8 serves all equally well.

    A unit's kernel is divided and the next layer's row multiplied by the same number: the network
    computes the same (Nagel et al. 2019, "Data-free quantization through weight equalization").
    """
    layers = [(k.copy(), b.copy()) for k, b in layers]
    x = units
    for index in range(len(layers) - 1):
        kernel, bias = layers[index]
        largest = np.max(np.maximum(x @ kernel + bias, 0), axis=0)
        alive = largest > 1e-5
        divisor = np.where(alive, largest, 1.0)
        layers[index] = (kernel / divisor * alive, bias / divisor * alive)
        following = layers[index + 1]
        layers[index + 1] = (following[0] * (divisor * alive)[:, None], following[1])
        x = np.maximum(x @ layers[index][0] + layers[index][1], 0)
    return layers


def evaluate(layers, units):
    """The merged network in floating point: [n, OUTPUTS]."""
    for index, (kernel, bias) in enumerate(layers):
        units = units @ kernel + bias
        if index + 1 < len(layers):
            units = np.maximum(units, 0)
    return units


def to_tflite(layers, units):
    """The bytes of the full-integer file; `units` calibrate the ranges of activations."""
    import tensorflow as tf  # a second to load, and only files need it

    model = tf.keras.Sequential([tf.keras.Input((len(FEATURES),), batch_size=1)])
    for index, (kernel, _) in enumerate(layers):
        model.add(tf.keras.layers.Dense(
            kernel.shape[1], activation="relu" if index + 1 < len(layers) else None))
    for layer, (kernel, bias) in zip(model.layers, layers):
        layer.set_weights([kernel.astype("f4"), bias.astype("f4")])

    def representative():
        for row in units.astype("f4"):
            yield [row[None]]

    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = representative
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = tf.int8
    converter.inference_output_type = tf.int8
    return converter.convert()


def run_integers(data, units):
    """The file run as the station runs it, the last layer read from its int32 accumulators.

    Single rounding, ties upward: (accumulator · multiplier + half) >> shift (science of int8 in
    decision 0026); `firstbreak model run` gives the same numbers.
    """
    import tensorflow as tf

    interpreter = tf.lite.Interpreter(model_content=data)
    interpreter.allocate_tensors()
    tensors = {t["index"]: t for t in interpreter.get_tensor_details()}
    quantisation = lambda i: tensors[i]["quantization_parameters"]
    operators = [o for o in interpreter._get_ops_details() if o["op_name"] == "FULLY_CONNECTED"]
    entry = quantisation(operators[0]["inputs"][0])
    scale, zero = float(entry["scales"][0]), int(entry["zero_points"][0])
    x = np.clip(np.rint(units / scale) + zero, -128, 127).astype(np.int64)
    for operator in operators:
        source, kernel, bias = operator["inputs"][:3]
        target = operator["outputs"][0]
        zero_in = int(quantisation(source)["zero_points"][0])
        scale_in = float(quantisation(source)["scales"][0])
        weights = interpreter.get_tensor(kernel).astype(np.int64)
        accumulator = (x - zero_in) @ weights.T + interpreter.get_tensor(bias).astype(np.int64)
        scales = quantisation(kernel)["scales"].astype(np.float64) * scale_in
        if operator is operators[-1]:
            return accumulator * scales
        scale_out = float(quantisation(target)["scales"][0])
        zero_out = int(quantisation(target)["zero_points"][0])
        x = np.clip(_rescaled(accumulator, scales / scale_out) + zero_out, zero_out, 127)
    return None


def _rescaled(accumulator, factors):
    mantissa, exponent = np.frexp(np.broadcast_to(factors, accumulator.shape[1:]))
    multiplier = np.rint(mantissa * 2 ** 31).astype(np.int64)
    shift = 31 - exponent
    return (accumulator * multiplier + (np.int64(1) << (shift - 1))) >> shift
