"""Small networks with Gaussian heads, many trained side by side on the same batches."""
import math

import numpy as np
import tensorflow as tf

HEADS = ["pgv", "magnitude", "distance"]
HEAD_WEIGHTS = [1.0, 0.5, 0.3]
# The loss is the Gaussian likelihood times the variance to this power (Seitzer et al. 2022,
# "On the pitfalls of heteroscedastic uncertainty estimation"): pure likelihood gives up on hard rows.
BETA = 0.5


def fit(inputs, targets, weights, groups, held_out, hidden=(40, 20), steps=500, batch=512,
        rate=3e-3, decay=3e-3, jitter=0.2, seed=1, share=None):
    """Trains one network per entry of `held_out`, each on the rows of other groups only.

    inputs [n, d]; targets [n, 3] of HEADS, nan where unknown; weights [n]; groups [n] integers.
    `share` [n] is the probability of drawing a row. Returns the layers: [(kernel [k, in, out],
    bias [k, 1, out])], the last with mean and natural log variance of each head in turn.
    """
    tf.keras.utils.set_random_seed(seed)
    count, width = len(held_out), inputs.shape[1]
    known = np.isfinite(targets)
    filled = np.where(known, targets, 0)
    means = (filled * weights[:, None]).sum(0) / (known * weights[:, None]).sum(0)
    sizes = [width, *hidden, 2 * len(HEADS)]
    variables = []
    for index, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:])):
        spread = 0.05 if index == len(sizes) - 2 else math.sqrt(1 / fan_in)
        variables.append(tf.Variable(tf.random.normal([count, fan_in, fan_out], stddev=spread)))
        variables.append(tf.Variable(tf.zeros([count, 1, fan_out])))
    start = np.ravel(np.column_stack([means, np.full(len(HEADS), -1.0)]))
    variables[-1].assign(np.tile(start.astype("f4"), (count, 1, 1)))
    data = [tf.constant(a, tf.float32) for a in (inputs, filled, known * weights[:, None])]
    places = tf.constant(groups, tf.int32)
    held = tf.constant(held_out, tf.int32)
    optimizer = tf.keras.optimizers.AdamW(
        tf.keras.optimizers.schedules.CosineDecay(rate, steps), weight_decay=decay)
    optimizer.build(variables)
    draw = np.random.default_rng(seed)
    share = None if share is None else share / share.sum()

    @tf.function(reduce_retracing=True)
    def step(rows):
        x = tf.gather(data[0], rows)
        x = (x + jitter * tf.random.normal(tf.shape(x)))[None]
        y, m = tf.gather(data[1], rows), tf.gather(data[2], rows)
        seen = tf.cast(tf.gather(places, rows)[None, :] != held[:, None], tf.float32)
        with tf.GradientTape() as tape:
            output = apply(variables, x)
            loss = 0.0
            for head, importance in enumerate(HEAD_WEIGHTS):
                variance = tf.clip_by_value(output[..., 2 * head + 1], -5.0, 2.0)
                error = output[..., 2 * head] - y[None, :, head]
                likelihood = 0.5 * (tf.exp(-variance) * error * error + variance)
                likelihood *= tf.stop_gradient(tf.exp(variance * BETA))
                loss += importance * tf.reduce_sum(
                    tf.reduce_mean(likelihood * m[None, :, head] * seen, axis=1))
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))

    for _ in range(steps):
        step(tf.constant(draw.choice(len(inputs), batch, p=share), tf.int32))
    arrays = [v.numpy().astype(float) for v in variables]
    return list(zip(arrays[::2], arrays[1::2]))


def apply(variables, x):
    """Outputs [k, n, out] of networks given as kernel, bias, kernel, bias, …"""
    for index in range(0, len(variables), 2):
        x = tf.matmul(x, variables[index]) + variables[index + 1]
        if index + 2 < len(variables):
            x = tf.nn.relu(x)
    return x
