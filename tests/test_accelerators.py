"""GPUs and TPUs as cited facts: found by name, each number with a source, and dense peaks only."""

from __future__ import annotations

import re

import pytest

from breaches import every_breach
from bundled_yaml import compiled
from plm_ratios.analysis.accelerators import QUANTITIES, UnknownAccelerator, accelerator, accelerators
from plm_ratios.catalog import bundled
from plm_ratios.curation.yaml_files import DATA

TERA, GIGA = 1e12, 1e9


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("H100", "h100-sxm"),  # the usual one of several
        ("h100 sxm5", "h100-sxm"),
        ("NVIDIA H100 PCIe", "h100-pcie"),
        ("A100", "a100-80gb"),
        ("A100-40GB", "a100-40gb"),
        ("nvidia a100 sxm4 80 gb", "a100-80gb"),
        ("Tesla V100-SXM2-32GB", "v100-32gb"),
        ("V100", "v100-32gb"),
        ("GeForce RTX 4090", "rtx-4090"),
        ("TPUv4", "tpu-v4"),
        ("tpu v4", "tpu-v4"),
        ("Google Cloud TPU v5e", "tpu-v5e"),
        ("Trillium", "tpu-v6e"),
        ("AMD Instinct MI300X", "mi300x"),
    ],
)
def test_names_match_without_regard_to_spelling_and_maker(name: str, id: str) -> None:
    assert accelerator(name).id == id


def test_an_unknown_name_names_the_nearest() -> None:
    with pytest.raises(UnknownAccelerator, match=r'No accelerator is called "H10O"\. Nearest: .*H100 SXM'):
        accelerator("H10O")
    with pytest.raises(UnknownAccelerator, match=r"=ACCELERATORS\(\) shows all"):
        accelerator("xyzzy")


# Dense BF16 (of Volta and Turing FP16) in TFLOP/s, and memory in GB, as the makers' data sheets have them.
SHEETS = {
    "v100-32gb": (125, 32), "v100-pcie": (112, 16), "t4": (65, 16), "a100-40gb": (312, 40),
    "a100-80gb": (312, 80), "a40": (149.7, 48), "a30": (165, None), "a10": (125, 24), "l4": (121, 24),
    "l40s": (362, 48), "rtx-3090": (71, 24), "rtx-4090": (165.2, 24), "rtx-5090": (209.5, 32),
    "rtx-a6000": (154.85, 48), "h100-sxm": (989, 80), "h100-pcie": (756, 80), "h100-nvl": (835, 94),
    "h200": (989, 141), "gh200": (989.5, None), "b200": (2250, 192), "gb200": (2500, None),
    "mi250x": (383, 128), "mi300x": (1307.4, 192), "tpu-v2": (45, 16), "tpu-v3": (123, 34.36),
    "tpu-v4": (275, 34.36), "tpu-v5e": (197, 16), "tpu-v5p": (459, 95), "tpu-v6e": (918, 32),
}  # fmt: skip


def test_peaks_are_dense_and_memory_is_in_bytes() -> None:
    with every_breach() as at:
        for name, (peak, memory) in SHEETS.items():
            with at(name):
                found = accelerator(name)
                assert found.peak == pytest.approx(peak * TERA, rel=1e-3)
                assert found.memory == (None if memory is None else pytest.approx(memory * GIGA, rel=1e-3))


def _numbers(quote: str) -> list[float]:
    """The numbers of a quote as FLOP/s or bytes, in each unit that it could be in."""
    found = []
    for text in re.findall(r"\d[\d,]*(?:\.\d+)?(?:e\d+)?", quote):
        number = float(text.replace(",", ""))
        found += [number, number * TERA, number * GIGA, number * 2**30]
    return found


def test_every_number_is_cited_and_stands_in_its_quote() -> None:
    with every_breach() as at:
        for each in accelerators():
            for quantity, facts in each.facts.items():
                for fact in facts:
                    with at(f"{each.id}: {quantity}: {fact.value:g}"):
                        assert quantity in QUANTITIES
                        assert fact.source and fact.source.url and fact.locator
                        assert fact.confidence in ("high", "medium")
                        near = [n for n in _numbers(fact.quote) if fact.value == pytest.approx(n, rel=1e-6)]
                        assert near, f"not in its quote: {fact.quote}"
                        if "github.com" in fact.source.url:
                            assert (
                                re.search(r" at [0-9a-f]{8}", fact.locator + ",")
                                or " at 43be48c2" in fact.locator
                            )


def test_sources_agree_or_a_note_says_why_not() -> None:
    with every_breach() as at:
        for each in accelerators():
            for fact in each.facts["peak"][1:]:
                with at(f"{each.id}: {fact.value:g}"):
                    assert fact.note or fact.value == pytest.approx(each.peak, rel=0.005)


