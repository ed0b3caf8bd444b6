"""What Calc needs to know about the functions: a type interface, help texts and a manifest.

All of it is generated from FUNCTIONS. What the types do was measured in LibreOffice 7.4:

* A function either returns a matrix, which must then be declared `sequence< sequence<any> >`, or a
  single value, declared `any`; a matrix inside an `any` is refused (#VALUE!).
* Text inside such a matrix shows, but does not compare: =A2="x" is FALSE, and MATCH, COUNTIF and
  VLOOKUP miss it, because LibreOffice leaves it out of the document's string pool. Joining it with
  an empty text (A2&"") makes it ordinary text. Text returned as a single value is ordinary at once.
* A number in a 1 x 1 matrix behaves as a number everywhere (arithmetic, IF, SUM, ISNA, as an argument).

So functions that give numbers or tables return matrices, and take whole ranges in one call; functions
that give text return a single value. To answer a range, in an array formula {=VERDICT(A1:A9)}, they
declare their required arguments as double or string: then Calc itself calls them cell by cell,
blanks reach a string as "", and error cells go out at their places without a call. A number reaches a
string as text, as the locale writes it.

* Only `any` arguments can be left out. A required one of a matrix function is therefore declared
  `sequence< sequence<any> >`: a single cell arrives as a 1 x 1 matrix, and Calc answers Err:504 where
  it is missing, and shows it as required in the function wizard.
* A range with an error cell in it is refused by Calc before any function with a matrix or `any`
  argument is called: the answer is Err:504 in every cell. =RATIO(IFERROR(A1:A9;"")) leaves them blank.
"""

from __future__ import annotations

from typing import Any, Mapping
from xml.sax.saxutils import escape, quoteattr

SERVICE = "plm.F"
QUALIFIED_PREFIX = SERVICE.upper() + "."  # files saved by Calc hold PLM.F.RATIO(...)
IDENTIFIER = "org.plm-ratios.calc"  # of the extension, in LibreOffice's extension manager
CATEGORY = "Add-In"

IDL_FILE = "functions.idl"
CONFIGURATION_FILE = "CalcAddIns.xcu"
COMPONENT_FILE = "component.py"

MATRIX = "sequence< sequence<any> >"
ANY = "any"
_TYPE_OF_KIND = {"number": "double", "name": "string", "text": "string", "any": "string"}

Functions = Mapping[str, Any]


def method_name(function: str) -> str:
    """The UNO method behind a function; Calc writes it in capitals into files."""
    return function.lower()


def interface_name(service: str = SERVICE) -> str:
    """The UNO interface that a service implements: plm.F implements plm.XF."""
    module, name = service.rsplit(".", 1)
    return f"{module}.X{name}"


def returned_type(function: Any) -> str:
    """A single value for text, a matrix for everything else."""
    return ANY if function.gives == "text" else MATRIX


def argument_type(function: Any, argument: Any) -> str:
    """The declared type of an argument; see the module's docstring for why."""
    if argument.optional:
        return ANY
    if function.gives == "text" and not argument.whole:
        return _TYPE_OF_KIND[argument.kind]
    return MATRIX


def idl(functions: Functions, service: str = SERVICE) -> str:
    """The type interface. LibreOffice reads this text as it is; no compiled library is needed."""
    modules = interface_name(service).split(".")
    interface = modules.pop()
    methods = "".join(
        "    {} {}({});\n".format(
            returned_type(function),
            method_name(name),
            ", ".join(f"[in] {argument_type(function, a)} {a.name}" for a in function.arguments),
        )
        for name, function in functions.items()
    )
    opening = "".join(f"module {module} {{ " for module in modules)
    return f"{opening}interface {interface} {{\n{methods}}};{' };' * len(modules)}\n"


def configuration(functions: Functions, service: str = SERVICE) -> str:
    """CalcAddIns.xcu: names and help texts, so that Calc knows the functions before it loads Python."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        ' oor:name="CalcAddIns" oor:package="org.openoffice.Office">\n'
        '<node oor:name="AddInInfo">\n'
        f'<node oor:name={quoteattr(service)} oor:op="replace">\n'
        '<node oor:name="AddInFunctions">\n'
        + "".join(_function_node(function) for function in functions.values())
        + "</node>\n</node>\n</node>\n</oor:component-data>\n"
    )


def _function_node(function: Any) -> str:
    arguments = "".join(
        f'    <node oor:name={quoteattr(argument.name)} oor:op="replace">'
        + _text("DisplayName", argument.name)
        + _text("Description", argument.help)
        + "</node>\n"
        for argument in function.arguments
    )
    return (
        f'<node oor:name={quoteattr(method_name(function.name))} oor:op="replace">\n'
        f"  {_text('DisplayName', function.name)}\n"
        f"  {_text('Description', function.summary)}\n"
        f'  <prop oor:name="Category"><value>{CATEGORY}</value></prop>\n'
        f'  <node oor:name="Parameters">\n{arguments}  </node>\n'
        "</node>\n"
    )


def _text(name: str, value: str) -> str:
    return f'<prop oor:name="{name}"><value xml:lang="en">{escape(value)}</value></prop>'


def manifest() -> str:
    """META-INF/manifest.xml: what each file of the extension is, types before the code that uses them."""
    uno = "application/vnd.sun.star.uno-"
    entries = (
        (f"{uno}typelibrary;type=RDB", IDL_FILE),
        (f"{uno}component;type=Python", COMPONENT_FILE),
        ("application/vnd.sun.star.configuration-data", CONFIGURATION_FILE),
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n'
        + "".join(
            f' <manifest:file-entry manifest:media-type="{media}" manifest:full-path="{path}"/>\n'
            for media, path in entries
        )
        + "</manifest:manifest>\n"
    )


def description(name: str, version: str, identifier: str = IDENTIFIER) -> str:
    """description.xml: what the extension manager shows and compares."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<description xmlns="http://openoffice.org/extensions/description/2006">\n'
        f"<identifier value={quoteattr(identifier)}/>\n"
        f"<version value={quoteattr(version)}/>\n"
        f'<display-name><name lang="en">{escape(name)}</name></display-name>\n'
        "</description>\n"
    )
