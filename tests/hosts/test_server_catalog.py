"""The operator's own models: whole at the start, and no wrong answer while they are replaced under load."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from hosts.server_process import CALL, Server, body, serving
from own_models import ONE, Mine, forget
from plm_ratios.catalog import config_paths, in_use, load
from plm_ratios.errors import PlmError
from plm_ratios.hosts.server import own_catalog

TWICE = ONE.replace("value: 100_000_000", "value: 200_000_000")
KEPT = " (until then its entries are as they were last read)"


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mine]:
    """A catalog that PLM_RATIOS_CATALOG names, not written yet."""
    mine = Mine(tmp_path / "mine")
    monkeypatch.setenv(config_paths.CATALOG_VARIABLE, str(mine.yaml))
    monkeypatch.setattr(in_use, "PERIOD", 0.0)
    forget()
    yield mine
    monkeypatch.undo()
    forget()


# At the start.


@pytest.mark.parametrize(
    ("compiled", "said"),
    [
        (None, "is not there. Correct PLM_RATIOS_CATALOG"),
        ("", "could not be read: catalog.json is damaged"),
        ("{", "could not be read: catalog.json is damaged"),
        ("[]", "was compiled by another version of plm-ratios"),
        ('{"format": 1, "models": 7}', "could not be read: it is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused(named: Mine, compiled: str | None, said: str) -> None:
    if compiled is not None:
        named.folder.mkdir()
        named.json.write_text(compiled)
    with pytest.raises(PlmError, match=said) as refused:
        own_catalog.require_readable()
    assert str(refused.value).startswith(f"Your own catalog {named.yaml} ")


def test_what_can_be_read_is_not(named: Mine) -> None:
    named.write(ONE)
    own_catalog.require_readable()
    named.yaml.write_text(TWICE)  # not compiled yet: what was compiled is used
    own_catalog.require_readable()


def test_one_of_several_is_named(named: Mine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named.write(ONE)
    both = os.pathsep.join([str(named.yaml), str(tmp_path / "none.json")])
    monkeypatch.setenv(config_paths.CATALOG_VARIABLE, both)
    with pytest.raises(PlmError, match=f"^Your own catalog {tmp_path / 'none.yaml'} is not there. "):
        own_catalog.require_readable()


@pytest.mark.host
def test_the_server_says_so_and_does_not_start(tmp_path: Path) -> None:
    from hosts.test_server_project import KEY, ended
    from plm_ratios.hosts.server.project import new

    new(tmp_path / "project")
    code, said = ended(tmp_path / "project", **KEY, PLM_RATIOS_CATALOG=str(tmp_path / "none.yaml"))
    assert code == 2 and said.count("\n") == 1
    assert said.startswith(f"plm-ratios: Your own catalog {tmp_path / 'none.yaml'} is not there. ")


# What health tells.


def test_no_name_of_a_model_is_told_to_everybody(named: Mine) -> None:
    named.write(ONE)
    assert own_catalog.state(load()) == {"own_models": 2, "own_datasets": 1, "trouble": []}
    raw = named.json.read_text(encoding="utf-8")
    named.json.write_text(raw.replace('"Mine 1B"', '"ESM-2 15B"'), encoding="utf-8")
    forget()
    told = own_catalog.state(load())
    assert any("ESM-2 15B" in said for said in load().warnings)
    assert told["own_models"] == 1
    assert told["trouble"][-1] == "Of your own models and datasets, 1 left out; the log says which."
    assert "ESM" not in str(told)


def test_a_file_that_is_gone_is_told_and_what_it_held_stays(named: Mine) -> None:
    named.write(ONE)
    assert own_catalog.state(load())["own_models"] == 2
    named.json.unlink()
    named.yaml.unlink()
    told = own_catalog.state(load())
    assert told["own_models"] == 2
    assert told["trouble"][0].startswith("Your own catalog catalog.yaml is not there. ")
    assert told["trouble"][0].endswith(KEPT)


# While it runs.


class People:
    """Some who ask all the time; what they were answered."""

    def __init__(self, server: Server):
        self.address = server.address
        self.seen: set[Any] = set()
        self.asked = 0
        self._ended = threading.Event()

    def _ask(self) -> None:
        with httpx.Client(base_url=self.address, timeout=60, trust_env=False) as http:
            while not self._ended.wait(0.05):
                answer = http.post(CALL, json=body("RATIO", [["Mine 1B"], ["ESM-2 15B"], ["Mine 1B"]]))
                rows = answer.json()["result"] if answer.status_code == 200 else answer.text
                self.seen.add(str((answer.status_code, rows)))
                health = http.get("/health")
                self.seen.add((health.status_code, health.json()["status"]))
                self.asked += 1

    def __enter__(self) -> People:
        self._pool = ThreadPoolExecutor(2)
        self._asking = [self._pool.submit(self._ask) for _ in range(2)]
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for each in self._asking:
            each.result()
        self._pool.shutdown()


def comes_true(what: Callable[[], bool]) -> bool:
    """Whether it does within what the slowest machine needs; the server looks at the files once a second."""
    return any(what() or time.sleep(0.1) for _ in range(300))


@pytest.mark.host
def test_a_catalog_that_is_replaced_under_load(tmp_path: Path) -> None:
    mine = Mine(tmp_path / "mine")
    mine.edit(TWICE)
    twice = mine.json.read_bytes()
    mine.edit(ONE)
    once = mine.json.read_bytes()
    mine.yaml.unlink()  # as in a container that holds the compiled file alone

    def moved(content: bytes) -> None:
        (mine.folder / "new").write_bytes(content)
        os.replace(mine.folder / "new", mine.json)

    with serving(tmp_path / "project", PLM_RATIOS_CATALOG=str(mine.json)) as server:

        def ratio() -> Any:
            return server.ask("RATIO", "Mine 1B").json()["result"][0][0]

        def shown() -> list[float]:
            models = server.http.get("/plm/entries.json").json()["models"]
            return [each["ratios"][0]["value"] for each in models if each["name"] == "Mine 1B"]

        def trouble() -> list[str]:
            found: list[str] = server.http.get("/health").json()["catalog"]["trouble"]
            return found

        assert (ratio(), shown(), trouble()) == (32.5, [32.5], [])
        bundled = server.ask("RATIO", "ESM-2 15B").json()["result"][0][0]
        with People(server) as people:
            moved(twice)  # whole
            assert comes_true(lambda: ratio() == 65)
            assert (shown(), trouble()) == ([65], [])
            mine.json.write_bytes(once[: len(once) // 2])  # by half
            assert comes_true(lambda: trouble() != [])
            assert "catalog.json is damaged" in trouble()[0] and trouble()[0].endswith(KEPT)
            assert (ratio(), shown()) == (65, [65])
            mine.json.write_bytes(once)
            assert comes_true(lambda: ratio() == 32.5)
            assert (shown(), trouble()) == ([32.5], [])
            mine.json.unlink()  # away, before the next one is there
            assert comes_true(lambda: trouble() != [])
            assert (ratio(), shown()) == (32.5, [32.5])
            moved(twice)
            assert comes_true(lambda: ratio() == 65)
        rows = [f"(200, [[{value}], [{bundled}], [{value}]])" for value in (32.5, 65.0)]
        assert people.seen == {*rows, (200, "ready")} and people.asked > 10
        server.stop()
        logged = [line for line in server.lines if '"level": "warning"' in line]
        assert sum("catalog.json is damaged" in line for line in logged) == 1
        assert sum("is not there" in line for line in logged) == 1
