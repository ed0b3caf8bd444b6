"""config.json and .safetensors headers: exact parameters, or one sentence that says why there are none."""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path
from typing import Any

import pytest

from plm_ratios.curation.huggingface import config, safetensors_header
from plm_ratios.errors import PlmError


def esm(layers: int, width: int, feed_forward: int, heads: int, **more: Any) -> dict[str, Any]:
    return {
        "model_type": "esm", "num_hidden_layers": layers, "hidden_size": width,
        "intermediate_size": feed_forward,
        "num_attention_heads": heads, "vocab_size": 33, "max_position_embeddings": 1026,
        "position_embedding_type": "rotary", "emb_layer_norm_before": False, **more,
    }  # fmt: skip


def encoder(
    kind: str, layers: int, width: int, vocabulary: int, positions: int, **more: Any
) -> dict[str, Any]:
    return {
        "model_type": kind, "num_hidden_layers": layers, "hidden_size": width, "intermediate_size": 4 * width,
        "vocab_size": vocabulary, "max_position_embeddings": positions, **more,
    }  # fmt: skip


def decoder(
    kind: str,
    layers: int,
    width: int,
    feed_forward: int,
    heads: int,
    groups: int,
    vocabulary: int,
    **more: Any,
) -> dict[str, Any]:
    return {
        "model_type": kind, "num_hidden_layers": layers, "hidden_size": width,
        "intermediate_size": feed_forward,
        "num_attention_heads": heads, "num_key_value_heads": groups, "vocab_size": vocabulary, **more,
    }  # fmt: skip


def t5(
    layers: int, width: int, feed_forward: int, heads: int, vocabulary: int, **more: Any
) -> dict[str, Any]:
    return {
        "model_type": "t5", "num_layers": layers, "d_model": width, "d_ff": feed_forward, "num_heads": heads,
        "d_kv": 64, "vocab_size": vocabulary, **more,
    }  # fmt: skip


ESM_8M = esm(6, 320, 1280, 20)
EXPERTS = {"num_experts_per_tok": 2, "num_local_experts": 8}
LLAMA_1B = decoder("llama", 16, 2048, 8192, 32, 8, 128_256, head_dim=64, tie_word_embeddings=True)
GPT2 = {"model_type": "gpt2", "n_layer": 12, "n_embd": 768, "vocab_size": 50_257, "n_positions": 1024}
PROTT5 = {"d_kv": 128, "architectures": ["T5EncoderModel"]}

