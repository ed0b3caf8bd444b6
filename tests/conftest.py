"""What all tests share."""

from __future__ import annotations

import pytest

from plm_ratios.catalog import Catalog, load


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The bundled catalog."""
    return load()
