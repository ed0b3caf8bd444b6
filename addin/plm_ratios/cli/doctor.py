"""plm-ratios doctor"""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from ..catalog import load
from ..hosts.findings import Finding
from ..version import __version__
from . import output, user_catalog


def doctor() -> None:
    """Say what this machine has, what is missing, and the command that fixes it.

    Example: plm-ratios doctor
    """
    output.show_findings(
        "plm-ratios doctor",
        [_python(), _package(), user_catalog.finding(), *_calc(), _excel(), _server()],
    )


def _python() -> Finding:
    return Finding("Python", f"{platform.python_version()} ({sys.executable})")


def _package() -> Finding:
    catalog = load()
    size = f"{len(catalog.models)} models, {len(catalog.datasets)} datasets"
    return Finding("plm-ratios", f"{__version__}, catalog {catalog.edition}: {size}")


def _calc() -> list[Finding]:
    from ..hosts.calc import locate
    from ..hosts.calc.session import CalcFailed, CalcSession

    try:
        calc = locate.find()
    except locate.HostMissing as error:
        return [Finding("LibreOffice Calc", str(error), locate.how_to_install())]
    found = [
        Finding("LibreOffice Calc", str(calc.soffice)),
        Finding("Python that can import uno", str(calc.python)),
    ]
    try:
        with CalcSession() as session:
            answer = session.evaluate(["PLMVERSION()"])[0]
            found.append(
                Finding("Functions in headless Calc", f"LibreOffice {session.version} answers: {answer}")
            )
    except CalcFailed as error:
        found.append(Finding("Functions in headless Calc", str(error), locate.how_to_install()))
    found.append(_installed())
    return found


def _installed() -> Finding:
    from ..hosts.calc import install

    what, refusals = "Add-in installed in Calc", []
    for shared in (False, True):
        try:
            place = install.installed_at(shared=shared)
        except install.InstallFailed as error:
            refusals.append(str(error))
        else:
            if place:
                return Finding(what, place)
    if len(refusals) == 2:
        return Finding(what, f"not known: {refusals[0]}")
    # Only users who type formulas in Calc need it, so it is not a fault if it is missing.
    return Finding(what, "no; plm-ratios calc install adds it")


def _excel() -> Finding:
    return Finding("Excel on Windows", "plm-ratios excel doctor looks at it")


def _server() -> Finding:
    try:
        found = version("xlwings-server")
    except PackageNotFoundError:
        return Finding("xlwings Server", "not installed", 'pip install "plm-ratios[server]"')
    return Finding("xlwings Server", f"{found}; free for non-commercial use, or with a licence of xlwings")
