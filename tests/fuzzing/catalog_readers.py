"""What says things of models: user catalogs, configurations, weights, exports of Epoch AI, editions."""

from __future__ import annotations

import csv
import functools
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import yaml

from own_models import ONE, UNITS

from .archives import packed, tampered
from .mutations import damaged, one_of, rearranged, recelled, retyped
from .reader import Files, Reader, command

_SAID = ("--locator", "unpublished, 2026-11")
_EXPORT = Path(__file__).parents[1] / "data" / "epoch_biology.csv"
_CONFIGURATION = {
    "architectures": ["EsmForMaskedLM"],
    "model_type": "esm",
    "hidden_size": 1280,
    "intermediate_size": 5120,
    "num_attention_heads": 20,
    "num_hidden_layers": 33,
    "vocab_size": 33,
    "max_position_embeddings": 1026,
    "position_embedding_type": "rotary",
    "token_dropout": True,
    "emb_layer_norm_before": False,
    "tie_word_embeddings": True,
}


def _yaml(draw: Random) -> bytes:
    text = draw.choice((ONE, UNITS))
    return one_of(
        draw,
        lambda: yaml.safe_dump(rearranged(draw, yaml.safe_load(text)), sort_keys=False).encode(),
        lambda: retyped(draw, text).encode("utf-8", "replace"),
        lambda: damaged(draw, text.encode()),
    )


@functools.cache
def compiled() -> dict[str, Any]:
    """A user catalog as the functions read it."""
    from plm_ratios.curation import user_yaml

    text: dict[str, Any] = json.loads(
        user_yaml.compiled(user_yaml.parse(ONE, "catalog.yaml"), user_yaml.bundled())
    )
    return text


def _json(draw: Random, tree: Any) -> bytes:
    return one_of(
        draw,
        lambda: json.dumps(rearranged(draw, tree)).encode(),
        lambda: json.dumps(rearranged(draw, tree)).encode(),
        lambda: retyped(draw, json.dumps(tree), 3).encode("utf-8", "replace"),
        lambda: damaged(draw, json.dumps(tree).encode()),
    )


def _answered(folder: Path) -> None:
    """The functions answer with a user catalog, of all of its entries."""
    from plm_ratios.catalog import load, reload
    from plm_ratios.functions import FUNCTIONS

    reload()
    for function in FUNCTIONS.values():
        function.forget()
    catalog = load()
    names = [entry.name for entry in (*catalog.models, *catalog.datasets) if getattr(entry, "origin", "")]
    for name in (*names[:3], "Mine 1B", "esm2-15b", "uniref50"):
        for call in ("RATIO", "WHY", "SOURCE", "BASES", "SPREAD", "AVGLEN", "OPTIMAL", "PARAMS"):
            if call in FUNCTIONS:
                FUNCTIONS[call](name)
    FUNCTIONS["MODELS"]()
    command("catalog", "list", "--json")
    if names:
        command("catalog", "show", names[0])


def _safetensors(draw: Random) -> bytes:
    header = {
        "__metadata__": {"format": "pt"},
        "embed.weight": {"dtype": "F32", "shape": [33, 64], "data_offsets": [0, 8448]},
        "layer.0.weight": {"dtype": "BF16", "shape": [64, 64], "data_offsets": [8448, 16640]},
        "layer.0.attn.bias": {"dtype": "F16", "shape": [1, 1, 8, 8], "data_offsets": [16640, 16768]},
    }
    text = _json(draw, header)
    size = len(text) if draw.random() < 0.8 else draw.choice((0, 1, len(text) + 1, 1 << 40, (1 << 64) - 1))
    whole = size.to_bytes(8, "little") + text + bytes(100)
    return whole if draw.random() < 0.8 else damaged(draw, whole)


def _weights(draw: Random) -> Files:
    index = {
        "metadata": {"total_size": 16768, "total_parameters": 6272},
        "weight_map": {"embed.weight": "a.safetensors", "layer.0.weight": "a.safetensors"},
    }
    return {"a.safetensors": _safetensors(draw), "index.json": _json(draw, index)}


