"""plm-ratios plan"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer

from ..analysis import hardware, planning, ratios, scaling_laws
from ..analysis.accelerators import accelerator, accelerators
from ..analysis.neighbours import OBJECTIVES
from ..analysis.power_law import Law
from ..catalog import load
from ..catalog.typed_numbers import from_command_line
from ..errors import WrongValue
from ..records.fields import names
from ..records.plans import PLAN_FIELDS, Budget, Corpus, plan_records
from . import machine_output, options
from .laws import complete_laws
from .plan_output import Planned, print_plan


def complete_accelerators(incomplete: str) -> list[tuple[str, str]]:
    """Ids of accelerators for the shell."""
    return [(each.id, each.name) for each in accelerators() if each.id.startswith(incomplete.lower())]


def complete_datasets(incomplete: str) -> list[tuple[str, str]]:
    """Ids of datasets for the shell."""
    return [(each.id, each.name) for each in load().datasets if each.id.startswith(incomplete.lower())]


def complete_objectives(incomplete: str) -> list[str]:
    """The objectives for the shell."""
    return [each for each in OBJECTIVES if each.startswith(incomplete.upper())]


def plan(
    gpu: Optional[str] = typer.Option(
        None,
        "--gpu",
        metavar="NAME",
        help='GPU or TPU, such as "H100 SXM".',
        autocompletion=complete_accelerators,
    ),
    count: Optional[str] = typer.Option(None, "--count", metavar="NUMBER", help="How many of them; else 1."),
    days: Optional[str] = typer.Option(None, "--days", metavar="NUMBER", help="For how many days."),
    hours: Optional[str] = typer.Option(None, "--hours", metavar="NUMBER", help="Or for how many hours."),
    utilization: Optional[str] = typer.Option(
        None,
        "--utilization",
        metavar="SHARE",
        help=f"Share of the peak that training uses (MFU); else {hardware.UTILIZATION:g}.",
    ),
    flops: Optional[str] = typer.Option(
        None, "--flops", metavar="NUMBER", help="The budget in FLOPs, in place of a GPU and a time."
    ),
    sequences: Optional[str] = typer.Option(
        None, "--sequences", metavar="NUMBER", help="Your sequences, each counted once."
    ),
    length: Optional[str] = typer.Option(
        None,
        "--length",
        metavar="NUMBER",
        help=f"Their average length in residues; else that of the dataset, or {ratios.AVERAGE_LENGTH:g}.",
    ),
    dataset: Optional[str] = typer.Option(
        None,
        "--dataset",
        metavar="NAME",
        help="A dataset of the catalog, in place of your sequences.",
        autocompletion=complete_datasets,
    ),
    law: Optional[list[str]] = typer.Option(
        None,
        "--law",
        metavar="LAW",
        help="Plan by this law; repeatable. Without: 20, Repeated text, and those made for proteins.",
        autocompletion=complete_laws,
    ),
    objective: Optional[str] = typer.Option(
        None,
        "--objective",
        metavar="OBJECTIVE",
        help="MLM or CLM: laws and models of that kind only.",
        autocompletion=complete_objectives,
    ),
    batch: str = typer.Option("1M", "--batch", metavar="NUMBER", help="Tokens of a training step."),
    json: bool = options.JSON,
    csv: Optional[Path] = options.CSV,
    force: bool = options.FORCE,
) -> None:
    """Plan a model: how many parameters and tokens for your compute and your sequences.

    The laws stand side by side, with the epochs that each would take and what repeats are worth.

    Example: plm-ratios plan --gpu "H100 SXM" --count 8 --days 7 --sequences 60M --length 286

    Example: plm-ratios plan --flops 1.7e21 --dataset UniRef50 --objective MLM
    """
    learning = _objective(objective)
    budget = _budget(gpu, count, days, hours, utilization, flops)
    corpus, assumed = _corpus(sequences, length, dataset)
    step = _size(batch, "batch")
    plans = [planning.plan(budget.flops, corpus.tokens, each) for each in _laws(law, learning)]
    planned = Planned(budget, corpus, dataset, assumed, learning, step, plans)
    records = plan_records(plans, budget, corpus, step)
    machine_output.show(records, names(PLAN_FIELDS), lambda: print_plan(planned), json, csv, force)


def _size(typed: str, what: str) -> float:
    """A number above zero; the planning itself says of others what is wrong with them."""
    number = from_command_line(typed, what)
    if number <= 0:
        raise WrongValue(f"The {what} must be above zero; it is {number:g}.")
    return number


def _objective(typed: str | None) -> str | None:
    if typed is None:
        return None
    if typed.strip().upper() not in OBJECTIVES:
        raise WrongValue(
            f'There is no objective "{typed}" to plan for. Choose {" or ".join(OBJECTIVES)}: masked models, '
            "such as ESM-2, or models that predict the next residue, such as ProGen2."
        )
    return typed.strip().upper()


def _budget(
    gpu: str | None,
    count: str | None,
    days: str | None,
    hours: str | None,
    utilization: str | None,
    flops: str | None,
) -> Budget:
    if flops is not None:
        if any(each is not None for each in (gpu, count, days, hours, utilization)):
            raise WrongValue(
                "Give the budget once: --flops, or --gpu with --count, --days and --utilization."
            )
        return Budget(_size(flops, "number of FLOPs"))
    if gpu is None:
        raise WrongValue('The budget is missing: --gpu "H100 SXM" --count 8 --days 7, or --flops 1.7e21.')
    if (days is None) == (hours is None):
        raise WrongValue("Say for how long the GPUs run: --days 7, or --hours 168.")
    chip = accelerator(gpu)
    many = 1.0 if count is None else _size(count, "number of GPUs")
    time = _size(hours, "number of hours") if hours else 24 * _size(days or "", "number of days")
    share = hardware.UTILIZATION if utilization is None else _share(utilization)
    return Budget(hardware.compute(chip, many, time, share), chip, many, time, share)


def _share(typed: str) -> float:
    """A share as 0.35 or as 35%."""
    percent = typed.strip().removesuffix("%")
    number = from_command_line(percent.strip(), "utilization")
    return hardware.share(number / 100 if percent != typed.strip() else number)


def _corpus(sequences: str | None, length: str | None, dataset: str | None) -> tuple[Corpus, bool]:
    """The sequences, and whether their average length is assumed."""
    if sequences is not None and dataset is not None:
        raise WrongValue("Give your sequences once: --sequences, or --dataset.")
    avglen = None if length is None else _size(length, "average length")
    if dataset is not None:
        found = load().dataset(dataset)
        number, avglen = ratios.sequences(found.id), avglen or ratios.known_average_length(found)
        return Corpus(number, avglen or ratios.AVERAGE_LENGTH), avglen is None
    if sequences is None:
        raise WrongValue("The sequences are missing: --sequences 60M --length 286, or --dataset UniRef50.")
    number = _size(sequences, "number of sequences")
    return Corpus(number, avglen or ratios.AVERAGE_LENGTH), avglen is None


def _laws(typed: list[str] | None, objective: str | None) -> list[Law]:
    if typed:
        return [scaling_laws.law(name) for name in typed]
    of_proteins = [law for law in scaling_laws.protein_laws() if objective in (None, law.objective)]
    return [scaling_laws.law(scaling_laws.DEFAULT), scaling_laws.law(planning.DEFAULT), *of_proteins]
