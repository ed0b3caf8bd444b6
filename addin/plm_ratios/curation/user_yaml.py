"""A user's own catalog: one YAML file of models, datasets and sources, checked with the bundled ones.

It is compiled to a self-contained JSON file (it includes the sources that it cites, bundled ones
too), so that a later edition of the bundled catalog cannot break it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator, Sequence

import yaml

from .. import reading
from ..catalog import config_paths, fold, user_catalog
from ..errors import PlmError
from ..files import one_at_a_time, replacing_all
from . import rules, schema, strict_yaml, yaml_files
from .build import block, entries, line
from .derive import Derivation
from .yaml_files import Draft, Problem

Entry = schema.Model | schema.Dataset

# A source that only the user can look up.
OWN_SOURCE = schema.Source(title="own data", kind="own")

_SECTIONS: tuple[tuple[str, Any], ...] = (("models", schema.Model), ("datasets", schema.Dataset))
HEADER = f"""\
# Your own models. `plm-ratios catalog add` and `catalog remove` write here, and you may edit it:
# then run {user_catalog.BUILD}. Comments are kept only up here; elsewhere use note.

"""


class ProblemsError(ValueError):
    """A user catalog breaks rules; str() is one line with the first problem, `problems` holds all."""

    def __init__(self, problems: list[Problem]):
        more = f" (and {len(problems) - 1} more problems)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")
        self.problems = problems


class UserCatalog:
    """The models, datasets and sources of one file.

    problems   text that breaks the schema; it is left out
    """

    def __init__(self, name: str, text: str):
        self.name = name
        self.text = text
        self.as_read: str | None = None  # what the file held, "" where there was none
        self.problems: list[Problem] = []
        self.models: list[schema.Model] = []
        self.datasets: list[schema.Dataset] = []
        self.sources: dict[str, schema.Source] = {}
        self.refused: set[str] = set()

    @property
    def entries(self) -> list[Entry]:
        """Datasets and models."""
        return [*self.datasets, *self.models]

    def find(self, name: str) -> Entry | None:
        """The entry with this id, name or alias, or None."""
        return next((e for e in self.entries if fold(name) in map(fold, _names(e))), None)

    def take_out(self, entry: Entry) -> list[str]:
        """Remove an entry and the sources that only it cited. Returns the ids of those sources."""
        self.models = [each for each in self.models if each is not entry]
        self.datasets = [each for each in self.datasets if each is not entry]
        kept = {name for each in self.entries for _, name in rules.sources_of(each)}
        orphans = {name for _, name in rules.sources_of(entry)} - kept
        return sorted(name for name in orphans if self.sources.pop(name, None))


@lru_cache(maxsize=1)
def bundled() -> Draft:
    """The bundled catalog as in its YAML files, read once, since that takes half a second."""
    return yaml_files.read()


def read(path: Path) -> UserCatalog:
    """The user catalog in a file; an empty one if there is no file."""
    try:
        text = reading.read_text(path, strict_yaml.MOST_BYTES)
        found = parse(text, path.name)
        found.as_read = text
        return found
    except reading.NoSuchFile:
        found = UserCatalog(path.name, HEADER)
        found.as_read = ""
        return found
    except reading.CannotRead as error:
        found = UserCatalog(path.name, "")
        found.problems.append(Problem(path.name, str(error)))
        return found


def parse(text: str, name: str) -> UserCatalog:
    """The user catalog that a text contains."""
    found = UserCatalog(name, text)
    raw = yaml_files.parse_yaml(text, name, dict, found.problems, empty={})
    for key in raw or ():
        if key not in ("models", "datasets", "sources"):
            found.problems.append(Problem(f"{name}: {key}", "a catalog holds models, datasets and sources"))
    for key, value in _mapping(raw, "sources", found):
        source = yaml_files.parse(schema.Source, value, f"{name}: sources: {key}", found.problems)
        if source:
            found.sources[key] = source
        else:
            found.refused.add(key)
    for section, kind in _SECTIONS:
        for number, value in enumerate(_list(raw, section, found), 1):
            label = yaml_files.label(value, f"{section} {number}")
            entry: Any = yaml_files.parse(kind, value, f"{name}: {label}", found.problems)
            if entry:
                getattr(found, section).append(entry)
            else:
                found.refused.add(str(label))
    return found


def _mapping(raw: Any, section: str, found: UserCatalog) -> Iterator[tuple[str, Any]]:
    value = (raw or {}).get(section) or {}
    if not isinstance(value, dict):
        found.problems.append(Problem(f"{found.name}: {section}", "must be a mapping of ids to sources"))
        return
    yield from ((str(key), each) for key, each in value.items())


def _list(raw: Any, section: str, found: UserCatalog) -> list[Any]:
    value = (raw or {}).get(section) or []
    if isinstance(value, list):
        return value
    found.problems.append(Problem(f"{found.name}: {section}", "must be a list of entries"))
    return []


def written(catalog: UserCatalog) -> str:
    """The text of a user catalog in canonical form, after the comment at the head of its file."""
    sections: list[str] = []
    for section, _ in _SECTIONS:
        listed = [yaml_files.in_order(entry) for entry in getattr(catalog, section)]
        if listed:
            head, first, rest = yaml_files.dump({section: listed}).partition("\n  - id:")
            sections.append(head + first + rest.replace(first, "\n" + first))
    if catalog.sources:
        ordered = {key: yaml_files.in_order(catalog.sources[key]) for key in sorted(catalog.sources)}
        sections.append(yaml_files.dump({"sources": ordered}))
    return yaml_files.header(catalog.text) + ("\n".join(sections) or "models: []\n")


def check(catalog: UserCatalog, beside: Draft, earlier: Sequence[UserCatalog] = ()) -> list[Problem]:
    """Every problem of a user catalog together with the bundled one and the files read before it."""
    found = list(catalog.problems)
    found += _clashes(catalog, beside, earlier)
    sources = {user_catalog.OWN_SOURCE, *beside.sources, *catalog.sources, *catalog.refused}
    datasets = {dataset.id for dataset in (*beside.datasets, *catalog.datasets)} | catalog.refused
    for key in catalog.sources:
        if key in beside.sources:
            what = "the bundled catalog has a source of this id; choose another id"
            found.append(Problem(f"{catalog.name}: sources: {key}", what))
    derivation = Derivation(merged(catalog, beside))
    for entry in catalog.entries:
        found += (
            Problem(f"{entry.id}: {place}", f'there is no source "{name}", neither yours nor bundled')
            for place, name in rules.sources_of(entry)
            if name not in sources
        )
        for name in entry.datasets if isinstance(entry, schema.Model) else ():
            if name not in datasets:
                what = f'there is no dataset "{name}", neither yours nor bundled'
                found.append(Problem(f"{entry.id}: datasets", what))
        found += rules.own_entry_problems(entry, derivation)
    return found


def merged(catalog: UserCatalog, beside: Draft) -> Draft:
    """The bundled catalog with the entries and sources of a user's beside its own."""
    return beside._replace(
        sources={user_catalog.OWN_SOURCE: OWN_SOURCE, **beside.sources, **catalog.sources},
        models=[*beside.models, *catalog.models],
        datasets=[*beside.datasets, *catalog.datasets],
        refused=catalog.refused,
    )


