"""Settings of a page, each declared once: its name in the link, its default, what it may be, and its widget.

>>> TEMPERATURE = Number("cookies_temperature", 0.8, 0.0, 2.0, 0.1)
>>> TEMPERATURE.value()                                # 0.8, unless the link or the learner says otherwise
>>> TEMPERATURE.slider("Temperature of the dice", left)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException

from seqdemo.ui.link import SETTINGS, from_history, shorten, unused
from seqdemo.ui.notices import notice

T = TypeVar("T")
C = TypeVar("C", bound=Hashable)
LIVE = "20ms"
"""A field that answers while one types: Streamlit waits for a pause of this length. A gap between two keys is 60 to
120 ms, of which the browser may be busy with the last answer for most; pages that take longer to answer wait longer.
"""
_MOST_NAMED = 8
_TOLD, _CUT = "_settings_told", "_settings_cut"


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One value that a learner can set; `name` is its key in the session and in the address of the page."""

    name: str
    default: T

    def __post_init__(self) -> None:
        SETTINGS.add(self.name)

    def value(self) -> T:
        """Returns the value, before its widget is drawn as well as after; it is always one that is allowed.

        A bad one in the address gives the default, with a notice.
        """
        if self.name in st.session_state and not from_history():
            return self._checked(st.session_state[self.name])
        raw = st.query_params.get(self.name)
        if raw is None:
            return self.default
        try:
            return self._read(raw)
        except ValueError as error:
            self._tell(f"{error}; {self._written(self.default)} is used instead.", raw, refused=True)
            # a link that is copied now says what is shown
            with suppress(StreamlitAPIException):
                del st.query_params[self.name]
            return self.default

    def put(self, value: T) -> None:
        """Gives it another value; call it in a callback, before its widget is drawn."""
        st.session_state[self.name] = value
        # where its widget is there already, Streamlit writes the address itself, and lets nobody else do it
        with suppress(StreamlitAPIException):
            st.query_params[self.name] = self._written(value)

    def _read(self, raw: str) -> T:
        """The value that an address means. Raises ValueError that says what is allowed."""
        raise NotImplementedError

    def _checked(self, value: Any) -> T:
        """The value that a widget has, or what comes nearest: the bounds of a widget hold in the browser only."""
        raise NotImplementedError

    def _written(self, value: T) -> str:
        """The value as it stands in an address."""
        return str(value)

    def _tell(self, why: str, raw: str, refused: bool = False) -> None:
        # a value may be read several times in one run
        told = st.session_state.setdefault(_TOLD, {})
        if told.get(self.name) != (raw, refused):
            notice(f"The link says {self.name} = “{shorten(raw)}”, {why}")
        told[self.name] = raw, refused

    def _draw(self, widget: Callable[..., Any], label: str, **options: Any) -> T:
        # Streamlit makes something else of some values that are refused: no choice at all, or an error of its own.
        # This once the widget does not listen to the address.
        bind = None if self._refused() else "query-params"
        return self._checked(widget(label, key=self.name, bind=bind, persist_state="session", **options))

    def _refused(self) -> bool:
        """Whether the address has a value that is not allowed; asked once, when the widget is drawn."""
        self.value()
        # from now on the widget has a value of its own, and the same bad link may come again
        _, refused = st.session_state.get(_TOLD, {}).pop(self.name, (None, False))
        return refused


def say_what_is_unused(place: Any) -> None:
    """Says what the address has beside the settings of the page, and takes it out; call it when the page is drawn."""
    names = unused()
    if names:
        said = ", ".join(f"{shorten(name)} = “{shorten(value)}”" for name, value in list(names.items())[:_MOST_NAMED])
        notice(f"The link says {said}, which this page has no use for.", place)
    for name in names:
        del st.query_params[name]


@dataclass(frozen=True)
class Number(Setting[Any]):
    """A number from `low` to `high`; a whole one where its default is whole."""

    low: float
    high: float
    step: float = 1

    def slider(self, label: str, place: Any = st, **options: Any) -> Any:
        """Draws it as a slider."""
        return self._draw(place.slider, label, **self._bounds(), **options)

    def field(self, label: str, place: Any = st, **options: Any) -> Any:
        """Draws it as a field to type into."""
        return self._draw(place.number_input, label, **self._bounds(), **options)

    def _bounds(self) -> dict[str, Any]:
        return {"min_value": self.low, "max_value": self.high, "value": self.default, "step": self.step}

    def _read(self, raw: str) -> Any:
        try:
            value = float(raw)
        except ValueError:
            value = math.nan
        kind = type(self.default)
        if self.low <= value <= self.high and kind(value) == value:
            return kind(value)
        whole = "whole " * isinstance(self.default, int)
        raise ValueError(f"which is not a {whole}number from {self.low} to {self.high}")

    def _checked(self, value: Any) -> Any:
        kind = type(self.default)
        known = isinstance(value, (int, float)) and math.isfinite(value)
        return min(kind(self.high), max(kind(self.low), kind(value))) if known else self.default


