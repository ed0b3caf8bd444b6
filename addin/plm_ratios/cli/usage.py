"""What is said where a command is used in a way that there is not: one line that names the right one."""

from __future__ import annotations

import typer
from typer.exceptions import Abort, TyperException

from . import exit_codes
from .output import fail

# Options that people try first, and what has them here.
_ELSEWHERE = {
    "--format": "--json, or --csv -",
    "--output": "--csv FILE, or plm-ratios export --to FILE",
    "--out": "--csv FILE, or plm-ratios export --to FILE",
    "--to": "--csv FILE, or plm-ratios export --to FILE",
    "--family": "the family without an option, as in plm-ratios compare ESM-2",
}


def run(app: typer.Typer, name: str) -> int:
    """Runs the command that the arguments of the process ask for; gives its exit code."""
    try:
        return app(prog_name=name, standalone_mode=False) or exit_codes.DONE
    except Abort:  # Ctrl-C at a question
        return exit_codes.STOPPED
    except TyperException as error:
        said = _sentence(error)
        if not said:  # nothing was asked, and the help was shown
            return exit_codes.DONE
        context = getattr(error, "ctx", None)
        fail(f"{said} {context.command_path} --help shows how it is used." if context else said)


def _sentence(error: TyperException) -> str:
    said = " ".join(error.format_message().replace("Value error, ", "").split())
    option = getattr(error, "option_name", "")
    possible = sorted(getattr(error, "possibilities", None) or ())
    if option and error.message.startswith("No such option"):
        near = f"Did you mean {' or '.join(possible)}?" if possible else ""
        elsewhere = f"Try {_ELSEWHERE[option]}." if option in _ELSEWHERE else ""
        said = " ".join(filter(None, [f"There is no option {option}.", elsewhere or near]))
    return said if not said or said.endswith((".", "?")) else f"{said}."