# The parameters that transformers 5.24 builds from the same configuration on torch's meta device.
BUILT = {
    "ESM-2 8M": (ESM_8M, 7_512_474),
    "ESM-2 650M": (esm(33, 1280, 5120, 20), 651_043_254),
    "ESM-1b": (
        esm(33, 1280, 5120, 20, position_embedding_type="absolute", emb_layer_norm_before=True),
        652_359_094,
    ),
    "BERT base": (encoder("bert", 12, 768, 30_522, 512), 109_514_298),
    "ProtBERT": (encoder("bert", 30, 1024, 30, 40_000, num_attention_heads=16), 419_933_214),
    "DistilProtBert": (encoder("bert", 15, 1024, 30, 40_000, num_attention_heads=16), 230_989_854),
    "RoBERTa base": (encoder("roberta", 12, 768, 50_265, 514, type_vocab_size=1), 124_697_433),
    "VHHBERT": (encoder("roberta", 12, 768, 25, 185, type_vocab_size=1), 85_810_201),
    "GPT-2": (GPT2, 124_439_808),
    "ProtGPT2": ({**GPT2, "n_layer": 36, "n_embd": 1280, "n_head": 20, "n_inner": None}, 774_030_080),
    "T5 base": (t5(12, 768, 3072, 12, 32_128), 222_903_552),
    "ProtT5 encoder": (t5(24, 1024, 16_384, 32, 128, **PROTT5), 1_208_141_824),
    "Llama 2 7B": (decoder("llama", 32, 4096, 11_008, 32, 32, 32_000), 6_738_415_616),
    "Llama 3.2 1B": (LLAMA_1B, 1_235_814_400),
    "Mistral 7B": (decoder("mistral", 32, 4096, 14_336, 32, 8, 32_000), 7_241_732_096),
    "Mixtral 8x7B": (decoder("mixtral", 32, 4096, 14_336, 32, 8, 32_000, **EXPERTS), 46_702_792_704),
    "Mistral-Prot": (decoder("mixtral", 8, 768, 768, 8, 8, 256, **EXPERTS), 132_576_000),
    "Mamba 130M": (
        {"model_type": "mamba", "hidden_size": 768, "num_hidden_layers": 24, "vocab_size": 50_280},
        129_135_360,
    ),
    "Mamba 130M, state-spaces": (
        {"d_model": 768, "n_layer": 24, "vocab_size": 50_277, "ssm_cfg": {}, "pad_vocab_size_multiple": 8},
        129_135_360,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BUILT)
def test_a_configuration_counts_what_transformers_builds(name: str) -> None:
    raw, parameters = BUILT[name]
    assert config.shape_of(raw).parameters == parameters


def test_what_else_a_configuration_settles() -> None:
    mixture = config.shape_of(BUILT["Mixtral 8x7B"][0])
    assert (mixture.objective, mixture.layout, mixture.active) == (
        "CLM",
        ("mixture of experts",),
        12_879_925_248,
    )
    assert config.shape_of(ESM_8M).objective == "MLM" and config.shape_of(ESM_8M).active is None
    assert config.shape_of(BUILT["T5 base"][0]).layout == ("encoder-decoder",)
    gated = t5(48, 768, 3072, 12, 144, num_decoder_layers=24, feed_forward_proj="gated-gelu",
               tie_word_embeddings=False, relative_attention_num_buckets=64)  # fmt: skip
    assert config.shape_of(gated).family == "t5-gated"
    amplify = {**encoder("AMPLIFY", 24, 640, 27, 2048), "auto_map": {"AutoModel": "amplify.AMPLIFY"}}
    assert config.shape_of(amplify).family == "gated-encoder-two-thirds"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({}, "has no model_type"),
        ({"model_type": "hyena"}, "the model_type 'hyena'; we count AMPLIFY, bert"),
        ({"peft_type": "LORA"}, "its base model"),
        ({**ESM_8M, "auto_map": {"AutoModel": "own.Model"}}, "code of its own"),
        ({**ESM_8M, "hidden_size": None}, "does not say hidden_size"),
        ({**ESM_8M, "hidden_size": "320"}, "hidden_size is '320', not a whole number"),
        ({**ESM_8M, "hidden_size": -320}, "not a whole number above zero"),
        ({**ESM_8M, "hidden_size": True}, "not a whole number above zero"),
        ({**ESM_8M, "hidden_size": 10**30}, "not a whole number above zero"),
        ({**ESM_8M, "is_folding_model": True}, "the folding trunk"),
        ({**ESM_8M, "position_embedding_type": "absolute"}, "neither ESM-1b nor ESM-2"),
        ({**BUILT["BERT base"][0], "tie_word_embeddings": False}, "an output of its own"),
        ({**BUILT["BERT base"][0], "type_vocab_size": 1}, "other than two segments"),
        ({**LLAMA_1B, "attention_bias": True}, "biases in attention"),
        ({**LLAMA_1B, "head_dim": None, "num_attention_heads": 31}, "31 heads do not divide"),
        ({**BUILT["T5 base"][0], "tie_word_embeddings": False}, "neither T5 nor T5 1.1"),
        ({**BUILT["Mixtral 8x7B"][0], "num_experts_per_tok": 9}, "more experts active"),
        ({**BUILT["Mamba 130M, state-spaces"][0], "ssm_cfg": {"layer": "Mamba2"}}, "settings of its own"),
    ],
)
def test_what_no_formula_covers_is_refused_and_never_counted_nearly(raw: dict[str, Any], words: str) -> None:
    with pytest.raises(PlmError) as refusal:
        config.shape_of(raw)
    assert words in str(refusal.value) and "\n" not in str(refusal.value)


def written(path: Path, tensors: dict[str, tuple[str, list[int]]], cut: int = 0) -> Path:
    """A .safetensors file with these tensors, as the format says it; the numbers themselves are a hole."""
    start, header = 0, {}
    sizes = {"F32": 4, "BF16": 2, "I64": 8, "U8": 1}
    for name, (dtype, shape) in tensors.items():
        end = start + sizes[dtype] * math.prod(shape)
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}
        start = end
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    with open(path, "wb") as file:
        file.write((struct.pack("<Q", len(text)) + text)[: -cut or None])
        if not cut:
            file.truncate(file.tell() + start)
    return path


