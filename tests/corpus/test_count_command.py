"""plm-ratios count"""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.command_line import Run
from corpus.corpora import PACKED, fasta, proteins, wrote
from plm_ratios.cli import exit_codes
from plm_ratios.corpus import state

SEQUENCES = proteins(60)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(state.FOLDER_VARIABLE, str(tmp_path / "cache"))
