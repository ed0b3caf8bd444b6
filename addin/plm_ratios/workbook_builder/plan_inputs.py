"""What people type into the sheet Plan: the cells, a new workbook's values, and the words beside them.

Nothing is calculated before all of it can be used: the cells ComputeOk, DataOk and PlanOk of the sheet
PlanSums say so. They are formulas of the names here, so that people may move the cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..analysis import hardware, ratios
from ..analysis.accelerators import accelerator
from ..comparison.sheet_styles import PLAIN
from . import accelerators_sheet

ACCELERATOR, COUNTED, DAYS, UTILIZATION = "PlanAccelerator", "PlanCount", "PlanDays", "PlanUtilization"
DATASET, SEQUENCES, LENGTH = "PlanDataset", "PlanSequences", "PlanLength"
BATCH, OBJECTIVE = "PlanBatch", "PlanObjective"
# Cells of the sheet PlanSums.
COMPUTE_OK, DATA_OK, PLAN_OK = "ComputeOk", "DataOk", "PlanOk"
CHIP_ROW, DATASET_ROW, DATASET_COUNT = "PlanAcceleratorRow", "PlanDatasetRow", "PlanDatasetSequences"
OBJECTIVES = ("MLM", "CLM")
DATASET_NAMES = "DatasetNames"  # on the sheet Datasets

LEAST, _MOST = "1E+12", "1E+15"  # the smallest budget in FLOPs, and the largest number that an input may be
_DAY = 24.0  # hours
_WHOLE = "#,##0"


@dataclass(frozen=True)
class PlanInputs:
    """What a new workbook plans: the example of the documentation."""

    accelerator: str = "H100 SXM"
    count: float = 8
    days: float = 7
    utilization: float = hardware.UTILIZATION
    dataset: str | None = None
    sequences: float = 60e6
    length: float = 286
    batch: float = 1e6
    objective: str = "MLM"

    @property
    def flops(self) -> float:
        return hardware.compute(self.accelerator, self.count, self.days * _DAY, self.utilization)

    @property
    def hours(self) -> float:
        """Of all accelerators together."""
        return self.count * self.days * _DAY

    @property
    def unique(self) -> float:
        """Distinct tokens."""
        return ratios.tokens(self.sequences, self.length)


EXAMPLE = PlanInputs()


@dataclass(frozen=True)
class Input:
    """A cell that people type into: its label, its name, its format, and the words beside it as a formula.

    choices   of a drop-down: words, or a name
    answer    what the formula gives in a new workbook
    """

    label: str
    name: str
    value: Any
    message: str
    answer: str
    number_format: str = ""
    choices: str | tuple[str, ...] = ()


def inputs() -> tuple[Input, ...]:
    """The cells from the top down."""
    chip = accelerator(EXAMPLE.accelerator)
    at_once = "accelerators that train at the same time"
    days = "days of training, on the clock"
    share = "share of the peak that training reaches; published trainings of protein models: 9 to 38 %"
    return (
        Input(
            "Accelerator",
            ACCELERATOR,
            chip.name,
            _accelerator_message(),
            accelerators_sheet.in_words(chip),
            choices=f"={accelerators_sheet.NAMES}",
        ),
        Input("How many", COUNTED, EXAMPLE.count, _size_message(COUNTED, at_once, "8"), at_once, PLAIN),
        Input("Days", DAYS, EXAMPLE.days, _size_message(DAYS, days, "7"), days, PLAIN),
        Input("Utilization", UTILIZATION, EXAMPLE.utilization, _share_message(share), share, "0%"),
        Input(
            "Dataset", DATASET, EXAMPLE.dataset, _dataset_message(), _NOT_NEEDED, choices=f"={DATASET_NAMES}"
        ),
        Input("Own sequences", SEQUENCES, EXAMPLE.sequences, _sequences_message(), _OWN, _WHOLE),
        Input("Average length", LENGTH, EXAMPLE.length, _length_message(), _RESIDUES, PLAIN),
        Input(
            "Tokens per step", BATCH, EXAMPLE.batch, _size_message(BATCH, _BATCH, "1000000"), _BATCH, _WHOLE
        ),
        Input("Objective", OBJECTIVE, EXAMPLE.objective, _objective_message(), _MASKED, choices=OBJECTIVES),
    )


_USUAL = f"{ratios.AVERAGE_LENGTH:g}"
_RESIDUES = "residues per sequence; clear it to take that of the dataset"
_BATCH = "tokens of one step: sequences of a batch x their length"
_NOT_NEEDED = "blank: your own sequences below count"
_OWN = "the number that counts; clear it to take that of the dataset"
_MASKED = "masked: decides which published models are listed, and whether many passes are warned of"
_CAUSAL = "causal: decides which published models are listed, and whether many passes are warned of"


def compute_ok() -> str:
    """Whether the inputs of the budget can be used."""
    bounds = [*_within(COUNTED), *_within(DAYS), f"{UTILIZATION}>0", f"{UTILIZATION}<=1", f"{CHIP_ROW}>0"]
    return f"=IF(AND({_numbers(COUNTED, DAYS, UTILIZATION)}),AND({','.join(bounds)}),FALSE)"


def data_ok(sequences: str, length: str) -> str:
    """Whether there are distinct tokens, given the cells with the sequences and the length that count."""
    return f"=IF(AND({','.join((*_within(sequences), *_within(length)))}),{sequences}*{length}>=1,FALSE)"


def plan_ok(flops: str) -> str:
    """Whether all can be used, given the cell with the budget, which is 0 where it cannot be calculated."""
    known = ",".join(f'{OBJECTIVE}="{each}"' for each in OBJECTIVES)
    batch = f"IF({_numbers(BATCH)},AND({','.join(_within(BATCH))}),FALSE)"
    return f"=AND({COMPUTE_OK},{DATA_OK},{flops}>={LEAST},{batch},OR({known}))"


def sequences_used(of_dataset: str) -> str:
    """The sequences that count: as typed, else those of the dataset, which a cell holds; 0 for none."""
    return f"=IF(ISBLANK({SEQUENCES}),{of_dataset},IF(ISNUMBER({SEQUENCES}),{SEQUENCES},0))"


def length_used(of_dataset: str) -> str:
    """The average length that counts: as typed, else that of the dataset, which a formula gives, where its
    sequences count and it has one; 0 for none."""
    known = f"IF({DATASET_ROW}>0,IF(ISNUMBER({of_dataset}),{of_dataset},{_USUAL}),{_USUAL})"
    blank = f"IF(ISBLANK({SEQUENCES}),{known},{_USUAL})"
    return f"=IF(ISBLANK({LENGTH}),{blank},IF(ISNUMBER({LENGTH}),{LENGTH},0))"


def _numbers(*names: str) -> str:
    return ",".join(f"ISNUMBER({name})" for name in names)


def _within(name: str) -> tuple[str, str]:
    return f"{name}>0", f"{name}<={_MOST}"


def _size_message(name: str, good: str, example: str) -> str:
    limits = (
        f'IF({name}<=0,"Must be above zero. Type a number such as {example}.",'
        f'IF({name}>{_MOST},"Must be at most 1E15.","{good}"))'
    )
    return (
        f'=IF(ISBLANK({name}),"Blank. Type a number such as {example}.",'
        f'IF(ISNUMBER({name}),{limits},"Not a number. Type one such as {example}."))'
    )


def _share_message(good: str) -> str:
    wrong = "Must be above 0 and at most 1: type 35 % as 0.35 or 35%."
    return (
        f'=IF(ISBLANK({UTILIZATION}),"Blank. Type a share such as 0.35.",IF(ISNUMBER({UTILIZATION}),'
        f'IF(AND({UTILIZATION}>0,{UTILIZATION}<=1),"{good}","{wrong}"),"{wrong}"))'
    )


def _accelerator_message() -> str:
    said = f"INDEX({accelerators_sheet.TABLE}[{accelerators_sheet.IN_WORDS}],MAX({CHIP_ROW},1))"
    unknown = f"Not in the list. Choose one from it, or add yours on the sheet {accelerators_sheet.SHEET}."
    blank = "Blank. Choose one from the list."
    return f'=IF(ISBLANK({ACCELERATOR}),"{blank}",IF({CHIP_ROW}=0,"{unknown}",{said}&""))'


def _dataset_message() -> str:
    chosen = f'IF(ISBLANK({SEQUENCES}),"its sequences count","not used: the number below counts")'
    known = f'IF({DATASET_COUNT}>0,{chosen},"Its number of sequences is not on record. Type one below.")'
    blank = (
        f'IF(ISBLANK({SEQUENCES}),"Choose a dataset, or type a number of sequences below.","{_NOT_NEEDED}")'
    )
    missing = '"Not in the list. Choose one from it, or type a number of sequences below."'
    return f"=IF(ISBLANK({DATASET}),{blank},IF({DATASET_ROW}=0,{missing},{known}))"


def _sequences_message() -> str:
    needed = "Blank. Type a number, or choose a dataset above."
    blank = f'IF(ISBLANK({DATASET}),"{needed}","blank: those of the dataset")'
    sized = _size_message(SEQUENCES, _OWN, "60000000").removeprefix("=")
    return f"=IF(ISBLANK({SEQUENCES}),{blank},{sized})"


def _length_message() -> str:
    usual = f"blank: {_USUAL}, the average of UniRef50"
    known = (
        f'IF({DATASET_ROW}>0,"blank: that of the dataset; {_USUAL} where it has none on record","{usual}")'
    )
    blank = f'IF(ISBLANK({SEQUENCES}),{known},"{usual}")'
    return f"=IF(ISBLANK({LENGTH}),{blank},{_size_message(LENGTH, _RESIDUES, _USUAL).removeprefix('=')})"


def _objective_message() -> str:
    causal = f'IF({OBJECTIVE}="CLM","{_CAUSAL}","Choose MLM (masked) or CLM (causal).")'
    return f'=IF({OBJECTIVE}="MLM","{_MASKED}",{causal})'
