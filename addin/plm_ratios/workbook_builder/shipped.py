"""Builds the workbook that is committed and shipped with the package: workbook/plm_ratios.xlsm.

python -m plm_ratios.workbook_builder.shipped workbook/plm_ratios.xlsm
"""

from __future__ import annotations

import sys
from pathlib import Path

from ..catalog import use_bundled_only
from .building import build
from .flavours import FLAVOURS


def write(path: Path) -> Path:
    """Write the workbook, replacing the existing one."""
    return build(path, FLAVOURS["excel"], replace=True)


if __name__ == "__main__":
    use_bundled_only()
    print(f"Wrote {write(Path(sys.argv[1]))}")
