"""Start-up: a first RATIO in a fresh interpreter, beside bare Python and beside `import pandas`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from measuring import Measured, compared, in_turn

ADDIN = Path(__file__).resolve().parent.parent / "addin"
_HERE = f"import sys; sys.path.insert(0, {str(ADDIN)!r}); "
PROGRAMS = {
    "bare Python": "pass",
    "import plm_ratios": _HERE + "import plm_ratios",
    "first RATIO": _HERE + "from plm_ratios.functions import FUNCTIONS; FUNCTIONS['RATIO']('ESM-2 15B')",
    "import pandas": "import pandas",
}
AIM = 40.0
MILLISECONDS = "milliseconds over bare Python"


def rows(rounds: int) -> Iterator[Measured]:
    """Bare Python takes some 15 ms, so the last row gives milliseconds over it."""
    taken = in_turn({name: _start(code) for name, code in PROGRAMS.items()}, rounds)
    for name in ("import plm_ratios", "first RATIO"):
        for other in ("bare Python", "import pandas"):
            yield compared("start", name, other, taken[name], taken[other])
    over = [(ours - bare) * 1000 for ours, bare in zip(taken["first RATIO"], taken["bare Python"])]
    yield Measured("start", "first RATIO", MILLISECONDS, over, [each / 1000 for each in over], None, AIM)


def _start(code: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", code], check=True)
