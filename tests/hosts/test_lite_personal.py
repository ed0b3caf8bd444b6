"""Personal modules of xlwings Lite: the functions in every workbook of one person, and nothing twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli.command_line import Run
from own_models import ONE, Mine
from plm_ratios.functions import FUNCTIONS
from plm_ratios.hosts.lite import package, personal, program

MODULE = "plm_ratios_functions"
# Imports modules one after the other, and tells what each of them gives to Excel.
TELL = """
import contextlib, importlib, json, sys
sys.modules["plm_ratios"] = None
sys.path = [place for place in sys.path if "addin" not in place]
del sys.modules["plm_ratios"]
given = {}
with contextlib.redirect_stdout(sys.stderr):
    for name in sys.argv[1:]:
        module = importlib.import_module(name)
        decorated = [key for key, value in vars(module).items() if hasattr(value, "__xlfunc__")]
        scripts = [key for key, value in vars(module).items() if hasattr(value, "__xlscript__")]
        ratio = module.RATIO("ESM-2 15B", "seen")
        given[name] = [sorted(decorated), scripts, ratio]
print(json.dumps(given))
"""


def given(folder: Path, *modules: str) -> tuple[dict[str, list[object]], str]:
    """Functions and scripts of each module, in this order, by xlwings as Lite uses it; what they say."""
    environment = {"TMPDIR": str(folder), "XLWINGS_ON_SERVER": "true", "XLWINGS_LICENSE_KEY": "noncommercial"}
    ran = subprocess.run(
        [sys.executable, "-c", TELL, *modules],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout), ran.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A personal module, and main.py of a workbook that was written with another catalog."""
    (tmp_path / f"{MODULE}.py").write_text(personal.files()[f"{MODULE}.py"], encoding="utf-8")
    main = program.main(program.INSIDE)
    other = main.replace(package.digest(package.archive()), "another")
    assert other != main
    (tmp_path / "main.py").write_text(other, encoding="utf-8")
    return tmp_path


ALL = [sorted(FUNCTIONS), ["prepare_slide"], 57.6]
NONE = [[], [], 57.6]


def test_a_personal_module_brings_every_function_and_the_script(folder: Path) -> None:
    assert given(folder, MODULE)[0] == {MODULE: ALL}


@pytest.mark.parametrize(
    ("first", "second"), [(MODULE, "main"), ("main", MODULE)], ids=["personal-first", "main-first"]
)
def test_what_is_loaded_second_brings_nothing_but_can_still_call_them(
    folder: Path, first: str, second: str
) -> None:
    """Excel takes no two functions of one name. The second says where they come from."""
    found, said = given(folder, first, second)
    assert found == {first: ALL, second: NONE}
    assert said.startswith(f"The functions come from {first}.py: plm-ratios ")
    unpacked = sorted(path.name for path in folder.glob("plm-ratios-*"))
    assert len(unpacked) == 1  # two packages in one Python would mix


class TestTheCommand:
    def test_it_writes_one_module_into_the_folder_personal(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        ended = run("lite", "personal")
        assert ended.code == 0
        assert [path.name for path in (tmp_path / "personal").iterdir()] == [f"{MODULE}.py"]
        assert (tmp_path / "personal" / f"{MODULE}.py").read_text("utf-8") == personal.files()[f"{MODULE}.py"]
        assert "Menu > Restart" in ended.out
        assert "rename" not in ended.out

    def test_modules_of_ones_own_stay_beside_it(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "mine.py").write_text("mine")
        ended = run("lite", "personal", str(tmp_path))
        assert ended.code == 0
        assert f"rename {tmp_path.name}" in ended.out  # what is uploaded must have the name that Lite knows
        assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.py", f"{MODULE}.py"]
        assert (tmp_path / "mine.py").read_text() == "mine"

    def test_an_older_one_is_replaced_where_asked(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / f"{MODULE}.py").write_text("older")
        refused = run("lite", "personal", str(tmp_path))
        assert (refused.code, len(refused.err.splitlines())) == (2, 1)
        assert "--force" in refused.err
        assert (tmp_path / f"{MODULE}.py").read_text() == "older"
        assert run("lite", "personal", str(tmp_path), "--force").code == 0
        assert (tmp_path / f"{MODULE}.py").read_text("utf-8") == personal.files()[f"{MODULE}.py"]

    def test_what_it_holds_can_be_read(self, run: Run, mine: Mine, tmp_path: Path) -> None:
        mine.write(ONE)
        assert run("lite", "personal", str(tmp_path / "personal")).code == 0
        module = tmp_path / "personal" / f"{MODULE}.py"
        assert run("lite", "extract", str(module), str(tmp_path / "review")).code == 0
        for name, content in package.files().items():
            assert (tmp_path / "review" / name).read_bytes() == content
        assert (tmp_path / "review" / "own" / "0" / "catalog.json").read_bytes() == mine.json.read_bytes()

    @pytest.mark.parametrize("content", [b"x = 1\n", b"x = \n", b"\0", b"_PACKAGE = 1\n"])
    def test_a_module_of_somebody_else_holds_nothing_of_ours(
        self, run: Run, content: bytes, tmp_path: Path
    ) -> None:
        (tmp_path / "other.py").write_bytes(content)
        ended = run("lite", "extract", str(tmp_path / "other.py"), str(tmp_path / "review"))
        assert (ended.code, ended.err) == (2, "plm-ratios: other.py carries no package of plm-ratios.\n")