@dataclass(frozen=True)
class Choice(Setting[C]):
    """One of `choices`. The address has its label, so labels differ from each other."""

    choices: Sequence[C] = ()
    label: Callable[[C], str] = str

    def among(self, choices: Sequence[C], label: Callable[[C], str] | None = None) -> Choice[C]:
        """The same setting where the choices are known only now, for example those of the loaded model.

        A default that is not among them gives way to the first.
        """
        default = self.default if self.default in choices else choices[0]
        return replace(self, default=default, choices=tuple(choices), label=label or self.label)

    def select(self, label: str, place: Any = st, **options: Any) -> C:
        """Draws it as a list that opens."""
        first = self.choices.index(self.default)
        return self._draw(place.selectbox, label, options=self.choices, index=first, format_func=self.label, **options)

    def radio(self, label: str, place: Any = st, **options: Any) -> C:
        """Draws it as a list of which one is marked."""
        first = self.choices.index(self.default)
        return self._draw(place.radio, label, options=self.choices, index=first, format_func=self.label, **options)

    def segments(self, label: str, place: Any = st, **options: Any) -> C:
        """Draws it as a row of buttons of which one is pressed."""
        return self._draw(
            place.segmented_control,
            label,
            options=self.choices,
            default=self.default,
            required=True,
            format_func=self.label,
            **options,
        )

    def _read(self, raw: str) -> C:
        for choice in self.choices:
            if self.label(choice) == raw:
                return choice
        few = ", ".join(map(self.label, self.choices[:_MOST_NAMED]))
        more = f" and {len(self.choices) - _MOST_NAMED} more" if len(self.choices) > _MOST_NAMED else ""
        raise ValueError(f"which is not among the choices ({few}{more})")

    def _checked(self, value: Any) -> C:
        return value if value in self.choices else self.default

    def _written(self, value: C) -> str:
        return self.label(value)


@dataclass(frozen=True)
class Text(Setting[str]):
    """A text of at most `longest` characters; of a longer one in the address the beginning is used."""

    longest: int

    def field(self, label: str, place: Any = st, **options: Any) -> str:
        """Draws it as a field to type into; of what is too long the beginning is taken, and that is said."""
        self._shorten()
        text = self._draw(place.text_input, label, value=self.default, **options)
        kept, whole = st.session_state.get(_CUT, {}).get(self.name, (None, 0))
        if text == kept:
            notice(f"This text has {whole:,} characters; the first {self.longest:,} are taken.", place)
        return text

    def _shorten(self) -> None:
        # a field with a bound of its own refuses silently what is pasted beyond it
        if len(st.query_params.get(self.name, "")) > self.longest and self.name not in st.session_state:
            self.put(self.value())
        typed = st.session_state.get(self.name)
        if isinstance(typed, str) and len(typed) > self.longest:
            kept = st.session_state[self.name] = typed[: self.longest]
            st.session_state.setdefault(_CUT, {})[self.name] = kept, len(typed)

    def _read(self, raw: str) -> str:
        if len(raw) > self.longest:
            self._tell(f"a text of {len(raw):,} characters; the first {self.longest:,} are used.", raw, True)
        return raw[: self.longest]

    def _checked(self, value: Any) -> str:
        return value[: self.longest] if isinstance(value, str) else self.default


@dataclass(frozen=True)
class Switch(Setting[bool]):
    """Yes or no."""

    default: bool = False

    def toggle(self, label: str, place: Any = st, **options: Any) -> bool:
        """Draws it as a switch."""
        return self._draw(place.toggle, label, value=self.default, **options)

    def _read(self, raw: str) -> bool:
        if raw.lower() not in ("true", "false"):
            raise ValueError("which is neither true nor false")
        return raw.lower() == "true"

    def _checked(self, value: Any) -> bool:
        return bool(value)

    def _written(self, value: bool) -> str:
        return str(value).lower()


@dataclass(frozen=True)
class Panel(Switch):
    """Whether a panel is open; it is closed at first, and what is in it is made only while it is open."""

    def expander(self, label: str) -> DeltaGenerator | None:
        """Draws it and returns the place inside, for `with`; None while it is closed."""
        self._refused()
        panel = st.expander(label, key=self.name, bind="query-params", on_change="rerun")
        return panel if panel.open else None
