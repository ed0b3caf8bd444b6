"""Names of models as Python gives them: a name, a family, an entry of the catalog, or several of them."""

from __future__ import annotations

from typing import Any, Iterable

from ..analysis import ratios
from ..catalog import Model, fold, load
from ..comparison.compare import chosen
from ..comparison.rows import NUMBERS, RowRequest
from ..errors import PlmError, UnknownName, WrongValue
from ..functions.signature import size
from .values import at_position, is_many, is_missing

_EXAMPLE = 'such as "ESM-2 15B"'


class FamilyName(UnknownName):
    """The name of a family, where the name of a model belongs."""

    def __init__(self, family: str):
        super().__init__("model", family)
        self.family = family

    def _sentence(self) -> str:
        members = load().family(self.family)
        family = members[0].family
        return (
            f'{family} is a family: name one of its models, such as "{members[-1].name}", '
            f'or give models("{family}") for all {len(members)}.'
        )


def family_instead(name: str) -> FamilyName | None:
    """The error to raise where a name is no entry's, but a family's; None otherwise."""
    catalog = load()
    if catalog.find(name) is None and fold(name) in map(fold, catalog.families()):
        return FamilyName(name)
    return None


def name_given(value: Any, what: str) -> str:
    """A name that is not blank.

    Raises
    ------
    WrongValue : something else
    """
    if not isinstance(value, str):
        raise WrongValue(f"The {what} must be a name, {_EXAMPLE}; {value!r} is none.")
    if not value.strip():
        raise WrongValue(f"The {what} is blank. Give a name, {_EXAMPLE}.")
    return value


def model_names(models: Any) -> list[str]:
    """The names of the models that are meant, each once: of a model, a family, or a list of both."""
    return list(dict.fromkeys(request.name for request in requests(models)))


def family_members(families: Any) -> list[str]:
    """The names of the models of a family, or of several.

    Raises
    ------
    UnknownName : no family of that name
    WrongValue : something else than a name
    """
    if not is_many(families):
        return [model.name for model in load().family(name_given(families, "family"))]
    found: list[str] = []
    for position, each in enumerate(families):
        if not is_missing(each):
            try:
                found += family_members(name_given(each, "family"))
            except PlmError as error:
                raise at_position(error, position) from None
    return list(dict.fromkeys(found))


def requests(models: Any) -> list[RowRequest]:
    """A row of a comparison for each model that is meant; a model in a list may come with numbers.

    Raises
    ------
    UnknownName : neither a model nor a family has that name
    WrongValue, OutOfRange : something else than a name; a number that is none
    """
    if isinstance(models, dict) or not is_many(models):
        return _requests(models)
    found: list[RowRequest] = []
    for position, each in enumerate(models):
        if is_missing(each):
            continue
        try:
            found += _requests(each)
        except PlmError as error:
            raise at_position(error, position) from None
    return _each_once(found)


def _requests(value: Any) -> list[RowRequest]:
    if isinstance(value, Model):
        return [RowRequest(value.id)]
    if isinstance(value, dict):
        return [_own(value)]
    return [RowRequest(name) for name in chosen([name_given(value, "model")])]


def _own(given: dict[str, Any]) -> RowRequest:
    """A model with numbers of the user's own: {"name": "Mine", "parameters": "1B", "tokens_seen": "20B"}."""
    numbers = {key: value for key, value in given.items() if key != "name" and not is_missing(value)}
    unknown = [key for key in numbers if key not in NUMBERS]
    if unknown:
        raise WrongValue(
            f'A model of your own has no number "{unknown[0]}". Choose {ratios.alternatives(NUMBERS)}.'
        )
    name = name_given(given.get("name"), "name of the model")
    typed = {key: size(key.replace("_", " "))(value) for key, value in numbers.items()}
    return RowRequest(name, typed, alone=load().find(name) is None)


def _each_once(found: Iterable[RowRequest]) -> list[RowRequest]:
    once: dict[str, RowRequest] = {}
    for request in found:
        once.setdefault(fold(request.name), request)
    return list(once.values())
