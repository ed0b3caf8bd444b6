"""Closed-form parameter counts against counts that were published."""

import pytest

from plm_ratios.analysis import embedding_counts, parameter_counts
from plm_ratios.analysis.parameter_counts import FAMILIES, MissingFacts, UnknownFamily


def plain(layers, width, feed_forward, vocabulary, **more):
    return {"layers": layers, "width": width, "feed_forward": feed_forward, "vocabulary": vocabulary, **more}


def t5(layers, decoder_layers, width, heads, head_size, feed_forward, vocabulary, positions):
    return plain(
        layers, width, feed_forward, vocabulary,
        decoder_layers=decoder_layers, heads=heads, head_size=head_size, positions=positions,
    )  # fmt: skip


PROGEN3_3B = plain(24, 1280, 3840, 134, experts=8, experts_active=2, positions=512)
T5_XL_ENCODER = plain(24, 1024, 16_384, 128, heads=32, head_size=128, positions=32)
LLAMA_2_7B = plain(32, 4096, 11_008, 32_000, heads=32, head_size=128, key_value_heads=32)
LLAMA_3_1B = plain(16, 2048, 8192, 128_256, heads=32, head_size=64, key_value_heads=8)
MIXTRAL_8X7B = plain(
    32, 4096, 14_336, 32_000, heads=32, head_size=128, key_value_heads=8, experts=8, experts_active=2
)


def mamba(layers, width, vocabulary):
    return plain(
        layers, width, 2 * width, vocabulary, state_size=16, kernel_size=4, step_rank=width // 16
    )  # fmt: skip


MAMBA_130M = plain(24, 768, 1536, 50_280, state_size=16, kernel_size=4, step_rank=48)
AIDO_16B = plain(36, 2304, 7680, 44, experts=8, experts_active=2)

