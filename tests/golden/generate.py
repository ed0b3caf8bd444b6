"""Writes vectors.jsonl: what every host must answer, one call a line.

    python tests/golden/generate.py

The answers come from the Python functions; review the file as a diff. A line is
{"f": function, "a": arguments, "r": result}, where a value is a number, a text, a boolean, null (a
blank cell), {"omitted": true}, {"error": "#N/A"} or {"range": rows}.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from plm_ratios.analysis.accelerators import accelerators
from plm_ratios.analysis.law_book import repetition_laws
from plm_ratios.analysis.ratios import BASES, PARAMETER_KINDS, QUANTITY_OF_BASIS
from plm_ratios.analysis.scaling_laws import laws as every_law
from plm_ratios.catalog import Model, load, use_bundled_only
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError

VECTORS = Path(__file__).parent / "vectors.jsonl"
ESSAY = [["ESM-2 15B"], ["ProGen2-xlarge"], ["xTrimoPGLM-100B"]]
# Numbers as people type them: in every spelling that is read, then ambiguous ones, then what is none.
TYPED = (
    *("65\xa0000\u2009000", "65\u202f000\u202f000", "65'000'000", "65\u2019000\u2019000", "65_000_000"),
    *("6,50,00,000", "1,234.5", "1 234", "\uff11\uff15\uff22", "\u0666\u0665", "\u22125", "\u20135", "-5"),
    *(
        "15\u200bB",
        "\u201c65M\u201d",
        "2 thousand",
        "3 mn",
        "3 mln",
        "3 million",
        "3 Mio",
        "3 mrd",
        "3 Billions",
        "3 bln",
        "3G",
    ),
    *("3 tn", "3 trn", "1.5 Trillion", "1.5 e9", "1.5x10^9", "1.5 \xd7 10\u2079", "10\u207b\xb2", "10^9"),
    *("1.5*10^9", "1.234B", "0.500", "1234.567", "1e999"),
    *(
        "1,5B",
        "1,5e9",
        "325,5",
        "65.000.000",
        "1,234",
        "12,34",
        "1.234,5",
        "1,234M",
        "45.500",
        "1,500",
        "0,5",
    ),
    *("50%", "inf", "nan", "~15B", "650\xb2", "\u2460", "110\u2079", "15\u0412", "1,234,56", "1.2.3", "3e9B"),
)
NA, REF = CellError("#N/A"), CellError("#REF!")


class Omitted:
    """An argument that is left out before another one: RATIO("ESM-2 15B",,200)."""


OMITTED = Omitted()


def calls() -> Iterator[tuple[Any, ...]]:
    """Every call: the function's name, then its arguments."""
    yield from per_entry()
    yield from names()
    yield from numbers()
    yield from wrong_inputs()
    yield from ranges()
    yield from tables()
    yield from laws()
    yield from costs()
    yield from planning()


def in_depth() -> tuple[Model, ...]:
    """Each sixth model, and those trained in stages: families stand together in the catalog."""
    return tuple(model for at, model in enumerate(load().models) if at % 6 == 0 or model.stages)


def per_entry() -> Iterator[tuple[Any, ...]]:
    """Every model on every basis, every dataset; all that is known of each sixth model."""
    for model in load().models:
        for basis in BASES:
            yield "RATIO", model.name, basis
        for function in ("PARAMS", "WHY", "FLOPS", "VERDICT"):
            yield function, model.name
    for model in in_depth():
        yield "MODELTOKENS", model.name, "seen"
        for kind in PARAMETER_KINDS:
            yield "PARAMS", model.name, kind
        for function in ("SEQS", "AVGLEN", "EPOCHS", "MFU"):
            yield function, model.name
        if model.value("score_substitutions"):
            yield "SCORE", model.name
            yield "SCORE", model.name, "indels"
        yield "WHY", model.name, "effective"
        yield "SPREAD", model.name, "effective"
        yield "RATIO", model.id, "effective", 200.0
        yield "SOURCE", model.name, "parameters"
        yield "FRONTIER", model.name, "cheng-mlm"
        yield "GPUHOURS", model.name, None, "H100 SXM"
        for law in ("cheng-clm", "progen3"):
            yield "VERDICT", model.name, law
    for dataset in load().datasets:
        for function in ("SEQS", "AVGLEN", "TOKENS"):
            yield function, dataset.name
    for length in (None, 325.0, 0.0, "1,5", NA):
        yield "TOKENS", "BFD100", length
        yield "PLAN", 1e21, "BFD100", length


