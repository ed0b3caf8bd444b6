"""The pages of the site: their paths, and what each of them shows."""

from __future__ import annotations

import re
from typing import Any, Iterator, NamedTuple

from ..analysis import law_book, ratios
from ..analysis.explanations import about_law
from ..catalog import Catalog, Dataset, Entry, Model
from ..curation import kept
from ..errors import PlmError
from ..version import __version__
from . import facts, models, rendering, sources
from .chart import WIDTH, chart

# Kinds in words, where their own names are not the words for them.
_KINDS = {"dna": "DNA", "rna": "RNA", "msa": "MSA"}
# Ids are part of addresses and of the names of files.
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


class Page(NamedTuple):
    """A file of the site: its path below the folder, with slashes, and its text."""

    path: str
    text: str


def path_of(entry: Entry) -> str:
    """The path of an entry's page, which stays while its id does."""
    if not _ID.fullmatch(entry.id):
        raise PlmError(
            f'The id "{entry.id}" cannot be part of an address. Run: plm-ratios catalog check --user'
        )
    return f"{entry.what}s/{entry.id}.html"


def number_of_pages(catalog: Catalog) -> int:
    """About how many pages there will be, to show how far the work is."""
    return len(catalog.models) + len(catalog.datasets)


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every page of a catalog, one after another; it must be the one in use."""
    laws = (*law_book.laws(), *law_book.repetition_laws())
    cited = sources.cited(catalog, laws)
    templates = rendering.environment(
        catalog=catalog,
        version=__version__,
        path_of=path_of,
        bases=ratios.MEANING_OF_BASIS,
        target=ratios.TARGET,
        length=ratios.AVERAGE_LENGTH,
        width=WIDTH,
        kinds={model.kind: _KINDS.get(model.kind, model.kind) for model in catalog.models},
        number_of={"models": len(catalog.models), "datasets": len(catalog.datasets), "sources": len(cited)},
    )

    def page(path: str, template: str, **shown: Any) -> Page:
        root = "../" * path.count("/")
        return Page(path, templates.get_template(template).render(root=root, path=path, **shown))

    known = {model: models.known_ratios(model) for model in catalog.models}
    trained: dict[Dataset, list[Model]] = {}
    for model in catalog.models:
        for dataset in catalog.trained_on(model):
            trained.setdefault(dataset, []).append(model)
    for model in catalog.models:
        yield page(path_of(model), "model.html", **_model(model, catalog, known))
    for dataset in catalog.datasets:
        yield page(
            path_of(dataset),
            "dataset.html",
            entry=dataset,
            training=facts.of_training(dataset),
            architecture=facts.of_architecture(dataset),
            statements=models.statements(dataset, catalog),
            average_length=ratios.known_average_length(dataset),
            trained=trained.get(dataset, []),
        )
    for old, entry in former_ids(catalog):
        yield page(f"{entry.what}s/{old}.html", "redirect.html", old=old, entry=entry)
    yield page("datasets.html", "datasets.html", average_length=ratios.known_average_length, trained=trained)
    yield page(
        "laws.html",
        "laws.html",
        laws=[
            (law, about_law(law), [each.within(law.id) for each in facts.of_constants(law.constants)])
            for law in laws
        ],
    )
    yield page("sources.html", "sources.html", cited=cited)
    yield page("about.html", "about.html")
    yield page("index.html", "index.html", known=known, listed=listed(known))


def listed(known: dict[Model, list[models.Ratio]]) -> list[Model]:
    """The models as the table has them: those with a number on most bases first."""
    return sorted(known, key=lambda model: sum(each.value is None for each in known[model]))


def _model(model: Model, catalog: Catalog, known: dict[Model, list[models.Ratio]]) -> dict[str, Any]:
    return {
        "entry": model,
        "ratios": known[model],
        "chart": chart(known[model]),
        "cautions": models.cautions_of(model),
        "training": facts.of_training(model),
        "scores": facts.of_scores(model),
        "architecture": facts.of_architecture(model),
        "stages": [
            (stage.name, [each.within(f"stage-{number}") for each in facts.of_training(stage)])
            for number, stage in enumerate(model.stages, 1)
        ],
        "counted": models.counted(model),
        "statements": models.statements(model, catalog),
        "remarks": models.remarks(model, catalog),
        "trained_on": catalog.trained_on(model),
        "siblings": [(other, known[other]) for other in catalog.models if other.family == model.family],
    }


def former_ids(catalog: Catalog) -> Iterator[tuple[str, Entry]]:
    """Ids that once had a page, or would have one, and the entry that answers to them now."""
    own = {(entry.what, entry.id) for entry in (*catalog.models, *catalog.datasets)}
    found = [(other.what, other.id) for other in catalog.overridden.values()]
    for date in kept.dates():
        parts = kept.edition(date).parts["catalog"]
        found += [(what, entry["id"]) for what in ("model", "dataset") for entry in parts[f"{what}s"]]
    for what, old in dict.fromkeys(found):
        entry = catalog.named(old)
        if (what, old) not in own and entry is not None and entry.what == what:
            yield old, entry