def test_the_header_counts_shapes_of_any_type_without_buffers(tmp_path: Path) -> None:
    path = written(
        tmp_path / "model.safetensors",
        {
            "embed.weight": ("F32", [50, 16]),
            "h.0.mlp.weight": ("BF16", [16, 64]),
            "h.0.attn.bias": ("F32", [1, 1, 32, 32]),  # GPT-2's mask
            "embed.position_ids": ("I64", [1, 32]),
            "rotary.inv_freq": ("F32", [8]),
            "scale": ("F32", []),
        },
    )
    found = safetensors_header.count(path)
    assert (found.parameters, found.tensors, found.buffers) == (50 * 16 + 16 * 64 + 1, 3, 32 * 32 + 32 + 8)
    assert found.locator == "model.safetensors, shapes of 3 tensors in the header"


def sharded(folder: Path, total: int, **metadata: Any) -> Path:
    parts = {"a.safetensors": ("one", [10, 10]), "b.safetensors": ("two", [5])}
    for file, (name, shape) in parts.items():
        written(folder / file, {name: ("F32", shape)})
    index = folder / "model.safetensors.index.json"
    places = {name: file for file, (name, _) in parts.items()}
    index.write_text(json.dumps({"metadata": {"total_size": total, **metadata}, "weight_map": places}))
    return index


def test_an_index_adds_up_its_files_and_checks_their_bytes(tmp_path: Path) -> None:
    found = safetensors_header.count(sharded(tmp_path, 420))
    assert (found.parameters, found.files, found.doubt) == (105, 2, "")
    assert (
        "424 bytes, and the headers of its files 420"
        in safetensors_header.count(sharded(tmp_path, 424)).doubt
    )
    index = sharded(tmp_path, 420, total_parameters=105)
    (tmp_path / "b.safetensors").unlink()
    alone = safetensors_header.count(index)
    assert (alone.parameters, alone.locator) == (105, f"{index.name}, metadata.total_parameters")


def test_files_that_cannot_be_counted_are_one_sentence(tmp_path: Path) -> None:
    index = sharded(tmp_path, 420)
    (tmp_path / "b.safetensors").unlink()
    (tmp_path / "empty.safetensors").write_bytes(b"")
    (tmp_path / "model.bin").write_bytes(b"PK\x03\x04" * 9)
    (tmp_path / "huge.safetensors").write_bytes(struct.pack("<Q", 10**9) + b"{" * 90)
    (tmp_path / "shapeless.safetensors").write_bytes(struct.pack("<Q", 10) + b'{"a": {}} ')
    endless = b'{"a": {"dtype": "F32", "shape": [9%s]}}' % (b"0" * 400)
    (tmp_path / "endless.safetensors").write_bytes(struct.pack("<Q", len(endless)) + endless)
    (tmp_path / "plain.json").write_text("{}")
    (tmp_path / "long.json").write_text(json.dumps({"weight_map": {"a": "b" * 3000}}))
    written(tmp_path / "quantized.safetensors", {"h.0.weight": ("U8", [4, 4])})
    written(tmp_path / "cut.safetensors", {"one": ("F32", [4])}, cut=9)
    for path, words in {
        index: "b.safetensors is not beside",
        tmp_path / "empty.safetensors": "is no .safetensors file",
        tmp_path / "model.bin": "is no .safetensors file",
        tmp_path / "huge.safetensors": "is no .safetensors file",
        tmp_path / "shapeless.safetensors": '"a" has no shape',
        tmp_path / "endless.safetensors": '"a" has no shape',
        tmp_path / "plain.json": "no weight_map",
        tmp_path / "long.json": "is not beside long.json",
        tmp_path / "quantized.safetensors": "as quantized weights do",
        tmp_path / "cut.safetensors": "cut off in its header",
        tmp_path / "gone.safetensors": "There is no file",
        tmp_path: "is a folder",
    }.items():
        with pytest.raises(PlmError) as refusal:
            safetensors_header.count(path)
        assert words in str(refusal.value), path


@pytest.mark.slow
@pytest.mark.parametrize("name", BUILT)
def test_the_counts_above_are_those_of_transformers(name: str) -> None:
    """Where torch and transformers are installed, which the tests do not ask for."""
    torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
    raw, parameters = BUILT[name]
    if "model_type" not in raw:
        pytest.skip("a configuration of state-spaces/mamba, which transformers does not read")
    built = transformers.AutoConfig.for_model(**raw)
    with torch.device("meta"):
        model = getattr(transformers, config.shape_of(raw).counted)(built)
    assert sum(each.numel() for each in model.parameters()) == parameters
