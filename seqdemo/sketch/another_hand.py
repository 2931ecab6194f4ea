"""Drawings as another hand would have made them, so that 340 of a class teach more than 340."""

from __future__ import annotations

import math

import numpy as np

MIRRORED, STROKE_LEFT_OUT, MOVED, TURNED_ROUND = 0.3, 0.15, 0.15, 0.05
WAVES, WAVE_LENGTH, WAVE_HEIGHT = 2, 250, 3.5  # pixels: the paper is bent so
STROKE_TURNED, STROKE_SCALED, STROKE_SHIFTED = 0.05, 0.05, 2.5  # radians, log of the size, pixels


def varied(
    points: np.ndarray, left_out: int, random: np.random.Generator, framed: float = 0.0, bent: bool = False
) -> tuple[np.ndarray, bool]:
    """Returns a drawing (N, 3) in another hand, with `left_out` of the vertices inside strokes gone, and whether its
    strokes are all there in their order.

    At most N - left_out points long; with a probability of `framed` about as large as it was. `bent`: on paper that
    is bent a little, each stroke turned, scaled and shifted a little of its own.
    """
    vertices = np.concatenate([[[0.0, 0.0]], np.cumsum(points[:, :2], axis=0, dtype=np.float32)])
    ends = np.flatnonzero(points[:, 2] > 0) + 1  # the last vertex of each stroke
    keep = np.ones(len(vertices), bool)
    if left_out:
        inside = keep.copy()
        inside[0] = inside[ends] = inside[np.minimum(ends + 1, len(vertices) - 1)] = False
        inside = np.flatnonzero(inside)
        keep[random.permutation(inside)[:left_out]] = False
    if bent:
        vertices = vertices + _waves(vertices, random)
    vertices = vertices @ _turned(random, framed)
    vertices += random.normal(0, 1, vertices.shape)
    starts = [0, *(ends[:-1] + 1)]
    strokes = [vertices[a : b + 1][keep[a : b + 1]] for a, b in zip(starts, ends, strict=True)]
    if bent:
        strokes = [_of_its_own(stroke, random) for stroke in strokes]
    chance = random.random(3)
    in_order = True
    if len(strokes) > 2 and chance[0] < STROKE_LEFT_OUT:
        strokes.pop(random.integers(len(strokes)))
        in_order = False
    if len(strokes) > 1 and chance[1] < MOVED:
        strokes.insert(random.integers(len(strokes)), strokes.pop(random.integers(len(strokes))))
        in_order = False
    if chance[2] < TURNED_ROUND * len(strokes):
        number = random.integers(len(strokes))
        strokes[number] = strokes[number][::-1]
    whole = np.concatenate(strokes)
    lifts = np.zeros(len(whole), np.float32)
    lifts[np.cumsum([len(stroke) for stroke in strokes]) - 1] = 1
    return np.concatenate([np.diff(whole, axis=0), lifts[1:, None]], axis=1, dtype=np.float32), in_order


def _turned(random: np.random.Generator, framed: float) -> np.ndarray:
    """A matrix (2, 2) that turns a little, stretches each axis, leans, and mirrors now and then."""
    if framed and random.random() < framed:
        return np.diag(np.exp(random.uniform(-0.04, 0.04, 2)) * [-1 if random.random() < MIRRORED else 1, 1])
    size = math.exp(random.uniform(-0.8, 0.1))
    stretch = size * np.exp(random.uniform(-0.18, 0.18, 2)) * [-1 if random.random() < MIRRORED else 1, 1]
    lean = np.array([[1, 0], [random.uniform(-0.12, 0.12), 1]])
    return _turn(random.normal(0, 0.13)) @ lean @ np.diag(stretch)


def _turn(angle: float) -> np.ndarray:
    """The matrix (2, 2) of a turn by an angle in radians."""
    return np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])


def _waves(vertices: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """By how much each vertex (N, 2) is moved where long waves bend the paper."""
    moved = np.zeros(vertices.shape)
    for _ in range(WAVES):
        phase = 2 * math.pi * (vertices @ random.normal(0, 1 / WAVE_LENGTH, 2) + random.random())
        moved += np.sin(phase)[:, None] * random.normal(0, WAVE_HEIGHT, 2)
    return moved


def _of_its_own(stroke: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A stroke (N, 2) turned and scaled about its middle, and shifted."""
    middle = stroke.mean(axis=0)
    change = math.exp(random.normal(0, STROKE_SCALED)) * _turn(random.normal(0, STROKE_TURNED))
    return (stroke - middle) @ change + middle + random.normal(0, STROKE_SHIFTED, 2)