def names() -> Iterator[tuple[Any, ...]]:
    """Spellings of names and words."""
    for name in ("ESM-2 15B", "esm2-15b", "ESM2 15b", "esm2_t48_15B_UR50D", " esm 2 15B ", "ESM‑2 15B"):
        yield "RATIO", name
    for basis in ("SEEN", "Seen ", "sequences", "unique", "foo", "see", "seq"):
        yield "RATIO", "ProGen2-xlarge", basis
    yield from pasted()
    yield from long_texts()
    yield from addresses()
    yield from misspelt()
    for quantity in (
        "parameters",
        "params_total",
        "Seen",
        "unique",
        "sequences",
        "avglen",
        "epochs",
        "score",
        "nonsense",
    ):
        yield "SOURCE", "ProtBERT-BFD", quantity
    yield "SOURCE", "BFD100", "sequences"
    for quantity in ("score", "Score_substitutions", "indels"):
        yield "SOURCE", "RITA-XL", quantity
    yield "SOURCE", "nope", "sequences"
    for name in ("ESM-2 15 billion", "ESM2", "progen", "nope", "UniRef50", "BFD100"):
        yield "WHY", name
    for basis in (*BASES, "foo"):
        yield "WHY", "ESM-2 15B", basis
    yield "WHY", "xTrimoPGLM-100B", "sequences", 213.0
    for name in ("ESM-2 15B", "ProtT5-XL-U50", "UniRep", "ProGen3-3B", "xTrimoPGLM-100B", "ProtGPT2"):
        for length in (100.0, 290.5, 5000.0):
            yield "WHY", name, "effective", length
    yield "WHY", "Repeated text"
    yield ("PLMVERSION",)


def pasted() -> Iterator[tuple[Any, ...]]:
    """Names and words with what comes along from papers and web pages: characters that nobody sees or that
    only look like the usual ones, thin spaces, quotes."""
    for unseen in "\u00ad\u034f\u061c\u180e\u200b\u200d\u200e\u202e\u2060\u3164\ufe0f\ufeff\ufff9\U000e0041":
        yield "RATIO", f"{unseen}ESM-2{unseen} 15B{unseen}"
    for space in "\u1680\u2002\u2009\u202f\u205f\u3000":
        yield "RATIO", f"ESM-2{space}15B{space}"
    for dash in "\u2010\u2015\u2212\u207b\ufe58\ufe63\uff0d":
        yield "RATIO", f"ESM{dash}2 15B"
    for name in (
        "\uff25\uff33\uff2d\uff0d\uff12\u3000\uff11\uff15\uff22",
        "ESM-\u2082 15B",
        "\U0001d404SM-2 15B",
    ):
        yield "RATIO", name
    for before, after in (
        '""',
        "''",
        "``",
        "\u201c\u201d",
        "\u201e\u201c",
        "\u00ab\u00bb",
        "\u2039\u203a",
        "\u300c\u300d",
    ):
        yield "RATIO", f" {before}ESM-2 15B{after} "
        yield "RATIO", "ESM-2 15B", f"{before}seen{after}"
    for basis in (
        "unique\u200b",
        "\u3000\uff33\uff45\uff45\uff4e",
        "\u2009seen",
        "se\u00aden",
        "se en",
        "s-een",
        '"',
    ):
        yield "RATIO", "xTrimoPGLM-100B", basis
    for name in ('"', "\u200b", "ESM'2 15B", "\u201cESM-2 15C\u201d", "ESM-2 15B*", "ESM\u00b2 15B"):
        yield "RATIO", name
        yield "WHY", name
    yield "SEQS", "\u201cBFD\u200a100\u201d"
    yield "OPTIMALTOKENS", 1e9, "\u201cCheng\u2009MLM\u201d"
    yield "MODELS", "\uff25\uff33\uff2d\u20112"


def long_texts() -> Iterator[tuple[Any, ...]]:
    """Of what is longer than 100 characters, a sentence shows the beginning."""
    for length in (100, 101, 5000):
        yield "WHY", "x" * length
    for words in (("y" * 150,), ("seen", "many " * 40), ("seen", 325.0, "z" * 150)):
        yield "WHY", "ESM-2 15B", *words
    yield "FRONTIER", [["w" * 150], ["ESM-2 15B"]]
    yield "OPTIMAL", [["v" * 150], [1e21]]


