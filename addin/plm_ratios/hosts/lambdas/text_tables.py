"""The tables of words and sentences."""

from __future__ import annotations

import math

from ...analysis import explanations, planning, spread
from ...catalog.citations import QUANTITY_WORDS
from ...catalog.typed_numbers import AS_NUMBER, MARKS, ONE_READING, SUFFIXES, TWO_READINGS
from ...functions.messages import choices, messages, said
from .table import Table


def texts_table() -> Table:
    """What functions say, with slots for what was typed."""
    texts = {key: text for key, (_, text) in messages().items()}
    for what in ("basis", "kind"):
        choice = choices()[what]
        texts |= {f"unknown{what}": choice.unknown[1], f"missing{what}": choice.missing[1]}
    texts |= {"oneReading": ONE_READING, "twoReadings": TWO_READINGS, "asNumber": AS_NUMBER, **MARKS}
    texts |= {"agree": spread.AGREE, "alone": spread.ALONE}
    texts["noUnique"] = said(lambda: planning.plan(1.0, math.inf))
    texts["version"] = explanations.version()
    return Table("PlmTexts", ("Key", "Text"), [[key, text] for key, text in texts.items()])


def quantities_table() -> Table:
    """The words for quantities, with the quantity that each means."""
    words = choices()["quantity"].options
    rows = [[word, QUANTITY_WORDS.get(option, option)] for word, option in words.items()]
    return Table("PlmQuantities", ("Word", "Quantity"), [list(row) for row in rows])


def suffixes_table() -> Table:
    """The power of ten behind each word that may follow a number."""
    return Table("PlmSuffixes", ("Suffix", "Power"), [list(row) for row in SUFFIXES.items()])