def test_every_accelerator_says_what_its_peak_is() -> None:
    with every_breach() as at:
        for each in accelerators():
            with at(each.id):
                assert each.maker and each.kind in ("GPU", "TPU") and each.precision in ("BF16", "FP16")
                assert (each.precision == "BF16") == (
                    "BF16" not in each.note
                )  # where it has none, the note says so
                assert not each.note or each.note.endswith(".")
                assert each.released == "" or "2016" <= each.released <= "2026"
                assert all(accelerator(name) is each for name in each.names)


def test_no_name_is_that_of_a_model() -> None:
    with every_breach() as at:
        for each in accelerators():
            for name in each.names:
                with at(name):
                    assert bundled().find(name) is None


def test_the_compiled_accelerators_are_what_the_yaml_builds() -> None:
    same = (DATA / "accelerators.json").read_text(encoding="utf-8") == compiled()["accelerators.json"]
    assert same, "accelerators.json is not what accelerators.yaml builds; run: plm-ratios catalog build"


LAYOUTS = {
    "encoder-decoder": set(
        """
        ankh-base ankh-large ankh2-large ankh3-large ankh3-xl esm-if1 igt5 prostt5 prott5-xl-bfd
        prott5-xl-u50 prott5-xxl-bfd prott5-xxl-u50
        """.split()
    ),
    "mixture of experts": set(
        """
        aido-protein-16b aido-protein-16b-v1 dayhoff-170m-brn dayhoff-170m-brq dayhoff-170m-bru
        dayhoff-170m-gr dayhoff-170m-ur50 dayhoff-170m-ur90 dayhoff-3b-gr-hm dayhoff-3b-gr-hm-c
        dayhoff-3b-ur90 genos-1.2b genos-10b genos-10b-v2 genos-m mistral-prot-134m progen3-112m progen3-1b
        progen3-219m progen3-339m progen3-3b progen3-46b progen3-762m protgpt3-1-3b protgpt3-112m
        """.split()
    ),
    "long-context mixer": set(
        """
        caduceus-ph-131k caduceus-ps-131k evo-1.5-7b evo2-1b-base evo2-20b hyenadna-large-1m
        hyenadna-small-32k plantcaduceus-l20 plantcaduceus-l24 plantcaduceus-l28 plantcaduceus-l32
        dayhoff-170m-brn dayhoff-170m-brq dayhoff-170m-bru dayhoff-170m-gr dayhoff-170m-ur50
        dayhoff-170m-ur90 dayhoff-3b-gr-hm dayhoff-3b-gr-hm-c dayhoff-3b-ur90 evo-7b evo2-40b
        evo2-7b lc-plm nanoprot-mamba-l nanoprot-mamba-m nanoprot-mamba-s nanoprot-mamba-xs
        prot-xlstm prot-xlstm-26m prothyena-bpe protmamba-107m protmamba-28m ptm-mamba
        """.split()
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_no_plain_dense_transformer(layout: str) -> None:
    assert {model.id for model in bundled().models if layout in model.layout} == LAYOUTS[layout]


def test_layouts_are_of_these_words_alone() -> None:
    assert {word for model in bundled().models for word in model.layout} == set(LAYOUTS)


# Published compute and hardware, and what the authors' own arithmetic makes of them.
@pytest.mark.parametrize(
    ("model", "quantity", "value"),
    [
        ("ESM-2 15B", "chip_hours", 512 * 60 * 24),
        ("ESM-2 3B", "chip_hours", 512 * 30 * 24),
        ("ESM-2 650M", "chip_hours", 512 * 8 * 24),
        ("xTrimoPGLM-100B", "chip_hours", 3_004_416),
        ("xTrimoPGLM-100B", "training_flops", 6.2e23),
        ("ProtGPT2", "chip_hours", 128 * 4 * 24),
        ("OmegaPLM", "chip_hours", 61_440),
        ("ESM3 98B", "training_flops", 1.07e24),
        ("ProtT5-XL-BFD", "training_flops", 262e15 * 86_400),
        ("ProtT5-XXL-BFD", "training_flops", 737e15 * 86_400),
        ("RITA-XL", "training_flops", 8.64e20),
    ],
)
def test_hardware_of_models(model: str, quantity: str, value: float) -> None:
    found = bundled().model(model)
    assert found.value(quantity) == pytest.approx(value)
    assert quantity != "chip_hours" or found.accelerator
    assert found.accelerator == "" or accelerator(found.accelerator).id == found.accelerator


def test_compute_that_is_hardware_times_an_assumed_share_is_not_on_record() -> None:
    """Epoch AI's figures for these are 30 or 40 % of the peak."""
    for name in (
        "Tranception L",
        "SaProt 650M",
        "PoET",
        "ProstT5",
        "OmegaPLM",
        "ZymCTRL",
        "ProtBFN",
        "LBSTER 67M",
    ):
        found = bundled().model(name)
        assert found.value("chip_hours") and not found.facts_about("training_flops"), name
