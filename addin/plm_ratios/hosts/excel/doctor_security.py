"""Whether a rule of Microsoft Defender keeps Excel from starting Python.

The rules are "attack surface reduction rules", and xlwings starts cmd.exe out of Excel, which starts Python.
Other security products keep their rules to themselves.
"""

from __future__ import annotations

from typing import NamedTuple

from ..findings import Finding
from .machine import Machine

# Where group policy and the machine itself keep the rules, a value each:
# https://admx.help/?Category=Windows_11_2022&Policy=Microsoft.Policies.WindowsDefender::ExploitGuard_ASR_Rules
_GROUP_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_MACHINE = r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
# And Intune, all of them in one text: "rule=1|rule=2".
_INTUNE, _ALL_RULES = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager", "ASRRules"

_STATES = {"1": "block", "6": "warn", "2": "audit"}  # 0 is off, 5 not configured


class _Rule(NamedTuple):
    """A rule by its name, and what it does to the workbook, "" where it does nothing."""

    name: str
    harm: str


# https://learn.microsoft.com/defender-endpoint/attack-surface-reduction-rules-reference
_RULES = {
    "D4F940AB-401B-4EFC-AADC-AD5F3C50688A": _Rule(
        "Block all Office applications from creating child processes", "Excel cannot start Python"
    ),
    "92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B": _Rule(
        "Block Win32 API calls from Office macros", "the workbook's macros cannot load xlwings' DLL"
    ),
    # Excel writes no program here: what a button writes, Python writes.
    "3B576869-A4EC-4529-8536-B80A7769E899": _Rule(
        "Block Office applications from creating executable content", ""
    ),
}
_WHAT = "Security rules"
_REMEDY = (
    "Ask those who look after this machine for an exclusion from that rule, or use a workbook that starts no "
    "Python here: plm-ratios new comparison.xlsx --flavour lite (xlwings Lite), plm-ratios new "
    "comparison.xlsx (plain formulas), or a server (plm-ratios server new)"
)


def look(machine: Machine) -> list[Finding]:
    """A finding for each rule in the way, or one that says there is none."""
    states = {identifier: _state(machine, identifier) for identifier in _RULES}
    found = [
        Finding(_WHAT, _said(identifier, states[identifier]), _REMEDY)
        for identifier, rule in _RULES.items()
        if rule.harm and states[identifier] in ("block", "warn")
    ]
    if found:
        return found
    seen = [f'"{_RULES[each].name}" ({state})' for each, state in states.items() if state]
    return [Finding(_WHAT, f"nothing in the way{', but set: ' if seen else ''}{', '.join(seen)}")]


def _said(identifier: str, state: str) -> str:
    rule = _RULES[identifier]
    unless = ", unless somebody allows it in the message of Windows Security" if state == "warn" else ""
    return f'Microsoft Defender, "{rule.name}" ({identifier}), is set to {state}: {rule.harm}{unless}'


def _state(machine: Machine, identifier: str) -> str:
    """ "block", "warn", "audit", or "" for a rule that is off. What an organization set goes first."""
    for value in (
        machine.registry_value(_GROUP_POLICY, identifier),
        _of_intune(machine).get(identifier),
        machine.registry_value(_MACHINE, identifier),
    ):
        if value is not None:
            return _STATES.get(str(value).strip(), "")
    return ""


def _of_intune(machine: Machine) -> dict[str, str]:
    rules = str(machine.registry_value(_INTUNE, _ALL_RULES) or "")
    pairs = (rule.partition("=") for rule in rules.split("|"))
    return {name.strip().upper(): value for name, _, value in pairs}