# name and source of the published number, family, facts, published number, digits to which it is given
PUBLISHED = [
    (
        "ESM-2 650M, facebook/esm2_t33_650M_UR50D with contact head",
        "encoder-rotary",
        plain(33, 1280, 5120, 33, heads=20),
        651_043_254,
        0,
    ),
    (
        "ESM-2 15B, README of facebookresearch/esm",
        "encoder-rotary",
        plain(48, 5120, 20480, 33, heads=40),
        15e9,
        9,
    ),
    (
        "ESM-1b, Rives et al. 2021, SI Table 9",
        "encoder-learned",
        plain(33, 1280, 5120, 33, heads=20, positions=1026),
        652_400_000,
        5,
    ),
    (
        "ESM-1 34 layers, Rives et al. 2021, Table 1",
        "encoder-sinusoidal",
        plain(34, 1280, 5120, 35),
        669_200_000,
        5,
    ),
    (
        "ESM-1 12 layers, Rives et al. 2021, Table 1",
        "encoder-sinusoidal",
        plain(12, 768, 3072, 35),
        85_100_000,
        5,
    ),
    (
        "ESM-1 6 layers, Rives et al. 2021, Table 1",
        "encoder-sinusoidal",
        plain(6, 768, 3072, 35),
        42_600_000,
        5,
    ),
    ("ProtBERT, ProtTrans Table 2", "bert", plain(30, 1024, 4096, 30, positions=40_000), 420_000_000, 6),
    ("ProGen2-small, MultiMolecule (35 rows)", "decoder-parallel", plain(12, 1024, 4096, 35), 151_150_000, 4),
    ("ProGen2-base, MultiMolecule (35 rows)", "decoder-parallel", plain(27, 1536, 6144, 35), 764_810_000, 4),
    (
        "ProGen2-large, MultiMolecule (35 rows)",
        "decoder-parallel",
        plain(32, 2560, 10_240, 35),
        2_517_340_000,
        4,
    ),
    (
        "ProGen2-xlarge, MultiMolecule (35 rows)",
        "decoder-parallel",
        plain(32, 4096, 16_384, 35),
        6_443_660_000,
        4,
    ),
    ("RITA-S, README of lightonai/RITA", "decoder-rotary", plain(12, 768, 3072, 26), 85_000_000, 6),
    ("RITA-M, README of lightonai/RITA", "decoder-rotary", plain(24, 1024, 4096, 26), 300_000_000, 7),
    ("RITA-L, README of lightonai/RITA", "decoder-rotary", plain(24, 1536, 6144, 26), 680_000_000, 6),
    ("RITA-XL, README of lightonai/RITA", "decoder-rotary", plain(24, 2048, 8192, 26), 1_200_000_000, 8),
    (
        "GPT-2 large, 774M in huggingface/transformers",
        "gpt2",
        plain(36, 1280, 5120, 50_257, positions=1024),
        774_030_080,
        0,
    ),
    ("T5-3B, google-t5/t5-3b", "t5", t5(24, 24, 1024, 32, 128, 16_384, 32_128, 32), 2_851_598_336, 0),
    ("ProtT5-XXL, ProtTrans Table 2", "t5", t5(24, 24, 1024, 128, 128, 65_536, 128, 32), 11e9, 9),
    ("Ankh-base, xTrimoPGLM Table 9", "t5-gated", t5(48, 24, 768, 12, 64, 3072, 144, 64), 740_000_000, 7),
    ("Ankh-base encoder, Ankh Figure 1", "t5-gated", t5(48, 0, 768, 12, 64, 3072, 144, 64), 450_000_000, 7),
    ("Ankh-large, xTrimoPGLM Table 9", "t5-gated", t5(48, 24, 1536, 16, 64, 3840, 144, 64), 1_900_000_000, 8),
    (
        "Ankh-large encoder, Ankh Figure 1",
        "t5-gated",
        t5(48, 0, 1536, 16, 64, 3840, 144, 64),
        1_150_000_000,
        7,
    ),
    ("ESM C 300M, MultiMolecule (37 rows)", "gated-encoder", plain(30, 960, 2560, 37), 332_950_000, 4),
    ("ESM C 600M, MultiMolecule (37 rows)", "gated-encoder", plain(36, 1152, 3072, 37), 574_970_000, 4),
    ("ESM C 6B, MultiMolecule (37 rows)", "gated-encoder", plain(80, 2560, 6912, 37), 6_351_870_000, 4),
    ("AMPLIFY 120M, MultiMolecule", "gated-encoder-two-thirds", plain(24, 640, 2560, 27), 118_670_000, 6),
    ("AMPLIFY 350M, MultiMolecule", "gated-encoder-two-thirds", plain(32, 960, 3840, 27), 354_910_000, 6),
    (
        "Cheng 2024 CLM 7.2B, scaling_law_fit_example.ipynb",
        "decoder-geglu",
        {"layers": 36, "width": 4096, "feed_forward": 10_922},
        7_247_758_312,
        7,
    ),
    (
        "Cheng 2024 MLM 10.7B, scaling_law_fit_example.ipynb",
        "decoder-geglu",
        {"layers": 47, "width": 4352, "feed_forward": 11_606},
        10_682_105_856,
        7,
    ),
    (
        "RoBERTa base, by transformers 5",
        "roberta",
        plain(12, 768, 3072, 50_265, positions=514),
        124_697_433,
        0,
    ),
    ("ProtT5-XL encoder, by transformers 5", "t5-encoder", T5_XL_ENCODER, 1_208_141_824, 0),
    ("Llama 2 7B, by transformers 5", "llama", LLAMA_2_7B, 6_738_415_616, 0),
    ("Llama 3.2 1B, by transformers 5", "llama-tied", LLAMA_3_1B, 1_235_814_400, 0),
    ("Mixtral 8x7B, by transformers 5", "mixtral", MIXTRAL_8X7B, 46_702_792_704, 0),
    ("Mamba 130M, by transformers 5", "mamba", MAMBA_130M, 129_135_360, 0),
    ("nanoprot-mamba-L, its results.csv", "mamba-untied", mamba(29, 1856, 64), 630_572_288, 0),
    ("nanoprot-mamba-XS, its results.csv", "mamba-untied", mamba(7, 448, 64), 9_186_688, 0),
    (
        "nanoprot-esm2-L, its results.csv",
        "encoder-rotary-without-biases",
        plain(33, 1280, 5120, 64),
        649_141_760,
        0,
    ),
    (
        "nanoprot-esm2-S, its results.csv",
        "encoder-rotary-without-biases",
        plain(12, 480, 1920, 64),
        33_263_040,
        0,
    ),
    ("ProGen3-3B, its name", "decoder-moe", PROGEN3_3B, 3e9, 8),
    ("AIDO.Protein-16B, its name", "encoder-moe", AIDO_16B, 16e9, 8),
]


