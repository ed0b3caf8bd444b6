"""Access tokens: no example is one, those that are offered are fresh, and no file hands them on."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.command_line import Run
from plm_ratios.errors import PlmError
from plm_ratios.hosts.server import access
from plm_ratios.hosts.server.environment import PROJECT
from plm_ratios.hosts.server.project import new
from plm_ratios.hosts.server.settings import Settings
from plm_ratios.hosts.server.token_files import read_by_others, require_kept_secret
from plm_ratios.hosts.server.tokens import PLACEHOLDERS, tokens

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-ada-lovelace"


def offered(project: Path) -> str:
    """The line of .env about tokens, as it is once its # is gone."""
    found = re.search(r"^#PLM_RATIOS_SERVER_TOKENS=(.*)$", (project / ".env").read_text(), re.MULTILINE)
    assert found
    return found[1]


def test_the_token_offered_is_a_fresh_secret(run: Run, tmp_path: Path) -> None:
    said = run("server", "new", str(tmp_path / "one"))
    new(tmp_path / "other")
    one, other = (tokens(Settings(tokens=offered(tmp_path / name))) for name in ("one", "other"))  # type: ignore[arg-type]
    assert list(one) == list(other) == ["ada"]
    assert one != other and len(one["ada"]) >= 43
    assert "is an access token made for this project alone" in said.out and one["ada"] not in said.out


def test_no_text_that_was_ever_printed_is_a_token(tmp_path: Path) -> None:
    new(tmp_path / "project")
    fresh = offered(tmp_path / "project").partition(":")[2]
    pages = [*(tmp_path / "project").rglob("*"), *(ROOT / "docs").glob("*.md"), ROOT / "README.md"]
    like_one = re.compile(r"(?:\b[a-z]+:|Bearer |TOKENS?[=:] ?\S*?:?)([\w.~+=-]{8,})")
    seen = {text for page in pages if page.is_file() for text in like_one.findall(page.read_text())} - {fresh}
    once = ("put-a-secret-here", "and-another-one-here", "x-and-another-one-here-x")
    for text in (*seen, *PLACEHOLDERS, *once):
        with pytest.raises(PlmError, match="Access token 1"):
            tokens(Settings(tokens=f"ada:{text}"))  # type: ignore[arg-type]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
class TestTheFileOfTokens:
    @pytest.mark.parametrize("name", ["tokens", "tokens.txt", "lab.tokens", "secrets/who.txt"])
    def test_names_that_stay_out_of_repository_and_image(self, tmp_path: Path, name: str) -> None:
        new(tmp_path / "project")
        require_kept_secret(tmp_path / "project" / name, tmp_path / "project")

    @pytest.mark.parametrize("name", ["who.txt", "auth/who.csv", "tokens.txt.bak"])
    def test_any_other_in_the_project_is_refused(self, tmp_path: Path, name: str) -> None:
        project = tmp_path / "project"
        new(project)
        (tmp_path / "link").symlink_to(project / name)
        for path in (project / name, tmp_path / "link", tmp_path / "project/../project" / name):
            with pytest.raises(PlmError, match=f"The file of tokens {re.escape(name)} lies in the project"):
                require_kept_secret(path, project)
        with (project / ".gitignore").open("a") as file:
            file.write(f"{name}\n")
        with pytest.raises(PlmError, match="into the image"):
            require_kept_secret(project / name, project)
        with (project / ".dockerignore").open("a") as file:
            file.write(f"{name}\n")
        require_kept_secret(project / name, project)

    @pytest.mark.parametrize(
        ("lines", "left_out"),
        [("*.txt", False), ("**/*.txt", True), ("auth", True), ("auth/", True), ("/auth/who.txt", True),
         ("who.txt", False), ("**/who.txt\n!auth/who.txt", False), ("# auth", False), ("", False)],
    )  # fmt: skip
    def test_what_docker_leaves_out(self, tmp_path: Path, lines: str, left_out: bool) -> None:
        (tmp_path / ".dockerignore").write_text(lines + "\n")
        try:
            require_kept_secret(tmp_path / "auth" / "who.txt", tmp_path)
            refused = False
        except PlmError:
            refused = True
        assert refused is not left_out

    def test_outside_of_the_project_is_the_best_place(self, tmp_path: Path) -> None:
        new(tmp_path / "project")
        require_kept_secret(tmp_path / "who.txt", tmp_path / "project")

    def test_who_can_change_it_could_let_themselves_in(self, tmp_path: Path) -> None:
        (tmp_path / "who").write_text(f"ada:{SECRET}")
        (tmp_path / "who").chmod(0o602)
        with pytest.raises(PlmError, match="Everybody on this machine can change the file of tokens"):
            require_kept_secret(tmp_path / "who", tmp_path / "project")

    @pytest.mark.parametrize(("mode", "told"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
    def test_others_who_can_read_it_are_told_of(self, tmp_path: Path, mode: int, told: bool) -> None:
        (tmp_path / "who").write_text(f"ada:{SECRET}")
        (tmp_path / "who").chmod(mode)
        assert read_by_others(tmp_path / "who") is told


def test_tokens_that_nothing_asks_for_are_refused() -> None:
    with pytest.raises(PlmError, match="nothing asks for the tokens, so everybody could"):
        access.require_tokens([], Settings(tokens=f"ada:{SECRET}"))  # type: ignore[arg-type]
    access.require_tokens(["entraid"], Settings(tokens=f"ada:{SECRET}"))  # type: ignore[arg-type]
    access.require_tokens(None, Settings())


@pytest.mark.parametrize(
    ("host", "providers", "told"),
    [
        ("127.0.0.1", [], []),
        ("0.0.0.0", ["custom"], []),
        ("0.0.0.0", [], ["No access tokens are asked for"]),
        ("::", None, ["No access tokens are asked for"]),
    ],
)
def test_what_may_not_be_meant_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, providers: list[str] | None, told: list[str]
) -> None:
    new(tmp_path / "project")
    monkeypatch.setenv(PROJECT, str(tmp_path / "project"))
    found = access.cautions(host, providers)
    assert [said[: len(start)] for said, start in zip(found, told, strict=True)] == told
    if sys.platform != "win32":
        (tmp_path / "project" / ".env").chmod(0o644)
        also = access.cautions(host, providers)
        assert "chmod 600" in also[-1] and len(also) == len(told) + 1


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"tokens": "ada:short"}, "token 1 must be a name, a colon and a secret of 20 characters or more"),
        ({"tokens": f"ada:{SECRET} {SECRET}"}, "token 2 must be a name, a colon and a secret"),
        ({"tokens": f"ada:{SECRET} ada:{SECRET}"}, "Two access tokens go by the name ada."),
        ({"tokens": f"ada:{SECRET} eve:{SECRET}"}, "ada and eve have the same access token."),
        ({"tokens": f"ada:{'ab' * 20}"}, "Access token 1 is easy to guess."),
        ({"tokens": f"ada:{SECRET} eve:change-me-{SECRET}"}, "Access token 2 is an example"),
        ({"tokens_file": "/no-such-file"}, "The file of tokens cannot be read: /no-such-file."),
        (
            {"tokens_file": "/dev/zero"},
            "The file of tokens is no file with one name:token a line: /dev/zero.",
        ),
        ({"tokens_file": "/"}, "The file of tokens is no file with one name:token a line: /."),
    ],
)
def test_tokens_are_checked(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(PlmError, match=re.escape(said)) as refused:
        tokens(Settings(**settings))
    assert SECRET not in str(refused.value)
