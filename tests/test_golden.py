"""The golden vectors: every host answers them; here Python does."""

from __future__ import annotations

import json

from golden.generate import VECTORS, decode, lines
from golden.generate_own import OWN_VECTORS, own_calls
from own_models import ONE, Mine
from plm_ratios.analysis.ratios import BASES
from plm_ratios.catalog import load
from plm_ratios.functions import FUNCTIONS


def test_python_answers_as_the_file_says() -> None:
    written = VECTORS.read_text(encoding="utf-8").splitlines()
    differing = [
        f"{new}\n   not {old}" for old, new in zip(written, lines()) if json.loads(old) != json.loads(new)
    ]
    assert not differing, (
        f"{len(differing)} vectors differ; if the change is meant, run: python tests/golden/generate.py\n"
        + "\n".join(differing[:5])
    )
    assert len(written) == sum(1 for _ in lines()), "run: python tests/golden/generate.py"


def test_python_answers_about_own_models_as_the_file_says(mine: Mine) -> None:
    mine.write(ONE)
    written = OWN_VECTORS.read_text(encoding="utf-8").splitlines()
    assert list(lines(own_calls())) == written, "if meant, run: python tests/golden/generate_own.py"


def test_there_is_a_vector_for_everything() -> None:
    vectors = [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()]
    assert len(vectors) > 1000
    assert {vector["f"] for vector in vectors} == set(FUNCTIONS)
    asked = {
        tuple(v["a"][:2])
        for v in vectors
        if v["f"] == "RATIO"
        and len(v["a"]) == 2
        and isinstance(v["a"][0], str)
        and isinstance(v["a"][1], str)
    }
    assert asked >= {(model.name, basis) for model in load().models for basis in BASES}
    results = [json.dumps(vector["r"]) for vector in vectors]
    for error in ("#N/A", "#VALUE!", "#NUM!", "#REF!"):
        assert any(error in result for result in results), error
    assert decode({"range": [[None, {"error": "#N/A"}]]})[0][0] is None
