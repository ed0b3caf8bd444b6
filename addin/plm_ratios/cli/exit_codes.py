"""Exit codes of all commands, so that a script knows what happened without reading sentences.

Every command keeps to this table, and README.md shows it. typer also uses 2 for unknown options and commands,
so a wrong value has the same code whether typer or a command detects it.
"""

from __future__ import annotations

DONE = 0  # done; remarks, if any, are in notes
FOUND_FAULTS = 1  # the command checked its input and found something wrong
REFUSED = 2  # the command could not be executed: one line says why, and what to change
STOPPED = 130  # Ctrl-C; nothing was left half-written
