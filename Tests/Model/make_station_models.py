#!/usr/bin/env python3
"""Makes the models of Tests/Fixtures/models that a station can run, with a stock TensorFlow converter.

usage: make_station_models.py FOLDER

Each is one layer, near the linear lines of 3 s, so that what the station makes of it is plain to see:

station_earthquake   all features and outputs; odds of an earthquake 10 to 1
station_noise        the same with odds of 1 to 10
station_plain        two features in another order, and only the outputs that must be there

Made with TensorFlow 2.21.0; needed only to make them anew.
"""
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../Tools/training"))
from model_contract import contract_text, with_contract

# name: offset, scale of what the network sees
FEATURES = {
    "velocity": (-2, 1 / 1.2), "log_window": (0.4, 2), "displacement_to_velocity": (-1, 2),
    "acceleration_to_velocity": (1.4, 2), "tau_c": (-0.2, 2), "tau_p": (-0.2, 2),
    "pgv_to_pv": (0.4, 2), "pga_to_pa": (0.4, 2), "pgd_to_pd": (0.4, 2), "iv2": (-0.7, 2),
    "id2": (-0.5, 2), "cav": (-0.8, 2), "power": (-0.2, 2), "pv_above": (-0.1, 2),
    "pd_above": (-0.4, 2), "tau_c_above": (-0.6, 2), "dominant_frequency": (0.6, 2),
    "horizontal_to_vertical": (0.2, 2), **{f"band{i}": (-0.8, 2) for i in range(9)},
    "s_wave": (0.5, 2),
}
# output: constant, then weights of features
LINES = {
    "pgv_log10": (1.593, {"velocity": 1.057, "displacement_to_velocity": 0.543, "tau_c": -0.279}),
    "pgv_sigma_log10": (-0.284, {"log_window": -0.1}),
    "magnitude": (
        9.1, {"velocity": 0.808, "displacement_to_velocity": 1.446,
              "acceleration_to_velocity": -0.815, "tau_c": -0.823, "pgv_to_pv": -0.497}),
    "magnitude_sigma_log10": (-0.055, {"log_window": -0.05}),
    "distance_log10": (1.2, {"velocity": -0.1}),
    "distance_sigma_log10": (-0.5, {"log_window": -0.05}),
    "earthquake_odds_log10": (1, {"log_window": 0.05}),
}
PLAIN_FEATURES = ("displacement_to_velocity", "velocity")
PLAIN_LINES = {
    "magnitude_sigma_log10": (0, {"velocity": 0.01}),
    "magnitude": (6, {"velocity": 0.8, "displacement_to_velocity": 0.4}),
    "pgv_sigma_log10": (-0.3, {"velocity": 0.01}),
    "pgv_log10": (1.6, {"velocity": 1, "displacement_to_velocity": 0.5}),
}


def convert(features, lines):
    """The layer that maps scaled features to the lines, its input quantised over −4…4."""
    kernel = np.zeros((len(features), len(lines)))
    bias = np.zeros(len(lines))
    for column, (constant, weights) in enumerate(lines.values()):
        bias[column] = constant
        for name, weight in weights.items():
            offset, scale = FEATURES[name]
            kernel[features.index(name), column] = weight / scale
            bias[column] += weight * offset
    entry = tf.keras.layers.Input((len(features),), batch_size=1)
    layer = tf.keras.layers.Dense(len(lines))
    model = tf.keras.Model(entry, layer(entry))
    layer.set_weights([kernel, bias])
    random = np.random.default_rng(1)

    def examples():
        for _ in range(200):
            yield [random.uniform(-4, 4, (1, len(features))).astype("f4")]

    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = examples
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    return with_contract(
        converter.convert(),
        contract_text(1, [(name, *FEATURES[name]) for name in features], list(lines)))


def main(folder):
    noise = {**LINES, "earthquake_odds_log10": (-1, {"log_window": 0.05})}
    models = {
        "station_earthquake": (list(FEATURES), LINES), "station_noise": (list(FEATURES), noise),
        "station_plain": (list(PLAIN_FEATURES), PLAIN_LINES),
    }
    for name, (features, lines) in models.items():
        path = os.path.join(folder, name + ".tflite")
        with open(path, "wb") as file:
            file.write(convert(features, lines))
        print(path, os.path.getsize(path), "bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
