"""Planning: the exact optimum under repeated data, hardware sums, and published models beside a plan."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np
import pytest

from plm_ratios.analysis import hardware, planning, repetition, scaling_laws
from plm_ratios.analysis.accelerators import Accelerator, accelerators
from plm_ratios.analysis.law_book import repetition_laws
from plm_ratios.analysis.neighbours import neighbours
from plm_ratios.analysis.planning import constants, loss, loss_equivalent, optimum, plan
from plm_ratios.catalog import load
from plm_ratios.errors import NotAvailable, OutOfRange, PlmError, UnknownName, WrongValue
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import CellError
from plm_ratios.functions.signature import Function

# README.md of huggingface/datablations at 1370131
LN_A, LN_B, LN_E, ALPHA, BETA, R_D, R_N = (
    *(6.255414, 7.3049974, 0.6254804, 0.3526596, 0.3526596),
    *(15.387756, 5.309743),
)
G = (ALPHA * math.exp(LN_A) / (BETA * math.exp(LN_B))) ** (1 / (ALPHA + BETA))
ENDLESS = 1e30  # distinct tokens
WEEK_OF_EIGHT = 8 * 168 * 3600 * 989e12 * 0.35  # H100 SXM
OWN = 60e6 * 286  # distinct tokens


def published_loss(size: np.ndarray, flops: float, unique: float) -> np.ndarray:
    """The formula of the authors, with all C / 6N tokens seen and U of them distinct."""
    seen = flops / (6 * size)
    full = np.minimum(size, (unique * G) ** (BETA / ALPHA) * G)
    repeats, surplus = np.maximum(seen / unique - 1, 0), np.maximum(size / full - 1, 0)
    distinct = np.minimum(seen, unique)
    data = distinct + distinct * R_D * -np.expm1(-repeats / R_D)
    parameters = full + full * R_N * -np.expm1(-surplus / R_N)
    return np.exp(LN_E) + np.exp(LN_A) / parameters**ALPHA + np.exp(LN_B) / data**BETA


def log_of_what_is_left(size: np.ndarray, flops: float, unique: float) -> np.ndarray:
    """ln of the loss less its lower limit, where data and parameters are all but exhausted: 1 - exp(-x) loses
    its last digits, x none."""
    full = (unique * G) ** (BETA / ALPHA) * G
    repeats, surplus = flops / (6 * size) / unique - 1, size / full - 1
    by_size = (
        LN_A + np.log(ALPHA * R_N) - ALPHA * np.log(full) - (ALPHA + 1) * np.log(1 + R_N) - surplus / R_N
    )
    by_data = LN_B + np.log(BETA * R_D) - BETA * np.log(unique) - (BETA + 1) * np.log(1 + R_D) - repeats / R_D
    return np.logaddexp(by_size, by_data)


def searched(
    flops: float, unique: float, wanted: Callable[[np.ndarray, float, float], np.ndarray] = published_loss
) -> tuple[float, float]:
    """The size at which something is least, by trying sizes: of all decades, then around the best one."""
    low, high = 0.0, math.log(flops / 6)
    for _ in range(6):
        sizes = np.exp(np.linspace(low, high, 1001))
        losses = wanted(sizes, flops, unique)
        best = int(np.argmin(losses))
        low, high = np.log(sizes[max(best - 2, 0)]), np.log(sizes[min(best + 2, 1000)])
    return float(sizes[best]), float(losses[best])


class TestTheOptimumUnderRepeatedData:
    def test_its_constants_are_those_of_the_authors(self) -> None:
        known = constants()
        assert [math.log(known.A), math.log(known.B), math.log(known.E)] == pytest.approx([LN_A, LN_B, LN_E])
        assert known[3:] == (ALPHA, BETA, R_D, R_N)

    def test_the_losses_that_the_authors_print(self) -> None:
        assert loss(6.34e9, 242e9, 25e9) == pytest.approx(2.2256440889984477, rel=1e-10)
        assert loss(8.67e9, 178e9, 25e9) == pytest.approx(2.2269634075087867, rel=1e-10)

    def test_the_allocation_that_the_authors_print_by_a_grid_of_a_thousand_points(self) -> None:
        best = optimum(1e22, 25e9)
        assert best.tokens == pytest.approx(237336955477.55075, rel=1e-3)
        assert best.parameters == pytest.approx(7022364735.879969, rel=1e-3)
        assert loss(best.parameters, best.tokens, 25e9) <= loss(7022364735.879969, 237336955477.55075, 25e9)

    def test_no_search_finds_a_better_one(self) -> None:
        chance = random.Random(17)
        for _ in range(1000):
            flops, unique = 10 ** chance.uniform(17, 26), 10 ** chance.uniform(6, 13)
            best = optimum(flops, unique)
            assert 6 * best.parameters * best.tokens == pytest.approx(flops)
            size, least = searched(flops, unique)
            around = published_loss(best.parameters * np.array([0.999, 1.0, 1.001]), flops, unique)
            assert around[1] == pytest.approx(least, rel=1e-9)
            if min(around[0], around[2]) - around[1] < 1e-14:  # exhausted: the loss says nothing of the size
                size, _ = searched(flops, unique, log_of_what_is_left)
            assert best.parameters == pytest.approx(size, rel=1e-3)

    def test_it_is_that_of_the_authors_script_which_counts_the_tokens_that_are_read(self) -> None:
        def of_those_read(size: np.ndarray, flops: float, unique: float) -> np.ndarray:
            read = np.minimum(flops / (6 * size), unique)
            return np.array([published_loss(np.array([each]), flops, u)[0] for each, u in zip(size, read)])

        for flops, unique in ((1e22, 25e9), (1e22, 1e13), (1e19, 2e10), (1e25, 1e12)):
            best = optimum(flops, unique)
            size, _ = searched(flops, unique, of_those_read)
            assert best.parameters == pytest.approx(size, rel=1e-3)

    @pytest.mark.parametrize("flops", [1e17, 1.67e21, 1e26])
    def test_with_endless_data_it_is_the_optimum_of_one_pass(self, flops: float) -> None:
        best = optimum(flops, ENDLESS)
        assert best.parameters == pytest.approx(G * (flops / 6) ** 0.5)
        assert best.ratio == pytest.approx(19.61, abs=0.005)

    @pytest.mark.parametrize("flops", [1e20, 1e26])
    def test_with_hardly_any_data_both_lose_their_worth_alike(self, flops: float) -> None:
        """exp(-D / (R_D U)) against exp(-N / (R_N U_N)), so that D / N = R_D U / (R_N U_N)."""
        assert optimum(flops, 1.0).ratio == pytest.approx(R_D / R_N / G**2, rel=1e-3)

    def test_it_is_on_the_edge_of_one_pass_where_the_distinct_tokens_are_those_of_the_optimum(self) -> None:
        flops = 1e21
        free = optimum(flops, ENDLESS)
        assert optimum(flops, free.tokens) == pytest.approx(free)
        assert optimum(flops, free.tokens * 0.9).tokens > free.tokens  # smaller, and longer

    def test_of_a_law_without_such_constants_it_says_that_it_gives_no_sizes(self) -> None:
        for name in ("20", "repetition-protein-clm"):
            with pytest.raises(NotAvailable, match=r"gives no sizes.*=LAWS\(\)"):
                constants(name)
        every = (*scaling_laws.laws(), *repetition_laws())
        assert [each.id for each in every if planning.plans_repeats(each)] == ["repetition-text"]

    @pytest.mark.parametrize("wrong", [0, -1, math.inf, math.nan])
    def test_what_is_no_size_is_refused(self, wrong: float) -> None:
        for call in (
            lambda: optimum(wrong, 1e9),
            lambda: optimum(1e21, wrong),
            lambda: plan(1e21, wrong, "20"),
        ):
            with pytest.raises(OutOfRange, match="must be a finite number above zero"):
                call()


class TestChoicesOfTheSameLoss:
    BEST = optimum(WEEK_OF_EIGHT, OWN)
    LOSS = loss(BEST.parameters, BEST.tokens, OWN)

    def test_each_reaches_the_loss_of_the_best(self) -> None:
        for each in loss_equivalent(WEEK_OF_EIGHT, OWN):
            if each.tokens is not None:
                assert loss(each.parameters, each.tokens, OWN) == pytest.approx(self.LOSS, rel=1e-12)
                assert each.epochs == each.tokens / OWN
                assert each.flops == 6 * each.parameters * each.tokens
                assert each.compute is not None
                assert each.compute >= 1 - 1e-12

    def test_the_best_is_one_of_them(self) -> None:
        (same,) = loss_equivalent(WEEK_OF_EIGHT, OWN, (1.0,))
        assert (same.parameters, same.tokens, same.compute) == pytest.approx((*self.BEST[:2], 1.0))

    def test_a_model_too_small_reaches_it_with_no_number_of_repeats(self) -> None:
        quarter, half = loss_equivalent(WEEK_OF_EIGHT, OWN, (0.25, 0.5))
        assert quarter[2:] == (None,) * 4
        ceiling = repetition.ceiling(OWN, R_D)
        assert (
            constants().E + constants().A / quarter.parameters**ALPHA + constants().B / ceiling**BETA
            > self.LOSS
        )
        assert half.epochs == pytest.approx(16.8, abs=0.05)

    @pytest.mark.parametrize("size", planning.FACTORS[1:])
    def test_with_endless_data_their_cost_is_known(self, size: float) -> None:
        """Both exponents are the same: at the best, parameters and data have equal shares of the loss."""
        (found,) = loss_equivalent(1e21, ENDLESS, (size,))
        assert found.compute == pytest.approx(size * (2 - size**-ALPHA) ** (-1 / BETA))


class TestTheWorkedExample:
    """A week of eight H100 at 35 %, 60 million sequences of 286 residues."""

    @pytest.mark.parametrize(
        ("law", "parameters", "tokens", "epochs", "share"),
        [
            ("20", 3.7, 75, 4.4, 92),
            ("Cheng MLM", 1.8, 153, 8.9, 81),
            ("Cheng CLM", 2.1, 133, 7.8, 83),
            ("repetition-text", 3.1, 90, 5.2, 90),
        ],
    )
    def test_to_the_digit(
        self, law: str, parameters: float, tokens: float, epochs: float, share: float
    ) -> None:
        flops = hardware.compute("H100 SXM", 8, 7 * 24)
        assert flops == WEEK_OF_EIGHT
        assert round(flops / 1e21, 2) == 1.67
        found = plan(flops, OWN, law)
        assert round(found.best.parameters / 1e9, 1) == parameters
        assert round(found.best.tokens / 1e9) == tokens
        assert round(found.epochs, 1) == epochs
        assert round(100 * found.effective / found.best.tokens) == share
        assert found.limited_by == "data"

    def test_the_law_of_masked_models_is_stretched_and_says_what_repeats_do(self) -> None:
        masked, causal = (" ".join(plan(WEEK_OF_EIGHT, OWN, law).notes) for law in ("Cheng MLM", "Cheng CLM"))
        assert "1.67e21 FLOPs lie above the range of Cheng et al., MLM (1e18 to 1e21 FLOPs)" in masked
        assert "knows no repeats, and this is 8.92 passes over the distinct tokens." in masked
        assert "a masked model of 2.8 billion parameters got worse after 7 to 8 passes" in masked
        assert "masked" not in causal

    def test_the_law_of_repeats_needs_no_note_within_its_range(self) -> None:
        assert plan(WEEK_OF_EIGHT, OWN).notes == ()

    def test_up_to_four_passes_compute_is_the_limit(self) -> None:
        flops = 6 * 20 * 1e9**2  # a billion parameters, 20 billion tokens
        assert plan(flops, 5e9, "20").limited_by == "compute"
        assert plan(flops, 4.9e9, "20").limited_by == "data"
        free = plan(flops, 40e9, "20")
        assert (free.epochs, free.effective) == pytest.approx((0.5, 20e9))
        assert free.notes == ()

    def test_very_many_passes_are_beyond_what_the_law_knows(self) -> None:
        notes = " ".join(plan(1e21, 3e8).notes)
        assert "More than 16 passes are beyond" in notes
        assert "masked model" in notes


class TestHardware:
    @pytest.mark.parametrize(
        ("parameters", "tokens", "gpu", "count", "days", "percent"),
        [
            (15e9, 864e9, "V100", 512, 60, 23),  # ESM-2 15B
            (100e9, 1e12, "A100", 768, 163, 18),  # xTrimoPGLM
        ],
    )
    def test_published_trainings(
        self, parameters: float, tokens: float, gpu: str, count: float, days: float, percent: int
    ) -> None:
        used = FUNCTIONS["MFU"](parameters, tokens, gpu, count * days * 24)
        assert round(100 * used) == percent

    # ProtGPT2's 30 % in Epoch AI's export is no check: its compute is the hardware at an assumed 30 %.
    @pytest.mark.parametrize(
        ("name", "percent"), [("ESM-2 15B", 23), ("xTrimoPGLM-100B", 18), ("ProtGPT2", 38)]
    )
    def test_of_a_model_hardware_and_hours_are_looked_up(self, name: str, percent: int) -> None:
        assert round(100 * FUNCTIONS["MFU"](name)) == percent

    @pytest.mark.parametrize("share", [0.01, 0.35, 1.0])
    def test_hours_and_compute_and_utilization_undo_each_other(self, share: float) -> None:
        for each in accelerators():
            flops = hardware.compute(each, 8, 168, share)
            hours = hardware.gpu_hours(flops, each, share)
            assert hours == pytest.approx(8 * 168)
            assert hardware.utilization(flops, each, hours) == pytest.approx(share)

    @pytest.mark.parametrize("wrong", [0, -0.1, 1.0001, 35, math.inf, math.nan])
    def test_a_utilization_is_a_share(self, wrong: float) -> None:
        with pytest.raises(OutOfRange, match=r"above 0 and at most 1.*Give 35 % as 0.35\."):
            hardware.compute("H100", 8, 168, wrong)

    @pytest.mark.parametrize(
        ("typed", "id"),
        [
            ("H100", "h100-sxm"),
            ("NVIDIA H100 SXM", "h100-sxm"),
            ("h100 pcie", "h100-pcie"),
            ("A100 80GB", "a100-80gb"),
            ("TPUv4", "tpu-v4"),
            ("tpu v4", "tpu-v4"),
        ],
    )
    def test_names_as_people_type_them(self, typed: str, id: str) -> None:
        assert hardware.accelerator_of(typed).id == id

    def test_a_name_that_is_none_is_answered_with_the_nearest(self) -> None:
        with pytest.raises(UnknownName, match="H100 SXM"):
            hardware.compute("H100 SMX", 1, 1)


# A call, the error that a cell shows, and what Python says.
WRONG_CALLS = {
    ("GPUHOURS", 1e9, None, "H100"): ("#VALUE!", "Give the number of tokens"),
    ("GPUHOURS", "many", 1e12, "H100"): ("#VALUE!", "neither a number of parameters nor the name of a model"),
    ("GPUHOURS", 1e9, 1e12, "H101"): ("#N/A", "Nearest: "),
    ("GPUHOURS", 1e9, 1e12, None): ("#N/A", "The name is blank"),
    ("GPUHOURS", 1e9, 1e12, 4090): ("#N/A", "in quotes"),
    ("GPUHOURS", 1e9, 1e12, "H100", 35): ("#NUM!", "Give 35 % as 0.35."),
    ("GPUHOURS", 1e9, 1e12, "H100", 0): ("#NUM!", "must be more than zero"),
    ("GPUHOURS", 0, 1e12, "H100"): ("#NUM!", "must be more than zero"),
    ("COMPUTE", "H100", 0, 24): ("#NUM!", "number of accelerators must be more than zero"),
    ("COMPUTE", "H100", 8, "a week"): ("#VALUE!", "number of hours must be a number"),
    ("MFU", 1e9, 1e12): ("#VALUE!", "Give the accelerator"),
    ("MFU", 1e9, 1e12, "H100"): ("#VALUE!", "Give the chip-hours"),
    ("MFU", "UniRep", 1e12): ("#N/A", "states the accelerator of UniRep"),
    ("MFU", "ProGen2-xlarge", 1e12, "TPU v3"): ("#N/A", "states the chip-hours of ProGen2-xlarge"),
    ("MFU", "Tranception L", None, "V100", 1e5): ("#N/A", "seen"),
    ("PLAN", 1e21, 0): ("#NUM!", "number of sequences must be more than zero"),
    ("PLAN", 1e21, "UniRef5"): ("#VALUE!", "neither a number of sequences nor the name of a dataset"),
    ("PLAN", 0, 60e6): ("#NUM!", "compute budget must be more than zero"),
    ("PLAN", 1e21, 60e6, 0): ("#NUM!", "average length"),
    ("PLAN", 1e21, 60e6, None, "no such law"): ("#N/A", "No law is called"),
    ("PLAN", 1e21, 60e6, None, "Repeated protein data, CLM"): ("#N/A", "gives no sizes"),
    ("PLAN", 1e21, 60e6, None, "20", -1): ("#NUM!", "cannot be negative"),
}


def computed(function: Function, cells: list[object]) -> object:
    """What a function computes, without turning an error into a cell."""
    return function.compute(*(each.read(cell) for each, cell in zip(function.arguments, cells)))


@pytest.mark.parametrize("call", WRONG_CALLS, ids=str)
def test_what_is_wrong_is_said(call: tuple[object, ...]) -> None:
    name, *cells = call
    function = FUNCTIONS[str(name)]
    shown, says = WRONG_CALLS[call]
    found = function(*cells)
    if isinstance(found, list):  # a law without sizes is wrong in its row, where the note says why
        assert found[1][2] == CellError(shown)
        assert says in found[1][-1]
        return
    assert found == CellError(shown)
    with pytest.raises(PlmError, match=says.replace("(", r"\(")):
        computed(function, [*cells, None, None, None])


class TestThePlanOfACell:
    def test_a_dataset_stands_for_its_sequences(self) -> None:
        sequences = FUNCTIONS["SEQS"]("UniRef50")
        assert FUNCTIONS["PLAN"](1e21, "UniRef50", 300) == FUNCTIONS["PLAN"](1e21, sequences, 300)

    def test_budgets_and_laws_go_in_step_and_blanks_stay_blank(self) -> None:
        laws = [["20"], [None], ["Cheng MLM"]]
        header, *rows = FUNCTIONS["PLAN"]([[1e20], [1e21], [None]], 60e6, 286, laws)
        assert rows[0] == FUNCTIONS["PLAN"](1e20, 60e6, 286, "20")[1]
        assert rows[1] == FUNCTIONS["PLAN"](1e21, 60e6, 286)[1]
        assert len(rows) == 2 or rows[2] == [None] * len(header)

    def test_steps_are_tokens_by_the_batch(self) -> None:
        (_, row), (_, other) = (FUNCTIONS["PLAN"](1e21, 60e6, 286, "20", batch) for batch in (None, "2M"))
        assert row[7] == row[3] / 1e6 == 2 * other[7]


class TestWhyOfAnAccelerator:
    @pytest.mark.parametrize("each", accelerators(), ids=lambda each: each.id)
    def test_it_tells_peak_memory_and_source(self, each: Accelerator) -> None:
        said = FUNCTIONS["WHY"](each.name)
        assert said.startswith(f"{each.name} ({each.kind} of {each.maker}")
        assert f"FLOP/s in dense {each.precision} (" in said
        assert "bytes of memory (" in said or "its memory is not on record." in said
        assert said.endswith(each.note)

    def test_no_accelerator_is_called_like_a_model_a_dataset_or_a_law(self) -> None:
        for each in accelerators():
            for name in (each.id, each.name, *each.aliases):
                assert load().find(name) is None
                assert scaling_laws.find(name) is None


class TestNeighbours:
    def test_they_are_of_the_objective_and_the_nearest_in_size(self) -> None:
        found = neighbours(1.8e9, "MLM", 5)
        assert all("MLM" in each.model.objective for each in found)
        sizes = [abs(math.log(each.size)) for each in found]
        assert sizes == sorted(sizes)
        others = {model.name for model in load().models} - {each.model.name for each in found}
        for name in others:
            model = load().model(name)
            if model.kind == "protein" and "MLM" in model.objective.split() and model.value("tokens_seen"):
                assert abs(math.log((model.value("params_total") or 0) / 1.8e9)) >= sizes[-1]

    def test_their_numbers_are_those_of_the_functions(self) -> None:
        for each in neighbours(2e9, "CLM", 9):
            name = each.model.name
            assert each.ratio == FUNCTIONS["RATIO"](name, "seen")
            assert each.parameters == FUNCTIONS["PARAMS"](name)
            epochs = FUNCTIONS["EPOCHS"](name)
            assert each.epochs == (None if isinstance(epochs, CellError) else epochs)

    def test_a_size_that_is_none_is_refused(self) -> None:
        with pytest.raises(OutOfRange, match="above zero"):
            neighbours(0)


def test_a_training_without_a_model_needs_its_tokens() -> None:
    with pytest.raises(WrongValue, match="Give the number of tokens"):
        hardware.training(1e9, None)
