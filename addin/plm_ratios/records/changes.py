"""Fields of what changed from one edition of the catalog to another."""

from __future__ import annotations

from .fields import Field

CHANGE_FIELDS: tuple[Field, ...] = (
    Field("what", "string", "Kind of entry: model, dataset, law or accelerator."),
    Field("id", "string", "Its id."),
    Field("name", "string", "Its name in the new edition; in the old one where it is gone."),
    Field(
        "change",
        "string",
        "ratio, number (the one that functions give), added, gone, merged (into another entry), renamed, "
        "word, or facts (how many each edition has that the other has not).",
    ),
    Field("about", "string", "Basis, quantity, or which word."),
    Field("old", "any", "Value in the old edition; a ratio is at the usual average length.", "as `about`"),
    Field("new", "any", "Value in the new edition.", "as `about`"),
    Field("old_edition", "string", "Date of the old edition."),
    Field("new_edition", "string", "Date of the new edition."),
)

NUMBER_FIELDS: tuple[Field, ...] = (
    Field("place", "string", "Sheet and cell."),
    Field(
        "what", "string", "The call of a function as it is typed, or model and column of the sheet Compare."
    ),
    Field("old", "any", "Its value with the old edition."),
    Field("new", "any", "Its value with the new edition."),
    Field("old_edition", "string", "Date of the old edition."),
    Field("new_edition", "string", "Date of the new edition."),
)
