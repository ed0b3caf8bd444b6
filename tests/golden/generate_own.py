"""Writes own_vectors.jsonl: what every host must answer about models of somebody's own.

    python tests/golden/generate_own.py

The models are those of tests/own_models.py, in a configuration folder made for the moment.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from golden.generate import lines
from own_models import ONE, Mine
from plm_ratios.analysis.ratios import BASES
from plm_ratios.catalog import config_paths

OWN_VECTORS = Path(__file__).parent / "own_vectors.jsonl"
NAMES = ("Mine 1B", "mine-1b", "our big one", "Mine on UniRef50", "Mine 2B")


def own_calls() -> Iterator[tuple[Any, ...]]:
    """Every function over somebody's own entries, by every name they have, and one that is not there."""
    for name in NAMES:
        for basis in BASES:
            yield "RATIO", name, basis
            yield "MODELTOKENS", name, basis
            yield "WHY", name, basis
            yield "SPREAD", name, basis
        for function in ("PARAMS", "SEQS", "AVGLEN", "EPOCHS", "BASES", "FRONTIER"):
            yield function, name
        yield "SOURCE", name, "parameters"
        yield "SOURCE", name, "seen"
        yield "VERDICT", name, "cheng-mlm"
    for function in ("SEQS", "AVGLEN", "TOKENS", "WHY"):
        yield function, "Our proteins"
    yield "TOKENS", "Our proteins", 325.0
    yield "PLAN", 1e20, "Our proteins"
    yield "NEAREST", 80.0, "seen"
    yield "MODELS", "Mine"
    yield "COMPARE", [["Mine 1B"], ["ESM-2 15B"]], "seen"
    yield ("PLMVERSION",)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ[config_paths.FOLDER_VARIABLE] = folder
        os.environ.pop(config_paths.CATALOG_VARIABLE, None)
        Mine(Path(folder)).write(ONE)
        OWN_VECTORS.write_text("\n".join(lines(own_calls())) + "\n", encoding="utf-8")
    print(f"Wrote {sum(1 for _ in OWN_VECTORS.open(encoding='utf-8'))} vectors to {OWN_VECTORS}")
