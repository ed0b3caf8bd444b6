"""Commands that a remedy names, as the terminals of Windows take them."""

from __future__ import annotations

from pathlib import PurePath, PureWindowsPath

from .machine import Machine

SOURCE = r"path\to\the\source"  # what pip installs, as long as plm-ratios is not on PyPI


def call(program: PurePath) -> str:
    """How a command line starts a program."""
    return f'"{program}"' if " " in str(program) else str(program)


def pip_install(machine: Machine, what: str) -> str:
    """Installs into the Python that runs this. There is no pip in the environments that uv makes:
    https://docs.astral.sh/uv/pip/environments"""
    if _made_by_uv(machine):
        return f"uv pip install --python {call(machine.executable)} {what}"
    return python(machine, f"-m pip install {what}")


def python(machine: Machine, arguments: str, program: PurePath | None = None) -> str:
    """Starts the Python that runs this, or another one."""
    return _in_turn(f"{call(program or machine.executable)} {arguments}")


def fresh_environment(machine: Machine, folder: PureWindowsPath) -> str:
    """Makes an environment in a folder, installs into it, and has workbooks use it."""
    scripts = folder / "Scripts"
    return _in_turn(
        f"{call(machine.executable)} -m venv {call(folder)}",
        f"{call(scripts / 'python')} -m pip install {SOURCE}",
        f"{call(scripts / 'plm-ratios')} excel install",
    )


def _in_turn(*commands: str) -> str:
    quoted = any(command.startswith('"') for command in commands)
    hint = " (in PowerShell, type & and a space before the first quote)" if quoted else ""
    return ", then ".join(commands) + hint


def _made_by_uv(machine: Machine) -> bool:
    settings = (machine.read(machine.prefix / "pyvenv.cfg") or b"").decode("utf-8", "replace")
    return any(line.partition("=")[0].strip() == "uv" for line in settings.splitlines())
