"""People edit their models while a spreadsheet or a notebook runs: it answers by what they saved."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import plm_ratios
from own_models import ONE, Mine, forget
from plm_ratios.catalog import bundled, config_paths, in_use, load
from plm_ratios.curation import user_yaml as curated
from plm_ratios.functions import FUNCTIONS
from plm_ratios.functions.cells import NA
from plm_ratios.functions.signature import Function

TWICE = ONE.replace("value: 100_000_000", "value: 200_000_000")
DAMAGED = "could not be read: catalog.json is damaged. Run: plm-ratios catalog build --user"
KEPT = "(until then its entries are as they were last read)"


@pytest.fixture
def edited(mine: Mine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mine]:
    """Somebody's models, in a program that looks at the files whenever it is asked."""
    monkeypatch.setattr(in_use, "PERIOD", 0.0)
    mine.write(ONE)
    assert ask("RATIO", "Mine 1B") == 32.5
    yield mine
    forget()


def ask(function: str, *cells: Any) -> Any:
    return FUNCTIONS[function](*cells)


class TestWhatIsSaved:
    def test_a_number(self, edited: Mine) -> None:
        column = [["Mine 1B"], ["ESM-2 15B"]]
        bundled_ratio = ask("RATIO", "ESM-2 15B")
        assert ask("RATIO", column) == [[32.5], [bundled_ratio]]
        edited.edit(TWICE)
        assert ask("RATIO", "Mine 1B") == 65
        assert ask("RATIO", column) == [[65], [bundled_ratio]]
        assert ask("COMPARE", "Mine 1B")[1][5] == 65
        assert ask("WHY", "Mine 1B").startswith("Mine 1B has 65 tokens per parameter")

    def test_a_number_in_python(self, edited: Mine) -> None:
        assert plm_ratios.ratio("Mine 1B") == 32.5
        edited.edit(TWICE)
        assert plm_ratios.ratio("Mine 1B") == 65
        assert plm_ratios.compare(["Mine 1B"])["ratio_sequences"] == [65]

    def test_a_new_name_and_one_that_is_gone(self, edited: Mine) -> None:
        assert ask("PARAMS", "Mine 2B") == NA
        edited.edit(ONE.replace("mine-1b", "mine-2b").replace("Mine 1B", "Mine 2B"))
        assert (ask("PARAMS", "Mine 2B"), ask("PARAMS", "Mine 1B")) == (1e9, NA)
        assert "Mine 2B" in plm_ratios.models() and "Mine 1B" not in plm_ratios.models()

    def test_the_first_file_and_no_file_any_more(self, mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(in_use, "PERIOD", 0.0)
        forget()
        assert ask("RATIO", "Mine 1B") == NA
        mine.edit(ONE)
        assert ask("RATIO", "Mine 1B") == 32.5
        mine.json.unlink()
        mine.yaml.unlink()
        assert ask("RATIO", "Mine 1B") == NA
        assert load() is bundled()

    def test_another_file_in_the_variable(
        self, edited: Mine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = Mine(tmp_path / "other")
        other.edit(TWICE)
        monkeypatch.setenv(config_paths.CATALOG_VARIABLE, str(other.yaml))
        assert ask("RATIO", "Mine 1B") == 65

    def test_a_file_of_the_same_time_and_size(self, edited: Mine, tmp_path: Path) -> None:
        """As two that are written within one tick of the clock of a disk: they are two files all the same."""
        other = Mine(tmp_path / "other")
        other.edit(TWICE)
        was = edited.json.stat()
        os.utime(other.json, ns=(was.st_atime_ns, was.st_mtime_ns))
        assert other.json.stat().st_size == was.st_size
        os.replace(other.json, edited.json)
        assert ask("RATIO", "Mine 1B") == 65


class TestWhileItIsBeingEdited:
    def test_what_cannot_be_read_stays_as_it_was_and_is_told(self, edited: Mine) -> None:
        whole = edited.json.read_text(encoding="utf-8")
        for text in (whole[: len(whole) // 2], "", whole.replace("80000000000", "NaN")):
            edited.json.write_text(text, encoding="utf-8")
            assert ask("RATIO", "Mine 1B") == 32.5
            for said in (ask("PLMVERSION"), ask("WHY", "Mine 1B"), ask("WHY", "nope")):
                assert "Your own catalog catalog.yaml could not be read" in said and KEPT in said
        assert DAMAGED not in ask("WHY", "ESM-2 15B")
        edited.edit(TWICE)
        assert ask("RATIO", "Mine 1B") == 65
        assert "Your own" not in ask("PLMVERSION")

    def test_a_program_that_starts_then_has_nothing_to_keep(self, edited: Mine) -> None:
        edited.json.write_text("{", encoding="utf-8")
        assert ask("RATIO", "Mine 1B") == 32.5
        forget()
        assert ask("RATIO", "Mine 1B") == NA
        assert ask("PLMVERSION").endswith(DAMAGED)

    def test_text_that_is_not_compiled_yet_is_told(self, edited: Mine) -> None:
        edited.edit(TWICE, build=False)
        assert ask("RATIO", "Mine 1B") == 32.5
        assert "catalog.yaml has changed since it was compiled" in ask("PLMVERSION")
        edited.json.unlink()
        assert ask("RATIO", "Mine 1B") == 32.5
        assert "catalog.yaml has not been compiled" in ask("PLMVERSION")
        curated.build(config_paths.catalog_path(str(edited.yaml)))
        assert ask("RATIO", "Mine 1B") == 65
        assert "Your own" not in ask("PLMVERSION")

    def test_one_of_two_files(self, edited: Mine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        other = Mine(tmp_path / "other")
        theirs = (
            ONE.replace("mine-1b", "theirs").replace("Mine 1B", "Theirs").replace("our big one", "theirs 1B")
        )
        theirs = theirs.replace("mine-uniref", "theirs-u").replace("Mine on", "Theirs on")
        other.edit(theirs.replace("our-proteins", "their-proteins").replace("Our proteins", "Their proteins"))
        both = os.pathsep.join([str(edited.yaml), str(other.yaml)])
        monkeypatch.setenv(config_paths.CATALOG_VARIABLE, both)
        assert (ask("RATIO", "Mine 1B"), ask("RATIO", "Theirs")) == (32.5, 32.5)
        other.json.write_text("{", encoding="utf-8")
        edited.edit(TWICE)
        assert (ask("RATIO", "Mine 1B"), ask("RATIO", "Theirs")) == (65, 32.5)


class TestOneAnswerGoesByOneCatalog:
    def test_a_call_ends_with_the_catalog_with_which_it_began(self, edited: Mine) -> None:
        def edits() -> float:
            before = load().model("Mine 1B").value("sequences")
            edited.edit(TWICE)
            assert load().model("Mine 1B").value("sequences") == before
            return float(before or 0)

        function = Function("EDITS", "Edits the catalog.", (), "number", ("EDITS()",), edits)
        assert function() == 1e8
        assert load().model("Mine 1B").value("sequences") == 2e8

    def test_a_late_answer_of_the_old_catalog_is_not_remembered(self, edited: Mine) -> None:
        begun, go_on = threading.Event(), threading.Event()

        def slow() -> Any:
            found = load().model("Mine 1B").value("sequences")
            begun.set()
            assert go_on.wait(60)
            return found

        function = Function("SLOW", "Takes its time.", (), "number", ("SLOW()",), slow)
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(function)
            assert begun.wait(60)
            edited.edit(TWICE)
            assert ask("RATIO", "Mine 1B") == 65
            go_on.set()
            assert first.result() == 1e8
        assert function() == 2e8

    def test_a_program_that_settled_sees_no_change(self, edited: Mine) -> None:
        with in_use.settled():
            assert ask("RATIO", "Mine 1B") == 32.5
            edited.edit(TWICE)
            assert (ask("RATIO", "Mine 1B"), plm_ratios.ratio("Mine 1B")) == (32.5, 32.5)
            in_use.reload()  # as catalog add does with what it has written itself
            assert ask("RATIO", "Mine 1B") == 65
        with in_use.settled():
            in_use.follow()  # as a server does
            edited.edit(ONE)
            assert ask("RATIO", "Mine 1B") == 32.5

    def test_threads_never_see_half_of_it(self, edited: Mine) -> None:
        """Every row of one call goes by one catalog."""
        texts = []
        for text in (ONE, TWICE):
            edited.edit(text)
            texts.append(edited.json.read_bytes())
        names = [["Mine 1B"], ["ESM-2 15B"], ["Mine 1B"]] * 20
        ended = threading.Event()

        def edit() -> None:
            fresh = edited.folder / "new"
            for turn in range(30):
                fresh.write_bytes(texts[turn % 2])
                os.replace(fresh, edited.json)
            ended.set()

        def read() -> set[tuple[Any, ...]]:
            seen = set()
            while not ended.is_set():
                rows = ask("RATIO", names)
                seen.add((*{row[0] for row in rows[::3] + rows[2::3]}, rows[1][0]))
            return seen

        with ThreadPoolExecutor(4) as pool:
            readers = [pool.submit(read) for _ in range(3)]
            pool.submit(edit).result()
            seen = set().union(*(reader.result() for reader in readers))
        esm = ask("RATIO", "ESM-2 15B")
        assert seen <= {(32.5, esm), (65, esm)}
        assert ask("RATIO", "Mine 1B") == 65


def test_a_thousand_calls_look_once(mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look is cheap on a disk, and dear on a folder of a network."""
    mine.write(ONE)
    ask("RATIO", "Mine 1B")
    monkeypatch.setattr(in_use, "PERIOD", 1e9)
    monkeypatch.setattr(in_use, "_next_look", 0.0)
    looks: list[str] = []
    real = os.stat
    monkeypatch.setattr(
        os, "stat", lambda path, *more, **kind: (looks.append(path), real(path, *more, **kind))[1]
    )
    for _ in range(1000):
        assert ask("RATIO", "Mine 1B") == 32.5
    assert looks == [str(mine.yaml), str(mine.json)]
    forget()
