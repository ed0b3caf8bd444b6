"""Which released runs of Cheng et al. are compared, and how their curves are read.

Cheng et al. 2024 (https://arxiv.org/abs/2411.02142) trained models of three sizes on 200 billion tokens
twice: once on UniRef50 (their UR50/S) over and over, once on as many fresh tokens of a larger set (UniMeta).
Nothing of theirs is kept here; their files are read from a clone, at the commit below.
"""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path
from typing import NamedTuple

import numpy as np

REPOSITORY = "https://github.com/cxysteven/ScalingProteinLM"
COMMIT = "12acfa0b1324b50e832f757e956bd26753aa5619"
LOGS = "data/training_logs/"

# The axis "UR50/S Epochs" of the notebook that draws these curves has a tick each 1.54e10 tokens.
UNIQUE = 15.4e9
PASSES_FROM = (
    "plot_examples/UR50_UniMeta_Leaning_curve_example.ipynb, xposs = [1.54e10 * (i+1) for i in range(14)]"
)

# Reruns of one configuration at equal tokens: analysis/raw_log_checks.md at eb344664, by the authors.
# They measured the outer two, on masked models; the larger is taken for the size between them.
RERUNS_DIFFER = {"150M": 0.010, "1.2B": 0.016, "3B": 0.016}
RERUNS_FROM = "analysis/raw_log_checks.md at eb34466430a54806b6e53a04124f6d943bbcea13"

_VALID = "ur50_all1ep_valid_loss/"
_TOKENS = "-tag-lm-loss-validation_valid_lm loss validation vs tokens.csv"
_PERPLEXITY = "-tag-lm-loss-validation_valid_lm loss validation ppl vs tokens.csv"
_FLOPS = "-tag-lm-loss-validation_valid_lm loss validation vs gigaflos (without embeddings).csv"


class Curve(NamedTuple):
    """Validation loss (natural logarithm) along a run, by tokens seen."""

    tokens: np.ndarray
    loss: np.ndarray


class Pair(NamedTuple):
    """Runs of one size and objective: on repeated data, on fresh data, and fresh ones that ended earlier.

    parameters  outside embeddings, by model_size_map of plot_examples/scaling_law_fit_example.ipynb;
                None for the causal model of 157M, which that map lacks
    repeated    names of runs and their files; each is compared with the fresh run
    fresh       the run that saw as many tokens, all of them new
    shorter     fresh runs of the same batch, and as far as file names say of the same recipe, whose learning
                rate fell to its end at fewer tokens
    """

    objective: str
    size: str
    parameters: float | None
    repeated: dict[str, str]
    fresh: str
    shorter: tuple[str, ...] = ()


PAIRS = (
    Pair(
        "CLM",
        "150M",
        None,
        {"the run": f"{_VALID}ur50_clm_150M/run-gpt_157m_1024_noreg_lr4e-4_ur50{_PERPLEXITY}"},
        f"{_VALID}all1ep_clm_150M/run-gpt_157m_1024_noreg_lr4e-4_all1ep{_PERPLEXITY}",
    ),
    Pair(
        "CLM",
        "1.2B",
        1_208_881_136,
        {"the run": f"{_VALID}ur50_clm_1b/run-gpt_1b_1024_lr3.0_noreg_ur50_bf16{_TOKENS}"},
        f"{_VALID}all1ep_clm_1b/run-gpt_1b_1024_lr3.0_noreg_all1ep_bf16{_TOKENS}",
        tuple(
            f"gpt_valid/approach3_flops/1.2B_flops/run-gpt_1b_1024_lr3.0_noreg_all{part}ep_bf16{_FLOPS}"
            for part in ("0.25", "0.5", "0.75")
        ),
    ),
    Pair(
        "CLM",
        "3B",
        2_834_283_904,
        {"the run": f"{_VALID}ur50_clm_3b/run-gpt_3b_1024_noreg_ur50_bf16{_PERPLEXITY}"},
        f"{_VALID}all1ep_clm_3b/run-gpt_3b_1024_noreg_all1ep_bf16{_PERPLEXITY}",
        tuple(
            f"gpt_valid/approach3_flops/2.8B_flops/run-gpt_3b_1024_noreg_all{part}ep_bf16{_FLOPS}"
            for part in ("0.25", "0.5", "0.75")
        ),
    ),
    Pair(
        "MLM",
        "150M",
        154_448_288,
        {
            "first run": f"{_VALID}ur50_mlm_150M/run-mlm_154M_ur50{_TOKENS}",
            "second run": f"{_VALID}ur50_mlm_150M/run-mlm_154M_ur50_2{_PERPLEXITY}",
        },
        f"{_VALID}all1ep_mlm_150M/run-mlm_154M_all1ep{_TOKENS}",
        tuple(
            f"mlm_valid/approach3_flops/154M_flops/run-mlm_154M_1024l_{part}ep{_FLOPS}"
            for part in ("3e19flops_all0.16", "1e20flops_all0.5")
        ),
    ),
    Pair(
        "MLM",
        "3B",
        2_834_283_904,
        {
            "first run": f"{_VALID}ur50_mlm_3b/run-mlm_3b_ur50_noreg_tk200b_cl1024_bsz1m_scratch{_TOKENS}",
            "shuffled each epoch": f"{_VALID}ur50_mlm_3b_epoch_shuffle/run-mlm_3b_overfit_bsz1m{_TOKENS}",
            "shuffled as a whole": (
                f"{_VALID}ur50_mlm_3b_full_shuffle/run-mlm_3b_overfit_bsz1m_2{_PERPLEXITY}"
            ),
        },
        f"{_VALID}all1ep_mlm_3b/run-mlm_3b_all1ep_noreg_tk200b_cl1024_bsz1m_scratch{_PERPLEXITY}",
        tuple(
            f"mlm_valid/approach3_flops/2.8B_flops/run-mlm_3b_1024l_{part}ep{_FLOPS}"
            for part in ("3e20flops_all0.09", "1e21flops_all0.3")
        ),
    ),
)


def read(clone: Path, path: str, parameters: float | None = None) -> Curve:
    """One curve, from the clone's history: its work tree may be at another commit, or absent.

    Parameters
    ----------
    clone : folder of a clone, bare or not
    path : below LOGS; its name says whether it holds losses or perplexities, by tokens or by gigaFLOPs
    parameters : for a curve by FLOPs, which are 6 x parameters x tokens

    Raises
    ------
    SystemExit : the clone lacks the commit or the file
    """
    shown = subprocess.run(
        ["git", "-C", str(clone), "show", f"{COMMIT}:{LOGS}{path}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if shown.returncode:
        raise SystemExit(f"{clone} does not hold {LOGS}{path} at {COMMIT}: clone {REPOSITORY} anew.")
    rows = list(csv.DictReader(io.StringIO(shown.stdout)))
    steps = np.array([float(row["Step"]) for row in rows])
    values = np.array([float(row["Value"]) for row in rows])
    if path.endswith(_FLOPS):
        assert parameters is not None, path
        steps = steps * 1e9 / (6 * parameters)
    return Curve(steps, np.log(values) if path.endswith(_PERPLEXITY) else values)