def addresses() -> Iterator[tuple[Any, ...]]:
    """Paths and addresses, of which the last part counts; and what only looks like one."""
    for name in (
        "facebook/esm2_t48_15B_UR50D",
        "https://huggingface.co/facebook/esm2_t48_15B_UR50D",
        "https://huggingface.co/facebook/esm2_t48_15B_UR50D/",
        "esm2-15b//",
        "ESM-1 670M (UR50/S)",
        "ProGen2-xlarge/ESM-2 15B",
        "facebook/",
        "/",
    ):
        yield "RATIO", name
        yield "SEQS", name
        yield "WHY", name
    yield "SEQS", "datasets/UniRef50"
    yield "WHY", "datasets/UniRef50"
    yield "COMPARE", "facebook/esm2_t48_15B_UR50D"
    yield "MODELS", "facebook/ESM-2"


def misspelt() -> Iterator[tuple[Any, ...]]:
    """What is offered for names with a letter dropped, doubled, swapped or replaced; and characters that are
    not what they seem."""
    for at, model in enumerate(load().models):
        name = model.name
        place = at % len(name)
        wrong = (
            name[:place] + name[place + 1 :],
            name[: place + 1] + name[place:],
            name[:place] + name[place : place + 2][::-1] + name[place + 2 :],
            name[:place] + "q" + name[place + 1 :],
        )
        yield "WHY", wrong[at % len(wrong)]
    for name in ("ESM-2 15\u0412\u200b", "ESM-2 15C\u00b9", "\u0415SM-2 15B", "r\u0131ta-xl"):
        yield "WHY", name
        yield "MODELS", name
        yield "TOKENS", name
    yield "WHY", "ESM-2 15B", "se\u200b en"
    yield "WHY", "ESM-2 15B", "sequences", "65\u041c"


def numbers() -> Iterator[tuple[Any, ...]]:
    """Numbers, numbers as text, and the edges of the verdict."""
    for sequences in (0.0, 1.0, 65e6, "65M", "65 m", "65,000,000", "6.5e7", "1.2T", "2.5B", "0", "1e3"):
        yield "TOKENS", sequences
        for length in (1.0, 325.0, 311.1, "325", "0.3k"):
            yield "TOKENS", sequences, length
    for parameters in (0.0, 650e6, "650M", "15B"):
        for tokens in (0.0, 864e9, "864B", "1T"):
            yield "FLOPS", parameters, tokens
    for ratio in (0.001, 9.999, 10.0, 10.001, 19.9, 20.0, 39.99, 40.0, 40.01, 1e6, "57.6"):
        yield "VERDICT", ratio
        for target in (1.0, 20.0, "20", 74.1):
            yield "VERDICT", ratio, target
    for model in ("ESM-2 15B", "ESM C 600M", "RITA-XL"):
        for length in (1.0, 200.0, 325.0, "200", 1e5):
            yield "RATIO", model, "sequences", length
            yield "MODELTOKENS", model, "sequences", length
            yield "RATIO", model, "seen", length
            yield "RATIO", model, "effective", length
            yield "MODELTOKENS", model, "effective", length
            yield "EPOCHS", model, length
            yield "SPREAD", model, "effective", length
        yield "RATIO", model, OMITTED, 200.0
    for target in (1.0, 2.0, 10.0, 20.0, 50.0, 100.0, 1e4):
        for basis in BASES:
            yield "NEAREST", target, basis
    yield ("NEAREST",)
    for text in TYPED:
        yield "TOKENS", text, 1.0
        yield "WHY", "ESM-2 15B", "sequences", text
    for text in ("1,5B", "1,234", "65.000.000", "45.500", "1.5B"):
        yield "WHY", text
        yield "OPTIMALTOKENS", text


