"""Turns a row of Epoch AI's export into an entry: facts if their meaning is certain, else remarks."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from ...catalog.naming import slug
from .. import schema
from .csv_export import EpochRow
from .known_rows import Known
from .language_models import kind_of
from .row import Numbers, name_of, shown, two_numbers
from .size_reading import SEEN, SEQUENCES, UNIQUE


class EntryBuilder:
    """Builds the entry of one row. `by_words`: only title and abstract say that it is a language model."""

    def __init__(
        self, row: EpochRow, numbers: Numbers, source: str, known: Known, id_: str, by_words: bool = False
    ):
        self.row, self.numbers, self.source, self.known, self.id = row, numbers, source, known, id_
        self.by_words = by_words
        self.flags: list[str] = []
        self._remarks: list[schema.Remark] = []

    def model(self, name: str) -> schema.Model:
        """The entry."""
        row = self.row
        facts = self._facts()
        self._remark_on_the_rest()
        kind: Any = kind_of(row, self.known)
        released, weights = self._date(), self._weights()
        cited: Any = (("released", "published", released), ("weights", "accessibility", weights))
        return schema.Model(
            id=self.id,
            name=name,
            family=_family(name),
            kind=kind,
            released=released,
            weights=weights,
            citations={key: self._cited(column) for key, column, word in cited if word},
            remarks=self._remarks,
            facts=facts,
        )

    def _facts(self) -> dict[str, list[schema.Fact]]:
        n, facts = self.numbers, {}
        if n.parameters:
            facts["params_total"] = [self._fact("parameters", n.parameters)]
        if not n.counted:
            return facts
        assumed = n.read.length is not None or n.read.weak
        facts[n.basis] = [self._counted(n, "low" if assumed else "medium")]
        if n.read.sequences and n.basis != SEQUENCES:
            note = "Stated in the note, where it is multiplied by a length."
            facts[SEQUENCES] = [self._fact("size_notes", n.read.sequences, note)]
        if n.read.seen:
            note = "Stated in the note, where it is divided by the epochs."
            facts[SEEN] = [self._fact("size_notes", n.read.seen, note)]
        if n.epochs:
            facts["epochs"] = [self._fact("epochs", n.epochs)]
            if n.basis == UNIQUE and n.epochs >= 1 and not n.read.seen:
                facts[SEEN] = [
                    schema.Fact(
                        formula="epochs * tokens_unique",
                        source=self.source,
                        locator=self._locator("epochs", "size_notes" if n.read.instead else "size"),
                        confidence=facts[UNIQUE][0].confidence,
                        note="Derived from Epoch AI's dataset size and epochs.",
                    )
                ]
        return facts

    def _counted(self, n: Numbers, confidence: str) -> schema.Fact:
        """The number that the size counts, or that the notes count instead of it."""
        why = f"It counts {_COUNTS[n.basis]}: {n.read.why}."
        if n.read.length is not None:
            why += f" The length of {shown(n.read.length)} is a round figure: assumed, a cut-off, or rounded."
        if n.read.weak:
            why += " The words could be meant otherwise."
        if n.read.instead:
            return self._fact("size_notes", n.read.instead, why, confidence)
        assert n.counted is not None
        return self._fact("size", n.counted, n.said("size") + why, confidence)

    def _remark_on_the_rest(self) -> None:
        n, row = self.numbers, self.row
        if self.by_words:
            text = "Only its title and abstract say that it is a language model: the export gives no task."
            self._remark("title", text)
            self.flags.append(text)
        if n.size and (not n.basis or n.read.instead):
            why = n.read.why if not n.basis else "the notes state the number that counts"
            text = f"Epoch AI's dataset size {shown(n.size)} is kept as a note only: {why}."
            self._remark("size", n.said("size") + text)
            self.flags.append(text)
        for column, sentence in n.corrected.items():
            if getattr(n, column) is None:  # left out, so that no fact holds it
                self._remark(column, sentence)
                self.flags.append(sentence)
        for column, sentence in n.dropped.items():
            self._remark(column, sentence)
            self.flags.append(sentence)
        for column in row.unreadable():
            if two_numbers(row.text(column)):
                self.flags.append(two_in_one(row, column))
                continue
            said = f'"{_short(row.text(column))}" in the column "{row.headers[column]}"'
            self.flags.append(f"{said} is no number that can be used.")
        if row.text("published") and not self._date():
            self.flags.append(f'The publication date "{_short(row.text("published"))}" cannot be read.')
        if row.text("dataset"):
            wrong = self.known.corrected_text(name_of(row), "dataset", row.text("dataset"))
            said = f" {wrong.why}" if wrong else ""
            self._remark("dataset", f"Trained on {_short(row.text('dataset'), 300)}, says Epoch AI.{said}")
        if row.text("base"):
            text = (
                f"Training started from {_short(row.text('base'))}, whose own training is not counted here."
            )
            self._remark("base", text)
        if n.compute:
            more = ", that of the base model perhaps included" if row.text("base") else ""
            self._remark("compute", f"Epoch AI gives {n.compute:.4g} FLOP of training compute{more}.")

    def _fact(self, column: str, value: float, note: str = "", confidence: str = "medium") -> schema.Fact:
        if self.by_words or self.row.text("confidence").lower() not in ("confident", "likely"):
            confidence = "low"  # Epoch AI itself says "speculative" or "unknown"
        return schema.Fact.model_validate(
            {
                "value": int(value) if value == int(value) else value,
                "source": self.source,
                "locator": self._locator(column),
                "quote": None if column == "size_notes" else _quote(self.row.text(column)),
                "confidence": confidence,
                "note": note or self.numbers.said(column).strip() or None,
            }
        )

    def _cited(self, column: str) -> schema.Citation:
        return schema.Citation(
            source=self.source,
            locator=self._locator(column),
            quote=_quote(self.row.text(column)),
            confidence="medium",
        )

    def _remark(self, column: str, text: str) -> None:
        remark = schema.Remark(
            text=text, source=self.source, locator=self._locator(column), confidence="medium"
        )
        self._remarks.append(remark)

    def _locator(self, *columns: str) -> str:
        named = " and ".join(f'"{self.row.headers[column]}"' for column in columns)
        return f'row "{name_of(self.row)}", column{"s" * (len(columns) > 1)} {named}'

    def _date(self) -> str | None:
        found = re.match(r"(\d{4})(-(0\d|1[0-2])(-([0-2]\d|3[01]))?)?(?![\d/])", self.row.text("published"))
        return found[0] if found else None

    def _weights(self) -> Any:
        said = self.row.text("accessibility").lower()
        for words, meaning in _WEIGHTS:
            if any(word in said for word in words):
                return meaning
        return None


def two_in_one(row: EpochRow, column: str) -> str:
    """A sentence on a cell that holds two numbers."""
    both = " and ".join(shown(number) for number in two_numbers(row.text(column)))
    return f'The column "{row.headers[column]}" holds two numbers, {both}, and does not say which counts.'


_COUNTS = {SEQUENCES: "sequences", UNIQUE: "unique tokens", "tokens_seen": "tokens seen in training"}
_WEIGHTS = (
    (("non-commercial", "restricted use"), "restricted"),
    (("unreleased", "api access", "hosted access"), "closed"),
    (("open weights", "open source", "open access"), "open"),
)


def _quote(text: str) -> str:
    return " ".join(text.split()[: schema.MOST_QUOTED_WORDS])


def _short(text: str, most: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 3] + "..."


def id_of(name: str, row: EpochRow) -> str:
    """An id made from a name, with a prefix that no bundled id has."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"epoch-{slug(letters)[:50].rstrip('-.') or f'row-{row.number}'}"


_SIZE = re.compile(r"[\s_-]*(?:\d+(?:\.\d+)?[MBmb]\b|L-?\d+|base|large|small|medium|xl|xxl|xlarge)$", re.I)


def _family(name: str) -> str:
    """The name without the size at its end."""
    return _SIZE.sub("", name) or name
