"""What training costs, by architecture: FLOPs per token, FLOPs of a training, and what to beware of.

plain                6 FLOPs per parameter and token (Kaplan et al. 2020; Hoffmann et al. 2022)
mixture of experts   6 for each parameter that is active per token
encoder-decoder      3 per parameter and token: a token passes the encoder or the decoder, about half of all
long-context mixer   as plain, which is too little; by how much no source that we have read says
"""

from __future__ import annotations

from ..catalog import Model
from ..formatting import human
from . import ratios

PLAIN = 6.0  # FLOPs per parameter and token
HALVED = 3.0  # the same for an encoder-decoder

ENCODER_DECODER, MIXTURE, MIXER = "encoder-decoder", ratios.MIXTURE, "long-context mixer"

HALF = (
    "An encoder-decoder: each token passes about half of its parameters, so training costs about 3ND, and "
    "per parameter in use the ratio is about twice as high."
)
MORE_THAN_COUNTED = (
    "Its layers for long contexts cost more than 6 FLOPs per parameter and token; "
    "how much more is not counted."
)
ACTIVE_UNKNOWN = (
    "A mixture of experts: only some of its parameters work on each token, and how many is not on record."
)


def is_a(model: Model, layout: str) -> bool:
    """Whether a model has a layout: ENCODER_DECODER, MIXTURE or MIXER."""
    return layout in model.layout


def is_below_6nd(model: Model) -> bool:
    """Whether training costs less than 6 FLOPs for each of all its parameters and token."""
    return is_a(model, ENCODER_DECODER) or is_a(model, MIXTURE)


def flops_per_token(model: Model | str) -> float:
    """Training compute of a model for each token, in FLOPs.

    6 x parameters, of a mixture of experts those active for each token; 3 x parameters of an encoder-decoder.

    Parameters
    ----------
    model : the model, or any of its names

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : its parameters are not on record, or those active of a mixture of experts

    >>> flops_per_token("ESM-2 15B"), flops_per_token("ProtT5-XL-BFD")
    (90000000000.0, 8456491008.0)
    """
    found = ratios.as_model(model)
    return (HALVED if is_a(found, ENCODER_DECODER) else PLAIN) * ratios.parameters(found, "active")


def training_flops(model: Model | str, tokens: float | None = None) -> float:
    """Compute of a model's training in FLOPs, by its architecture: FLOPs per token x tokens.

    Parameters
    ----------
    model : the model, or any of its names
    tokens : tokens processed in training, repeats included; None for the tokens seen on record

    Raises
    ------
    UnknownName : no model of that name; `nearest` holds similar ones
    NotAvailable : parameters or tokens seen are not on record

    >>> training_flops("ESM-2 15B")
    7.776e+22
    """
    found = ratios.as_model(model)
    each = flops_per_token(found)
    return each * (ratios.model_tokens(found, "seen") if tokens is None else tokens)


def cautions(model: Model) -> list[str]:
    """Sentences: in what a model costs otherwise than 6 FLOPs for each of its parameters and token."""
    found = []
    if is_a(model, ENCODER_DECODER):
        found.append(HALF)
    if is_a(model, MIXTURE):
        active = model.value("params_active")
        found.append(
            f"A mixture of experts: its cost counts the {human(active)} parameters active per token."
            if active
            else ACTIVE_UNKNOWN
        )
    if is_a(model, MIXER):
        found.append(MORE_THAN_COUNTED)
    return found
