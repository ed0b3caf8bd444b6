"""comparison.findings.headline() as a formula over the table Comparison."""

from __future__ import annotations

from ..analysis import ratios
from ..comparison.findings import BY_BASIS
from . import ranking
from .basis_formula import by_basis

ASLEEP = "The functions do not answer, so there is nothing to compare yet."
UNUSABLE = "The basis, the average length or the target cannot be used: the line beside it says why."


def counts(table: str) -> tuple[str, str, str]:
    """How many models the table has, how many of them have a ratio, and how many of those are near."""
    number, near = f"{table}[{ranking.NUMBER}]", f"{ratios.NEAR:g}"
    return (
        f'=SUMPRODUCT(({table}[Model]<>"")*1)',
        f"=SUMPRODUCT(({number}>0)*1)",
        f"=IF(InputsOk,SUMPRODUCT(({number}*{near}>=Target)*({number}<=Target*{near})),0)",
    )


def headline_formula(table: str, models: str, drawn: str, near: str) -> str:
    """The headline; `models`, `drawn` and `near` are the cells with the counts."""
    by = by_basis({basis: f'"{said}"' for basis, said in BY_BASIS.items()})
    target = f'Target&" tokens per parameter "&{by}'
    first = f"INDEX({table}[{ranking.NAME}],MATCH(1,{table}[{ranking.PLACE}],0))"
    nearest = nearest_formula(table)
    none_has = (
        f'IF({models}=1,{first}&" does not have",IF({models}=2,"Neither of 2 models has",'
        f'"None of "&{models}&" models has"))'
    )
    single = (
        f'{nearest}&IF({near}=1," is within a factor of {ratios.NEAR:g} of ",'
        f'IF(MAX({table}[{ranking.NUMBER}])<Target," has less than half of "," has more than twice "))'
        f'&{target}&"."'
    )
    how_many = (
        f'IF({near}={drawn},IF({drawn}=2,"Both models are","All "&{drawn}&" models are"),'
        f'IF({near}=0,IF({drawn}=2,"Neither of 2 models is","None of "&{drawn}&" models is"),'
        f'{near}&" of "&{drawn}&" models "&IF({near}=1,"is","are")))'
    )
    several = f'{how_many}&" within a factor of {ratios.NEAR:g} of "&{target}&"; nearest: "&{nearest}&"."'
    missing = f"({models}-{drawn})"
    without = (
        f'IF({models}>{drawn}," "&{missing}&IF({missing}=1," has"," have")&" no number on this basis.","")'
    )
    some = f"IF({drawn}=1,{single},{several})&{without}"
    none = f'{none_has}&" a number of tokens per parameter "&{by}&"."'
    said = f'IF({models}=0,"No model is chosen.",IF({drawn}=0,{none},{some}))'
    return f'=IF(InputsOk,{said},"{UNUSABLE}")'


def nearest_formula(table: str) -> str:
    """The name of the model nearest to the target on a log scale, the first of equals."""
    distance = f"{table}[{ranking.DISTANCE}]"
    return f"INDEX({table}[{ranking.NAME}],MATCH(MIN({distance}),{distance},0))"