def wrong_inputs() -> Iterator[tuple[Any, ...]]:
    """Each wrong input of every kind, and what WHY says of it."""
    for function in ("RATIO", "MODELTOKENS", "PARAMS", "SEQS", "AVGLEN", "EPOCHS", "WHY"):
        for name in (None, "", "nope", "ESM2", 42.0, True, NA, REF):
            yield function, name
    for name in (None, "", "nope", "ESM2", "BFD100", "ESM C 6B", 42.0, True, NA, REF):
        yield "SCORE", name
        yield "SCORE", name, "indels"
    for benchmark in ("", "Indels ", "SUBSTITUTIONS", "both", 7.0, True, NA):
        yield "SCORE", "RITA-XL", benchmark
    for length in (0.0, -1.0, "many", "", NA):
        for function in ("RATIO", "MODELTOKENS", "WHY"):
            yield function, "ESM-2 15B", "sequences", length
        yield "TOKENS", 65e6, length
        yield "RATIO", "ESM-2 15B", "effective", length
        yield "EPOCHS", "ESM-2 15B", length
    for basis in ("foo", 7.0, NA):
        yield "RATIO", "ESM-2 15B", basis
        yield "NEAREST", 20.0, basis
        yield "PARAMS", "ESM-2 15B", basis
        yield "WHY", "ESM-2 15B", basis
    for number in (None, -1.0, "lots", "1,5", NA, 1e308):
        yield "TOKENS", number
        yield "FLOPS", number, 1e9
        yield "FLOPS", 1e9, number
    for ratio in (None, 0.0, -1.0, "high", NA):
        yield "VERDICT", ratio
    for target in (0.0, -20.0, "x", NA):
        yield "VERDICT", 20.0, target
        yield "NEAREST", target
    yield "RATIO", "ESM-2 15B", None
    yield "SOURCE", None, "sequences"
    yield "SOURCE", "ESM-2 15B", None
    yield "MODELS", "nope"
    yield "COMPARE", "nope"
    yield "BASES", "nope"
    yield "BASES", None


def ranges() -> Iterator[tuple[Any, ...]]:
    """Ranges in, ranges of the same shape out; blanks stay blank, errors pass through."""
    mixed = [["ESM-2 15B"], [None], ["nope"], [NA], ["ProGen2-xlarge"]]
    for function in ("RATIO", "MODELTOKENS", "PARAMS", "SEQS", "AVGLEN", "EPOCHS"):
        yield function, mixed
        yield function, [["ESM-2 15B", "ESM C 600M"], ["RITA-XL", None]]
    yield "RATIO", ESSAY, [list(BASES)]
    yield "RATIO", ESSAY, "seen"
    yield "RATIO", "ESM-2 15B", [list(BASES)]
    yield "RATIO", ESSAY, "sequences", [[100.0], [200.0], [325.0]]
    yield "RATIO", ESSAY, "effective", [[100.0], [200.0], [325.0]]
    yield "EPOCHS", ESSAY, [[100.0], [200.0], [325.0]]
    yield "SCORE", mixed
    yield "SCORE", [["RITA-XL"], ["ESM-2 15B"], [None]], "indels"
    yield "TOKENS", [[1e6, 2e6], [None, "3M"]], 325.0
    yield "TOKENS", [[1e6], [2e6]], [[100.0, 200.0, 300.0]]
    yield "FLOPS", [[1e9], ["2B"]], [[1e12, NA]]
    yield "VERDICT", [[1.4], [15.0], [57.6]]
    yield "WHY", [["ESM-2 15B"], ["nope"]]
    yield "SOURCE", [["ESM-2 15B"], ["BFD100"]], "sequences"
    for basis in BASES:
        yield "NEAREST", 20.0, basis, ESSAY
    yield "NEAREST", 20.0, "sequences", [["ESM-2 15B", None, "RITA-XL"]]
    yield "NEAREST", 20.0, "unique", [["ESM-2 15B"]]
    yield "NEAREST", 20.0, "sequences", [["ESM-2 15B"], ["nope"]]
    yield "NEAREST", 20.0, "sequences", [["ESM-2 15B"], [NA]]
    yield "NEAREST", 20.0, "sequences", ESSAY, 2000.0
    yield from columns_with_headers()


