"""Calc where numbers are written with a comma: a number reaches a text function as "1,234"."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plm_ratios.hosts.calc import locate
from plm_ratios.hosts.calc.session import CalcSession

_GERMAN = """<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>de-DE</value></prop></item>
"""


class GermanSession(CalcSession):
    """Calc with the settings of a German office."""

    def _settings(self, soffice: Path, folder: Path) -> dict[str, Any]:
        settings = super()._settings(soffice, folder)
        file = folder / "profile" / "user" / "registrymodifications.xcu"
        end = "</oor:items>"
        file.write_text(file.read_text("utf-8").replace(end, _GERMAN + end), encoding="utf-8")
        return settings


@pytest.fixture(scope="module")
def german(libreoffice: locate.Calc) -> Iterator[CalcSession]:
    with GermanSession() as session:
        yield session


def test_the_office_writes_commas(german: CalcSession) -> None:
    assert german.evaluate(["CONCATENATE(0.5,1.234)"]) == ["0,51,234"]


@pytest.mark.parametrize(
    ("ratio", "verdict"),
    [
        ("1.234", "too few tokens"),  # not 1234
        ("9.999", "too few tokens"),
        ("10.001", "near optimal"),
        ("39.999999999999", "near optimal"),
        ("40.001", "more tokens than optimal"),
        ("1.5E+21", "more tokens than optimal"),
    ],
)
def test_a_ratio_keeps_its_digits(german: CalcSession, ratio: str, verdict: str) -> None:
    assert german.evaluate([f"VERDICT({ratio})"]) == [verdict]


def test_models_and_laws_are_named_as_everywhere(german: CalcSession) -> None:
    formula = 'VERDICT("ProGen2-xlarge","Cheng CLM")'
    assert german.evaluate([formula]) == ["near optimal"]
