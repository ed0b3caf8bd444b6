"""plm-ratios excel doctor | install | uninstall | modules | addin"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer

from . import excel_addin, exit_codes, options, output
from .output import print

app = typer.Typer(
    no_args_is_help=True, help="Excel on Windows: which Python a workbook starts, and what keeps it from it."
)
app.add_typer(excel_addin.app, name="addin")


@app.command()
def doctor(
    workbook: Optional[Path] = typer.Argument(None, help="A workbook (.xlsm) to look at as well."),
) -> None:
    """Say what Excel's functions need, what is wrong here, and what puts it right.

    Ends with exit code 0 where nothing needs fixing and 1 where something does.

    Example: plm-ratios excel doctor comparison.xlsm
    """
    from ..hosts.excel.doctor import findings
    from ..hosts.excel.machine import ThisMachine

    found = findings(ThisMachine(), workbook and workbook.absolute())
    output.show_findings("plm-ratios excel doctor", found, fault="to fix")
    if any(finding.remedy for finding in found):
        raise typer.Exit(exit_codes.FOUND_FAULTS)


@app.command()
def install() -> None:
    """Have Excel's workbooks use the Python that runs this command.

    Example: plm-ratios excel install
    """
    from ..hosts.excel.install import install as run
    from ..hosts.excel.machine import ThisMachine

    print(run(ThisMachine()))


@app.command()
def uninstall() -> None:
    """Have Excel's workbooks look for a Python themselves again.

    Example: plm-ratios excel uninstall
    """
    from ..hosts.excel.install import uninstall as run
    from ..hosts.excel.machine import ThisMachine

    print(run(ThisMachine()))


@app.command()
def modules(
    folder: Path = typer.Argument(
        Path("plm-ratios-vba"), help="Where to write them; made if it is not there."
    ),
    force: bool = options.flag("--force", "Replace files that are there."),
) -> None:
    """Write the workbook's VBA as text, to read it or to import it by hand (Alt+F11, File > Import File).

    Example: plm-ratios excel modules vba
    """
    from ..files import FileExists, replacing_all
    from ..hosts.excel.project import texts

    written = {folder / name: text for name, text in texts().items()}
    for path in written:
        if path.exists() and not force:
            raise FileExists(f"{path} exists already. Choose another folder, or replace it with --force.")
    folder.mkdir(parents=True, exist_ok=True)
    with replacing_all(list(written), force) as temporaries:
        for temporary, text in zip(temporaries, written.values()):
            temporary.write_bytes(text.replace("\r\n", "\n").replace("\n", "\r\n").encode("ascii"))
    for path in written:
        print(f"Wrote {path}")
