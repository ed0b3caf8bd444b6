"""Somebody's own models, and the folder in which they keep them."""

from __future__ import annotations

from pathlib import Path

from plm_ratios.catalog import config_paths, reload
from plm_ratios.curation import user_yaml as curated
from plm_ratios.functions import FUNCTIONS

ONE = """\
# The lab's models.

models:
  - id: mine-1b
    name: Mine 1B
    family: ESM-2
    aliases:
      - our big one
    kind: protein
    facts:
      params_total:
        - value: 1_000_000_000
          source: own
          locator: unpublished, 2026-11
          confidence: high
          note: Still in training.
      sequences:
        - value: 100_000_000
          source: own
          locator: unpublished, 2026-11
          confidence: high
      tokens_seen:
        - value: 80_000_000_000
          source: doe2026
          locator: Table 2
          confidence: medium

  - id: mine-uniref
    name: Mine on UniRef50
    family: Mine
    kind: protein
    facts:
      params_total:
        - value: 1_000_000_000
          source: lin2023
          locator: Table S1
          confidence: high
      sequences:
        - formula: of("uniref50", "sequences")
          confidence: high

datasets:
  - id: our-proteins
    name: Our proteins
    facts:
      sequences:
        - value: 5_000_000
          source: own
          locator: notebook 3
          confidence: high
      avg_length:
        - value: 212
          source: own
          locator: notebook 3
          confidence: high

sources:
  doe2026:
    title: Doe et al., A model of ours, 2026
    year: 2026
    url: https://example.org/doe2026
"""


def _counting(name: str, kind: str, **facts: tuple[float, str]) -> str:
    """An entry of a user catalog: each fact is a number and its unit."""
    lines = [f"  - {{id: {name.lower()}, name: {name}, family: Mine, kind: {kind}, objective: MLM, facts: {{"]
    for quantity, (value, unit) in {"params_total": (1e8, ""), **facts}.items():
        said = f", unit: {unit}" if unit else ""
        fact = f"{{value: {value:.0f}, source: own, locator: here, confidence: high{said}}}"
        lines.append(f"      {quantity}: [{fact}],")
    return "\n".join([*lines, "    }}", ""])


# Models that count something else than residues, and one that counts residues.
UNITS = "models:\n" + "".join(
    [
        _counting("Codons", "dna", sequences=(1e7, "cDNA sequences"), tokens_seen=(5e9, "codons")),
        _counting("Genes", "rna", sequences=(1e7, ""), tokens_unique=(4e9, "nucleotides")),
        _counting("Structures", "protein", sequences=(1e7, ""), tokens_seen=(4e9, "structure tokens")),
        _counting("Domains", "antibody", sequences=(1e7, "")),
        _counting("Residues", "protein", sequences=(1e7, ""), tokens_seen=(4e9, "")),
    ]
)


def forget() -> None:
    """What a new start of the program does: the catalog is read again, and no answer is remembered."""
    reload()
    for function in FUNCTIONS.values():
        function.forget()


class Mine:
    """Somebody's configuration folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.yaml, self.json = folder / "catalog.yaml", folder / "catalog.json"

    def write(self, text: str, build: bool = True) -> None:
        """Puts a text into catalog.yaml, and compiles it as catalog build --user does."""
        self.edit(text, build)
        forget()

    def edit(self, text: str, build: bool = True) -> None:
        """The same, while programs run that know what was there before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.yaml.write_text(text, encoding="utf-8")
        if build:
            curated.build(config_paths.catalog_path(str(self.yaml)))
