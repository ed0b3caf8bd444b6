"""config.json of Hugging Face, read as one of the architectures that a closed formula counts.

What the formula does not cover is refused, never counted nearly: the header of the weights tells it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, NamedTuple

from ...analysis import parameter_counts
from ...errors import PlmError
from .json_files import read_object

LARGEST = 10**9  # of any dimension: more is no number that a layer could have


class Shape(NamedTuple):
    """An architecture as a configuration states it.

    file       the name of the configuration
    counted    the class of transformers, or the code, that the formula counts
    family     the closed formula
    facts      the quantities that it needs
    objective  what that class is trained by: MLM or CLM; "" where the configuration does not settle it
    layout     words of the schema for what sets its cost apart
    """

    file: str
    counted: str
    family: str
    facts: dict[str, int]
    objective: str = ""
    layout: tuple[str, ...] = ()

    @property
    def parameters(self) -> int:
        """All of them."""
        return parameter_counts.count(self.family, self.facts)

    @property
    def active(self) -> int | None:
        """Those that work on one token; None for a model without experts."""
        count = parameter_counts.FAMILIES[self.family].count_active
        return count(self.facts) if count else None


class _Config:
    """The values of a configuration, each checked when it is asked for."""

    def __init__(self, raw: dict[str, Any], file: str):
        self.raw = raw
        self.file = file

    def whole(self, *names: str, default: int | None = None) -> int:
        """The whole number above zero under the first of these names that is there."""
        for name in names:
            value = self.raw.get(name)
            if value is None:
                continue
            if type(value) is not int or not 0 < value <= LARGEST:
                raise PlmError(f"{self.file}: {name} is {value!r}, not a whole number above zero.")
            return value
        if default is None:
            raise PlmError(f"{self.file} does not say {names[0]}, which the count needs; use --safetensors.")
        return default

    def is_set(self, name: str, default: bool) -> bool:
        value = self.raw.get(name)
        return default if value is None else bool(value)

    def refuse(self, name: str, usual: Any, what: str) -> None:
        """Refuse what the formula does not count: an option that is not as usual."""
        value = self.raw.get(name)
        if value is not None and value != usual:
            raise PlmError(
                f"{self.file} has {what} ({name}: {value!r}), which our formula does not count; "
                "use --safetensors, which counts the weights themselves."
            )

    def plain(self) -> dict[str, int]:
        """The quantities of most transformers, under their usual names."""
        return {
            "layers": self.whole("num_hidden_layers"),
            "width": self.whole("hidden_size"),
            "feed_forward": self.whole("intermediate_size"),
            "vocabulary": self.whole("vocab_size"),
        }


def read(path: Path) -> Shape:
    """The architecture that a configuration states. Raises PlmError where we cannot count it exactly."""
    return shape_of(read_object(path), path.name)


def shape_of(raw: dict[str, Any], file: str = "config.json") -> Shape:
    """The same, of a configuration that was read already."""
    if "peft_type" in raw:
        raise PlmError(f"{file} describes an adapter; name the config.json of its base model.")
    kind = raw.get("model_type")
    if kind is None and "d_model" in raw and "ssm_cfg" in raw:
        kind = "mamba_ssm"
    reader = _READERS.get(str(kind))
    if reader is None:
        said = f"has the model_type {str(kind)[:40]!r}" if kind else "has no model_type"
        raise PlmError(
            f"{file} {said}; we count {', '.join(sorted(_READERS))}. For others use "
            "--params or --safetensors."
        )
    config = _Config(raw, file)
    if str(kind) != "AMPLIFY" and raw.get("auto_map"):
        raise PlmError(
            f"{file} brings model code of its own (auto_map), so that {kind} may not be what it says; "
            "use --safetensors, which counts the weights themselves."
        )
    counted, family, facts, objective, *layout = reader(config)
    return Shape(file, counted, family, facts, objective, tuple(layout))


_Read = tuple[Any, ...]  # class, family, facts, objective, and perhaps words of the layout


def _esm(config: _Config) -> _Read:
    config.refuse("is_folding_model", False, "the folding trunk of ESMFold")
    config.refuse("tie_word_embeddings", True, "an output of its own")
    facts = {**config.plain(), "heads": config.whole("num_attention_heads")}
    positions = config.raw.get("position_embedding_type", "absolute")
    before, learned = config.is_set("emb_layer_norm_before", False), positions == "absolute"
    if positions not in ("absolute", "rotary") or before != learned:
        raise PlmError(
            f"{config.file} has {positions} positions {'with' if before else 'without'} a norm before the "
            "first layer, which is neither ESM-1b nor ESM-2; use --safetensors."
        )
    if learned:
        facts["positions"] = config.whole("max_position_embeddings")
    return "EsmForMaskedLM", "encoder-learned" if learned else "encoder-rotary", facts, "MLM"


def _bert(config: _Config) -> _Read:
    config.refuse("type_vocab_size", 2, "other than two segments")
    return "BertForMaskedLM", "bert", _with_positions(config), "MLM"


def _roberta(config: _Config) -> _Read:
    config.refuse("type_vocab_size", 1, "more than one segment")
    return "RobertaForMaskedLM", "roberta", _with_positions(config), "MLM"


def _with_positions(config: _Config) -> dict[str, int]:
    config.refuse("position_embedding_type", "absolute", "other positions")
    config.refuse("tie_word_embeddings", True, "an output of its own")
    config.refuse("is_decoder", False, "a decoder of this kind")
    return {**config.plain(), "positions": config.whole("max_position_embeddings")}


def _gpt2(config: _Config) -> _Read:
    config.refuse("tie_word_embeddings", True, "an output of its own")
    config.refuse("add_cross_attention", False, "attention to an encoder")
    width = config.whole("n_embd")
    facts = {
        "layers": config.whole("n_layer"),
        "width": width,
        "feed_forward": config.whole("n_inner", default=4 * width),
        "vocabulary": config.whole("vocab_size"),
        "positions": config.whole("n_positions"),
    }
    return "GPT2LMHeadModel", "gpt2", facts, "CLM"


def _t5(config: _Config) -> _Read:
    gated = str(config.raw.get("feed_forward_proj", "relu")).startswith("gated")
    tied = config.is_set("tie_word_embeddings", True)
    layers = config.whole("num_layers")
    facts = {
        "layers": layers,
        "width": config.whole("d_model"),
        "heads": config.whole("num_heads"),
        "head_size": config.whole("d_kv"),
        "feed_forward": config.whole("d_ff"),
        "vocabulary": config.whole("vocab_size"),
        "positions": config.whole("relative_attention_num_buckets", default=32),
    }
    if gated == tied:
        raise PlmError(
            f"{config.file} has {'gated' if gated else 'plain'} feed-forward layers and an output "
            f"{'tied to the embedding' if tied else 'of its own'}, which is neither T5 nor T5 1.1; "
            "use --safetensors."
        )
    if config.raw.get("architectures") == ["T5EncoderModel"]:
        config.refuse("feed_forward_proj", "relu", "gated feed-forward layers in an encoder alone")
        return "T5EncoderModel", "t5-encoder", facts, ""
    facts["decoder_layers"] = config.whole("num_decoder_layers", default=layers)
    return "T5ForConditionalGeneration", "t5-gated" if gated else "t5", facts, "", "encoder-decoder"


def _grouped(config: _Config) -> dict[str, int]:
    config.refuse("attention_bias", False, "biases in attention")
    config.refuse("mlp_bias", False, "biases in its feed-forward layers")
    facts = config.plain()
    heads = config.whole("num_attention_heads")
    if config.raw.get("head_dim") is None and facts["width"] % heads:
        raise PlmError(f"{config.file}: {heads} heads do not divide a hidden_size of {facts['width']}.")
    return {
        **facts,
        "heads": heads,
        "head_size": config.whole("head_dim", default=facts["width"] // heads),
        "key_value_heads": config.whole("num_key_value_heads", default=heads),
    }


def _llama(config: _Config) -> _Read:
    tied = config.is_set("tie_word_embeddings", False)
    return "LlamaForCausalLM", "llama-tied" if tied else "llama", _grouped(config), "CLM"


def _mistral(config: _Config) -> _Read:
    _, *rest = _llama(config)
    return "MistralForCausalLM", *rest


def _mixtral(config: _Config) -> _Read:
    config.refuse("tie_word_embeddings", False, "an output tied to the embedding")
    facts = {
        **_grouped(config),
        "experts": config.whole("num_local_experts"),
        "experts_active": config.whole("num_experts_per_tok"),
    }
    if facts["experts_active"] > facts["experts"]:
        raise PlmError(f"{config.file} has more experts active per token than it has experts.")
    return "MixtralForCausalLM", "mixtral", facts, "CLM", "mixture of experts"


def _mamba(config: _Config) -> _Read:
    config.refuse("use_bias", False, "biases in its projections")
    config.refuse("use_conv_bias", True, "a convolution without bias")
    config.refuse("tie_word_embeddings", True, "an output of its own")
    width = config.whole("hidden_size", "d_model")
    rank = config.raw.get("time_step_rank", "auto")
    facts = {
        "layers": config.whole("num_hidden_layers", "n_layer"),
        "width": width,
        "feed_forward": config.whole("intermediate_size", default=width * config.whole("expand", default=2)),
        "vocabulary": config.whole("vocab_size"),
        "state_size": config.whole("state_size", default=16),
        "kernel_size": config.whole("conv_kernel", default=4),
        "step_rank": -(-width // 16) if rank == "auto" else config.whole("time_step_rank"),
    }
    return "MambaForCausalLM", "mamba", facts, "CLM", "long-context mixer"


def _mamba_ssm(config: _Config) -> _Read:
    """The configuration of state-spaces/mamba, which rounds the vocabulary up."""
    config.refuse("ssm_cfg", {}, "settings of its own for the state space")
    config.refuse("attn_layer_idx", [], "layers of attention")
    config.refuse("d_intermediate", 0, "feed-forward layers")
    multiple = config.whole("pad_vocab_size_multiple", default=8)
    rounded = -(-config.whole("vocab_size") // multiple) * multiple
    names = {"hidden_size": config.whole("d_model"), "num_hidden_layers": config.whole("n_layer")}
    _, *rest = _mamba(_Config({**names, "vocab_size": rounded}, config.file))
    config.refuse("tie_embeddings", True, "an output of its own")
    return "MambaLMHeadModel", *rest


def _amplify(config: _Config) -> _Read:
    usual = {
        "ffn_bias": False,
        "att_bias": False,
        "rms_norm": True,
        "hidden_act": "SwiGLU",
        "layer_norm_after_embedding": False,
        "layer_norm_before_last_layer": True,
    }
    for name, value in usual.items():
        config.refuse(name, value, "layers unlike those of AMPLIFY")
    return "AMPLIFY", "gated-encoder-two-thirds", config.plain(), "MLM"


_READERS: dict[str, Callable[[_Config], _Read]] = {
    "esm": _esm,
    "bert": _bert,
    "roberta": _roberta,
    "gpt2": _gpt2,
    "t5": _t5,
    "llama": _llama,
    "mistral": _mistral,
    "mixtral": _mixtral,
    "mamba": _mamba,
    "mamba_ssm": _mamba_ssm,
    "AMPLIFY": _amplify,
}
