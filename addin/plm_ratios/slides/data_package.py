"""The comparison as CSV, with a Frictionless Data Package next to it that explains its columns.

The package is a file datapackage.json in the folder of the CSV, as the specification requires
(specs.frictionlessdata.io/data-package).
"""

from __future__ import annotations

import csv
import datetime
import json
import re
from pathlib import Path
from typing import Any

from ..catalog import load
from ..comparison import captions
from ..comparison.compare import Comparison
from ..comparison.records import COLUMNS, FIELDS, records
from ..version import __version__

DESCRIPTOR = "datapackage.json"
_LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def write_csv(path: Path, compared: Comparison) -> None:
    """Write one record per row: full numbers, empty if there is none, the reason under `source`."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(records(compared))


def write_descriptor(path: Path, table: Path, compared: Comparison, title: str, date: datetime.date) -> None:
    """Write the descriptor of the CSV file `table`, which is next to it."""
    text = json.dumps(descriptor(table, compared, title, date), ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def descriptor(table: Path, compared: Comparison, title: str, date: datetime.date) -> dict[str, Any]:
    """The data package of a CSV file."""
    name = re.sub(r"[^a-z0-9._-]+", "-", table.stem.lower()).strip("-.") or "comparison"
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": captions.footnote(compared, date),
        "version": load().edition,
        "created": f"{date.isoformat()}T00:00:00Z",
        "contributors": [{"title": f"plm-ratios {__version__}", "role": "wrangler"}],
        "licenses": [_LICENSE],
        "sources": [_source(source.title, source.url) for source in captions.sources(compared.rows)],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "path": table.name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
                "schema": {
                    "fields": [_field(*field) for field in FIELDS],
                    "missingValues": [""],
                },
            }
        ],
    }


def _field(name: str, type: str, description: str, unit: str) -> dict[str, str]:
    found = {"name": name, "type": type, "description": description}
    return {**found, "unit": unit} if unit else found


def _source(title: str, url: str) -> dict[str, str]:
    return {"title": title, "path": url} if url else {"title": title}
