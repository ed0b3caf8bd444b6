"""The .oxt: the same bytes every time, and a real installation for an ordinary user."""

from __future__ import annotations

import ast
import os
import pwd
import shutil
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from own_models import ONE, Mine
from plm_ratios.hosts.calc import extension, install, interface, locate

ORDINARY = "nobody"  # whom the tests become where they run as root
FORMULAS = ("PLM.F.TOKENS(2;3)", 'PLM.F.RATIO("ESM-2 15B";"seen")', "PLM.F.VERDICT(57.6)")
ANSWERS = ["6", "57.6", "more tokens than optimal"]
OLDEST_PYTHON = (3, 9)  # that LibreOffice brings along


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    first = extension.build(tmp_path / "first.oxt").read_bytes()
    time.sleep(2.1)  # the clock of zip files ticks every two seconds
    assert extension.build(tmp_path / "second.oxt").read_bytes() == first


def test_what_is_inside(tmp_path: Path) -> None:
    with zipfile.ZipFile(extension.build(tmp_path / "plm.oxt")) as packed:
        names = packed.namelist()
        assert names == sorted(names)
        assert "pythonpath/plm_ratios/data/catalog.json" in names
        assert "pythonpath/plm_ratios/data/laws.json" in names
        assert not [name for name in names if "curation" in name or name.endswith((".yaml", ".pyc"))]
        for name in names:
            if name.endswith(".py"):
                ast.parse(packed.read(name), name, feature_version=OLDEST_PYTHON)


def test_root_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    for work in (install.install, install.uninstall):
        with pytest.raises(install.InstallFailed, match="--shared"):
            work()


@pytest.fixture
def user(libreoffice: locate.Calc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """How to start programs as an ordinary user with a home of its own; install.py does so too."""
    home = tmp_path / "home"
    home.mkdir()
    options: dict[str, Any] = {"env": {**locate.clean_environment(), "HOME": str(home), "TMPDIR": str(home)}}
    options["env"].pop("XDG_CONFIG_HOME", None)
    if os.geteuid() == 0:
        options.update(user=ORDINARY, group=pwd.getpwnam(ORDINARY).pw_gid, extra_groups=[])
        shutil.chown(home, ORDINARY)
        for folder in (tmp_path, *tmp_path.parents):  # let that user reach its home
            if folder.owner() == "root" and folder != Path("/"):
                folder.chmod(folder.stat().st_mode | 0o011)

    run = subprocess.run

    def run_as_user(command: list[str], **given: Any) -> Any:
        for argument in command:
            if argument.endswith(".oxt"):
                Path(argument).parent.chmod(0o755)
        return run(command, **{**given, **options})

    monkeypatch.setattr(install.subprocess, "run", run_as_user)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return {**options, "home": home}


def test_install_use_and_uninstall_as_an_ordinary_user(
    libreoffice: locate.Calc, user: dict[str, Any]
) -> None:
    home: Path = user.pop("home")
    assert calculate(libreoffice, user, home) != ANSWERS
    assert "not in LibreOffice Calc" in install.uninstall()

    told = install.install()
    place = install.installed_at()
    assert place is not None
    assert Path(place).is_relative_to(home)
    assert place in told
    assert "Restart" in told
    assert calculate(libreoffice, user, home) == ANSWERS

    assert "are in LibreOffice Calc now" in install.install()  # again, over itself
    assert calculate(libreoffice, user, home) == ANSWERS

    Mine(home / ".config" / "plm-ratios").write(ONE)  # a catalog of that user's own
    assert calculate(libreoffice, user, home, ('PLM.F.RATIO("Mine 1B")',)) == ["32.5"]

    assert "gone" in install.uninstall()
    assert install.installed_at() is None
    assert list(home.rglob(interface.COMPONENT_FILE)) == []
    assert calculate(libreoffice, user, home) != ANSWERS


def calculate(
    libreoffice: locate.Calc, user: dict[str, Any], home: Path, formulas: tuple[str, ...] = FORMULAS
) -> list[str]:
    """What a plain LibreOffice of that user makes of a sheet with our formulas and no values."""
    cells = "".join(
        f"<table:table-row><table:table-cell table:formula='of:={formula}'/></table:table-row>"
        for formula in formulas
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:{version}"'
        for name, version in (("office", "1.0"), ("table", "1.0"), ("of", "1.2"))
    )
    given = home / "formulas.fods"
    given.write_text(
        f'<?xml version="1.0"?><office:document {spaces} office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document>",
        encoding="utf-8",
    )
    command = [
        str(libreoffice.soffice),
        "--headless",
        "--convert-to",
        "csv",
        "--outdir",
        str(home),
        str(given),
    ]
    subprocess.run(command, **user, check=True, capture_output=True, timeout=120)
    return (home / "formulas.csv").read_text(encoding="utf-8").splitlines()