def _clashes(catalog: UserCatalog, beside: Draft, earlier: Sequence[UserCatalog]) -> Iterator[Problem]:
    """Yields a problem for each name shared by two entries, unless one of them replaces the other."""
    taken = {fold(name): entry for entry in beside.entries for name in _names(entry)}
    others = {fold(n): (e, each.name) for each in earlier for e in each.entries for n in _names(e)}
    overridden: dict[str, str] = {}
    own_names: dict[str, Entry] = {}
    for entry in catalog.entries:
        replaces = entry.replaces and next(
            (
                other
                for other in beside.entries
                if type(other) is type(entry) and fold(entry.replaces) in map(fold, _names(other))
            ),
            None,
        )
        if entry.replaces and not replaces:
            what = "model" if isinstance(entry, schema.Model) else "dataset"
            yield Problem(f"{entry.id}: replaces", f'there is no bundled {what} of the id "{entry.replaces}"')
        elif replaces and replaces.id in overridden:
            yield Problem(
                f"{entry.id}: replaces", f"{overridden[replaces.id]} replaces {replaces.id} already"
            )
        elif replaces:
            overridden[replaces.id] = entry.id
        for name in {fold(name): name for name in _names(entry)}.values():
            key = fold(name)
            other = taken.get(key)
            if other is not None and other is not replaces:
                what = f'the bundled {other.name} answers to "{name}"; choose another name'
                same = type(other) is type(entry) and not replaces
                instead = (
                    f", or say that it replaces that: --replaces {other.id}, in the file replaces: {other.id}"
                )
                yield Problem(entry.id, what + (instead if same else ""))
            elif key in others:
                yield Problem(entry.id, f'{others[key][0].name} in {others[key][1]} answers to "{name}" too')
            elif key in own_names and own_names[key] is not entry:
                yield Problem(entry.id, f'your own {own_names[key].name} answers to "{name}" too')
            own_names.setdefault(key, entry)


