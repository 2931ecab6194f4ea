"""The networks in Keras: the U-Net that makes a photo from a drawing, and the critic of its patches.

Isola et al. 2017, "Image-to-Image Translation with Conditional Adversarial Networks", with resizing and convolution
in place of transposed convolution, and with instance normalisation whose scale and shift come from class and style
(Dumoulin et al. 2017). The finest convolutions run at half resolution: the drawing comes in as blocks of 2 x 2.
"""

from __future__ import annotations

import keras
from keras import layers, ops

from seqdemo.photo.sizes import CHANNELS, CLASSES, CRITIC, SIZE, STYLE, generator_shapes


@keras.saving.register_keras_serializable("photo")
class Normalised(layers.Layer):
    """Instance normalisation, scaled and shifted by what is told, then a leaky ReLU: (N, H, W, C), (N, D) -> same."""

    def build(self, shapes):
        maps, told = shapes
        self.kernel = self.add_weight(shape=(told[-1], 2 * maps[-1]), initializer="zeros", name="kernel")
        self.bias = self.add_weight(shape=(2 * maps[-1],), initializer="zeros", name="bias")

    def call(self, inputs):
        maps, told = inputs
        mean = ops.mean(maps, axis=(1, 2), keepdims=True)
        centred = maps - mean
        variance = ops.mean(ops.square(centred), axis=(1, 2), keepdims=True)
        scale, shift = ops.split((ops.matmul(told, self.kernel) + self.bias)[:, None, None, :], 2, axis=-1)
        return ops.leaky_relu(centred * (ops.rsqrt(variance + 1e-3) * (1 + scale)) + shift, 0.2)

    def compute_output_shape(self, shapes):
        return shapes[0]


def blocks(x):
    """(N, H, W, C) -> (N, H/2, W/2, 4C), a channel for each pixel of a block of 2 x 2."""
    _, height, width, channels = x.shape
    x = ops.reshape(x, (-1, height // 2, 2, width // 2, 2, channels))
    return ops.reshape(ops.transpose(x, (0, 1, 3, 2, 4, 5)), (-1, height // 2, width // 2, 4 * channels))


def generator() -> keras.Model:
    """Drawing (N, SIZE, SIZE, 2), told (N, CLASSES + STYLE), skips (N, levels) -> photo (N, SIZE, SIZE, 3).

    A drawing is ink and noise, a photo is 0..1. Skip i is multiplied by `skips[:, i]`: 1 as it was trained, 0 to
    switch it off.
    """
    drawing = keras.Input((SIZE, SIZE, 2), name="drawing")
    told = keras.Input((len(CLASSES) + STYLE,), name="told")
    skips = keras.Input((len(CHANNELS) - 1,), name="skips")
    channels = {name.split("/")[0]: shape[-1] for name, shape in generator_shapes().items()}

    def convolved(x, name, strides=1):
        x = layers.Conv2D(channels[name], 3, strides, padding="same", use_bias=False, name=name)(x)
        return Normalised(name=f"{name}_normalised")([x, told])

    x = layers.Lambda(blocks, name="blocks")(drawing)
    down = []
    for level in range(len(CHANNELS)):
        x = convolved(x, f"down_{level}", strides=2 if level else 1)
        down.append(x)
    x = convolved(x, "middle")
    for level in reversed(range(len(CHANNELS) - 1)):
        x = layers.UpSampling2D(name=f"larger_{level}")(x)
        skip = layers.Lambda(_switched, arguments={"level": level}, name=f"skip_{level}")([down[level], skips])
        x = layers.Concatenate(name=f"beside_{level}")([x, skip])
        x = convolved(x, f"up_{level}")
        x = convolved(x, f"narrow_{level}")
    x = layers.UpSampling2D(interpolation="bilinear", name="full")(x)
    x = layers.Conv2D(channels["tail"], 3, padding="same", activation="relu", name="tail")(x)
    x = layers.Concatenate(name="beside_drawing")([x, drawing])
    photo = layers.Conv2D(3, 3, padding="same", name="photo", dtype="float32")(x)
    return keras.Model([drawing, told, skips], layers.Activation("sigmoid", dtype="float32", name="light")(photo))


def _switched(inputs, level):
    maps, skips = inputs
    return maps * skips[:, level][:, None, None, None]


def critic() -> keras.Model:
    """Photo (N, SIZE, SIZE, 3), ink (N, SIZE, SIZE, 1) -> a logit for each patch, (N, 16, 16, 1): above 0 believed."""
    photo, ink = keras.Input((SIZE, SIZE, 3), name="photo"), keras.Input((SIZE, SIZE, 1), name="ink")
    x = layers.Concatenate()([photo, ink])
    for level, count in enumerate(CRITIC):
        x = layers.Conv2D(count, 4, 2, padding="same", name=f"patch_{level}")(x)
        if level:
            x = layers.GroupNormalization(groups=-1, name=f"patch_{level}_normalised")(x)
        x = layers.LeakyReLU(0.2)(x)
    return keras.Model([photo, ink], layers.Conv2D(1, 3, padding="same", name="belief", dtype="float32")(x))
