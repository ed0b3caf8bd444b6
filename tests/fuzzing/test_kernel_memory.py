"""The compiled kernel of counting touches no memory but the buffers that it is given."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from pathlib import Path
from random import Random

import pytest

from extras import absent
from fuzzing.sequence_readers import block
from plm_ratios import corpus

_KERNEL = Path(corpus.__file__).parent
_SANITIZED = ("-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-DNO_CLONES")


@pytest.mark.slow
def test_the_kernel_stays_within_its_buffers(tmp_path: Path) -> None:
    compiler = shutil.which(os.environ.get("CC") or "cc")
    if not compiler:
        absent("there is no C compiler: apt install gcc")
    driver = tmp_path / "driver"
    source = Path(__file__).with_name("kernel_driver.c")
    built = subprocess.run(
        [compiler, *_SANITIZED, "-I", str(_KERNEL), "-o", str(driver), str(source)], capture_output=True
    )
    if built.returncode:
        absent("this C compiler has no sanitizers: apt install gcc")
    blocks = []
    for number in range(2000):
        for lines, text in ((0, b">" + block(Random(number))), (1, block(Random(number)))):
            blocks.append(bytes([lines]) + struct.pack("<q", len(text)) + text)
    done = subprocess.run([driver], input=b"".join(blocks), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
