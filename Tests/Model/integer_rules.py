"""The arithmetic of int8 networks in NumPy under two rules of rounding, for a batch of inputs.

"single": the station's. Accumulator × q31 in integers, half a step added, shifted once: ties upward.
"float32": XNNPACK's on x86, which ai-edge-litert runs by default. The accumulator and the multiplier
are made float32, multiplied, and the product is rounded to nearest, ties to even.
Everything else is the same in both.
"""
import math

import numpy as np


def quantize_multiplier(multiplier):
    """The q31 and the right shift of `x·multiplier`, as TensorFlow Lite's QuantizeMultiplier."""
    fraction, exponent = math.frexp(multiplier)
    q31 = math.floor(fraction * 2**31 + 0.5)
    if q31 == 2**31:
        q31, exponent = q31 // 2, exponent + 1
    return (q31, 31 - exponent) if exponent >= -31 else (0, 31)


def single(accumulators, multipliers):
    columns = []
    for column, multiplier in zip(accumulators.T, multipliers):
        q31, shift = quantize_multiplier(float(multiplier))
        columns.append((column.astype(np.int64) * q31 + (1 << (shift - 1))) >> shift)
    return np.array(columns).T


def float32(accumulators, multipliers):
    products = accumulators.astype(np.float32) * multipliers.astype(np.float32)
    return np.rint(products).astype(np.int64)


def bounds(activation, scale, zero):
    low = max(-128, zero) if activation else -128
    high = min(127, zero + math.floor(np.float32(6) / scale + 0.5)) if activation == 3 else 127
    return low, high


def store(values, tensor, activation=0):
    scale, zero = tensor.scales[0], int(tensor.zeros[0])
    return np.clip(values + zero, *bounds(activation, scale, zero))


def window(length, filter_length, stride, padding):
    if padding == 1:
        return (length - filter_length) // stride + 1, 0
    count = -(-length // stride)
    return count, max((count - 1) * stride + filter_length - length, 0) // 2


def patches(x, height, width, options, outside):
    """[batch, rows, columns, height × width, channels] of [batch, rows, columns, channels]."""
    dilation = options.get("dilation_h", 1), options.get("dilation_w", 1)
    spans = (height - 1) * dilation[0] + 1, (width - 1) * dilation[1] + 1
    rows, top = window(x.shape[1], spans[0], options["stride_h"], options["padding"])
    columns, left = window(x.shape[2], spans[1], options["stride_w"], options["padding"])
    room = (0, 0), (top, spans[0] + options["stride_h"]), (left, spans[1] + options["stride_w"]), (0, 0)
    padded = np.pad(x, room, constant_values=outside)
    cells = []
    for i in range(height):
        for j in range(width):
            first = i * dilation[0], j * dilation[1]
            part = padded[:, first[0] :, first[1] :][:, :: options["stride_h"], :: options["stride_w"]]
            cells.append(part[:, :rows, :columns])
    return np.stack(cells, axis=3)


def weighted(model, operator, x, rule):
    entering, leaving = model.tensors[operator.inputs[0]], model.tensors[operator.output]
    weights = model.tensors[operator.inputs[1]]
    zero = int(entering.zeros[0])
    w = weights.values.astype(np.float64)
    if operator.name == "FULLY_CONNECTED":
        sums = (x.reshape(len(x), -1) - zero).astype(np.float64) @ w.T
    else:
        cells = (patches(x, w.shape[1], w.shape[2], operator.options, zero) - zero).astype(np.float64)
        if operator.name == "CONV_2D":
            sums = np.einsum("brcko,fko->brcf", cells, w.reshape(len(w), -1, w.shape[3]), optimize=True)
        else:
            repeated = np.repeat(cells, operator.options["multiplier"], axis=4)
            sums = np.einsum("brcko,ko->brco", repeated, w.reshape(-1, w.shape[3]))
    sums = sums.astype(np.int64)
    if len(operator.inputs) > 2 and operator.inputs[2] >= 0:
        sums = sums + model.tensors[operator.inputs[2]].values.astype(np.int64)
    count = sums.shape[-1]
    scales = np.broadcast_to(weights.scales, count)
    if rule == "single":
        multipliers = np.float64(entering.scales[0]) * scales.astype(np.float64) / np.float64(
            leaving.scales[0])
        values = single(sums.reshape(-1, count), multipliers)
    else:
        values = float32(sums.reshape(-1, count), entering.scales[0] * scales / leaving.scales[0])
    return store(values.reshape(sums.shape), leaving, operator.options["activation"])


def add(model, operator, values):
    """XNNPACK's: multipliers of 21 bits for both inputs, one rounding."""
    tensors = [model.tensors[index] for index in operator.inputs]
    leaving = model.tensors[operator.output]
    ratios = [tensor.scales[0] / leaving.scales[0] for tensor in tensors]
    shift = 20 - (math.frexp(max(ratios))[1] - 1)
    total = 1 << (shift - 1)
    for tensor, ratio, index in zip(tensors, ratios, operator.inputs):
        multiplier = int(np.rint(np.float64(ratio) * 2.0**shift))
        total = total + (values[index] - int(tensor.zeros[0])) * multiplier
    return store(total >> shift, leaving, operator.options["activation"])


def pool(model, operator, x):
    options = operator.options
    cells = patches(x, options["filter_h"], options["filter_w"], options, -1000)
    is_inside = cells != -1000
    if operator.name == "MAX_POOL_2D":
        result = cells.max(axis=3)
    else:
        count = is_inside.sum(axis=3)
        total = np.where(is_inside, cells, 0).sum(axis=3)
        # Halves away from zero.
        result = np.sign(total) * ((np.abs(total) + count // 2) // count)
    zero = int(model.tensors[operator.output].zeros[0])
    return store(result - zero, model.tensors[operator.output], options["activation"])


def unary(model, operator, x):
    entering, leaving = model.tensors[operator.inputs[0]], model.tensors[operator.output]
    real = (x - int(entering.zeros[0])) * np.float64(entering.scales[0])
    if operator.name == "LOGISTIC":
        return np.clip(np.floor(256 / (1 + np.exp(-real)) + 0.5) - 128, -128, 127).astype(np.int64)
    if operator.name == "SOFTMAX":
        powers = np.exp(operator.options["beta"] * (real - real.max(axis=-1, keepdims=True)))
        shares = powers / powers.sum(axis=-1, keepdims=True)
        return np.clip(np.floor(256 * shares + 0.5) - 128, -128, 127).astype(np.int64)
    ratio = np.float64(entering.scales[0]) / np.float64(leaving.scales[0])
    moved = single((x - int(entering.zeros[0])).reshape(-1, 1), [ratio]).reshape(x.shape)
    return store(moved, leaving, 1 if operator.name == "RELU" else 3)


def run(model, inputs, rule):
    """The outputs of a batch of inputs [batch, …] in int64, by one of the rules."""
    values = {model.input: inputs.astype(np.int64)}
    for operator in model.operators:
        x = values[int(operator.inputs[0])]
        if operator.name in ("RESHAPE", "SQUEEZE", "EXPAND_DIMS"):
            result = x.reshape([len(x)] + model.tensors[operator.output].shape[1:])
        elif operator.name in ("FULLY_CONNECTED", "CONV_2D", "DEPTHWISE_CONV_2D"):
            result = weighted(model, operator, x, rule)
        elif operator.name == "ADD":
            result = add(model, operator, values)
        elif operator.name.endswith("POOL_2D"):
            result = pool(model, operator, x)
        else:
            result = unary(model, operator, x)
        values[operator.output] = result
    return values[model.output].reshape(len(inputs), -1)
