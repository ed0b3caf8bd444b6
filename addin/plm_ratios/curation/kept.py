"""Editions of the catalog that are kept, so that later ones can be compared with them.

A kept edition is one compressed file of what was compiled then: catalog.json, laws.json and
accelerators.json. Nothing that answers a formula reads it.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any, Iterator, Mapping, NamedTuple

from ..catalog import Catalog
from ..catalog.loading import INDEXES, from_json
from ..errors import PlmError
from ..files import replacing
from .yaml_files import DATA, Problem

_SUFFIX = ".json.gz"
# The compiled files, by their names without .json.
_PARTS = ("catalog", "laws", "accelerators")


class Edition(NamedTuple):
    """An edition of the catalog as it was compiled.

    date    such as 2026-11-22
    parts   the content of catalog.json as "catalog", and of the others likewise
    """

    date: str
    parts: Mapping[str, Any]

    @property
    def catalog(self) -> Catalog:
        """Its models and datasets."""
        return from_json(self.parts["catalog"])


def dates(data: Path = DATA) -> tuple[str, ...]:
    """The editions that are kept, the oldest first."""
    return tuple(sorted(path.name.removesuffix(_SUFFIX) for path in _folder(data).glob(f"*{_SUFFIX}")))


def bundled(data: Path = DATA) -> Edition:
    """The edition that the functions use, without user catalogs."""
    found = {name: data / f"{name}.json" for name in _PARTS}
    parts = {name: parsed(path.read_text("utf-8")) for name, path in found.items() if path.exists()}
    return Edition(parts["catalog"]["edition"], parts)


def edition(date: str, data: Path = DATA) -> Edition:
    """The edition of that date: one that is kept, or the one in use.

    Raises PlmError where it is neither.
    """
    if date in dates(data):
        return Edition(date, json.loads(gzip.decompress(_path(date, data).read_bytes())))
    current = bundled(data)
    if date != current.date:
        known = ", ".join((*dates(data), *(() if current.date in dates(data) else (current.date,))))
        raise PlmError(f'There is no edition "{date}" here. Choose one of {known}.')
    return current


def compiled(folder: Path) -> Edition:
    """The edition of a folder of YAML files, compiled anew.

    Raises PlmError where they break a rule.
    """
    from .build import CatalogProblemsError, compiled_files  # pydantic: dates() needs none of it

    try:
        parts = {name.removesuffix(".json"): parsed(text) for name, text in compiled_files(folder).items()}
    except CatalogProblemsError as error:
        raise PlmError(
            f"The catalog in {folder} breaks {len(error.problems)} rules, the first: {error.problems[0]}. "
            f"plm-ratios catalog check --data {folder} lists them."
        ) from error
    return Edition(parts["catalog"]["edition"], parts)


def keep(data: Path = DATA) -> Path:
    """Keep the edition in use, so that later ones can be compared with it.

    Raises PlmError where an edition of that date is kept already and differs.
    """
    current = bundled(data)
    path = _path(current.date, data)
    text = _text(current)
    if path.exists():
        if gzip.decompress(path.read_bytes()) != text:
            raise PlmError(
                f"The edition {current.date} is kept already, and it differs. Give the catalog a new date in "
                "edition.yaml."
            )
        return path
    path.parent.mkdir(exist_ok=True)
    with replacing(path) as unfinished:
        # Without a time in it, so that the same edition gives the same file.
        unfinished.write_bytes(gzip.compress(text, mtime=0))
    return path


def changed_since_kept(texts: Mapping[str, str], data: Path = DATA) -> Iterator[Problem]:
    """Whether compiled files differ from an edition of the same date that is kept: people cite it by that."""
    parts = {name: parsed(texts[f"{name}.json"]) for name in _PARTS if f"{name}.json" in texts}
    date = parts["catalog"]["edition"]
    if date in dates(data) and edition(date, data).parts != parts:
        yield Problem(
            "edition.yaml",
            f"the edition {date} is kept, and this one differs from it; give this one a new date",
        )


def parsed(text: str) -> dict[str, Any]:
    """What a compiled file holds, without the indexes that only serve to read it fast."""
    content: dict[str, Any] = json.loads(text)
    return {key: part for key, part in content.items() if key not in INDEXES}


def _text(of: Edition) -> bytes:
    return json.dumps(of.parts, ensure_ascii=False, separators=(",", ":")).encode()


def _folder(data: Path) -> Path:
    return data / "editions"


def _path(date: str, data: Path) -> Path:
    return _folder(data) / f"{date}{_SUFFIX}"
