"""Commands whose modules are imported when they are asked for: most of what the others need takes longer to
import than a command to run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer import main as building
from typer.core import TyperGroup

_SHARED: dict[str, Any] = {
    "pretty_exceptions_short": True,
    "rich_markup_mode": "markdown",  # fills lines that the docstrings break
}
_Command = Any  # typer's own class of commands has no public name


def group_of(places: Mapping[str, str]) -> type[TyperGroup]:
    """The class of a group with these commands.

    places   for each command "module.name" in this folder: a function, or the app of a group
    """

    class LazyGroup(TyperGroup):
        def __init__(self, **attributes: Any):
            super().__init__(**attributes)
            self.commands = _Commands(self.commands, places)

    return LazyGroup


class _Commands(MutableMapping[str, _Command]):
    """Commands by their names, those that are not there yet made when they are asked for."""

    def __init__(self, made: Mapping[str, _Command], places: Mapping[str, str]):
        self._made = dict(made)
        self._places = places

    def __getitem__(self, name: str) -> _Command:
        if name not in self._made:
            self._made[name] = _command(name, self._places[name])
        return self._made[name]

    def __setitem__(self, name: str, command: _Command) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        raise TypeError("Commands are never taken away.")

    def __contains__(self, name: object) -> bool:
        return name in self._made or name in self._places

    def __iter__(self) -> Iterator[str]:
        yield from self._places
        yield from (name for name in self._made if name not in self._places)

    def __len__(self) -> int:
        return len(set(self._made) | set(self._places))


def _command(name: str, place: str) -> _Command:
    module, _, attribute = place.partition(".")
    found: typer.Typer | Callable[..., Any] = getattr(import_module(f".{module}", __package__), attribute)
    if isinstance(found, typer.Typer):
        holder = typer.Typer()
        holder.add_typer(found, name=name)
        return building.get_group_from_info(holder.registered_groups[0], suggest_commands=True, **_SHARED)
    holder = typer.Typer()
    holder.command(name)(found)
    return building.get_command_from_info(holder.registered_commands[0], **_SHARED)
