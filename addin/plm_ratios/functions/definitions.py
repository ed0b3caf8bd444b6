"""The spreadsheet functions: the only list of them.

FUNCTIONS["RATIO"]("ESM-2 15B", "seen") takes cell values (scalars or lists of rows) and gives
cell values. Every host, the help texts, the reference page and the golden vectors are generated
from here.
"""

from __future__ import annotations

from typing import Any, Callable

from ..analysis import cautions, cost, explanations, ratios, scaling_laws, scores
from ..analysis.power_law import Law
from ..analysis.spread import spread_table
from ..catalog import Dataset, Model, citations, load
from ..catalog.facts import QUANTITIES
from ..catalog.typed_names import oddities
from ..catalog.typed_numbers import typed_number
from ..errors import PlmError, WrongValue, shown
from . import law_tables, tables
from .allowance import counted
from .cells import is_blank, is_range, to_number, to_size
from .headers import below_header
from .signature import Argument, Function, check_names, choice, name_of, names_of, number, size

CATEGORY = "pLM ratios"  # under which spreadsheets list the functions, where they ask for one

FUNCTIONS: dict[str, Function] = {}

_MODEL = Argument(
    "model",
    'Name of a model in quotes, such as "ESM-2 15B", or a cell that holds it.',
    "name",
    name_of("model"),
)
_NAME = Argument(
    "name", "Name of a model or a dataset in quotes, or a cell that holds it.", "name", name_of("model")
)
_MODELS = below_header(names_of("model"))
_BASIS = Argument(
    "basis",
    'What counts as training tokens: "sequences" (sequences x average length, the default), '
    '"unique" (distinct tokens), "seen" (tokens processed, repeats included) or "effective" (seen, but '
    "repeats count less, by a law of text).",
    "text",
    choice("basis", ratios.BASES, "sequences"),
    optional=True,
)
LENGTH = Argument(
    "length",
    "Average sequence length in residues; 325 where omitted.",
    "number",
    size("average length", ratios.AVERAGE_LENGTH),
    optional=True,
)
OWN_LENGTH = Argument(
    "length",
    "Average sequence length in residues. Where omitted, that of the dataset if one is named and has it on "
    "record, else 325.",
    "number",
    lambda cell: None if is_blank(cell) else to_size(cell, "average length"),
    optional=True,
)
_LENGTH = LENGTH._replace(
    help=f'{LENGTH.help} The basis "sequences" uses it, and so does "effective" for a model whose distinct '
    "tokens are not on record."
)
_KIND = Argument(
    "kind",
    'Which parameters: "total" (the default), "active" (per token, of a mixture of experts), "exact" '
    '(counted from the published architecture) or "non-embedding" (the same without embeddings).',
    "text",
    choice("kind of parameters", ratios.PARAMETER_KINDS, "total"),
    optional=True,
)
LAW = Argument(
    "law",
    'Name of a scaling law in quotes, such as "Cheng MLM"; "20" (20 tokens per parameter) where omitted. '
    "LAWS() lists them.",
    "any",
    lambda cell: scaling_laws.law(
        scaling_laws.DEFAULT if is_blank(cell) or is_zero(cell) else _as_name(cell)
    ),
    optional=True,
    offers=lambda: [law.name for law in scaling_laws.laws() if law.gives_sizes],
)
_TARGET = Argument(
    "target",
    "Tokens per parameter to compare with; 20 where omitted.",
    "number",
    size("target", ratios.TARGET),
    optional=True,
)


def is_zero(cell: Any) -> bool:
    return isinstance(cell, (int, float)) and cell == 0  # Calc passes an empty cell as 0


