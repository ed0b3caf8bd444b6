"""Tokens, tokens per parameter, epochs, FLOPs and the verdict: the plain sums.

A model may be given as a Model or by any of its names. Every ratio is on a named basis:

sequences   sequences in the training set x average length (the essay's method)
unique      distinct tokens in the training set, as its authors report them
seen        tokens processed in training, repeats included: the D of C = 6ND
effective   what the tokens seen are worth when repeats count less: see repetition.py
"""

from __future__ import annotations

import math
from typing import Any, Callable, Iterable, Sequence

from ..catalog import Dataset, Entry, Model, load
from ..catalog.folding import word
from ..catalog.nearest_names import nearest_names
from ..catalog.typed_names import oddities
from ..errors import DivisionByZero, NotAvailable, OutOfRange, WrongValue, shown
from . import embedding_counts, parameter_counts, repetition

AVERAGE_LENGTH = 325.0  # residues; the essay's average of UniRef50
TARGET = 20.0  # tokens per parameter; Hoffmann et al. 2022 (Chinchilla), a rule for text
MIXTURE = "mixture of experts"  # a layout of models
NEAR = 2.0  # within this factor of the target counts as near

BASES = ("sequences", "unique", "seen", "effective")
LENGTH_COUNTS = ("sequences", "effective")  # the bases on which an average length may matter
# The quantity that a basis cites. On "effective" it is the tokens seen; the distinct ones come to them.
QUANTITY_OF_BASIS = {
    "sequences": "sequences",
    "unique": "tokens_unique",
    "seen": "tokens_seen",
    "effective": "tokens_seen",
}
MEANING_OF_BASIS = {
    "sequences": "sequences in the training set x average length",
    "unique": "distinct tokens in the training set, as reported",
    "seen": "tokens processed in training, repeats included",
    "effective": "tokens seen, of which repeats count less, by a law of text",
}
PARAMETER_KINDS = ("total", "active", "exact", "non-embedding")

TOO_FEW = "too few tokens"
NEAR_OPTIMAL = "near optimal"
MORE = "more tokens than optimal"


def tokens(sequences: float, avglen: float = AVERAGE_LENGTH) -> float:
    """Tokens in a training set: sequences x average length, one token for each residue.

    Parameters
    ----------
    sequences : number of sequences, zero or more
    avglen : average length in residues, above zero

    Raises
    ------
    OutOfRange : a negative number of sequences; a length that is not finite and above zero

    >>> tokens(65_000_000)
    21125000000.0
    """
    _positive(avglen, "average length")
    if sequences < 0:
        raise OutOfRange("The number of sequences cannot be negative.")
    return float(sequences) * avglen


def tokens_of(counted: float | Dataset, avglen: float | None = None) -> float:
    """Tokens in so many sequences, or in a dataset.

    Parameters
    ----------
    counted : a number of sequences, zero or more; or the dataset
    avglen : average length in residues; None for that of the dataset where it is on record, else 325

    Raises
    ------
    NotAvailable : the sequences of the dataset are not on record
    OutOfRange : as by tokens()
    """
    if not isinstance(counted, Dataset):
        return tokens(counted, AVERAGE_LENGTH if avglen is None else avglen)
    if avglen is None:
        avglen = known_average_length(counted) or AVERAGE_LENGTH
    return tokens(sequences(counted), avglen)


def tokens_per_parameter(tokens: float, parameters: float) -> float:
    """Tokens divided by parameters.

    Raises
    ------
    DivisionByZero : no parameters
    """
    if parameters == 0:
        raise DivisionByZero("Tokens per zero parameters: the parameters must be more than zero.")
    return tokens / parameters


def flops(parameters: float, tokens: float) -> float:
    """Training compute in FLOPs: C = 6ND (Kaplan et al. 2020; Hoffmann et al. 2022).

    Parameters
    ----------
    parameters : N; of a mixture of experts, those active for each token
    tokens : D, tokens processed in training, repeats included
    """
    return 6.0 * parameters * tokens