def columns_with_headers() -> Iterator[tuple[Any, ...]]:
    """Whole columns: a header on top, blanks at the end; and what must not pass for a header."""
    for header in ("Model", " MODEL NAMES", "Protein language model", "pLM", "Candidates", "Modelle"):
        yield "NEAREST", 20.0, "seen", [[header], *ESSAY, [None], [None]]
    for function in ("BASES", "SPREAD"):
        yield function, [["Model"], *ESSAY, [None]]
    yield "NEAREST", 20.0, "seen", [[None], ["Model"], *ESSAY]
    for misspelt in ("ESM-2 15", "ProGen2-xlrge", "ESM"):  # these resemble models
        yield "NEAREST", 20.0, "seen", [[misspelt], *ESSAY]
    yield "NEAREST", 20.0, "seen", [["Model"], *ESSAY, ["nope"]]
    yield "NEAREST", 20.0, "seen", [["Model"], ["Model"], *ESSAY]
    yield "NEAREST", 20.0, "seen", [["Model"]]
    yield "NEAREST", 20.0, "seen", [["Model"], [None]]
    yield "NEAREST", 20.0, "seen", [["Model", "ESM-2 15B"]]
    yield "NEAREST", 20.0, "seen", [["Model", None], ["ESM-2 15B", "RITA-XL"]]
    yield "NEAREST", 20.0, "seen", [[REF], *ESSAY]
    yield "RATIO", [["Model"], [None], *ESSAY], "seen"
    yield "COMPARE", [["Model"], *ESSAY, [None], [None]], "seen"
    yield "COMPARE", [*ESSAY, [None], [""], [" "]], [[basis] for basis in (*BASES, *BASES)]
    yield "COMPARE", [*ESSAY, [None]], [["seen"]] * 4, [[200.0]] * 5
    yield "FRONTIER", [["ESM-2 15B"], [None], [None]], [["20"], ["Cheng MLM"], ["20"]]
    yield "OPTIMAL", [[1e21], [None], [None]]


def tables() -> Iterator[tuple[Any, ...]]:
    """Functions that spill."""
    yield ("MODELS",)
    for blank in (None, ""):
        yield "MODELS", blank
        yield "NEAREST", 20.0, "sequences", blank
    for family in load().families():
        yield "MODELS", family
    yield ("CATALOG",)
    for model in ("ESM-2 15B", "xTrimoPGLM-100B", "ProGen2-small", "ProGen3-46B"):
        yield "BASES", model
    yield "BASES", ESSAY
    for basis in BASES:
        yield "COMPARE", ESSAY, basis
    yield "COMPARE", [["ESM-2 15B"], [None], ["nope"]]
    yield "COMPARE", ESSAY, [["sequences"], ["unique"], ["seen"]]
    for basis in ("sequences", "effective"):
        yield "COMPARE", ESSAY, basis, 200.0
    yield "COMPARE", ESSAY, "foo"
    yield "COMPARE", "ESM-2 15B"
    yield from spreads()


def spreads() -> Iterator[tuple[Any, ...]]:
    """Every model whose sources disagree, on each basis; agreement, gaps and wrong inputs."""
    for model in load().models:
        for basis, quantity in QUANTITY_OF_BASIS.items():
            if basis == "effective":
                continue  # asked of every model, by per_entry()
            if model.conflicting_facts(quantity) or model.conflicting_facts("params_total"):
                yield "SPREAD", model.name, basis
    for basis in BASES:
        yield "SPREAD", ESSAY, basis
        yield "SPREAD", "UniRep", basis
    yield "SPREAD", "esm2_t48_15B_UR50D"
    yield "SPREAD", "ESM-2 15B", OMITTED, 200.0
    yield "SPREAD", "PoET"
    yield "SPREAD", [["ESM-2 15B"], [None], ["PoET"]]
    for wrong in ("nope", None, 42.0, NA, [["ESM-2 15B"], ["nope"]]):
        yield "SPREAD", wrong
    for basis in ("foo", 7.0, NA):
        yield "SPREAD", "ESM-2 15B", basis
    for length in (0.0, -1.0, "many"):
        yield "SPREAD", "ESM-2 15B", "sequences", length


