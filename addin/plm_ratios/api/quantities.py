"""Numbers of models and datasets: the functions of a spreadsheet, for values, lists and Series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from ..analysis import ratios, scores
from ..catalog import Dataset, Model, load
from .cell_functions import answer, number_given, size_given
from .names import requests
from .values import over

if TYPE_CHECKING:
    from ..analysis.power_law import Law
    from .types import Many, Name, Number, Series


@overload
def ratio(model: Model | str, basis: str = ..., avglen: Number = ..., kind: str = ...) -> float: ...
@overload
def ratio(model: Many, basis: Any = ..., avglen: Any = ..., kind: Any = ...) -> list[float | None]: ...
@overload
def ratio(model: Model | str, basis: Many, avglen: Any = ..., kind: Any = ...) -> list[float | None]: ...
@overload
def ratio(model: Series, basis: Any = ..., avglen: Any = ..., kind: Any = ...) -> Series: ...
def ratio(
    model: Any, basis: Any = ratios.BASES[0], avglen: Any = ratios.AVERAGE_LENGTH, kind: Any = "total"
) -> Any:
    """Tokens per parameter: the training tokens of a model on a basis, divided by its parameters.

    Parameters
    ----------
    model : the model, or any of its names; or a list or Series of them
    basis : what counts as training tokens: "sequences" (sequences x average length), "unique" (distinct
        tokens), "seen" (tokens processed, repeats included) or "effective" (seen, but repeats count less)
    avglen : average length in residues; used on the basis "sequences", and on "effective" where the unique
        tokens are not on record
    kind : of parameters, as parameters() takes it: "total" (also of a mixture of experts), "active", "exact"
        or "non-embedding"

    Returns
    -------
    tokens per parameter; None or NaN in a list or Series where no source states the number

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : the catalog has no number on this basis, or no parameters of this kind; not in a list or
        Series
    WrongValue : an unknown basis; an unknown kind; something else than a name
    OutOfRange : an average length that is not finite and above zero

    >>> round(ratio("ESM-2 15B"), 4), ratio("ESM-2 15B", basis="seen")
    (1.4083, 57.6)
    >>> round(ratio("ESM-2 15B", basis="effective"), 1)
    21.5
    >>> ratio(["ESM-2 15B", "ProGen2-xlarge"], basis="seen")
    [57.6, 54.6875]
    >>> round(ratio("ProGen3-46B", "seen")), round(ratio("ProGen3-46B", "seen", kind="active"))
    (33, 121)
    """
    return answer("RATIO", "ratio", model, basis, avglen, kind)


@overload
def model_tokens(model: Model | str, basis: str = ..., avglen: Number = ...) -> float: ...
@overload
def model_tokens(model: Many, basis: Any = ..., avglen: Any = ...) -> list[float | None]: ...
@overload
def model_tokens(model: Model | str, basis: Many, avglen: Any = ...) -> list[float | None]: ...
@overload
def model_tokens(model: Series, basis: Any = ..., avglen: Any = ...) -> Series: ...
def model_tokens(model: Any, basis: Any = ratios.BASES[0], avglen: Any = ratios.AVERAGE_LENGTH) -> Any:
    """Training tokens of a model on a basis.

    Parameters
    ----------
    model : the model, or any of its names; or a list or Series of them
    basis : "sequences", "unique", "seen" or "effective"
    avglen : average length in residues; used on the basis "sequences", and on "effective" where the unique
        tokens are not on record

    Returns
    -------
    tokens; None or NaN in a list or Series where no source states the number

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : the catalog has no number on this basis; not in a list or Series
    WrongValue : an unknown basis; something else than a name
    OutOfRange : an average length that is not finite and above zero

    >>> model_tokens("ProGen2-xlarge", "seen")
    350000000000.0
    """
    return answer("MODELTOKENS", "model_tokens", model, basis, avglen)


@overload
def parameters(model: Model | str, kind: str = ...) -> float: ...
@overload
def parameters(model: Many, kind: Any = ...) -> list[float | None]: ...
@overload
def parameters(model: Series, kind: Any = ...) -> Series: ...
def parameters(model: Any, kind: Any = "total") -> Any:
    """Number of parameters of a model.

    Parameters
    ----------
    model : the model, or any of its names; or a list or Series of them
    kind : "total" or "active" (for each token: all, unless it is a mixture of experts) as stated by its
        source; "exact" as counted from the published architecture, "non-embedding" the same without
        embeddings and an output projection of its own

    Returns
    -------
    parameters; None or NaN in a list or Series where no source states the number

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : no such number on record; for "exact" and "non-embedding", no complete
        architecture; not in a list or Series
    WrongValue : an unknown kind; something else than a name

    >>> parameters("ESM-2 650M"), parameters("ESM-2 650M", "exact")
    (650000000.0, 651043254.0)
    >>> parameters("ProtGPT2", "exact") - parameters("ProtGPT2", "non-embedding")
    65639680.0
    """
    return answer("PARAMS", "parameters", model, kind)


@overload
def sequences(name: Name) -> float: ...
@overload
def sequences(name: Many) -> list[float | None]: ...
@overload
def sequences(name: Series) -> Series: ...
def sequences(name: Any) -> Any:
    """Number of sequences in the training set of a model, or in a dataset.

    Parameters
    ----------
    name : a model or dataset, or any of its names; or a list or Series of them

    Returns
    -------
    sequences; None or NaN in a list or Series where no source states the number

    Raises
    ------
    UnknownName : neither a model nor a dataset has that name
    NotAvailable : no number of sequences on record, or one of sets of sequences (MSAs); not in a list or
        Series
    WrongValue : something else than a name

    >>> sequences("ESM-2 15B"), sequences("BFD100")
    (65000000.0, 2122000000.0)
    """
    return answer("SEQS", "sequences", name)


@overload
def average_length(name: Name) -> float: ...
@overload
def average_length(name: Many) -> list[float | None]: ...
@overload
def average_length(name: Series) -> Series: ...
def average_length(name: Any) -> Any:
    """Mean sequence length of a dataset, or of the training set of a model.

    Parameters
    ----------
    name : a model or dataset, or any of its names; or a list or Series of them

    Returns
    -------
    residues per sequence; None or NaN in a list or Series where the catalog cannot give it

    Raises
    ------
    UnknownName : neither a model nor a dataset has that name
    NotAvailable : the catalog can neither give nor derive it; not in a list or Series
    WrongValue : something else than a name

    >>> round(average_length("BFD100"))
    185
    """
    return answer("AVGLEN", "average_length", name)


@overload
def epochs(model: Model | str, avglen: Number = ...) -> float: ...
@overload
def epochs(model: Many, avglen: Any = ...) -> list[float | None]: ...
@overload
def epochs(model: Series, avglen: Any = ...) -> Series: ...
def epochs(model: Any, avglen: Any = ratios.AVERAGE_LENGTH) -> Any:
    """Passes of a model over its training set: tokens seen / unique tokens, else as its authors state them,
    else tokens seen / (sequences x average length).

    Parameters
    ----------
    model : the model, or any of its names; or a list or Series of them
    avglen : average length in residues; used where neither unique tokens nor epochs are on record

    Returns
    -------
    epochs, a number of passes; None or NaN in a list or Series where it is not known

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : none of these is known; not in a list or Series
    WrongValue : something else than a name
    OutOfRange : an average length that is not finite and above zero

    >>> epochs("Ankh base"), round(epochs("ESM-2 15B"), 1)
    (68.0, 40.9)
    """
    return answer("EPOCHS", "epochs", model, avglen)


@overload
def score(model: Model | str, benchmark: str = ...) -> float: ...
@overload
def score(model: Many, benchmark: Any = ...) -> list[float | None]: ...
@overload
def score(model: Model | str, benchmark: Many) -> list[float | None]: ...
@overload
def score(model: Series, benchmark: Any = ...) -> Series: ...
def score(model: Any, benchmark: Any = scores.BENCHMARKS[0]) -> Any:
    """Zero-shot score of a model on ProteinGym, as published there: Spearman's rank correlation of its scores
    with measured effects of mutations, averaged over assays, proteins and kinds of function.

    Parameters
    ----------
    model : the model, or any of its names; or a list or Series of them
    benchmark : "substitutions" or "indels" (insertions and deletions)

    Returns
    -------
    rank correlation, at most 1; None or NaN in a list or Series where none is published

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : none is published for exactly this model; not in a list or Series
    WrongValue : an unknown benchmark; something else than a name

    >>> score("ESM-2 650M"), score("RITA-L", "indels")
    (0.414, 0.457)
    >>> score(["ESM-2 650M", "ESM C 6B"])
    [0.414, None]
    """
    return answer("SCORE", "score", model, benchmark)


@overload
def tokens(sequences: Number | Dataset, avglen: Number | None = ...) -> float: ...
@overload
def tokens(sequences: Many, avglen: Any = ...) -> list[float | None]: ...
@overload
def tokens(sequences: Series, avglen: Any = ...) -> Series: ...
def tokens(sequences: Any, avglen: Any = None) -> Any:
    """Tokens in a training set: sequences x average length, one token for each residue.

    Parameters
    ----------
    sequences : number of sequences, also as text ("65M"), or the name of a dataset; or a list or Series
    avglen : average length in residues, above zero; None for that of the dataset where it is on record, else
        325

    Returns
    -------
    tokens

    Raises
    ------
    OutOfRange : a negative number of sequences; a length that is not finite and above zero
    WrongValue : a text that is neither a number nor the name of a dataset

    >>> tokens(65_000_000), tokens("65M", avglen=200)
    (21125000000.0, 13000000000.0)
    >>> round(tokens("BFD100") / 1e9), round(tokens("BFD100", 325) / 1e9)
    (393, 690)
    """
    return answer("TOKENS", "tokens", sequences, avglen)


@overload
def flops(parameters: Model | Number, tokens: Number | None = ...) -> float: ...
@overload
def flops(parameters: Many, tokens: Any = ...) -> list[float | None]: ...
@overload
def flops(parameters: Series, tokens: Any = ...) -> Series: ...
def flops(parameters: Any, tokens: Any = None) -> Any:
    """Training compute in FLOPs: C = 6ND (Kaplan et al. 2020; Hoffmann et al. 2022); of a model by its
    architecture: 6 for each active parameter and token of a mixture of experts, 3ND for an encoder-decoder.

    Parameters
    ----------
    parameters : N, also as text ("15B"); or a model, or any of its names
    tokens : D, tokens processed in training, repeats included; the tokens seen of a model where omitted

    Returns
    -------
    FLOPs

    Raises
    ------
    OutOfRange : a number that is negative or not finite
    WrongValue : something else than a number or the name of a model; a number of parameters without tokens
    NotAvailable : the model has no parameters, or no tokens seen, on record; not in a list or Series

    >>> flops("15B", "864B"), flops("ESM-2 15B")
    (7.776e+22, 7.776e+22)
    """
    return answer("FLOPS", "flops", parameters, tokens)


@overload
def tokens_per_parameter(tokens: Number, parameters: Number) -> float: ...
@overload
def tokens_per_parameter(tokens: Many, parameters: Any) -> list[float | None]: ...
@overload
def tokens_per_parameter(tokens: Series, parameters: Any) -> Series: ...
def tokens_per_parameter(tokens: Any, parameters: Any) -> Any:
    """Tokens divided by parameters, for numbers of your own.

    Parameters
    ----------
    tokens : training tokens, also as text ("20B"); or a list or Series
    parameters : number of parameters

    Returns
    -------
    tokens per parameter

    Raises
    ------
    DivisionByZero : no parameters
    OutOfRange : a number that is negative or not finite
    WrongValue : something else than a number

    >>> tokens_per_parameter("864B", "15B")
    57.6
    """

    def divided(tokens: Any, parameters: Any) -> float:
        return ratios.tokens_per_parameter(
            number_given(tokens, "number of tokens"), number_given(parameters, "number of parameters")
        )

    return over(divided, (tokens, parameters), ("tokens", "parameters"), "tokens_per_parameter")


@overload
def verdict(ratio: Model | Number, target: Law | Number = ...) -> str: ...
@overload
def verdict(ratio: Many, target: Any = ...) -> list[str | None]: ...
@overload
def verdict(ratio: Series, target: Any = ...) -> Series: ...
def verdict(ratio: Any, target: Any = ratios.TARGET) -> Any:
    """Whether a ratio is near the target: within a factor of 2 of it counts as near optimal. For a model,
    also what to beware of.

    Parameters
    ----------
    ratio : tokens per parameter; or the name of a model, whose ratio on the basis "seen" is judged; or a list
        or Series
    target : tokens per parameter to compare with; or the name of a scaling law: what it advises at the
        model's own compute

    Returns
    -------
    "too few tokens", "near optimal" or "more tokens than optimal"; for a model, in parentheses behind it,
    what its architecture, its objective or its passes over the data do to the comparison

    Raises
    ------
    OutOfRange : a ratio or a target that is not finite and above zero
    WrongValue : a text that is neither a number nor a name; a law whose advice depends on compute, without a
        model
    NotAvailable : the model has no ratio on the basis "seen"; not in a list or Series

    >>> verdict(1.4), verdict(10), verdict(41)
    ('too few tokens', 'near optimal', 'more tokens than optimal')
    >>> verdict("ESM-2 15B", "Cheng MLM")
    'more tokens than optimal (seen 41 times, and masked models may get worse after 7)'
    """
    return answer("VERDICT", "verdict", ratio, target)


def nearest(
    target: Number = ratios.TARGET,
    basis: str = ratios.BASES[0],
    models: Any = None,
    avglen: Number = ratios.AVERAGE_LENGTH,
) -> Model:
    """The model whose ratio is closest to the target on a log scale; the first of equals.

    Parameters
    ----------
    target : tokens per parameter, above zero
    basis : "sequences", "unique", "seen" or "effective"
    models : the models to choose from: a family, or a list of models, families or their names; None for all
        that read residues (models of DNA and RNA count nucleotides)
    avglen : average length in residues; used on the basis "sequences", and on "effective" where the unique
        tokens are not on record

    Returns
    -------
    Model; its name is `.name`

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : none of the models has a number on this basis
    WrongValue : an unknown basis
    OutOfRange : a target or a length that is not finite and above zero

    >>> nearest(20, "sequences", ["ESM-2", "ProGen2"]).name
    'ProGen2-large'
    """
    among = None if models is None else [load().model(request.name) for request in requests(models)]
    wanted, length = size_given(target, "target"), size_given(avglen, "average length")
    return ratios.nearest(wanted, basis, among, length)