def verdict(ratio: float, target: float = TARGET) -> str:
    """Whether a ratio is within a factor of 2 (NEAR) of the target.

    Parameters
    ----------
    ratio, target : tokens per parameter, above zero

    Returns
    -------
    TOO_FEW, NEAR_OPTIMAL or MORE

    Raises
    ------
    OutOfRange : a ratio or a target that is not finite and above zero

    >>> verdict(1.4), verdict(10), verdict(41)
    ('too few tokens', 'near optimal', 'more tokens than optimal')
    """
    _positive(ratio, "ratio")
    _positive(target, "target")
    if ratio * NEAR < target:
        return TOO_FEW
    return NEAR_OPTIMAL if ratio <= target * NEAR else MORE


def model_tokens(model: Model | str, basis: str = "sequences", avglen: float = AVERAGE_LENGTH) -> float:
    """Training tokens of a model on a basis.

    Parameters
    ----------
    model : the model, or any of its names
    basis : "sequences", "unique", "seen" or "effective"
    avglen : average length in residues; used on the basis "sequences", and on "effective" where the unique
        tokens are not on record

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : the catalog has no number on this basis; on "sequences", a model of DNA or RNA, whose
        sequences have no length in residues
    WrongValue : an unknown basis
    OutOfRange : an average length that is not finite and above zero
    """
    found, basis = as_model(model), as_basis(basis)
    if basis == "effective":
        _positive(avglen, "average length")
        try:
            return repetition.model_effective_tokens(found, avglen)
        except NotAvailable:
            raise NotAvailable(no_number(found, basis)) from None
    value = found.value(QUANTITY_OF_BASIS[basis])
    if value is None or not has_number(found, basis):
        raise NotAvailable(no_number(found, basis))
    return tokens(value, avglen) if basis == "sequences" else value


def ratio(
    model: Model | str, basis: str = "sequences", avglen: float = AVERAGE_LENGTH, kind: str = "total"
) -> float:
    """Training tokens per parameter of a model on a basis.

    Parameters
    ----------
    model : the model, or any of its names
    basis : "sequences", "unique", "seen" or "effective"
    avglen : average length in residues; used on the basis "sequences", and on "effective" where the unique
        tokens are not on record
    kind : of parameters, see parameters(): all of them where omitted, also of a mixture of experts

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : the catalog has no number on this basis, or no parameters of this kind
    WrongValue : an unknown basis; an unknown kind
    OutOfRange : an average length that is not finite and above zero

    >>> round(ratio("ESM-2 15B"), 4), ratio("ESM-2 15B", basis="seen")
    (1.4083, 57.6)
    """
    found = as_model(model)
    return tokens_per_parameter(model_tokens(found, basis, avglen), parameters(found, kind))


def parameters(model: Model | str, kind: str = "total") -> float:
    """Number of parameters of a model.

    Parameters
    ----------
    model : the model, or any of its names
    kind : "total" or "active" (for each token: all, unless it is a mixture of experts) as stated by its
        source; "exact" as counted from the published architecture, "non-embedding" the same without
        embeddings and an output projection of its own, see parameter_counts

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : no such number on record; for "exact" and "non-embedding", no complete architecture
    WrongValue : an unknown kind
    """
    found = as_model(model)
    kind = as_kind(kind)
    if kind == "exact":
        return exact_parameters(found)
    if kind == "non-embedding":
        return exact_parameters(found) - embedding_parameters(found)
    value = found.value(f"params_{kind}")
    if value is None and kind == "active" and MIXTURE not in found.layout:
        value = found.value("params_total")
    if value is None:
        raise NotAvailable(f"{found.name} has no number of {kind} parameters on record.")
    return value


def exact_parameters(model: Model) -> float:
    """Parameters counted by the closed formula of the model's architecture family.

    Raises
    ------
    NotAvailable : the architecture is not on record in full
    """
    return float(parameter_counts.count(_architecture(model), architecture_facts(model)))


def embedding_parameters(model: Model) -> float:
    """Those of the exact parameters that are embeddings, or an output projection that is not tied to them.

    Raises
    ------
    NotAvailable : the architecture is not on record in full
    """
    return float(embedding_counts.count(_architecture(model), architecture_facts(model)))


def _architecture(model: Model) -> str:
    """The family of closed formula by which a model is counted."""
    if not model.architecture:
        raise NotAvailable(
            f"The architecture of {model.name} is not on record in full, so it cannot be counted."
        )
    return model.architecture


