"""What buttons ask of Excel about the workbook that it shows."""

from __future__ import annotations

import shutil
from pathlib import Path

WINDOWS, MAC = "win32", "darwin"


class Excel:
    """The workbook as it stands on the screen, which may not be as it was saved."""

    def __init__(self, shown: Path):
        self.shown = shown
        self.copies: list[Path] = []

    def SaveCopyAs(self, Filename: str) -> None:  # noqa: N803 (named as in Excel)
        self.copies.append(Path(shutil.copy(self.shown, Filename)))