@pytest.mark.parametrize(
    ("family", "facts", "published", "digits"),
    [case[1:] for case in PUBLISHED],
    ids=[case[0] for case in PUBLISHED],
)
def test_counts_what_was_published(family, facts, published, digits):
    """Within one unit of the last digit given, because published numbers are rounded or cut."""
    assert parameter_counts.count(family, facts) == pytest.approx(
        published, abs=0.5 if digits == 0 else 10**digits
    )


def test_every_family_is_tested_against_a_published_count():
    assert {case[1] for case in PUBLISHED} == set(FAMILIES)


@pytest.mark.parametrize(
    ("family", "facts", "expected"),
    [
        ("encoder-learned", plain(33, 1280, 5120, 33, heads=20, positions=1026), 652_359_094),
        ("decoder-parallel", plain(12, 1024, 4096, 32), 151_148_576),
        ("decoder-parallel", plain(32, 2560, 10_240, 51_200), 2_779_356_160),
        ("gated-encoder", plain(36, 1152, 3072, 64), 575_036_992),
        ("t5", t5(24, 24, 1024, 32, 128, 16_384, 128, 32), 2_818_830_336),
        ("decoder-moe", PROGEN3_3B, 2_989_748_480),
    ],
)
def test_exact_counts_stay(family, facts, expected):
    """Numbers that the catalog shows; a change here changes =PARAMS(model, "exact")."""
    assert parameter_counts.count(family, facts) == expected


def test_a_t5_model_shares_no_layer_between_encoder_and_decoder():
    both, encoder = t5(48, 24, 768, 12, 64, 3072, 144, 64), t5(48, 0, 768, 12, 64, 3072, 144, 64)
    decoder = parameter_counts.count("t5-gated", both) - parameter_counts.count("t5-gated", encoder)
    # self-attention, cross-attention, gated feed-forward and three norms
    assert decoder == 24 * (8 * 768 * 768 + 3 * 768 * 3072 + 3 * 768)


@pytest.mark.parametrize(
    ("family", "facts"),
    [("decoder-moe", PROGEN3_3B), ("encoder-moe", AIDO_16B), ("mixtral", MIXTRAL_8X7B)],
)
def test_active_parameters_leave_out_the_idle_experts(family, facts):
    total, active = parameter_counts.count(family, facts), parameter_counts.count_active(family, facts)
    idle = facts["experts"] - facts["experts_active"]
    assert total - active == facts["layers"] * idle * 3 * facts["width"] * facts["feed_forward"]


