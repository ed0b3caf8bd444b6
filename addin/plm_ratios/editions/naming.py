"""Which edition a person means: a date, the compiled file of one, or a folder of YAML files."""

from __future__ import annotations

from pathlib import Path

from ..curation import kept
from ..curation.kept import Edition
from ..errors import PlmError
from ..reading import CannotRead, read_text
from .changes import changes

_MOST_BYTES = 200_000_000  # of a compiled catalog; ours has 3 MB


def named(text: str) -> Edition:
    """The edition that a word of the command line means.

    Raises PlmError where there is none, or it cannot be read.
    """
    path = Path(text)
    if path.is_dir():
        return kept.compiled(path)
    if path.exists():
        return _compiled_file(path)
    if path.suffix or len(path.parts) > 1:
        raise PlmError(f"There is no file or folder {text}.")
    return kept.edition(text)


def _compiled_file(path: Path) -> Edition:
    try:
        content = kept.parsed(read_text(path, _MOST_BYTES))
        found = Edition(content["edition"], {"catalog": content})
        changes(found, found)  # what can be compared with itself, can be compared with another
    except CannotRead:
        raise
    except (RecursionError, AttributeError, ArithmeticError, ValueError, KeyError, TypeError) as reason:
        raise PlmError(
            f"{path} is no catalog.json, as plm-ratios catalog build writes it. Name an edition by its date, "
            "such a file, a folder of YAML files, or a workbook."
        ) from reason
    return found