def _names(entry: Entry) -> tuple[str, ...]:
    return (entry.id, entry.name, *entry.aliases)


def compiled(catalog: UserCatalog, beside: Draft) -> str:
    """The text of the JSON file: one entry per line, with every source that an entry cites."""
    together = merged(catalog, beside)
    derivation = Derivation(together)
    used = {name for entry in catalog.entries for _, name in rules.sources_of(entry)}
    sources = block({key: together.sources[key] for key in used})
    parts = [
        f'"format": {user_catalog.FORMAT}',
        f'"compiled_from": {line(user_catalog.digest(catalog.text.encode("utf-8")))}',
        f'"sources": {{\n{sources}\n}}',
        f'"models": [\n{entries(catalog.models, derivation)}\n]',
        f'"datasets": [\n{entries(catalog.datasets, derivation)}\n]',
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def earlier_than(place: config_paths.CatalogPath) -> list[UserCatalog]:
    """The user catalogs that are read before this one."""
    named = config_paths.catalog_paths()
    before = named[: named.index(place)] if place in named else ()
    return [read(Path(each.yaml)) for each in before]


def build(place: config_paths.CatalogPath, beside: Draft | None = None) -> UserCatalog:
    """Compile a user catalog. Raises ProblemsError, and writes nothing, if it breaks a rule."""
    found = read(Path(place.yaml))
    beside = beside or bundled()
    problems = check(found, beside, earlier_than(place))
    if problems:
        raise ProblemsError(problems)
    # The digest is of the bytes on the disk; the text as read may have other line ends.
    found.text = reading.read_bytes(Path(place.yaml), strict_yaml.MOST_BYTES).decode("utf-8")
    yaml_files.write(Path(place.json), compiled(found, beside))
    return found


def save(catalog: UserCatalog, place: config_paths.CatalogPath, beside: Draft) -> None:
    """Write a user catalog and its compiled form; after an error or Ctrl-C, neither.

    Raises ProblemsError if it breaks a rule, or if the file holds comments that would be lost; PlmError if
    another program has changed the file since it was read.
    """
    problems = _lost_comments(catalog)
    text = written(catalog)
    # Checked as it will be read, independent of what is in memory.
    new = parse(text, catalog.name)
    problems += check(new, beside, earlier_than(place))
    if problems:
        raise ProblemsError(problems)
    json_text = compiled(new, beside)
    Path(place.yaml).parent.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(Path(place.yaml)):
        if catalog.as_read is not None and read(Path(place.yaml)).as_read != catalog.as_read:
            raise PlmError(
                f"{place.yaml} was changed by another program meanwhile, and nothing was written. Run the "
                "command again."
            )
        with replacing_all([Path(place.json), Path(place.yaml)], force=True) as (json_file, file):
            file.write_bytes(text.encode("utf-8"))
            json_file.write_bytes(json_text.encode("utf-8"))
    if catalog.as_read is not None:
        catalog.as_read = text


def format_(place: config_paths.CatalogPath, beside: Draft) -> bool:
    """Write a user catalog in canonical form. Returns True if that changed anything."""
    found = read(Path(place.yaml))
    if found.problems:
        raise ProblemsError(found.problems)
    if written(found) == found.text:
        return False
    save(found, place, beside)
    return True


def _lost_comments(catalog: UserCatalog) -> list[Problem]:
    try:
        lines = yaml_files.stray_comments(catalog.text)
    except yaml.YAMLError:
        return []  # reported by parse
    what = "a comment below the head of the file would be lost; make it a note, or move it up"
    return [Problem(f"{catalog.name}:{number}", what) for number in lines]