def test_a_dense_model_is_active_as_a_whole():
    facts = plain(12, 1024, 4096, 32)
    assert parameter_counts.count_active("decoder-parallel", facts) == parameter_counts.count(
        "decoder-parallel", facts
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_asks_for_what_it_needs_and_uses_no_more(family):
    needs = FAMILIES[family].needs
    assert parameter_counts.missing(family, {}) == list(needs)
    facts = dict.fromkeys(needs, 2)
    assert parameter_counts.missing(family, facts) == []
    assert isinstance(parameter_counts.count(family, facts), int)
    for quantity in needs:
        rest = {name: 2 for name in needs if name != quantity}
        with pytest.raises(MissingFacts, match=quantity):
            parameter_counts.count(family, rest)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_docstring_gives_the_formula_and_says_whose_code_it_comes_from(family):
    formula, _, origin = (FAMILIES[family].count.__doc__ or "").partition("\n")
    assert formula.endswith(".") and "(" in origin


def test_an_unknown_family_names_those_that_exist():
    with pytest.raises(UnknownFamily, match="encoder-rotary"):
        parameter_counts.count("hyena", {})


def test_errors_are_value_errors():
    assert issubclass(UnknownFamily, ValueError)
    assert issubclass(MissingFacts, ValueError)


# Name, family, facts, and its embeddings by the code that its formula was derived from, tensor by tensor.
EMBEDDED = [
    ("ESM-2 650M, tied", "encoder-rotary", plain(33, 1280, 5120, 33, heads=20), 33 * 1280),
    ("ESM-1b", "encoder-learned", plain(33, 1280, 5120, 33, heads=20, positions=1026), (33 + 1026) * 1280),
    ("ESM-1, bias of its own", "encoder-sinusoidal", plain(34, 1280, 5120, 35), 2 * 35 * 1280 + 35),
    ("ProtBERT, two segments", "bert", plain(30, 1024, 4096, 30, positions=40_000), 1024 * (30 + 40_000 + 2)),
    ("ProGen2-xlarge, lm_head", "decoder-parallel", plain(32, 4096, 16_384, 32), 2 * 32 * 4096 + 32),
    ("ProGen2, 51,200 rows", "decoder-parallel", plain(32, 2560, 10_240, 51_200), 51_200 * (2560 + 2561)),
    ("RITA-XL", "decoder-rotary", plain(24, 2048, 8192, 26), 2 * 26 * 2048),
    ("ProtGPT2", "gpt2", plain(36, 1280, 5120, 50_257, positions=1024), 50_257 * 1280 + 1024 * 1280),
    ("ProtT5-XL", "t5", t5(24, 24, 1024, 32, 128, 16_384, 128, 32), 128 * 1024 + 2 * 32 * 32),
    ("Ankh-base", "t5-gated", t5(48, 24, 768, 12, 64, 3072, 144, 64), 2 * 144 * 768 + 2 * 64 * 12),
    ("ESM C 600M", "gated-encoder", plain(36, 1152, 3072, 64), 64 * 1152 + 64 * 1153),
    ("AMPLIFY 120M", "gated-encoder-two-thirds", plain(24, 640, 2560, 27), 27 * 640 + 27 * 641),
    ("ProteinGLM", "decoder-geglu", {"layers": 36, "width": 4096, "feed_forward": 10_922}, 0),
    ("RoBERTa, one segment", "roberta", plain(12, 768, 3072, 25, positions=185), 768 * (25 + 185 + 1)),
    ("ProtT5-XL encoder", "t5-encoder", T5_XL_ENCODER, 128 * 1024 + 32 * 32),
    ("Llama 2 7B", "llama", LLAMA_2_7B, 2 * 32_000 * 4096),
    ("Llama 3.2 1B", "llama-tied", LLAMA_3_1B, 128_256 * 2048),
    ("Mixtral 8x7B", "mixtral", MIXTRAL_8X7B, 2 * 32_000 * 4096),
    ("Mamba 130M", "mamba", MAMBA_130M, 50_280 * 768),
    ("nanoprot-mamba-L", "mamba-untied", mamba(29, 1856, 64), 2 * 64 * 1856),
    ("nanoprot-esm2-S", "encoder-rotary-without-biases", plain(12, 480, 1920, 64), 2 * 64 * 480),
    ("ProGen3-3B", "decoder-moe", PROGEN3_3B, 2 * 134 * 1280 + 512 * 1280),
    ("AIDO 16B", "encoder-moe", AIDO_16B, 2 * 44 * 2304),
]  # fmt: skip


def test_every_formula_says_how_many_of_its_parameters_are_embeddings() -> None:
    assert {family for _, family, _, _ in EMBEDDED} == set(FAMILIES) == set(embedding_counts.EMBEDDINGS)
    for name, family, facts, expected in EMBEDDED:
        assert embedding_counts.count(family, facts) == expected, name


def test_what_is_left_without_embeddings_does_not_depend_on_vocabulary_and_positions() -> None:
    """But for the bias of a tied output: one parameter a word."""
    for name, family, facts, _ in EMBEDDED:
        larger = {**facts, "vocabulary": facts.get("vocabulary", 0) + 100}
        if "positions" in facts:
            larger["positions"] = facts["positions"] + 100
        without, with_more = (
            parameter_counts.count(family, each) - embedding_counts.count(family, each)
            for each in (facts, larger)
        )
        assert with_more - without == (
            100 if family in ("encoder-rotary", "encoder-learned", "bert", "roberta") else 0
        ), name


def test_embeddings_cannot_be_counted_without_the_vocabulary() -> None:
    with pytest.raises(MissingFacts, match="vocabulary"):
        embedding_counts.count("gpt2", {"layers": 1, "width": 1, "feed_forward": 1, "positions": 1})