def laws() -> Iterator[tuple[Any, ...]]:
    """Every law both ways and at budgets in and out of its range; models beside their optimum."""
    yield ("LAWS",)
    for law in every_law():
        yield "WHY", law.name
        for name in (law.id, law.name):
            yield "OPTIMALTOKENS", 15e9, name
            yield "OPTIMALPARAMS", "1T", name
        yield "OPTIMAL", [[1e17], [1e21], [1e25]], law.id
        yield "FRONTIER", [["ESM-2 15B"], ["ProGen2-xlarge"], ["ProGen3-46B"], ["PoET"]], law.id
        yield "VERDICT", "ESM-2 15B", law.id
        yield "VERDICT", 30.0, law.id
    for given in ("1B", 1e9, 0.0, -1.0, "many", None, NA, 1e300, 1e-300):
        for function in ("OPTIMALTOKENS", "OPTIMALPARAMS", "OPTIMAL"):
            yield function, given
            yield function, given, "cheng-mlm"
    for law in ("20", 20.0, "Rule of 20", "CHENG mlm", "chinchila", "nope", 30.0, True, NA, None, ""):
        yield "OPTIMALTOKENS", 1e9, law
        yield "OPTIMALPARAMS", 1e9, law
        yield "OPTIMAL", 1e21, law
        yield "FRONTIER", "ESM-2 15B", law
    for function in ("OPTIMALTOKENS", "OPTIMALPARAMS", "OPTIMAL"):
        yield function, 1e21, "Repeated text"
    yield "VERDICT", "ESM-2 15B", "Repeated text"
    for law in ("Cheng CLM", "chinchilla-1", "nope"):
        yield "VERDICT", 20.0, law
        yield "VERDICT", [["ESM-2 15B"], [20.0], ["nope"]], law
    for wrong in (None, "", "nope", 42.0, NA):
        yield "FRONTIER", wrong
    yield "FRONTIER", "ESM-2 15B"
    yield "FRONTIER", [["ESM-2 15B"], [None], ["nope"], [NA]], "Cheng MLM"
    yield "FRONTIER", ESSAY, [["Cheng MLM"], ["Cheng CLM"], ["nope"]]
    yield "OPTIMAL", [[1e21], [None], ["1e20"], ["many"], [NA]], "Cheng MLM"
    yield "OPTIMAL", 1e21, [["20"], [None], ["Serrano"], ["Cheng MLM"]]
    yield "OPTIMALTOKENS", [["1B"], [None], [NA]], [["20", "Cheng MLM", "serrano"]]


def planning() -> Iterator[tuple[Any, ...]]:
    """Accelerators, hours and utilization, by number and by model; plans in and out of the ranges of laws."""
    yield ("ACCELERATORS",)
    for each in accelerators():
        yield "WHY", each.name
        yield "COMPUTE", each.name, 8.0, 168.0
        yield "GPUHOURS", "650M", "1T", each.id, 0.4
    for gpu in ("h100", "NVIDIA A100 80GB", "TPUv4", " tpu v4 ", "V100", "H101", "", None, 4090.0, True, NA):
        yield "COMPUTE", gpu, 8.0, 168.0
        yield "MFU", "15B", "864B", gpu, 737280.0
    for number in (None, 0.0, -1.0, "many", "1,5", NA, 1e308, "2k"):
        yield "GPUHOURS", number, 1e12, "H100"
        yield "GPUHOURS", "650M", number, "H100"
        yield "GPUHOURS", "ESM-2 15B", number, "H100"
        yield "COMPUTE", "H100", number, 168.0
        yield "COMPUTE", "H100", 8.0, number
        yield "MFU", 15e9, 864e9, "V100", number
        yield "MFU", "ESM-2 15B", number, "V100", 737280.0
        yield "PLAN", number, 60e6
        yield "PLAN", 1e21, number
        yield "PLAN", 1e21, 60e6, number
        yield "PLAN", 1e21, 60e6, 286.0, "20", number
    for share in (None, 0.0, 1e-3, 0.35, 1.0, 1.01, 35.0, -0.35, "0.5", "35%", NA):
        yield "COMPUTE", "H100", 8.0, 168.0, share
        yield "GPUHOURS", "650M", "1T", "H100", share
    yield "GPUHOURS", "nope", "1T", "H100"
    yield "GPUHOURS", "UniRef50", "1T", "H100"
    yield "GPUHOURS", [["650M"], ["ESM-2 15B"], [None], [NA]], "1T", "H100"
    yield "COMPUTE", "H100", [[8.0, 512.0]], [[24.0], [168.0]]
    yield "MFU", "ProGen2-xlarge", None, "TPU v3", 1e6
    yield "MFU", "15B", None, "V100", 1e6
    yield "MFU", "15B", "864B", None, 1e6
    yield "MFU", "15B", "864B"
    for law in (*every_law(), *repetition_laws()):
        yield "PLAN", [[1e17], [1.67481216e21], [1e25]], "60M", 286.0, law.id
        yield "PLAN", 1e21, 3e9, OMITTED, law.name, "2M"
    for flops in (1e17, 1e20, 1.67481216e21, 1e23, 1e26):
        for sequences in (1.0, 3000.0, 1e6, 60e6, 3e9, 1e12):
            yield "PLAN", flops, sequences, 286.0
    for sequences in ("UniRef50", "BFD100", "uniref 90", "UniRef5", "ESM-2 15B", NA):
        yield "PLAN", 1e21, sequences
    for law in ("20", 20.0, 0.0, "Muennighoff", "CHENG mlm", "chinchila", "Serrano", True, NA, None, ""):
        yield "PLAN", 1e21, 60e6, 286.0, law
    yield "PLAN", [[1e21], [None], ["1e20"], ["many"], [NA]], 60e6, 286.0
    yield "PLAN", 1e21, 60e6, 286.0, [["20"], [None], ["Serrano"], ["Cheng MLM"]]


