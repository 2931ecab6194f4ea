"""What an RNN, a CNN and an MLP see of the words so far, drawn as SVG text."""

from __future__ import annotations

_WORDS = 7
_WIDTH, _STEP = 300, 40
_WORD, _STATE, _OUT, _LINE = "#0072B2", "#009E73", "#D55E00", "#888888"


def picture(name: str, window: int) -> str:
    """Returns the picture of rnn, cnn or mlp: words below, what is said on top, and between them what is seen.

    The CNN sees the last `window` words, at most seven.
    """
    last = _x(_WORDS - 1)
    seen = {"rnn": range(_WORDS), "cnn": range(_WORDS - window, _WORDS), "mlp": range(_WORDS)}[name]
    parts = [_box(_x(i), 92, _WORD, 1.0 if i in seen else 0.2) for i in range(_WORDS)]
    if name == "rnn":
        parts += [_box(_x(i), 50, _STATE, 1.0) + _arrow(_x(i) + 10, 90, _x(i) + 10, 74) for i in range(_WORDS)]
        parts += [_arrow(_x(i) + 21, 60, _x(i + 1) - 2, 60) for i in range(_WORDS - 1)]
    elif name == "cnn":
        left = _x(_WORDS - window)
        parts.append(f'<rect x="{left}" y="50" width="{last + 20 - left}" height="20" rx="5" fill="{_STATE}"/>')
        parts += [_arrow(_x(i) + 10, 90, _x(i) + 10, 74) for i in seen]
    else:
        parts.append(f'<ellipse cx="{last - 40}" cy="58" rx="58" ry="16" fill="{_STATE}"/>')
        parts += [_arrow(_x(i) + 10, 90, last - 40 + 12 * (i - 3), 76) for i in seen]
    parts.append(_box(last, 6, _OUT, 1.0) + _arrow(last + 10 if name != "mlp" else last - 10, 48, last + 10, 30))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} 118" width="{_WIDTH}" height="118">'
        + "".join(parts)
        + "</svg>"
    )


def _x(word: int) -> int:
    return 12 + _STEP * word


def _box(x: int, y: int, colour: str, opacity: float) -> str:
    return f'<rect x="{x}" y="{y}" width="20" height="20" rx="5" fill="{colour}" opacity="{opacity}"/>'


def _arrow(x1: int, y1: int, x2: int, y2: int) -> str:
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{_LINE}" stroke-width="2"/>'
        f'<circle cx="{x2}" cy="{y2}" r="3" fill="{_LINE}"/>'
    )
