#!/usr/bin/env python3
"""Makes the small full-integer models of Tests/Fixtures/models with a stock TensorFlow converter.

usage: make_models.py FOLDER

Between them they hold every operator that the interpreter knows, in the forms that the converter
writes: bias or none, weights per channel and per tensor, SAME and VALID padding, strides, dilation, depth
multipliers, fused and separate activations. The weights are random from a fixed seed: what is tested is
arithmetic. Made with TensorFlow 2.21.0; needed only to make them anew.
"""
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../Tools/training"))
from model_contract import with_contract

L = tf.keras.layers


def dense(units, activation=None, **options):
    return L.Dense(
        units, activation=activation, bias_initializer="random_normal", **options)


def conv(filters, kernel, activation=None, **options):
    return L.Conv2D(
        filters, kernel, activation=activation, bias_initializer="random_normal", **options)


def mlp(inputs=50, outputs=7):
    x = entry = L.Input((inputs,), batch_size=1)
    for units in (64, 32):
        x = dense(units, "relu")(x)
    return tf.keras.Model(entry, dense(outputs)(x))


def mlp_activations():
    """RELU of its own, RELU6 and RELU fused, a layer without bias, LOGISTIC at the end."""
    entry = L.Input((24,), batch_size=1)
    x = L.ReLU()(entry)
    x = L.ReLU(max_value=6)(dense(20)(x))
    x = L.ReLU()(L.Dense(16, use_bias=False)(x))
    return tf.keras.Model(entry, L.Activation("sigmoid")(dense(5)(x)))


def softmax():
    """RELU6 of its own, SOFTMAX at the end."""
    entry = L.Input((16,), batch_size=1)
    x = dense(12, "relu")(L.ReLU(max_value=6)(entry))
    return tf.keras.Model(entry, L.Softmax()(dense(6)(x)))


def cnn_1d():
    """Conv1D as the converter writes it: EXPAND_DIMS or RESHAPE around CONV_2D of height 1."""
    x = entry = L.Input((128, 3), batch_size=1)
    for filters, kernel in ((8, 7), (16, 5), (24, 3)):
        x = L.Conv1D(
            filters, kernel, strides=2, padding="same", activation="relu",
            bias_initializer="random_normal")(x)
    x = L.AveragePooling1D(16)(x)
    x = dense(16, "relu")(L.Flatten()(x))
    return tf.keras.Model(entry, dense(4)(x))


def cnn_2d():
    """Two dimensions, VALID and SAME, stride, dilation, maximum pools, ADD with a fused RELU."""
    x = entry = L.Input((12, 10, 4), batch_size=1)
    x = conv(8, (3, 3), "relu", padding="same")(x)
    y = conv(8, (3, 2), padding="same", dilation_rate=(2, 2))(x)
    x = L.ReLU()(L.Add()([x, y]))
    x = L.MaxPooling2D((2, 2))(x)
    x = conv(10, (2, 3), "relu", strides=(2, 1))(x)
    x = L.MaxPooling2D((2, 2), strides=1, padding="same")(x)
    x = L.AveragePooling2D((2, 2), strides=1, padding="same")(x)
    return tf.keras.Model(entry, dense(5)(L.Flatten()(x)))


def depthwise():
    """Depthwise in one and two dimensions, with a multiplier, a stride and dilation, and RELU6."""
    x = entry = L.Input((32, 1, 4), batch_size=1)
    x = L.DepthwiseConv2D(
        (5, 1), padding="same", depth_multiplier=2, bias_initializer="random_normal")(x)
    x = L.ReLU(max_value=6)(x)
    y = L.DepthwiseConv2D(
        (3, 1), padding="same", dilation_rate=(2, 1), bias_initializer="random_normal")(x)
    x = L.Add()([x, conv(8, 1, "relu")(y)])
    x = L.DepthwiseConv2D((3, 1), strides=(2, 2), activation="relu")(x)
    x = L.AveragePooling2D((15, 1))(x)
    return tf.keras.Model(entry, dense(3)(L.Flatten()(x)))


def cnn_large():
    """Some two million multiplications, the size that a waveform network may have."""
    x = entry = L.Input((512, 3), batch_size=1)
    for filters, kernel in ((16, 7), (24, 5), (32, 5), (32, 5)):
        x = L.Conv1D(
            filters, kernel, strides=2, padding="same", activation="relu",
            bias_initializer="random_normal")(x)
    x = L.AveragePooling1D(32)(x)
    x = dense(32, "relu")(L.Flatten()(x))
    return tf.keras.Model(entry, dense(7)(x))


MODELS = {
    "mlp": mlp, "mlp_activations": mlp_activations, "softmax": softmax, "cnn_1d": cnn_1d,
    "cnn_2d": cnn_2d, "depthwise": depthwise, "cnn_large": cnn_large,
}


def convert(model, per_channel=True):
    shape = model.input_shape
    random = np.random.default_rng(1)

    def examples():
        for _ in range(200):
            yield [random.standard_normal(shape).astype("f4")]

    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = examples
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    converter._experimental_disable_per_channel = not per_channel
    return converter.convert()


# What "contract", the model "mlp_activations" with a contract, says of itself.
CONTRACT = (
    "format=1\nchain=1\nfeature=pd_log10 -98304 65536\nfeature=pv_log10 -65536 65536\n"
    "feature=others 0 65536 22\noutput=a\noutput=b\noutput=c\noutput=d\noutput=e\n")


def write(folder, name, data):
    path = os.path.join(folder, name + ".tflite")
    with open(path, "wb") as file:
        file.write(data)
    print(path, len(data), "bytes")


def main(folder):
    for name, build in MODELS.items():
        tf.keras.utils.set_random_seed(6)
        model = build()
        for kind, per_channel in (("", True), ("_per_tensor", False)):
            if not per_channel and name not in ("mlp", "cnn_2d"):
                continue
            data = convert(model, per_channel)
            write(folder, name + kind, data)
            if name == "mlp_activations":
                write(folder, "contract", with_contract(data, CONTRACT))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
