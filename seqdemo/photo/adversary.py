"""The second part of the training: the generator against a critic of its patches.

The critic sees real photos and made ones, each beside its drawing, moved and recoloured alike (Zhao et al. 2020,
"Differentiable Augmentation"); the generator has to please it and to stay near the photo, more so where the photo
is seen from afar: there colours are told by nothing but the drawing, while up close any grain of leather is right.
"""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import ops

NEAR, AFAR = 30.0, 60.0
"""What a photo's L1 distance costs, and that of both seen at an eighth of the size, beside the critic's logit."""
RATE, CRITIC_RATE = 2e-4, 2e-4
AVERAGED = 0.999
"""The share of the averaged generator that a step leaves."""


class Duel(keras.Model):
    """Trains `generator` against `critic`, and keeps `average`, the exponential average of the generator's weights."""

    def __init__(self, generator: keras.Model, critic: keras.Model, average: keras.Model):
        super().__init__()
        self.generator, self.critic, self.average = generator, critic, average
        self.critic_optimizer = keras.optimizers.Adam(CRITIC_RATE, beta_1=0.5, beta_2=0.99)
        self.critic_optimizer.build(critic.trainable_variables)
        self.seen = {name: keras.metrics.Mean(name) for name in ("l1", "made", "real")}

    def call(self, inputs, training=False):
        return self.average(inputs, training=training)

    def train_step(self, data):
        inputs, photos, _ = keras.utils.unpack_x_y_sample_weight(data)
        ink = inputs[0][..., :1]
        with tf.GradientTape() as tape:
            made = self.generator(inputs, training=True)
            with tape.stop_recording():
                self._teach_the_critic(ink, photos, tf.stop_gradient(made))
            near = ops.mean(ops.abs(made - photos))
            afar = ops.mean(ops.abs(ops.average_pool(made, 8) - ops.average_pool(photos, 8)))
            belief = self.critic(shown(made, ink), training=True)
            loss = NEAR * near + AFAR * afar + ops.mean(ops.softplus(-belief))
        variables = self.generator.trainable_variables
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        for kept, now in zip(self.average.trainable_variables, variables, strict=True):
            kept.assign(kept + (1 - AVERAGED) * (now - kept))
        self.seen["l1"].update_state(near)
        return {name: metric.result() for name, metric in self.seen.items()}

    def _teach_the_critic(self, ink, photos, made):
        with tf.GradientTape() as tape:
            pairs = shown(ops.concatenate([photos, made]), ops.concatenate([ink, ink]))
            real, false = ops.split(self.critic(pairs, training=True), 2)
            loss = ops.mean(ops.softplus(-real)) + ops.mean(ops.softplus(false))
        variables = self.critic.trainable_variables
        self.critic_optimizer.apply(tape.gradient(loss, variables), variables)
        self.seen["real"].update_state(ops.mean(ops.cast(real > 0, "float32")))
        self.seen["made"].update_state(ops.mean(ops.cast(false > 0, "float32")))

    @property
    def metrics(self):
        return list(self.seen.values())


def shown(photos, ink):
    """Pictures as the critic sees them: moved together with their ink, lighter or darker, paler or more colourful."""
    shift = tf.random.uniform((2,), -12, 13, tf.int32)
    photos, ink = (tf.roll(pictures, shift, (1, 2)) for pictures in (photos, ink))
    one = (ops.shape(photos)[0], 1, 1, 1)
    photos = photos + tf.random.uniform(one, -0.1, 0.1)
    grey = ops.mean(photos, axis=-1, keepdims=True)
    photos = grey + (photos - grey) * tf.random.uniform(one, 0.6, 1.4)
    middle = ops.mean(photos, axis=(1, 2, 3), keepdims=True)
    return [middle + (photos - middle) * tf.random.uniform(one, 0.9, 1.1), ink]


def between(first: keras.Model, second: keras.Model, share: float) -> None:
    """Moves the weights of `second` back towards those of `first`, from which it started: `share` of the way is left.

    Wang et al. 2018, "ESRGAN: Enhanced Super-Resolution Generative Adversarial Networks", network interpolation: the
    critic, which normalises its maps, says what a grain looks like, but hardly how strong it is.
    """
    pairs = zip(first.get_weights(), second.get_weights(), strict=True)
    second.set_weights([start + share * (end - start) for start, end in pairs])


def fight(duel: Duel, batches: keras.utils.PyDataset, epochs: int, watch: keras.callbacks.Callback, work: Path) -> None:
    """Trains for `epochs`; goes on from `work` after a stop. The last quarter's rates fall to nothing."""
    work.mkdir(parents=True, exist_ok=True)
    duel.compile(keras.optimizers.Adam(RATE, beta_1=0.5, beta_2=0.99), jit_compile=False)
    duel.optimizer.build(duel.generator.trainable_variables)
    duel.built = True
    state = work / "state.weights.h5"
    if state.exists():
        duel.load_weights(state)
    done = int(duel.optimizer.iterations) // len(batches)
    batches.epoch = 1 + done

    class Slower(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
            left = float(np.clip(4 * (1 - epoch / epochs), 0.1, 1))
            duel.optimizer.learning_rate = RATE * left
            duel.critic_optimizer.learning_rate = CRITIC_RATE * left

    keep = keras.callbacks.ModelCheckpoint(state, save_weights_only=True)
    log = keras.callbacks.CSVLogger(work / "log.csv", append=True)
    duel.fit(
        batches, epochs=epochs, initial_epoch=done, shuffle=False, verbose=2, callbacks=[Slower(), keep, watch, log]
    )
