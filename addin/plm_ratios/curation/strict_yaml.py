"""YAML that anybody may have written, read strictly: no key twice, nothing run, and nothing without end."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml

MOST_BYTES = 20_000_000  # of one file; a model has some 2,000
_MOST_FOR_PYTHON = 1_000_000  # characters; the loader in Python takes some seconds for these
_NUMBERS = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
_LONGEST_NUMBER = 400  # characters; 1:00:00:... grows faster than any machine multiplies
_DEEP = re.compile(r"^[ ?:-]{400}", re.MULTILINE)
TOO_DEEP = "it is nested too deeply; a catalog has few levels"


class _Strict:
    """Makes a loader strict: a repeated key, or a value that does not fit its type, is an error of YAML."""

    def construct_object(self: Any, node: yaml.Node, deep: bool = False) -> Any:
        if isinstance(node, yaml.ScalarNode) and node.tag in _NUMBERS and len(node.value) > _LONGEST_NUMBER:
            raise yaml.constructor.ConstructorError(
                None, None, f"a number has {len(node.value):,} characters", node.start_mark
            )
        try:
            return super().construct_object(node, deep)  # type: ignore[misc]
        except (AttributeError, LookupError, TypeError, ValueError) as error:  # as the date 2022-13-45
            raise yaml.constructor.ConstructorError(
                None, None, f'"{node.value}" is no value of its type: {error}', node.start_mark
            ) from error

    def construct_mapping(self: Any, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node)
            if not isinstance(key, Hashable):
                continue  # reported by what follows
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f'the key "{key}" occurs twice in one mapping', key_node.start_mark
                )
            seen.add(key)
        constructed: dict[Any, Any] = super().construct_mapping(node, deep)  # type: ignore[misc]
        return constructed


class _Loader(_Strict, yaml.SafeLoader):
    """A loader whose errors show the line with the error."""


class _FastLoader(_Strict, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The loader in C, if PyYAML includes it: ten times as fast, but its errors show no line."""


# Characters that the two loaders read differently: the fast one accepts tabs and byte order marks where YAML
# does not allow them, and reads a lone ! as a text.
_READ_DIFFERENTLY = frozenset("\t\ufeff!")


def load(text: str) -> Any:
    """The content of a text, read by the fast loader unless that rejects it or would read it differently.

    Raises yaml.YAMLError, which says what is wrong and where.
    """
    try:
        return _loaded(text)
    except RecursionError:
        raise yaml.YAMLError(TOO_DEEP) from None


def _loaded(text: str) -> Any:
    long = len(text) > _MOST_FOR_PYTHON
    # The fast loader descends in C, where nothing notices that the stack ends.
    deep = _DEEP.search(text) is not None
    if long and deep:
        raise yaml.YAMLError(TOO_DEEP)
    if (long or _READ_DIFFERENTLY.isdisjoint(text)) and not deep:
        try:
            return yaml.load(text, _FastLoader)  # noqa: S506 (a SafeLoader)
        except yaml.YAMLError:
            if long:
                raise
            # The other loader reports the place.
    return yaml.load(text, _Loader)  # noqa: S506 (a SafeLoader)