def costs() -> Iterator[tuple[Any, ...]]:
    """Compute by architecture; ratios, tables and sentences by kind of parameters; cautions."""
    for model in load().models:
        if "mixture of experts" in model.layout:
            yield "RATIO", model.name, "seen", OMITTED, "active"
    for model in in_depth():
        yield "RATIO", model.name, "seen", OMITTED, "non-embedding"
    for model in ("ESM-2 3B", "ProGen3-46B", "ProGen3-3B", "Ankh-large", "ProtT5-XL-U50", "Dayhoff-3B-UR90"):
        for kind in PARAMETER_KINDS:
            for basis in BASES:
                yield "WHY", model, basis, OMITTED, kind
            yield "WHY", model, "sequences", 200.0, kind
            yield "COMPARE", model, "seen", OMITTED, kind
        for law in ("20", "cheng-clm", "progen3"):
            yield "FRONTIER", model, law
    yield "WHY", "ESM-2 3B", "effective", 200.0, "exact"
    yield "FRONTIER", "Evo 2 7B"
    for tokens in ("1B", 0.0, -1.0, "many", "", NA, 1e308):
        yield "FLOPS", "ProtT5-XL-BFD", tokens
        yield "FLOPS", 1e9, tokens
    for parameters in ("1B", "ESM2", "UniRef50", "ESM-2 15 billion", "15\u0412"):
        yield "FLOPS", parameters
        yield "FLOPS", parameters, 1e9
    yield "FLOPS", [["ESM-2 15B"], ["Ankh-base"], ["1B"], ["nope"], [None]]
    yield "FLOPS", [["ESM-2 15B"], ["1B"], ["nope"]], "2B"
    for kind in ("Exact", " NON-EMBEDDING", "", None, "best", 7.0, NA):
        yield "RATIO", "ESM-2 3B", "seen", OMITTED, kind
        yield "PARAMS", "ESM-2 3B", kind
        yield "WHY", "ESM-2 3B", "seen", OMITTED, kind
        yield "COMPARE", "ESM-2 3B", "seen", OMITTED, kind
    yield "RATIO", ESSAY, "seen", OMITTED, [list(PARAMETER_KINDS)]
    yield "COMPARE", [["ESM-2 3B"], ["Ankh-large"], ["nope"]], "seen", 200.0, "exact"
    yield "COMPARE", [["ESM-2 3B"]] * 4, "seen", OMITTED, [[kind] for kind in PARAMETER_KINDS]
    for budget in (1e19, 1e22, 1e24):
        yield "OPTIMAL", budget, [[law.id] for law in every_law()]


def encode(value: Any) -> Any:
    """A cell value or range as JSON."""
    if isinstance(value, Omitted):
        return {"omitted": True}
    if isinstance(value, CellError):
        return {"error": str(value)}
    if isinstance(value, list):
        return {"range": [[encode(cell) for cell in row] for row in value]}
    return value


def decode(value: Any) -> Any:
    """The inverse of encode(); an omitted argument is None to a function."""
    if isinstance(value, dict):
        if "range" in value:
            return [[decode(cell) for cell in row] for row in value["range"]]
        return CellError(value["error"]) if "error" in value else None
    return value


def lines(asked: Iterable[tuple[Any, ...]] | None = None) -> Iterator[str]:
    """The lines of the file, without repeats."""
    seen = set()
    for function, *arguments in asked or calls():
        encoded = [encode(argument) for argument in arguments]
        key = json.dumps([function, encoded])
        if key not in seen:
            seen.add(key)
            result = encode(FUNCTIONS[function](*map(decode, encoded)))
            yield json.dumps({"f": function, "a": encoded, "r": result}, ensure_ascii=False)


if __name__ == "__main__":
    use_bundled_only()
    VECTORS.write_text("\n".join(lines()) + "\n", encoding="utf-8")
    print(f"Wrote {sum(1 for _ in VECTORS.open(encoding='utf-8'))} vectors to {VECTORS}")
