"""Files that hold secrets: who can read them, and whether they would get into a repository or an image."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from ...errors import PlmError

_OTHERS_WRITE = stat.S_IWOTH
_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH
# An ignore file, what stands beside it where it matters, and what the secret would get into.
_IGNORED_BY = ((".gitignore", ".git", "the repository"), (".dockerignore", "Dockerfile", "the image"))


def require_kept_secret(path: Path, project: Path) -> None:
    """PlmError where anybody could change the file of tokens, or it would be handed on with the project."""
    if os.name == "posix" and path.exists() and path.stat().st_mode & _OTHERS_WRITE:
        raise PlmError(f"Everybody on this machine can change the file of tokens. Run: chmod 600 {path}")
    for inside in _places_inside(path, project):
        for ignore, beside, where in _IGNORED_BY:
            if _concerns(project, ignore, beside) and not _leaves_out(project / ignore, inside):
                raise PlmError(
                    f"The file of tokens {inside} lies in the project and would get into {where}. Move it "
                    f"out of {project}, or add this line to {project / ignore}: {inside}"
                )


def read_by_others(path: Path) -> bool:
    """Whether others on this machine can read a file that the server's user owns.

    What another owns, such as a secret that Docker or Kubernetes mounts, that user cannot change.
    """
    if os.name != "posix":
        return False
    try:
        found = path.stat()
    except OSError:
        return False
    return found.st_uid == os.geteuid() and bool(found.st_mode & _OTHERS_READ)


def _places_inside(path: Path, project: Path) -> set[PurePosixPath]:
    """Where the file lies in the project: the path that is named, and where that leads, if it is a link."""
    roots = {project.absolute(), project.resolve()}
    found = set()
    for place in (Path(os.path.abspath(path)), path.resolve()):
        for root in roots:
            if place.is_relative_to(root):
                found.add(PurePosixPath(place.relative_to(root).as_posix()))
    return found


def _concerns(project: Path, ignore: str, beside: str) -> bool:
    """Whether there is such an ignore file, or something that would read one."""
    above = (project, *project.parents)
    return (project / ignore).exists() or any((folder / beside).exists() for folder in above)


def _leaves_out(ignore: Path, inside: PurePosixPath) -> bool:
    """Whether the lines of an ignore file leave out this file. What is not understood leaves nothing out."""
    try:
        lines = ignore.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    left_out = False
    for line in map(str.strip, lines):
        if not line or line.startswith("#"):
            continue
        pattern = line.removeprefix("!").rstrip("/")
        # To git a name without a slash is one at any depth; to Docker it lies in the project's own folder.
        anywhere = pattern.startswith("**/") or (ignore.name == ".gitignore" and "/" not in pattern)
        pattern = pattern.removeprefix("**/").lstrip("/")
        for part in (inside, *inside.parents[:-1]):
            depth = len(part.parts) == len(PurePosixPath(pattern).parts)
            if pattern and part.match(pattern) and (anywhere or depth):
                left_out = not line.startswith("!")
    return left_out
