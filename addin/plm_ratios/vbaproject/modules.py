"""The modules of a VBA project, with their text as stored in the project."""

from __future__ import annotations

import re
from typing import NamedTuple

WORKBOOK = "00020819-0000-0000-C000-000000000046"
WORKSHEET = "00020820-0000-0000-C000-000000000046"
_CLASS = "FCFB3D2A-A0FA-1068-A738-08002B3371B5"

_HEADER = """\
Attribute VB_Name = "{name}"
Attribute VB_Base = "0{{{base}}}"
Attribute VB_GlobalNameSpace = {everywhere}
Attribute VB_Creatable = {creatable}
Attribute VB_PredeclaredId = {predeclared}
Attribute VB_Exposed = {exposed}
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = {customizable}
"""
_ATTRIBUTE = re.compile(r"Attribute (VB_\w+) = (.*)")
_PREAMBLE_OF_CLASS = re.compile(r"\AVERSION [^\r]*\r\nBEGIN\r\n.*?\r\nEND\r\n", re.DOTALL)


class Module(NamedTuple):
    """A module: its name, "document", "standard" or "class", and its text with CRLF line ends."""

    name: str
    kind: str
    text: str


def standard_module(text: str) -> Module:
    """A module of procedures, from the text of a .bas file."""
    found = re.match(r'Attribute VB_Name = "(\w+)"', text)
    if not found:
        raise ValueError('A .bas file begins with Attribute VB_Name = "...".')
    return Module(found[1], "standard", _with_crlf(text))


def class_module(text: str) -> Module:
    """A class, from the text of a .cls file.

    Such files begin with a block VERSION ... END that projects do not store; projects store more attributes.
    """
    lines = _PREAMBLE_OF_CLASS.sub("", _with_crlf(text)).split("\r\n")
    attributes = {}
    while lines and (found := _ATTRIBUTE.match(lines[0])):
        attributes[found[1]] = found[2]
        del lines[0]
    if "VB_Name" not in attributes:
        raise ValueError('A .cls file names its class: Attribute VB_Name = "...".')
    name = attributes["VB_Name"].strip('"')
    header = _HEADER.format(
        name=name,
        base=_CLASS,
        everywhere=attributes.get("VB_GlobalNameSpace", "False"),
        creatable=attributes.get("VB_Creatable", "False"),
        predeclared=attributes.get("VB_PredeclaredId", "False"),
        exposed=attributes.get("VB_Exposed", "False"),
        customizable="False",
    )
    more = [f"Attribute {key} = {value}" for key, value in attributes.items() if key not in header]
    return Module(name, "class", _with_crlf(header) + "\r\n".join([*more, *lines]))


def document_module(name: str, code: str = "", base: str = WORKSHEET) -> Module:
    """The module of a sheet or of the workbook itself, with its code (events), if any."""
    header = _HEADER.format(
        name=name,
        base=base,
        everywhere="False",
        creatable="False",
        predeclared="True",
        exposed="True",
        customizable="True",
    )
    return Module(name, "document", _with_crlf(header + code))


def _with_crlf(text: str) -> str:
    return re.sub(r"\r\n|\r|\n", "\r\n", text)