def _as_name(cell: Any) -> str:
    """The law called 20 is as good without its quotes."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return str(cell)
    try:
        return f"{cell:g}"
    except OverflowError:  # whole numbers of JSON may be larger than any cell holds
        return "inf"


def function(summary: str, *arguments: Argument, gives: str, examples: tuple[str, ...]) -> Callable[..., Any]:
    """Registers a spreadsheet function under the name of the Python function."""

    def register(compute: Callable[..., Any]) -> Callable[..., Any]:
        name = compute.__name__
        made = Function(name, summary, arguments, gives, examples, compute)
        check_names(made, FUNCTIONS.values())
        FUNCTIONS[name] = made
        return compute

    return register


def _neither(sentence: str, cell: str) -> WrongValue:
    return WrongValue(" ".join([sentence, *oddities(cell)]))


def sequences_or_dataset(cell: Any) -> float | Dataset:
    """A number of sequences, or the dataset whose name was typed, if its sequences are on record."""
    if isinstance(cell, str) and not is_blank(cell) and typed_number(cell) is None:
        found = load().find(cell)
        if isinstance(found, Dataset):
            ratios.sequences(found)  # says why there is no number
            return found
        raise _neither(f'"{shown(cell)}" is neither a number of sequences nor the name of a dataset.', cell)
    return to_number(cell, "number of sequences")


@function(
    "Tokens in a training set: sequences x average length, which of a dataset is its own where it is known.",
    Argument(
        "sequences", "Number of sequences, or the name of a dataset in quotes.", "any", sequences_or_dataset
    ),
    OWN_LENGTH,
    gives="number",
    examples=("=TOKENS(65000000, 325)", '=TOKENS("BFD100")'),
)
def TOKENS(sequences: float | Dataset, length: float | None) -> float:
    return ratios.tokens_of(sequences, length)


@function(
    "Tokens per parameter of a model, on a named basis.",
    _MODEL,
    _BASIS,
    _LENGTH,
    _KIND,
    gives="number",
    examples=('=RATIO("ESM-2 15B")', '=RATIO("ESM-2 15B", "seen")'),
)
def RATIO(model: str, basis: str, length: float, kind: str) -> float:
    return ratios.ratio(model, basis, length, kind)


@function(
    "Training tokens of a model, on a named basis.",
    _MODEL,
    _BASIS,
    _LENGTH,
    gives="number",
    examples=('=MODELTOKENS("ProGen2-xlarge", "seen")',),
)
def MODELTOKENS(model: str, basis: str, length: float) -> float:
    return ratios.model_tokens(model, basis, length)


@function(
    "Parameters of a model: as stated, active per token, or counted from its architecture.",
    _MODEL,
    _KIND._replace(offers=lambda: ratios.PARAMETER_KINDS),
    gives="number",
    examples=('=PARAMS("ESM-2 650M")', '=PARAMS("ESM-2 650M", "exact")'),
)
def PARAMS(model: str, kind: str) -> float:
    return ratios.parameters(model, kind)


@function(
    "Sequences in the training set of a model, or in a dataset.",
    _NAME,
    gives="number",
    examples=('=SEQS("ESM-2 15B")', '=SEQS("UniRef50")'),
)
def SEQS(name: str) -> float:
    return ratios.sequences(name)


@function(
    "Mean sequence length, in residues, of a dataset or of a model's training set.",
    _NAME,
    gives="number",
    examples=('=AVGLEN("BFD100")',),
)
def AVGLEN(name: str) -> float:
    return ratios.average_length(name)


@function(
    "Passes of a model over its training set: tokens seen / unique tokens; else as its authors state them; "
    "else tokens seen / (sequences x length).",
    _MODEL,
    LENGTH._replace(help=f"{LENGTH.help} Used where neither the unique tokens nor the passes are on record."),
    gives="number",
    examples=('=EPOCHS("Ankh base")', '=EPOCHS("ESM-2 15B")'),
)
def EPOCHS(model: str, length: float) -> float:
    return ratios.epochs(model, length)


@function(
    "Zero-shot score of a model on ProteinGym, as published: Spearman's rank correlation with measured "
    "effects of mutations.",
    _MODEL,
    Argument(
        "benchmark",
        'Which mutations: "substitutions" (the default), or "indels": insertions and deletions.',
        "text",
        choice("benchmark", scores.BENCHMARKS, scores.BENCHMARKS[0]),
        optional=True,
        offers=lambda: scores.BENCHMARKS,
    ),
    gives="number",
    examples=('=SCORE("ESM-2 650M")', '=SCORE("RITA-XL", "indels")'),
)
def SCORE(model: str, benchmark: str) -> float:
    return scores.score(model, benchmark)


def number_or_model(what: str, read: Callable[[Any], float]) -> Callable[[Any], float | Model]:
    """Reads a number of `what`, or the name of a model."""

    def read_either(cell: Any) -> float | Model:
        if isinstance(cell, str) and not is_blank(cell) and typed_number(cell) is None:
            found = load().find(cell)
            if isinstance(found, Model):
                return found
            raise _neither(f'"{shown(cell)}" is neither a {what} nor the name of a model.', cell)
        return read(cell)

    return read_either


@function(
    "Training compute in FLOPs: 6 x parameters x tokens; of a model by its architecture, such as 3 x for an "
    "encoder-decoder.",
    Argument(
        "parameters",
        "Number of parameters; or the name of a model in quotes.",
        "any",
        number_or_model("number of parameters", number("number of parameters")),
    ),
    Argument(
        "tokencount",
        "Number of training tokens; the tokens seen where omitted after the name of a model.",
        "number",
        lambda cell: to_number(cell, "number of tokens") or None,  # Calc passes an empty cell as 0
        optional=True,
    ),
    gives="number",
    examples=('=FLOPS("15B", "864B")', '=FLOPS("ProtT5-XL-BFD")'),
)
def FLOPS(parameters: float | Model, tokencount: float | None) -> float:
    if isinstance(parameters, Model):
        return cost.training_flops(parameters, tokencount)
    if tokencount is None:
        raise WrongValue("Give the number of tokens.")
    return ratios.flops(parameters, tokencount)


def _target_or_law(cell: Any) -> float | Law:
    """A target, or the law whose name was typed."""
    if isinstance(cell, str) and not is_blank(cell) and typed_number(cell) is None:
        found = scaling_laws.find(cell)
        if found is None:
            raise _neither(
                f'"{shown(cell)}" is neither a target nor the name of a law. =LAWS() shows all.', cell
            )
        return found
    return size("target", ratios.TARGET)(cell)


@function(
    "Whether a ratio is near the target: within a factor of 2 of it counts as near optimal. For a model, "
    "also what to beware of.",
    Argument(
        "value",
        'Tokens per parameter; or the name of a model in quotes, whose ratio on the basis "seen" is judged.',
        "any",
        number_or_model("ratio", size("ratio")),
    ),
    Argument(
        "target",
        "Tokens per parameter to compare with, 20 where omitted; or the name of a scaling law in quotes: "
        "what it advises at the model's own compute.",
        "any",
        _target_or_law,
        optional=True,
    ),
    gives="text",
    examples=('=VERDICT(RATIO("ESM-2 15B"))', '=VERDICT("ESM-2 15B", "Cheng MLM")'),
)
def VERDICT(value: float | Model, target: float | Law) -> str:
    law = target if isinstance(target, Law) else None
    model = value if isinstance(value, Model) else None
    built = ratios.ratio(value, "seen") if isinstance(value, Model) else value
    wanted = scaling_laws.target_ratio(target, model) if isinstance(target, Law) else target
    said = ratios.verdict(built, wanted)
    return said if model is None else cautions.noted(said, cautions.in_short(model, law))


@function(
    "Tokens on which a model of this size is compute-optimal, by a scaling law.",
    Argument("parameters", "Number of parameters.", "number", size("number of parameters")),
    LAW,
    gives="number",
    examples=('=OPTIMALTOKENS("15B")', '=OPTIMALTOKENS("15B", "Cheng MLM")'),
)
def OPTIMALTOKENS(parameters: float, law: Law) -> float:
    return scaling_laws.at_parameters(parameters, law).tokens


@function(
    "Parameters for which this many training tokens are compute-optimal, by a scaling law.",
    Argument("tokencount", "Number of training tokens.", "number", size("number of tokens")),
    LAW,
    gives="number",
    examples=('=OPTIMALPARAMS("1T")', '=OPTIMALPARAMS("1T", "Cheng CLM")'),
)
def OPTIMALPARAMS(tokencount: float, law: Law) -> float:
    return scaling_laws.at_tokens(tokencount, law).parameters


@function(
    "The parameters and tokens that make the most of a compute budget, by a scaling law.",
    Argument("budget", "Compute budget in FLOPs, such as 1E21.", "number", lambda value: value, whole=True),
    Argument("law", LAW.help, "any", lambda value: value, optional=True, whole=True),
    gives="table",
    examples=("=OPTIMAL(1E21)", '=OPTIMAL(1E21, "Cheng MLM")'),
)
def OPTIMAL(budget: Any, law: Any) -> list[list[Any]]:
    # A single budget or law is wrong for all rows or for none.
    if not is_range(budget):
        budget = BUDGET(budget)
    if not is_range(law):
        law = LAW.read(law).id
    return law_tables.optimal_table(budget, law, BUDGET, LAW.read)


BUDGET = size("compute budget")


@function(
    "A model beside the optimum that a scaling law gives at the model's own training compute.",
    Argument("model", _MODEL.help, "name", lambda value: value, whole=True),
    Argument("law", LAW.help, "any", lambda value: value, optional=True, whole=True),
    gives="table",
    examples=('=FRONTIER("ESM-2 15B", "Cheng MLM")',),
)
def FRONTIER(model: Any, law: Any) -> list[list[Any]]:
    if not is_range(model):
        model = _MODEL.read(model)
    if not is_range(law):
        law = LAW.read(law).id
    return law_tables.frontier_table(model, law, _MODEL.read, LAW.read)


@function(
    "The scaling laws: what each is about, where it was fitted, what it advises, what to beware of.",
    gives="table",
    examples=("=LAWS()",),
)
def LAWS() -> list[list[Any]]:
    return law_tables.laws_table()


@function(
    "The model whose ratio is closest to the target, on a log scale.",
    _TARGET,
    _BASIS,
    Argument(
        "names",
        "Range of model names to choose from; all protein models where omitted. The first cell of a column "
        "may be its header: a text that resembles no model's name, or a word such as Model.",
        "name",
        _MODELS,
        optional=True,
        whole=True,
    ),
    _LENGTH,
    gives="text",
    examples=('=NEAREST(20, "sequences")',),
)
def NEAREST(target: float, basis: str, names: list[str] | None, length: float) -> str:
    return ratios.nearest(target, basis, names, length).name


@function(
    "Names of all models, or of those of a family.",
    Argument(
        "family",
        'Name of a family in quotes, such as "ESM-2".',
        "name",
        names_of("family"),
        optional=True,
        whole=True,
        offers=lambda: load().families(),
    ),
    gives="table",
    examples=('=MODELS("ESM-2")',),
)
def MODELS(families: list[str] | None) -> list[list[Any]]:
    return tables.model_names(families)


@function(
    "The whole catalog as a table, one model a row.",
    gives="table",
    examples=("=CATALOG()",),
)
def CATALOG() -> list[list[Any]]:
    return tables.catalog_table()


@function(
    "A table that compares models on a basis.",
    Argument("names", "Range of model names.", "name", lambda value: value, whole=True),
    Argument("basis", _BASIS.help, "text", lambda value: value, optional=True, whole=True),
    Argument("length", _LENGTH.help, "number", lambda value: value, optional=True, whole=True),
    Argument("kind", _KIND.help, "text", lambda value: value, optional=True, whole=True),
    gives="table",
    examples=('=COMPARE(MODELS("ESM-2"), "seen")',),
)
def COMPARE(names: Any, basis: Any, length: Any, kind: Any) -> list[list[Any]]:
    # A single basis, length or kind holds for all rows, and is wrong for all of them or for none.
    if not is_range(basis):
        basis = _BASIS.read(basis)
    if not is_range(length):
        length = _LENGTH.read(length)
    if not is_range(kind):
        kind = _KIND.read(kind)
    if not is_range(names):
        names = [[_MODEL.read(names)]]
    return tables.comparison(names, basis, length, kind, FUNCTIONS)


@function(
    "Every basis of a model side by side: tokens, ratio, verdict and source.",
    Argument("model", _MODEL.help, "name", _MODELS, whole=True),
    gives="table",
    examples=('=BASES("ESM-2 15B")',),
)
def BASES(models: list[str] | None) -> list[list[Any]]:
    if not models:
        _MODEL.read(None)
    return tables.bases_table(models or [])


@function(
    "How far the sources of a ratio disagree: lowest, preferred and highest, with who says each.",
    Argument("model", _MODEL.help, "name", _MODELS, whole=True),
    _BASIS,
    _LENGTH,
    gives="table",
    examples=('=SPREAD("ProGen", "seen")', '=SPREAD(MODELS("ESM-2"))'),
)
def SPREAD(models: list[str] | None, basis: str, length: float) -> list[list[Any]]:
    if not models:
        _MODEL.read(None)
    return list(counted(spread_table(models or [], basis, length)))


@function(
    "The citation of a number: source, place, confidence.",
    _NAME,
    Argument(
        "quantity",
        'Which number: "parameters", "active", "sequences", "unique", "seen", "avglen", "epochs", "score" or '
        '"indels" (the score on them).',
        "text",
        choice("quantity", (*QUANTITIES, *citations.QUANTITY_WORDS)),
        offers=citations.usual_words,
    ),
    gives="text",
    examples=('=SOURCE("ESM-2 15B", "parameters")',),
)
def SOURCE(name: str, quantity: str) -> str:
    return citations.citation(name, quantity)


@function(
    "One sentence that says how a ratio came about and what to beware of, or why there is none.",
    Argument(
        "model",
        "The model, as given to RATIO. The name of a dataset, a law or an accelerator tells about that.",
        "name",
        lambda cell: cell,
    ),
    Argument("basis", _BASIS.help, "text", lambda cell: cell, optional=True),
    Argument("length", _LENGTH.help, "number", lambda cell: cell, optional=True),
    Argument("kind", _KIND.help, "text", lambda cell: cell, optional=True),
    gives="text",
    examples=('=WHY("ESM-2 15B", "seen")', '=WHY("ESM2 15 billion")'),
)
def WHY(model: Any, basis: Any, length: Any, kind: Any) -> str:
    try:
        given = (_MODEL.read(model), _BASIS.read(basis), _LENGTH.read(length), _KIND.read(kind))
        return explanations.why(*given)
    except PlmError as error:
        return str(error)


@function("Version of plm-ratios and edition of its catalog.", gives="text", examples=("=PLMVERSION()",))
def PLMVERSION() -> str:
    return explanations.version()
