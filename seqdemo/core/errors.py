"""What can go wrong, as one small tree. Every message is a sentence for the learner.

SeqDemoError
├── InputError      the learner's input cannot be used
├── WeightsError    a weights file is missing, damaged or does not fit its model
└── DataError       a data file for training or evaluation cannot be read
"""

from __future__ import annotations


class SeqDemoError(Exception):
    """Root of all errors that this project raises on purpose."""


class InputError(SeqDemoError):
    """The learner's input cannot be used."""


class WeightsError(SeqDemoError):
    """A weights file is missing, damaged or does not fit its model."""


class DataError(SeqDemoError):
    """A data file for training or evaluation cannot be read."""
