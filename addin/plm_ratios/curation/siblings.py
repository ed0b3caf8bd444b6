"""Which model of a family a citation is about, read from its quote and the row that it names."""

from __future__ import annotations

import re
from typing import Sequence, Union

from .schema import Citation, Fact, Model, Remark

ROW = re.compile(r'\brows? "([^"]*)"')  # the part of a locator that picks one of several
MANY = frozenset(("all", "both", "each", "every"))


def sibling_quoted(
    model: Model, family: Sequence[Model], cited: Union[Fact, Citation, Remark]
) -> Union[Model, None]:
    """The other model of the family that a citation is about, or None.

    A text names a model if it holds all words of one of its names. A citation is about another one if it
    names that and not the model itself. Where it holds all the same, the locator, the note, the remark or
    `stated` names the other model, or the locator, the quote or `stated` says that all or both are meant.
    """
    about = _words(cited.quote) | _words(" ".join(ROW.findall(cited.locator or "")))
    if not about or _named(model, about):
        return None
    named = [other for other in family if _named(other, about)]
    outside, stated = ROW.sub("", cited.locator or ""), getattr(cited, "stated", None) or ""
    beside = _words(f"{outside} {stated} {cited.quote or ''}")
    said = _words(f"{outside} {stated} {getattr(cited, 'note', '')} {getattr(cited, 'text', '')}")
    meant = beside & MANY or any(_named(other, said) for other in named)
    return named[0] if named and not meant else None


def _named(model: Model, words: frozenset[str]) -> bool:
    """Whether a text names a model; an alias of one word does not, for it may be that of the family."""
    aliases = [alias for alias in map(_words, model.aliases) if len(alias) > 1]
    return any(name <= words for name in (_words(model.id), _words(model.name), *aliases))


def _words(text: Union[str, None]) -> frozenset[str]:
    """The words of a text, "ESM-2" and "esm2" being the same.

    >>> sorted(_words("ESM-2 650M, esm2_t33_650M_UR50D"))
    ['650m', 'esm2', 't33', 'ur50d']
    """
    joined = re.sub(r"(?<=[a-z])[-_ ](?=\d+\b)", "", (text or "").lower())
    return frozenset(re.findall(r"[a-z0-9]+(?:\.\d+[a-z]*)?", joined))
