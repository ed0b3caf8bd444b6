"""How commands end, so that a script can tell what happened without reading sentences.

Every command keeps to this table, and README.md shows it. 2 is also what typer gives for options and commands
that there are not, so a wrong value is one kind of failure whoever notices it.
"""

from __future__ import annotations

DONE = 0  # done, and what there is to remark stands in notes
FOUND_FAULTS = 1  # it looked at what it was given, and something there is wrong
REFUSED = 2  # it could not do what was asked: one line says why, and what to change
STOPPED = 130  # Ctrl-C; nothing was left half-written
