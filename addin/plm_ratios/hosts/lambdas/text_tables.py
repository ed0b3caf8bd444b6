"""The tables of words and sentences."""

from __future__ import annotations

from ...analysis import explanations, spread
from ...catalog.citations import QUANTITY_WORDS
from ...catalog.typed_numbers import AS_NUMBER, MARKS, ONE_READING, SUFFIXES, TWO_READINGS
from ...functions.messages import choices, messages
from .table import Table


def texts_table() -> Table:
    """What functions say, with slots for what was typed."""
    texts = {key: text for key, (_, text) in messages().items()}
    basis = choices()["basis"]
    texts |= {"unknownBasis": basis.unknown[1], "missingBasis": basis.missing[1]}
    texts |= {"oneReading": ONE_READING, "twoReadings": TWO_READINGS, "asNumber": AS_NUMBER, **MARKS}
    texts |= {"agree": spread.AGREE, "alone": spread.ALONE}
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
