"""Turns a row of Epoch AI's export into an entry: facts if their meaning is certain, else remarks."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from ...catalog.naming import slug
from .. import schema
from .csv_export import EpochRow
from .dataset_size import SEQUENCES, UNIQUE
from .known_rows import Known
from .row import Numbers, kind_of, name_of, plain


class EntryBuilder:
    """Builds the entry of one row."""

    def __init__(self, row: EpochRow, numbers: Numbers, source: str, known: Known, id_: str):
        self.row, self.numbers, self.source, self.known, self.id = row, numbers, source, known, id_
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
        if n.size and n.basis:
            why = f"It counts {_COUNTS[n.basis]}: {n.why}."
            assumed = n.length is not None
            if assumed:
                why += f" The length of {plain(n.length)} is a round figure: assumed, a cut-off, or rounded."
            fact = self._fact("size", n.size, n.said("size") + why, "low" if assumed else "medium")
            facts[n.basis] = [fact]
            if n.sequences and n.basis != SEQUENCES:
                note = "Stated in the note, where it is multiplied by a length."
                facts[SEQUENCES] = [self._fact("size_notes", n.sequences, note)]
        if n.epochs and n.size and n.basis:
            facts["epochs"] = [self._fact("epochs", n.epochs)]
            if n.basis == UNIQUE and n.epochs >= 1:
                facts["tokens_seen"] = [
                    schema.Fact(
                        formula="epochs * tokens_unique",
                        source=self.source,
                        locator=self._locator("epochs", "size"),
                        confidence=facts[UNIQUE][0].confidence,
                        note="Derived from Epoch AI's dataset size and epochs.",
                    )
                ]
        return facts

    def _remark_on_the_rest(self) -> None:
        n, row = self.numbers, self.row
        if n.size and not n.basis:
            text = f"Epoch AI's dataset size {plain(n.size)} is kept as a note only: {n.why}."
            self._remark("size", n.said("size") + text)
            self.flags.append(text)
        for column, sentence in n.corrected.items():
            if getattr(n, column) is None:  # left out, so that no fact holds it
                self._remark(column, sentence)
                self.flags.append(sentence)
        for column in row.unreadable():
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
        if self.row.text("confidence").lower() not in ("confident", "likely"):
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
