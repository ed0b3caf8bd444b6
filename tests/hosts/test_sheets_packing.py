"""What packing.py packs for Google Sheets, inflate.js takes apart: every kind of block that deflate has."""

from __future__ import annotations

import base64
import json
import random
import string
import subprocess
import zlib
from importlib.resources import files

from plm_ratios.curation.yaml_files import DATA
from plm_ratios.hosts.sheets import packing

ASK = """
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map(([text, length]) => inflated(text, length))));
"""


def deflated(text: str, level: int = 9, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> str:
    deflate = zlib.compressobj(level, wbits=-zlib.MAX_WBITS, strategy=strategy)
    return base64.b64encode(deflate.compress(text.encode()) + deflate.flush()).decode()


def test_every_text_comes_out_as_it_went_in(node: str) -> None:
    chance = random.Random(5)
    noise = "".join(chance.choices(string.printable, k=70_000))
    skewed = "".join(chance.choices(string.printable, [2.0**-n for n in range(100)], k=50_000))  # long codes
    far = noise[:200] + noise[1000:33_000] + noise[:200]  # a repeat near the farthest distance
    catalog = json.dumps(json.loads((DATA / "catalog.json").read_text(encoding="utf-8")))
    texts = ["", "a", "a" * 100_000, "ab" * 300, noise, skewed, far, catalog]
    packed = [packing.packed(text) for text in texts]
    cases = [(each, len(text)) for each, text in zip(packed, texts)]
    for text in texts[:-1]:
        cases.append((deflated(text, level=0), len(text)))  # stored
        cases.append((deflated(text, strategy=zlib.Z_FIXED), len(text)))
        cases.append((deflated(text, strategy=zlib.Z_HUFFMAN_ONLY), len(text)))
    script = files("plm_ratios.hosts.sheets").joinpath("inflate.js").read_text(encoding="utf-8")
    done = subprocess.run(
        [node, "-e", script + ASK], input=json.dumps(cases), capture_output=True, text=True, check=True
    )
    expected = texts + [text for text in texts[:-1] for _ in range(3)]
    assert json.loads(done.stdout) == expected
    assert len(packed[-1]) < len(catalog) / 4
