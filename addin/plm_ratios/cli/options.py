"""Arguments and options that mean the same in every command, and how their values are read.

Models are named one after another, or with --model, which may be repeated; commas will do in both.
"""

from __future__ import annotations

from typing import Any, Sequence

import typer

from ..analysis import ratios
from ..catalog import Model, fold, load
from ..catalog.typed_numbers import from_command_line
from ..comparison.compare import DEFAULT_MODELS, check_sizes, chosen

_MODELS_HELP = 'Models or families, such as "ESM-2 15B" or ProGen2.'


def flag(name: str, help: str, default: bool = False) -> Any:
    """An option without a value."""
    return typer.Option(default, name, help=help, metavar="")


def complete_models(incomplete: str) -> list[tuple[str, str]]:
    """Names of models and families for the shell, without blanks, which it would part.

    Lower case is answered with ids; else a dash, which means the same, stands for a blank.
    """
    lower = incomplete == incomplete.lower()
    named = [(entry.id if lower else _in_one_word(entry.name), entry.name) for entry in load().models]
    families = [(fold(name) if lower else _in_one_word(name), f"the family {name}") for name in _families()]
    return [each for each in (*named, *families) if each[0].lower().startswith(incomplete.lower())]


def _families() -> list[str]:
    """The families that are not called like one of their models."""
    return [family for family in load().families() if fold(family) not in load().model_keys]


def _in_one_word(name: str) -> str:
    return "-".join(name.split())


def complete_entries(incomplete: str) -> list[tuple[str, str]]:
    """The same, and datasets."""
    lower = incomplete == incomplete.lower()
    datasets = [
        (entry.id if lower else _in_one_word(entry.name), f"the dataset {entry.name}")
        for entry in load().datasets
    ]
    found = [each for each in datasets if each[0].lower().startswith(incomplete.lower())]
    return complete_models(incomplete) + found


def complete_kinds(incomplete: str) -> list[str]:
    """The kinds of parameters."""
    return [kind for kind in ratios.PARAMETER_KINDS if kind.startswith(incomplete.lower())]


def complete_bases(incomplete: str) -> list[tuple[str, str]]:
    """The bases, with their meaning."""
    return [each for each in ratios.MEANING_OF_BASIS.items() if each[0].startswith(incomplete.lower())]


MODELS = typer.Argument(
    None,
    metavar="[MODEL]...",
    help=f"{_MODELS_HELP} Without any: the well-known ones.",
    autocompletion=complete_models,
)
MODEL = typer.Option(
    None,
    "--model",
    "--models",
    metavar="MODEL",
    help="The same as an option; repeatable, and commas will do.",
    autocompletion=complete_models,
)
BASIS = typer.Option(
    ratios.BASES[0],
    "--basis",
    metavar="BASIS",
    help="What counts as tokens: sequences, unique, seen or effective.",
    autocompletion=complete_bases,
)
PARAMETERS = typer.Option(
    ratios.PARAMETER_KINDS[0],
    "--parameters",
    metavar="KIND",
    help="Which parameters count: total, active, exact or non-embedding.",
    autocompletion=complete_kinds,
)
AVGLEN = typer.Option(
    f"{ratios.AVERAGE_LENGTH:g}", "--avglen", metavar="NUMBER", help="Average length in residues."
)
TARGET = typer.Option(
    f"{ratios.TARGET:g}", "--target", metavar="NUMBER", help="Tokens per parameter to compare with."
)
SORT = flag("--sort", "Largest ratio first, not in the order given.")
FORCE = flag("--force", "Replace files that are there.")
JSON = flag("--json", "Print JSON instead of a table.")
CSV = typer.Option(
    None, "--csv", metavar="FILE", help="Also write the table to this CSV file; - prints CSV instead."
)


def names(*given: Sequence[str] | None) -> list[str]:
    """Names of the models that are meant by words of the command line; without words, the well-known ones."""
    words = [word for words in given for word in words or ()]
    return chosen(words or DEFAULT_MODELS)


def parts(word: str) -> list[str]:
    """The names in a word of the command line: itself, or those between its commas."""
    if is_known(word) or "," not in word:
        return [word]
    return [part.strip() for part in word.split(",") if part.strip()]


def is_known(word: str) -> bool:
    """Whether a word is the name of a model or family."""
    catalog = load()
    return isinstance(catalog.find(word), Model) or fold(word) in map(fold, catalog.families())


def sizes(avglen: str, target: str) -> tuple[float, float]:
    """The average length and the target."""
    length, wanted = from_command_line(avglen, "average length"), from_command_line(target, "target")
    check_sizes(length, wanted)
    return length, wanted
