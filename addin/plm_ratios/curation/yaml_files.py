"""Reads the YAML files of the catalog strictly and writes them in canonical form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ValidationError

from .. import reading
from ..catalog.facts import QUANTITIES
from ..files import replacing
from . import schema, strict_yaml

DATA = Path(__file__).parent.parent / "data"
PEAKS = ("peak", "memory")  # what facts of accelerators are about
FORMAT_COMMAND = "plm-ratios catalog format"


class Problem(NamedTuple):
    """A broken rule: where it is, and what to do about it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class SourceFile(NamedTuple):
    """A file as it was read: its text, and its content parsed by the schema.

    content    an edition, sources by their keys, or a list of entries
    """

    text: str
    content: Any


class Draft(NamedTuple):
    """The catalog as in its files, with every problem found while reading.

    refused    ids of entries and sources that break the schema, and files that cannot be read; what
               is missing because of them is not another problem
    files      each file that could be read, by its path below the folder of the catalog
    """

    edition: schema.Edition | None
    sources: dict[str, schema.Source]
    models: list[schema.Model]
    datasets: list[schema.Dataset]
    problems: list[Problem]
    refused: set[str]
    laws: tuple[schema.Law, ...] = ()
    accelerators: tuple[schema.Accelerator, ...] = ()
    files: Mapping[str, SourceFile] = MappingProxyType({})

    @property
    def entries(self) -> list[schema.Model | schema.Dataset]:
        """Datasets and models."""
        return [*self.datasets, *self.models]


