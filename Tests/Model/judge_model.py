#!/usr/bin/env python3
"""Holds the station's interpreter to ai-edge-litert's default kernels, output byte by output byte.

usage: judge_model.py TRACE INPUTS MODEL...   INPUTS scales the number of inputs, 1 for some 116,000

Each difference must be the one that two stated rules of rounding make (integer_rules.py): the
station's outputs must equal the rule "single" and ai-edge-litert's the rule "float32". A model file
beside which a file of the same name ending in .inputs.npy lies is run on those inputs as well. The last
layer's accumulators are held to the int8 outputs. Needs numpy and ai-edge-litert.
"""
import os
import subprocess
import sys
import tempfile

import numpy as np
from ai_edge_litert.interpreter import Interpreter

import integer_rules
from tflite_file import Model

# Small networks get more inputs.
COUNTS = {"cnn_large": 1_000, "cnn_2d": 8_000, "cnn_2d_per_tensor": 8_000, "mlp": 30_000}


def make_inputs(path, detail, count):
    """Normal inputs like those of the training, and a quarter that use the whole range evenly."""
    random = np.random.default_rng(sum(os.path.basename(path).encode()))
    scale = detail["quantization_parameters"]["scales"][0]
    zero = detail["quantization_parameters"]["zero_points"][0]
    shape = (count, *detail["shape"][1:])
    inputs = np.rint(random.standard_normal(shape) / scale) + zero
    even = random.integers(-128, 128, (count // 4, *shape[1:]))
    inputs[: len(even)] = even
    inputs = np.clip(inputs, -128, 127).astype(np.int8)
    given = path.replace(".tflite", ".inputs.npy")
    if os.path.exists(given):
        inputs = np.concatenate([np.load(given), inputs])
    return inputs


def run_reference(interpreter, inputs):
    entering, leaving = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    outputs = []
    for element in inputs:
        interpreter.set_tensor(entering["index"], element[None])
        interpreter.invoke()
        outputs.append(interpreter.get_tensor(leaving["index"]).reshape(-1))
    return np.array(outputs).astype(np.int64)


def run_ours(program, path, inputs, output_count):
    """The int8 outputs and, where a fully connected layer is last, its accumulators and Q16 values."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "in"), os.path.join(folder, "out")
        inputs.tofile(source)
        subprocess.run([program, path, source, target], check=True)
        raw = np.fromfile(target, np.uint8).reshape(len(inputs), -1)
    outputs = raw[:, :output_count].copy().view(np.int8).astype(np.int64)
    if raw.shape[1] == output_count:
        return outputs, None, None
    accumulators = raw[:, output_count : 5 * output_count].copy().view("<i4").astype(np.int64)
    return outputs, accumulators, raw[:, 5 * output_count :].copy().view("<i8")


def check_last_layer(model, outputs, accumulators, values_q16):
    """Accumulators requantised give the int8 outputs, and times their scale the Q16 values."""
    last = [operator for operator in model.operators if operator.name == "FULLY_CONNECTED"][-1]
    scales = np.float64(model.tensors[last.inputs[0]].scales[0]) * np.broadcast_to(
        model.tensors[last.inputs[1]].scales, outputs.shape[1]).astype(np.float64)
    leaving = model.tensors[last.output]
    stored = integer_rules.store(
        integer_rules.single(accumulators, scales / np.float64(leaving.scales[0])), leaving)
    wanted = integer_rules.single(accumulators, scales * 65536)
    return np.array_equal(stored, outputs) and np.array_equal(wanted, values_q16)


def judge(program, path, factor):
    name = os.path.basename(path).removesuffix(".tflite")
    interpreter = Interpreter(path, num_threads=1)
    interpreter.allocate_tensors()
    count = max(int(COUNTS.get(name, 12_000) * factor), 100)
    inputs = make_inputs(path, interpreter.get_input_details()[0], count)
    model = Model(path)
    reference = run_reference(interpreter, inputs)
    ours, accumulators, values_q16 = run_ours(program, path, inputs, reference.shape[1])
    differs = (ours != reference).any(axis=1)
    # Every input on which they differ, and enough others to know that the rules are theirs.
    chosen = np.unique(np.concatenate([np.flatnonzero(differs), np.arange(0, len(inputs), 20)]))
    unexplained = 0
    for rule, outputs in (("single", ours), ("float32", reference)):
        for part in np.array_split(chosen, max(len(chosen) // 100, 1)):
            expected = integer_rules.run(model, inputs[part], rule)
            unexplained += int((expected != outputs[part]).any(axis=1).sum())
    is_right = unexplained == 0
    if accumulators is not None:
        is_right &= check_last_layer(model, ours, accumulators, values_q16)
    largest = int(np.abs(ours - reference).max())
    same = len(inputs) - int(differs.sum())
    print(f"{name:20} {same} of {len(inputs)} inputs bit-identical, {differs.sum()} differ (by at most "
          f"{largest}), {unexplained} of {2 * len(chosen)} outputs not as their rule says"
          f"{'' if accumulators is None else ', accumulators held'}")
    return is_right, same


def main(program, factor, paths):
    results = [judge(program, path, float(factor)) for path in paths]
    same = sum(count for _, count in results)
    print(f"{same} inputs bit-identical to ai-edge-litert's default kernels")
    if float(factor) >= 1 and same < 100_000:
        print("judge_model: fewer than 100,000")
        return False
    return all(is_right for is_right, _ in results)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(0 if main(sys.argv[1], sys.argv[2], sys.argv[3:]) else 1)
