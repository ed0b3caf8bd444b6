"""plm-ratios server new and run: the project that is made, and what is said where it cannot be."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
import tomllib
import yaml
from dotenv import dotenv_values
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from cli.command_line import Run
from hosts.server_process import COMMAND, TIMEOUT, environment, serving
from plm_ratios import __version__
from plm_ratios.errors import PlmError
from plm_ratios.hosts.server import project as project_module
from plm_ratios.hosts.server.project import ENVIRONMENTS, new
from plm_ratios.hosts.server.settings import PREFIX, Settings, read

DOCS = Path(__file__).parents[2] / "docs" / "server.md"


def ids(project: Path) -> dict[str, str]:
    known: dict[str, str] = tomllib.loads((project / "pyproject.toml").read_text())["tool"]["xlwings_server"]
    return known


# What is made.


def test_new_makes_a_project(run: Run, tmp_path: Path) -> None:
    ended = run("server", "new", str(tmp_path / "project"), "--url", "https://plm.example.org/")
    assert ended.code == 0
    project = tmp_path / "project"
    files = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}
    assert files == {
        ".dockerignore", ".env", ".gitignore", "Caddyfile", "Dockerfile", "README.md", "auth/__init__.py",
        "auth/custom/__init__.py", "compose.yaml", "custom_functions/__init__.py",
        "custom_scripts/__init__.py", "pyproject.toml", "requirements.lock", "requirements.txt",
        "wheels/README.txt",
    }  # fmt: skip
    assert all(f"Wrote {project / name}" in ended.out for name in files)
    assert f"plm-ratios server run {project}" in ended.out
    assert not [
        path for path in project.rglob("*") if path.is_file() and re.search(r"@\w+@", path.read_text())
    ]
    assert (project / "requirements.txt").read_text() == f"plm-ratios[server]=={__version__}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


def test_the_licence_is_left_to_the_operator(tmp_path: Path) -> None:
    new(tmp_path / "project")
    text = (tmp_path / "project" / ".env").read_text()
    settings = dotenv_values(tmp_path / "project" / ".env")
    assert settings == {"XLWINGS_LICENSE_KEY": "", "XLWINGS_HOSTNAME": ""}
    assert "noncommercial" in text and "PolyForm Noncommercial" in text and "xlwings.org" in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_only_its_owner_reads_the_settings(tmp_path: Path) -> None:
    new(tmp_path / "project")
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "project" / ".env").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "project").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_the_settings_are_in_neither_git_nor_the_image(tmp_path: Path) -> None:
    new(tmp_path / "project")
    for name in (".gitignore", ".dockerignore"):
        assert ".env" in (tmp_path / "project" / name).read_text().splitlines()
    subprocess.run(["git", "init", "-q", str(tmp_path / "project")], check=True)
    secret = [".env", ".env.prod", "tokens", "tokens.txt", "lab.tokens", "secrets/who.txt", "auth/tls.key"]
    asked = ["git", "-C", str(tmp_path / "project"), "check-ignore", *secret]
    ignored = subprocess.run([*asked, "catalog.json", "auth/tokens.py"], capture_output=True, text=True)
    assert ignored.stdout.split() == secret


def test_every_project_is_an_add_in_of_its_own(tmp_path: Path) -> None:
    new(tmp_path / "one")
    new(tmp_path / "other")
    one, other = ids(tmp_path / "one"), ids(tmp_path / "other")
    assert list(one) == list(other) == [f"manifest_id_{name}" for name in ENVIRONMENTS]
    everyone = [*one.values(), *other.values()]
    assert len(set(everyone)) == 2 * len(ENVIRONMENTS)
    assert all(uuid.UUID(each).version == 4 for each in everyone)


@pytest.mark.parametrize(
    "name", ["PLM_RATIOS_SERVER_TOKENS", "PLM_RATIOS_SERVER_RATE_LIMIT", "XLWINGS_AUTH_PROVIDERS"]
)
def test_settings_that_wait_for_a_hash_to_go_are_real(tmp_path: Path, name: str) -> None:
    new(tmp_path / "project")
    assert re.search(rf"^#{name}=\S", (tmp_path / "project" / ".env").read_text(), re.MULTILINE)
    if name.startswith(PREFIX):
        assert name.removeprefix(PREFIX).lower() in Settings.model_fields


# What is refused.


@pytest.mark.parametrize(
    "url",
    ["http://plm.example.org", "plm.example.org", "https://", "https://a.example/b", "https://a.example:99999",
     "ftp://a.example", "https://a.example?b=c"],
)  # fmt: skip
def test_an_address_that_excel_cannot_use(run: Run, tmp_path: Path, url: str) -> None:
    ended = run("server", "new", str(tmp_path / "project"), "--url", url)
    assert ended.code == 2
    assert (
        ended.err
        == f"plm-ratios: {url} is no address such as https://plm.example.org; Excel asks for https.\n"
    )
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_something(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ended = run("server", "new", str(tmp_path))
    assert ended.code == 2
    assert ended.err == (
        f"plm-ratios: {tmp_path} is not empty. Choose another folder, or write into it with --force.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_where_the_folder_should_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "project").write_text("mine")
    ended = run("server", "new", str(tmp_path / "project"))
    assert (ended.code, ended.err) == (2, f"plm-ratios: {tmp_path / 'project'} is a file. Name a folder.\n")


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    assert new(tmp_path / "project")


def test_force_renews_a_project_and_keeps_what_cannot_be_made_again(run: Run, tmp_path: Path) -> None:
    project = tmp_path / "project"
    new(project)
    before = ids(project)
    (project / ".env").write_text("XLWINGS_LICENSE_KEY=mine\n")
    (project / "Dockerfile").write_text("FROM scratch\n")
    (project / "notes.txt").write_text("mine")
    (project / "custom_functions" / "__init__.py").write_text("mine = 1\n")
    assert run("server", "new", str(project), "--force").code == 0
    assert ids(project) == before
    assert (project / ".env").read_text() == "XLWINGS_LICENSE_KEY=mine\n"
    assert (project / "notes.txt").read_text() == "mine"
    assert (project / "custom_functions" / "__init__.py").read_text() == "mine = 1\n"
    assert "HEALTHCHECK" in (project / "Dockerfile").read_text()


def test_a_project_is_whole_or_not_there(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "rename", stop)
    ended = run("server", "new", str(tmp_path / "project"))
    assert (ended.code, ended.err) == (130, "Stopped; nothing was left half-written.\n")
    assert not list(tmp_path.iterdir())


# What the files for Docker say; Docker itself runs in no test.


def test_the_compose_file_has_a_server_and_a_proxy(tmp_path: Path) -> None:
    new(tmp_path / "project")
    compose = yaml.safe_load((tmp_path / "project" / "compose.yaml").read_text())
    server, proxy = compose["services"]["server"], compose["services"]["proxy"]
    assert server["env_file"] == ".env"
    for service in (server, proxy):
        assert service["read_only"] and service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["mem_limit"] == service["memswap_limit"] and service["pids_limit"] > 0
        assert service["stop_grace_period"] == "15s" and service["logging"]["options"]["max-size"]
        assert all("size=" in each for each in service["tmpfs"])
    assert proxy["cap_add"] == ["NET_BIND_SERVICE"] and "cap_add" not in server
    assert "ports" not in server and "container_name" not in server  # or there could be but one of it
    assert proxy["depends_on"]["server"]["condition"] == "service_healthy"
    assert {"80:80", "443:443"} <= set(proxy["ports"])
    assert proxy["healthcheck"]["test"][0] == "CMD"
    assert re.fullmatch(r"caddy:\d+\.\d+\.\d+-alpine@sha256:[0-9a-f]{64}", proxy["image"])
    assert "certificates" in compose["volumes"] and "certificates:/data" in proxy["volumes"]
    caddy = (tmp_path / "project" / "Caddyfile").read_text()
    assert "{$XLWINGS_HOSTNAME:localhost} {" in caddy and caddy.count("{") == caddy.count("}")


def test_the_image_is_pinned_and_runs_as_nobody_in_particular(tmp_path: Path) -> None:
    new(tmp_path / "project")
    text = (tmp_path / "project" / "Dockerfile").read_text().replace("\\\n", " ")
    steps = [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]
    names = [name for name, _ in steps]
    step = dict(steps)
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}", step["FROM"])
    installed = [rest for name, rest in steps if name == "RUN" and "pip install" in rest]
    assert len(installed) == 2 and "--require-hashes" in installed[0] and "--no-index" in installed[1]
    assert int(step["USER"]) > 0 and names.index("USER") < names.index("CMD")
    assert "http://127.0.0.1:8000/health" in step["HEALTHCHECK"]
    assert names.index("RUN") < len(names) - 1 - names[::-1].index("COPY")  # the packages before the project
    command = shlex.split(step["CMD"].strip("[]").replace(",", " "))[-1]
    assert command.startswith("exec plm-ratios server run /app --host 0.0.0.0")
    # Docker copies what stands in a project, so that must be there.
    copied = [part for name, rest in steps if name == "COPY" for part in rest.split()[:-1]]
    assert all((tmp_path / "project" / part).exists() for part in copied)


def test_what_the_docs_give_kubernetes_is_as_careful() -> None:
    page = re.search(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert page
    parts = {part["kind"]: part for part in yaml.safe_load_all(page[1])}
    pod = parts["Deployment"]["spec"]["template"]["spec"]
    (server,) = pod["containers"]
    assert not pod["automountServiceAccountToken"] and pod["terminationGracePeriodSeconds"] > 8
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert server["securityContext"] == {
        "readOnlyRootFilesystem": True, "allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]},
    }  # fmt: skip
    assert server["resources"]["limits"]["memory"] == "512Mi"
    assert all(server[f"{kind}Probe"]["timeoutSeconds"] >= 5 for kind in ("readiness", "liveness"))
    assert pod["volumes"][0]["emptyDir"]["sizeLimit"]
    assert set(parts["NetworkPolicy"]["spec"]["policyTypes"]) == {"Ingress", "Egress"}
    for part in ("Service", "NetworkPolicy"):
        spec = parts[part]["spec"]
        assert spec.get("selector", spec.get("podSelector", {}).get("matchLabels")) == {"app": "plm-server"}


# The lock.

LOCK = Path(project_module.__file__).with_name("project_files") / "requirements_lock.txt"
PYTHONS = ("3.11.9", "3.12.9", "3.13.16", "3.14.0")


def locked() -> list[tuple[Requirement, list[str]]]:
    """Each line of the lock, with its hashes."""
    text = re.sub(r"^#.*\n|^ +#.*\n", "", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    parts = [re.split(r" +--hash=", line.strip()) for line in lines if line.strip()]
    return [(Requirement(first), hashes) for first, *hashes in parts]


def test_the_lock_names_each_package_with_version_and_hashes() -> None:
    for requirement, hashes in locked():
        assert [each.operator for each in requirement.specifier] == ["=="], requirement
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), requirement


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_lock_holds_what_the_server_asks_for(python: str, machine: str) -> None:
    """Once each, on any Python and processor; `make lock` after pyproject.toml has changed."""
    on = {
        "python_version": python.rpartition(".")[0], "python_full_version": python, "sys_platform": "linux",
        "platform_system": "Linux", "platform_machine": machine, "implementation_name": "cpython",
        "platform_python_implementation": "CPython", "os_name": "posix", "extra": "",
    }  # fmt: skip
    here = [each for each, _ in locked() if not each.marker or each.marker.evaluate(on)]
    versions = {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in here}
    assert len(versions) == len(here)
    asked = tomllib.loads((DOCS.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for text in (*asked["dependencies"], *asked["optional-dependencies"]["server"]):
        requirement = Requirement(text)
        if not requirement.marker or requirement.marker.evaluate(on):
            assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), text


@pytest.mark.host
@pytest.mark.slow
def test_the_steps_of_the_image_in_an_empty_environment(tmp_path: Path) -> None:
    """As the Dockerfile has them, but for the folder of the programs."""
    project, programs = tmp_path / "project", tmp_path / "venv" / "bin"
    new(project)
    text = (project / "Dockerfile").read_text().replace("\\\n", " ")
    steps = re.findall(r"^RUN (pip install .*)$", text, re.MULTILINE)
    built = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", project / "wheels"]
    for command, folder in [
        ([*map(str, built), str(DOCS.parents[1])], tmp_path),
        ([sys.executable, "-m", "venv", str(tmp_path / "venv")], tmp_path),
        *((["sh", "-ec", step], project) for step in steps),
        (["plm-ratios", "server", "run", "--help"], project),
    ]:
        search = f"{programs}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, "PATH": search}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
    held = subprocess.run([programs / "pip", "list", "--format=json"], capture_output=True, text=True).stdout
    names = {canonicalize_name(each["name"]) for each in json.loads(held)}
    named = {canonicalize_name(each.name) for each, _ in locked()}
    assert names - named <= {"pip", "setuptools", "plm-ratios"}


# Starting it.


def ended(project: Path, *options: str, **settings: str) -> tuple[int, str]:
    """How `server run` ends that cannot start."""
    done = subprocess.run(
        [*COMMAND, "server", "run", str(project), *options],
        env=environment(**settings), capture_output=True, text=True, timeout=TIMEOUT,
    )  # fmt: skip
    assert not done.stdout
    return done.returncode, done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    new(tmp_path / "project")
    return tmp_path / "project"


KEY = {"XLWINGS_LICENSE_KEY": "noncommercial"}


@pytest.mark.host
def test_a_folder_that_is_no_project(tmp_path: Path) -> None:
    assert ended(tmp_path) == (
        2,
        f"plm-ratios: {tmp_path} holds no custom_functions, so it is no server project. Make one: "
        "plm-ratios server new DIR\n",
    )


@pytest.mark.host
def test_without_a_licence_key_it_does_not_start(project: Path) -> None:
    code, said = ended(project)
    assert code == 2 and said.count("\n") == 1
    assert said.startswith(
        "plm-ratios: xlwings Server has no valid licence key. Set XLWINGS_LICENSE_KEY in .env: "
    )
    assert "noncommercial" in said and "a key of your own" in said


@pytest.mark.host
def test_a_wrong_licence_key_is_told(project: Path) -> None:
    code, said = ended(project, XLWINGS_LICENSE_KEY="nonsense")
    assert code == 2 and "(Invalid xlwings license key.)" in said and said.count("\n") == 1


def test_without_xlwings_server_it_says_how_to_get_it(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlwings_server", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = run("server", "run", str(project))
    assert (done.code, done.err) == (
        2, 'plm-ratios: xlwings Server is not installed. Install it: pip install "plm-ratios[server]"\n'
    )  # fmt: skip


@pytest.mark.host
def test_a_port_in_use(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = ended(project, "--port", str(port), **KEY)
    assert (code, said) == (2, f"plm-ratios: Port {port} is in use. Choose another: --port {port + 1}\n")


@pytest.mark.host
def test_an_address_that_is_not_of_this_machine(project: Path) -> None:
    code, said = ended(project, "--host", "192.0.2.1", **KEY)
    assert code == 2 and said.startswith("plm-ratios: Cannot listen at 192.0.2.1, port 8000: ")


@pytest.mark.host
def test_a_setting_that_cannot_be_used(project: Path) -> None:
    code, said = ended(project, **KEY, PLM_RATIOS_SERVER_MAX_CELLS="many")
    assert code == 2 and said.count("\n") == 1
    assert said.startswith("plm-ratios: The setting PLM_RATIOS_SERVER_MAX_CELLS cannot be used: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RATE_LIMIT", "often"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "https://a.example/path"),
        ("FRAME_ANCESTORS", "https://a.example; script-src *"),
        ("MAX_BODY_MB", "0"),
        ("MAX_CELLS", "1.5"),
    ],
)
def test_each_setting_is_checked(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(PlmError, match=f"The setting {PREFIX}{name} cannot be used: "):
        read()


@pytest.mark.host
def test_where_tokens_are_asked_for_there_must_be_some(project: Path) -> None:
    code, said = ended(project, **KEY, XLWINGS_AUTH_PROVIDERS='["custom"]')
    assert code == 2 and "asks for tokens, but there are none." in said and said.count("\n") == 1


@pytest.mark.host
def test_tokens_need_something_that_checks_them(project: Path) -> None:
    (project / "auth" / "custom" / "__init__.py").unlink()
    settings = {
        "XLWINGS_AUTH_PROVIDERS": '["custom"]',
        "PLM_RATIOS_SERVER_TOKENS": "ada:a-secret-of-ada-lovelace",
    }
    code, said = ended(project, **KEY, **settings)
    assert code == 2 and "from plm_ratios.hosts.server.auth import validate_token" in said


@pytest.mark.host
def test_functions_that_cannot_be_loaded(project: Path) -> None:
    (project / "custom_functions" / "__init__.py").write_text("import nonsense\n")
    code, said = ended(project, **KEY)
    assert code == 2
    assert (
        said == "plm-ratios: The project cannot be loaded: ModuleNotFoundError: No module named 'nonsense'\n"
    )


@pytest.mark.host
@pytest.mark.skipif(sys.platform == "win32", reason="Windows stops programs in another way")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_stops_it(project: Path, workers: str) -> None:
    with serving(project, "--workers", workers) as server:
        answer = server.ask("RATIO", "ESM-2 15B")
        assert answer.status_code == 200
        assert server.stop(signal.SIGINT) == 0
        assert '"message": "stopped"' in server.lines[-1]
        assert not [line for line in server.lines if "Traceback" in line]
    with pytest.raises(ProcessLookupError):
        os.kill(server.process.pid, 0)


@pytest.mark.host
def test_settings_stand_in_the_projects_own_file(project: Path) -> None:
    with (project / ".env").open("a") as file:
        file.write("PLM_RATIOS_SERVER_MAX_CELLS=3\nXLWINGS_PROJECT_NAME=Lab\n")
    with serving(project) as server:
        assert server.ask("RATIO", [["a"]] * 4).status_code == 413
        assert '<DisplayName DefaultValue="Lab" />' in server.http.get("/manifest").text


# The docs.


def test_every_setting_is_in_the_docs() -> None:
    text = DOCS.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `PLM_RATIOS_SERVER_(\w+)` \| (.*) \|$", text, re.MULTILINE))
    assert {name.lower() for name in rows} == set(Settings.model_fields)
    for name, field in Settings.model_fields.items():
        assert field.description in rows[name.upper()], name