class _Dumper(yaml.SafeDumper):
    """Block style, lists indented under their key, large integers with underscores."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


def _represent_int(dumper: yaml.SafeDumper, number: int) -> yaml.Node:
    text = f"{number:_}" if abs(number) >= 10_000 else str(number)
    return dumper.represent_scalar("tag:yaml.org,2002:int", text)


_Dumper.add_representer(int, _represent_int)
_Dumper.add_representer(
    tuple, lambda dumper, items: dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)
)


class _PlainDate(str):
    """A date as text, which YAML would otherwise put in quotes."""


_Dumper.add_representer(
    _PlainDate, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(text))
)


def files_of(data: Path) -> list[Path]:
    """The YAML files of a catalog, in the order of their entries in the catalog."""
    return [
        data / "edition.yaml",
        data / "sources.yaml",
        data / "datasets.yaml",
        *data.glob("laws.yaml"),  # a catalog may have no laws
        *data.glob("accelerators.yaml"),  # and no accelerators
        *sorted((data / "models").glob("*.yaml")),
    ]


def read(data: Path = DATA) -> Draft:
    """Read every file; what breaks the schema is reported as a problem and left out."""
    files: dict[str, SourceFile] = {}
    draft = Draft(None, {}, [], [], [], set(), files=files)
    for path in files_of(data):
        where = path.relative_to(data).as_posix()
        text, raw = _load(path, where, draft.problems)
        if raw is None:
            draft.refused.add(where)
            continue
        content: Any
        if where == "edition.yaml":
            content = parse(schema.Edition, raw, where, draft.problems)
            draft = draft._replace(edition=content)
        elif where == "sources.yaml":
            content = {}
            for key, value in raw.items():
                source = parse(schema.Source, value, f"{where}: {key}", draft.problems)
                if source:
                    content[key] = draft.sources[str(key)] = source
                else:
                    draft.refused.add(str(key))
        else:
            kind = _kind_of(where)
            content = []
            for number, value in enumerate(raw, 1):
                name = label(value, f"entry {number}")
                entry = parse(kind, value, f"{where}: {name}", draft.problems)
                if entry:
                    content.append(entry)
                else:
                    draft.refused.add(str(name))
            if kind is schema.Law:
                draft = draft._replace(laws=tuple(content))
            elif kind is schema.Accelerator:
                draft = draft._replace(accelerators=tuple(content))
            else:
                (draft.datasets if kind is schema.Dataset else draft.models).extend(content)
        files[where] = SourceFile(text, content)
    return draft


def label(raw: Any, number: str) -> str:
    """What an entry is called in problems: its id, where it has one that can be shown."""
    named = raw.get("id") if isinstance(raw, dict) else None
    return str(named)[:100] if isinstance(named, (str, int, float)) else number


def _kind_of(where: str) -> Any:
    """The kind of the entries in a file."""
    kinds: dict[str, Any] = {
        "datasets.yaml": schema.Dataset,
        "laws.yaml": schema.Law,
        "accelerators.yaml": schema.Accelerator,
    }
    return kinds.get(where, schema.Model)


def _load(path: Path, where: str, problems: list[Problem]) -> tuple[str, Any]:
    """The text of a file and its content, which is None, with a problem added, if it cannot be read."""
    try:
        text = reading.read_text(path, strict_yaml.MOST_BYTES)
    except reading.NoSuchFile:
        problems.append(Problem(where, "the file is missing"))
        return "", None
    except reading.CannotRead as error:
        problems.append(Problem(where, str(error)))
        return "", None
    wanted = dict if where in ("edition.yaml", "sources.yaml") else list
    return text, parse_yaml(text, where, wanted, problems)


def parse_yaml(text: str, where: str, wanted: type, problems: list[Problem], empty: Any = None) -> Any:
    """The dict or list that a text holds; None, with a problem added, if it cannot be read.

    empty   the value for an empty text
    """
    try:
        raw = strict_yaml.load(text)
    except yaml.YAMLError as error:
        problems.append(Problem(where, " ".join(str(error).split())))
        return None
    raw = empty if raw is None else raw
    if not isinstance(raw, wanted):
        problems.append(Problem(where, f"must hold a {'mapping' if wanted is dict else 'list of entries'}"))
        return None
    return raw


def parse(kind: type[BaseModel], raw: Any, where: str, problems: list[Problem]) -> Any:
    """An entry parsed by the schema; None, with its problems added, if it breaks the schema."""
    try:
        return kind.model_validate(raw)
    except RecursionError:
        problems.append(Problem(where, strict_yaml.TOO_DEEP))
        return None
    except ValidationError as error:
        for found in error.errors():
            place = ".".join(str(part) for part in found["loc"] if part != "[key]")
            problems.append(Problem(f"{where}: {place}" if place else where, _remedy(found)))
        return None


def _remedy(found: Any) -> str:
    """A message of the schema in words for curators."""
    if found["type"] == "missing":
        return "is missing"
    if found["type"] == "string_unicode":
        return "it holds half of a character; write the character itself"
    if found["type"] == "extra_forbidden":
        return "there is no such key here; docs/catalog.md lists those that are known"
    if found["type"] == "string_pattern_mismatch":
        return f"{found['input']!r} is not {schema.PATTERNS[found['ctx']['pattern']]}"
    return str(found["msg"]).removeprefix("Value error, ")


def canonical(path: Path, data: Path = DATA) -> str:
    """The text of a file in canonical form, with its header comment."""
    where = path.relative_to(data).as_posix()
    problems: list[Problem] = []
    text, raw = _load(path, where, problems)
    if problems:
        raise ValueError("; ".join(map(str, problems)))
    content: Any
    if where == "edition.yaml":
        content = schema.Edition.model_validate(raw)
    elif where == "sources.yaml":
        content = {key: schema.Source.model_validate(value) for key, value in raw.items()}
    else:
        content = [_kind_of(where).model_validate(entry) for entry in raw]
    return formatted(SourceFile(text, content))


def formatted(file: SourceFile) -> str:
    """The canonical form of a file that follows the schema."""
    content = file.content
    if isinstance(content, dict):
        body = dump({key: in_order(content[key]) for key in sorted(content, key=str)})
    elif isinstance(content, list):
        body = dump([in_order(entry) for entry in content]).replace("\n- id:", "\n\n- id:")
    else:
        body = dump(in_order(content))
    return header(file.text) + body


def dump(ordered: Any) -> str:
    """YAML in the style of the catalog."""
    return yaml.dump(ordered, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6)


def header(text: str) -> str:
    """The comment lines that open a file."""
    lines = []
    for line in text.splitlines(keepends=True):
        if not line.startswith("#") and line.strip():
            break
        lines.append(line)
    return "".join(lines)


def stray_comments(text: str) -> list[int]:
    """Numbers of the lines below the header that hold a comment, which the canonical form would lose."""
    end = len(header(text))
    if "#" not in text[end:]:
        return []
    lines: set[int] = set()
    counted, number = 0, 1  # the line of a place
    for token in yaml.scan(text):  # between tokens is nothing but space and comments
        at = text.find("#", end, token.start_mark.index)
        while at >= 0:
            number += text.count("\n", counted, at)
            counted = at
            lines.add(number)
            at = text.find("#", at + 1, token.start_mark.index)
        end = max(end, token.end_mark.index)
    return sorted(lines)


def in_order(model: BaseModel) -> Any:
    """The keys that are set, in the order of the schema; facts in the order of QUANTITIES."""
    found: dict[str, Any] = {}
    for key in type(model).model_fields:
        value = getattr(model, key)
        if value is None or value == [] or value == {}:
            continue
        if key == "facts":
            value = {q: [in_order(fact) for fact in value[q]] for q in (*QUANTITIES, *PEAKS) if q in value}
        elif key in ("constants", "ranges"):
            value = {name: [in_order(fact) for fact in facts] for name, facts in value.items()}
        elif isinstance(value, BaseModel):
            value = in_order(value)
        elif isinstance(value, dict):
            value = {k: in_order(v) if isinstance(v, BaseModel) else v for k, v in value.items()}
        elif isinstance(value, list):
            value = [in_order(v) if isinstance(v, BaseModel) else v for v in value]
        elif key in ("released", "edition") and len(value) == 10:
            value = _PlainDate(value)
        found[key] = value
    return found


def write(path: Path, text: str) -> None:
    """Write the whole file, or leave it unchanged."""
    with replacing(path, force=True) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