def architecture_facts(entry: Entry) -> dict[str, int]:
    """The preferred numbers that describe an architecture, as counting wants them."""
    known = ((quantity, entry.value(quantity)) for quantity in entry.facts)
    return {quantity: int(value) for quantity, value in known if value is not None}


def sequences(name: Entry | str) -> float:
    """Number of sequences in the training set of a model, or in a dataset.

    Raises
    ------
    UnknownName : neither a model nor a dataset has that name
    NotAvailable : no number of sequences on record, or one of sets of sequences (MSAs)
    """
    entry = as_entry(name)
    value = entry.value("sequences")
    if value is None:
        raise NotAvailable(f"{entry.name} has no number of sequences: {_why_unusable(entry, 'sequences')}.")
    return value


def average_length(name: Entry | str) -> float:
    """Mean length in residues of a dataset, or of the training set of a model.

    Raises
    ------
    UnknownName : neither a model nor a dataset has that name
    NotAvailable : the catalog can neither give nor derive it
    """
    entry = as_entry(name)
    value = known_average_length(entry)
    if value is None:
        raise NotAvailable(f"{entry.name} has no average length on record.")
    return value


def known_average_length(entry: Entry) -> float | None:
    """The stated mean length; else unique tokens / sequences; else that of the only dataset of a
    model. None if the catalog has none of these."""
    stated = entry.value("avg_length")
    if stated is not None:
        return stated
    unique, count = entry.value("tokens_unique"), entry.value("sequences")
    if unique is not None and count:
        return unique / count
    if isinstance(entry, Model) and len(entry.datasets) == 1:
        trained_on = load().trained_on(entry)
        return known_average_length(trained_on[0]) if trained_on else None
    return None


def epochs(model: Model | str, avglen: float = AVERAGE_LENGTH) -> float:
    """Passes over the training set: tokens seen / unique tokens, else as its authors state them, else
    tokens seen / (sequences x average length).

    Parameters
    ----------
    model : the model, or any of its names
    avglen : average length in residues; used where neither unique tokens nor epochs are on record

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : none of these is known
    OutOfRange : an average length that is not finite and above zero

    >>> round(epochs("ESM-2 15B"), 1)
    40.9
    """
    found = as_model(model)
    _positive(avglen, "average length")
    seen, unique = found.value("tokens_seen"), found.value("tokens_unique")
    if seen is not None and unique:
        return seen / unique
    stated = found.value("epochs")
    if stated is not None:
        return stated
    try:
        return repetition.passes(found, avglen)
    except NotAvailable as error:
        raise NotAvailable(f"{found.name} has no epochs on record: {error}.") from None


def nearest(
    target: float = TARGET,
    basis: str = "sequences",
    models: Iterable[Model | str] | None = None,
    avglen: float = AVERAGE_LENGTH,
) -> Model:
    """The model whose ratio is closest to the target on a log scale; the first of equals.

    Parameters
    ----------
    target : tokens per parameter, above zero
    basis : "sequences", "unique", "seen" or "effective"
    models : models or names of models; without them, all of the catalog that read residues, not
        nucleotides
    avglen : average length in residues; used on the basis "sequences", and on "effective" where the unique
        tokens are not on record

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : none of the models has a number on this basis
    WrongValue : an unknown basis
    OutOfRange : a target or a length that is not finite and above zero
    """
    _positive(target, "target")
    if models is None:
        models = (model for model in load().models if not model.reads_nucleotides)
    best, smallest = None, math.inf
    for model in dict.fromkeys(map(as_model, models)):
        try:
            away = distance(ratio(model, basis, avglen), target)
        except NotAvailable:
            continue
        if away < smallest:
            best, smallest = model, away
    if best is None:
        raise NotAvailable(f'None of these models has a number on the basis "{basis}".')
    return best


def as_model(model: Model | str) -> Model:
    """The model itself, or the one of that name."""
    return model if isinstance(model, Model) else load().model(model)


def as_entry(name: Entry | str) -> Entry:
    """The model or dataset itself, or the one of that name."""
    return name if isinstance(name, Entry) else load().entry(name)


