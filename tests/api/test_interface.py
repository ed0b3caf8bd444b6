"""What `import plm_ratios` offers, and how it is found."""

from __future__ import annotations

import pkgutil
import pydoc
import subprocess
import sys
from pathlib import Path

import pytest

import plm_ratios
from plm_ratios import api

PACKAGE = Path(plm_ratios.__file__).parent


def test_every_public_name_is_there() -> None:
    assert set(api.__all__) <= set(plm_ratios.__all__) <= set(dir(plm_ratios))
    assert all(hasattr(plm_ratios, name) for name in plm_ratios.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'rato'"):
        plm_ratios.rato  # noqa: B018


def test_no_name_of_the_interface_is_that_of_a_folder_or_module() -> None:
    inside = {module.name for module in pkgutil.iter_modules(plm_ratios.__path__)}
    assert inside.isdisjoint(plm_ratios.__all__)


def test_the_help_speaks_of_every_name() -> None:
    tour = pydoc.plain(pydoc.render_doc(plm_ratios)).partition("PACKAGE CONTENTS")[0]
    functions = [name for name in api.__all__ if name[0].islower()]
    assert [name for name in functions if name not in tour] == []


def test_it_is_loaded_on_first_use_only() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); import plm_ratios; "
        "print('plm_ratios.api' in sys.modules); plm_ratios.ratio; plm_ratios.compare(); "
        "print(sorted({'pandas', 'matplotlib', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["False", "[]"]


def test_what_the_catalog_holds_describes_itself() -> None:
    model = plm_ratios.load().model("ESM-2 15B")
    assert repr(model) == "<Model ESM-2 15B: 15B parameters, 65M sequences, 864B tokens seen>"
    fact = model.fact("tokens_seen")
    assert repr(fact).startswith("<Fact 864,000,000,000: Lin et al. 2023; Supplementary Materials")