def _counted(folder: Path) -> None:
    from plm_ratios.curation.huggingface import safetensors_header
    from plm_ratios.errors import PlmError

    refused = None
    for name in ("a.safetensors", "index.json"):
        try:
            safetensors_header.count(folder / name)
        except PlmError as error:
            refused = error
    if refused:
        raise refused
    command(*"catalog add --name Weighed --safetensors a.safetensors --tokens-seen 1B --sure".split(), *_SAID)


@functools.cache
def _rows() -> list[list[str]]:
    with _EXPORT.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))[:30]


def _table(draw: Random) -> bytes:
    target = io.StringIO(newline="")
    dialect = draw.choice(({}, {}, {"delimiter": ";"}, {"delimiter": "\t"}, {"lineterminator": "\n"}))
    csv.writer(target, **dialect).writerows(recelled(draw, _rows()))
    code = draw.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"))
    whole = target.getvalue().encode(code, "replace")
    return whole if draw.random() < 0.6 else damaged(draw, whole)


@functools.cache
def _export_as_workbook() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Models")
    for row in _rows():
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _export(draw: Random) -> Files:
    content = one_of(
        draw,
        lambda: _table(draw),
        lambda: _table(draw),
        lambda: gzip.compress(_table(draw), 1),
        lambda: damaged(draw, gzip.compress(_table(draw), 1)),
        lambda: tampered(draw, packed({"biology_models.csv": _table(draw), "README.txt": b"hello"})),
        lambda: tampered(draw, _export_as_workbook()),
    )
    return {"export.csv": content, "former.yaml": b"models: []\n", "former.csv": b"former\n"}


def _imported(folder: Path) -> None:
    from plm_ratios.errors import PlmError

    refused = None
    for arguments in (
        "diff epoch export.csv --csv former.csv --force",
        "import epoch export.csv --out former.yaml --force",
    ):
        try:
            command("catalog", *arguments.split())
        except PlmError as error:
            refused = error
    if refused:
        raise refused


@functools.cache
def _edition() -> dict[str, Any]:
    from plm_ratios.curation import kept

    content = dict(kept.bundled().parts["catalog"])
    content["models"] = content["models"][:6]
    return content


def _scores(draw: Random) -> Files:
    from plm_ratios.curation.yaml_files import DATA

    files = {path.name: path.read_bytes() for path in DATA.glob("*.yaml")}
    name = draw.choice(sorted(files))
    text = files[name].decode()
    files[name] = one_of(
        draw,
        lambda: yaml.safe_dump(rearranged(draw, _loaded(name, text)), sort_keys=False).encode(),
        lambda: retyped(draw, text).encode("utf-8", "replace"),
        lambda: damaged(draw, text.encode()),
    )
    return files


@functools.lru_cache(maxsize=20)
def _loaded(name: str, text: str) -> Any:
    return json.loads(json.dumps(yaml.load(text, yaml.CSafeLoader), default=str))


def _own(*arguments: str) -> Callable[[Path], object]:
    return lambda folder: command("catalog", *arguments)


READERS = (
    Reader(
        "user catalog",
        lambda draw: {"catalog.yaml": _yaml(draw)},
        _own("check", "--user"),
    ),
    Reader(
        "user catalog, built",
        lambda draw: {"catalog.yaml": _yaml(draw), "catalog.json": b"{}"},
        _own("build", "--user"),
        ("catalog.json",),
    ),
    Reader(
        "user catalog, added to",
        lambda draw: {"catalog.yaml": _yaml(draw)},
        _own("add", "--name", "Another", "--params", "1B", "--tokens-seen", "20B", *_SAID),
        ("catalog.json", "catalog.yaml"),
    ),
    Reader("user catalog, compiled", lambda draw: {"catalog.json": _json(draw, compiled())}, _answered),
    Reader(
        "config.json",
        lambda draw: {"config.json": _json(draw, _CONFIGURATION)},
        _own(*"add --name Configured --config config.json --tokens-seen 1B --sure".split(), *_SAID),
        ("catalog.json", "catalog.yaml"),
    ),
    Reader("weights", _weights, _counted, ("catalog.json", "catalog.yaml")),
    Reader("export of Epoch AI", _export, _imported, ("former.yaml", "former.json", "former.csv")),
    Reader(
        "edition",
        lambda draw: {"old.json": _json(draw, _edition())},
        _own("changes", "old.json", "--json", "--all"),
    ),
    Reader("files of the catalog", _scores, _own("check", "--data", ".")),
)