def as_basis(text: str) -> str:
    """The basis that somebody typed, without regard to case, quotes and blanks around it.

    Raises
    ------
    WrongValue : no basis; the message gives the nearest one, if one is near

    >>> as_basis(" Seen")
    'seen'
    """
    return _one_of(BASES, text, "basis")


def as_kind(text: str) -> str:
    """The kind of parameters that somebody typed, read like a basis.

    Raises
    ------
    WrongValue : no kind of parameters; the message gives the nearest one, if one is near

    >>> as_kind("Exact ")
    'exact'
    """
    return _one_of(PARAMETER_KINDS, text, "kind of parameters")


def _one_of(words: Sequence[str], text: str, what: str) -> str:
    found = text if text in words else word(text)
    if found in words:
        return found
    near = nearest_names(found, {each: each for each in words})
    hint = f' Did you mean "{near[0]}"?' if near else ""
    said = f'There is no {what} "{shown(text)}".{hint} Choose {alternatives(words)}.'
    raise WrongValue(" ".join([said, *oddities(text)]))


def known(compute: Callable[..., float], *arguments: Any) -> float | None:
    """The number, or None where the catalog has none."""
    try:
        return compute(*arguments)
    except NotAvailable:
        return None


def bases_of(model: Model) -> list[str]:
    """The bases on which a model has a number."""
    return [basis for basis in BASES if has_number(model, basis)]


def has_number(model: Model, basis: str) -> bool:
    """Whether the catalog can give the training tokens of a model on a basis."""
    if basis == "effective":
        return not _why_no_repeats(model)
    if basis == "sequences" and model.reads_nucleotides:
        return False
    return model.value(QUANTITY_OF_BASIS[basis]) is not None


def no_number(model: Model, basis: str) -> str:
    """Why a model has no number on a basis, and on which it has one."""
    counted = QUANTITY_OF_BASIS[basis]
    if basis == "sequences" and model.reads_nucleotides and model.value(counted) is not None:
        reason = (
            f"it multiplies by a length in residues, and {model.name} reads {model.kind.upper()}. "
            f'=TOKENS(SEQS("{model.name}"), length) takes a length in its own tokens'
        )
    else:
        reason = _why_no_repeats(model) if basis == "effective" else _why_unusable(model, counted)
    have = bases_of(model)
    other = (
        f" It has one on {alternatives(have, 'and')}." if have else " It has none on the other bases either."
    )
    return f'{model.name} has no number on the basis "{basis}": {reason}.{other}'


def distance(of: float, target: float) -> float:
    """How far a ratio is from a target, on a log scale. Infinite where it is too small for a number."""
    times = of / target
    return abs(math.log(times)) if times else math.inf


def _why_no_repeats(model: Model) -> str:
    """Why the law of repeated data cannot count the tokens of a model; "" where it can."""
    try:
        repetition.parts(model)
    except NotAvailable as error:
        return str(error)
    return ""


def _why_unusable(entry: Entry, quantity: str) -> str:
    """Why no number can be used, although there may be a fact."""
    fact = next(iter(entry.facts_about(quantity)), None)
    if fact is None:
        return "no source that we have read states it"
    if fact.range:
        low, high = fact.range
        return f"its source gives only a range, {low:,.0f} to {high:,.0f}"
    return f"its source counts {fact.value:,.0f} {fact.unit}, each of many sequences"


def alternatives(words: Iterable[str], joint: str = "or") -> str:
    """'"a", "b" or "c"'."""
    quoted = [f'"{word}"' for word in words]
    return f" {joint} ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))


def _positive(number: float, what: str) -> None:
    if not number > 0 or math.isinf(number):
        raise OutOfRange(f"The {what} must be a finite number above zero.")


def basis_in_words(basis: str, avglen: float) -> str:
    """A basis with the length that goes with it.

    >>> basis_in_words("sequences", 325.0), basis_in_words("seen", 325.0), basis_in_words("effective", 325.0)
    ('sequences x 325 residues', 'seen', 'effective, sequences of 325 residues')
    """
    if basis == "sequences":
        return f"{basis} x {avglen:g} residues"
    return f"{basis}, sequences of {avglen:g} residues" if basis in LENGTH_COUNTS else basis
