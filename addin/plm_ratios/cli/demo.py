"""plm-ratios demo: the main job, end to end."""

from __future__ import annotations

import datetime
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from ..comparison.compare import DEFAULT_MODELS, compare
from ..comparison.records import COLUMNS, records
from ..comparison.rows import RowRequest
from . import exit_codes, machine_output, output
from .compare import print_table
from .output import print


def demo(
    out: Path = typer.Option(Path("demo"), "--out", help="Folder for the files; made if it is not there."),
) -> None:
    """Compare the well-known models: a table here, workbooks, slides, and a picture of the chart.

    With LibreOffice on the machine, it calculates the workbook with the Python functions and
    exports the chart; without it, the command says what it left out.

    Example: plm-ratios demo --out first-look
    """
    from ..slides.export import Wanted, export
    from ..workbook_builder import FLAVOURS
    from ..workbook_builder.building import build

    out.mkdir(parents=True, exist_ok=True)
    compared = compare([RowRequest(name) for name in DEFAULT_MODELS])
    print_table(compared)
    machine_output.write_csv_file(out / "comparison.csv", records(compared), COLUMNS, force=True)
    print(f"Wrote {out / 'comparison.csv'}")
    deck = out / "comparison.pptx"
    export(Wanted(targets=(deck,), date=datetime.date.today(), force=True))
    print(f"Wrote {deck} (slides with editable charts)")
    native = FLAVOURS["native"]
    for flavour in dict.fromkeys([native, *FLAVOURS.values()]):
        path = build(out / f"plm_ratios_{flavour.name}{flavour.suffix}", flavour, replace=True)
        print(f"Wrote {path} (needs {flavour.needs})")
    _calculate(out)
    _say_what_next(out / f"plm_ratios_{native.name}{native.suffix}", deck)


def _say_what_next(workbook: Path, deck: Path) -> None:
    """Print which files to open, and commands that go on from here."""
    program = "plm-ratios" if shutil.which("plm-ratios") else sys.argv[0]
    print(f"\nOpen {workbook} first: it needs nothing but Excel or LibreOffice Calc. Then {deck}.\nNext:")
    for words, what in (
        ("compare ESM-2 ProGen2 --basis seen", "other models, another basis"),
        ("new comparison.xlsx", "a workbook to fill in"),
        ("export comparison.xlsx --to deck.pptx", "slides of what you filled in"),
    ):
        print(f"  {program} {words:<40}{what}")


def _calculate(out: Path) -> None:
    """Calculate the workbook with our functions in a real Calc, and draw its chart."""
    from ..files import replacing
    from ..hosts.calc.locate import HostMissing
    from ..hosts.calc.session import CalcSession
    from ..workbook_builder import FLAVOURS
    from ..workbook_builder.compare_sheet import SHEET
    from ..workbook_reader.verify import differences

    calc_flavour = FLAVOURS["calc"]
    path = out / f"plm_ratios_{calc_flavour.name}{calc_flavour.suffix}"
    try:
        with output.console().status("Calculating in LibreOffice Calc ..."), CalcSession() as calc:
            with calc.open(path) as document:
                document.calculate()
                compared, wrong = differences(path, document)
                with replacing(out / "chart.png", force=True) as picture, TemporaryDirectory() as folder:
                    shutil.copyfile(document.chart_png(SHEET, f"{folder}/chart.png", width=1600), picture)
            version = calc.version
    except HostMissing as error:
        print(f"Left out: recalculation and the picture of the chart. {error}")
        return
    if wrong:
        output.fail(
            f"{len(wrong)} of {compared} formulas differ in LibreOffice {version}, first: {wrong[0]}",
            exit_codes.FOUND_FAULTS,
        )
    print(f"LibreOffice {version} calculated {compared} formulas with the Python functions: all as stored.")
    print(f"Wrote {out / 'chart.png'}")
