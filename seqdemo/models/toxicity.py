"""Judges a comment word by word: six scores after every word."""

LABELS = ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")
