"""Derive again what repeated protein data was worth, from the released curves of Cheng et al.

    python research/repetition/rerun.py FOLDER
    python research/repetition/rerun.py https://github.com/cxysteven/ScalingProteinLM

FOLDER is a clone of their repository, bare or not, that holds the commit named in released_runs.py. Where its
address is given instead, it is cloned into a temporary folder; otherwise nothing is downloaded. Writes
results.json next to this script, and draws docs/repetition.png from it and from the curves. What is compared,
and what it does not show, is in docs/repetition.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import picture
from plm_ratios.analysis import repetition
from plm_ratios.files import replacing
from released_runs import (
    COMMIT,
    LOGS,
    PAIRS,
    PASSES_FROM,
    REPOSITORY,
    RERUNS_DIFFER,
    RERUNS_FROM,
    UNIQUE,
    Curve,
    Pair,
    read,
)
from worth import DRAWS, SMOOTHED, Reading, Worth, r_star_of, worth

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
PICTURE = HERE.parents[1] / "docs" / "repetition.png"


def derive(clone: Path) -> tuple[dict, dict[tuple[str, str, str], tuple[Curve, Curve]]]:
    """All results, and for the picture the repeated and the fresh curve of each run."""
    runs, curves, for_law = [], {}, []
    for number, pair in enumerate(PAIRS):
        fresh = read(clone, pair.fresh)
        shorter = [read(clone, path, pair.parameters) for path in pair.shorter]
        for name, path in pair.repeated.items():
            repeated = read(clone, path)
            curves[pair.objective, pair.size, name] = repeated, fresh
            found = worth(repeated, fresh, shorter, UNIQUE, RERUNS_DIFFER[pair.size], seed=number)
            runs.append(_run(pair, name, path, found))
            if pair.objective == "CLM" and found.ended is not None:
                for_law.append(found)
    return {
        "repository": REPOSITORY,
        "commit": COMMIT,
        "unique_tokens": {"value": UNIQUE, "from": PASSES_FROM},
        "reruns_differ_by": {"loss": RERUNS_DIFFER, "from": RERUNS_FROM},
        "smoothed_over_points": SMOOTHED,
        "draws": DRAWS,
        "runs": runs,
        "r_star_of_clm": _constants(for_law),
    }, curves


def _run(pair: Pair, name: str, path: str, found: Worth) -> dict:
    lowest, loss = found.lowest
    return {
        "objective": pair.objective,
        "size": pair.size,
        "run": name,
        "passes": round(found.passes, 2),
        "final_loss": round(found.final_loss, 4),
        "lowest_loss": round(loss, 4),
        "lowest_at_passes": round(lowest / UNIQUE, 1),
        "rise_since_lowest": round(found.final_loss - loss, 4),
        "worth_in_billions_of_fresh_tokens": {
            "first_pass": _billions(found.first_pass),
            "end_on_same_schedule": _billions(found.same_schedule),
            "end_by_runs_that_ended": _billions(found.ended) if found.ended else None,
        },
        "files": [LOGS + each for each in (path, pair.fresh, *pair.shorter)],
    }


def _billions(reading: Reading) -> dict:
    return {
        "value": round(reading.value / 1e9, 1),
        "interval": [round(end / 1e9, 1) for end in reading.interval],
    }


def _constants(runs: list[Worth]) -> dict:
    """R* of causal models, from the sizes of which fresh runs of several lengths ended."""
    passes = runs[0].passes
    ended = [run.ended for run in runs if run.ended is not None]
    ways = {
        "in_passes_of_the_repeated_data": [end.over(run.first_pass) for end, run in zip(ended, runs)],
        "in_tokens_of_the_fresh_data": [end.over(UNIQUE) for end in ended],
    }
    found = {}
    for way, worths in ways.items():
        joint = r_star_of(worths, passes)
        found[way] = {
            "value": round(joint.value, 1),
            "interval": [round(end, 1) for end in joint.interval],
            "by_size": [round(r_star_of([each], passes).value, 1) for each in worths],
        }
    return found


def main() -> None:
    """Read the arguments, derive, write and draw."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("source", help="folder of a clone, or the address to clone from")
    source = parser.parse_args().source
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(source)
        if "://" in source:
            clone = Path(folder)
            subprocess.run(["git", "clone", "--quiet", "--bare", source, str(clone)], check=True)
        results, curves = derive(clone)
    with replacing(RESULTS, force=True) as temporary:
        temporary.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    with replacing(PICTURE, force=True) as temporary:
        picture.write(results, curves, temporary, repetition.r_star())
    print(f"Wrote {RESULTS} and {PICTURE}")


if __name__ == "__main__":
    main()
