"""Writes the add-in that is committed and shipped with the package.

python -m plm_ratios.hosts.excel.addin workbook/plm_ratios.xlam
"""

from __future__ import annotations

import sys
from pathlib import Path

from ....catalog import use_bundled_only
from ....files import replacing
from . import package

if __name__ == "__main__":
    use_bundled_only()
    target = Path(sys.argv[1])
    with replacing(target, force=True) as temporary:
        temporary.write_bytes(package.content())
    print(f"Wrote {target}")
