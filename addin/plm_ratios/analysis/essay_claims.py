"""What the essay claims, and what it quotes from the xTrimoPGLM paper, as data.

The sentences are ours; a quote is the few words that the claim rests on. claim_tests.py tests them.
"""

from __future__ import annotations

from typing import NamedTuple

# The kinds of test; claim_tests.py says what each one does.
NEAREST, BELOW, ABOVE, SMALLER, STATED = "nearest", "below", "above", "smaller", "stated"

# The families that the essay compares, so far as its text tells: its figure is lost.
FAMILIES = ("ESM-2", "ProGen2", "xTrimoPGLM")


class EssayClaim(NamedTuple):
    """One claim.

    model     whom it is about
    rival     whom it is compared with, where it names one
    stated    the number of tokens that it names itself, with the place of that number
    test      the kind of test
    formula   the test as a formula, in words that a reader can follow
    reading   what to make of the answers at 325 residues and 20 tokens per parameter
    source    id of the source, `locator` the place in it, `quote` its own words
    """

    id: str
    name: str
    sentence: str
    test: str
    model: str
    formula: str
    reading: str
    source: str
    locator: str
    quote: str
    rival: str = ""
    stated: float = 0.0


CLAIMS: tuple[EssayClaim, ...] = (
    EssayClaim(
        id="progen2-nearest",
        name="ProGen2-xlarge is nearest to the optimum",
        sentence="Of the protein models compared, ProGen2-xlarge comes nearest to the 20 tokens per "
        "parameter that suit text models.",
        test=NEAREST,
        model="progen2-xlarge",
        formula='NEAREST(target, basis, models, average length) = "ProGen2-xlarge"; under a law: of the '
        "models with that law's objective, its parameters are nearest to the optimum for its own compute",
        reading="Holds by sequences only while each family is represented by its largest model. With all "
        "sizes admitted others are nearer: ProGen2-large lies at 21.7. By tokens seen "
        "xTrimoPGLM-100B is nearer, and by effective tokens ESM-2 15B is, at 21.5. The law for "
        "causal models bears it out better than the rule of 20: its optimum for the compute of "
        "ProGen2-xlarge is almost exactly what was built. No source states its unique tokens.",
        source="essay",
        locator="paragraph below the ratios",
        quote="ProGen2-xlarge is the closest model that is 'optimal' from NLP standards",
    ),
    EssayClaim(
        id="xtrimopglm-undertrained",
        name="xTrimoPGLM-100B is undertrained",
        sentence="xTrimoPGLM-100B may have had far too few tokens for its size.",
        test=BELOW,
        model="xtrimopglm-100b",
        formula="RATIO(model, basis, average length) < target; under a law: tokens seen < the optimal "
        "tokens for its own compute",
        reading="Massive by sequences and by unique tokens, mild by tokens seen: five passes over the "
        "data bring it within a factor of two of the target. By effective tokens, at 9.0, it is "
        "just outside. The laws do not agree: the causal one asks for 1.8 times the tokens, the "
        "masked one for fewer than it saw, and the model is trained on both objectives. Both are "
        "stretched 600 times past the compute they were fitted on.",
        source="essay",
        locator="final comments, 2",
        quote="xTrimoPGLM is massively undertrained",
    ),
    EssayClaim(
        id="esm2-parameters",
        name="ESM-2 15B is missing parameters",
        sentence="ESM-2 15B may be too small for its data: it has more tokens than its parameters can use.",
        test=ABOVE,
        model="esm2-15b",
        formula="RATIO(model, basis, average length) > target; under a law: parameters < the optimal "
        "parameters for its own compute",
        reading="True by tokens seen, and the opposite by sequences: at 1.4 per parameter the training "
        "set is fourteen times too small, and the tokens seen are 41 passes over it. By effective "
        "tokens, at 21.5, it is near the target, and mildly true. That hangs on how many "
        "sequences are distinct: of 43 million clusters it would be 15 and false, of 60 million "
        "20, of all 138 million members 35, and plainly true only from 187 million on. With fewer "
        "than 31 passes it would be false as well; no number of passes makes it more than 23. The "
        "law for masked models bears the claim out: it asks for 34 billion parameters, close to "
        "the 30 billion that the essay muses about, though 78 times past the compute it was "
        "fitted on.",
        source="essay",
        locator="final comments, 4",
        quote="may (potentially) be missing enough parameters to take full advantage of its dataset",
    ),
    EssayClaim(
        id="progen2-dataset",
        name="ProGen2-xlarge had much less data than xTrimoPGLM-100B",
        sentence="ProGen2 may do worse than xTrimoPGLM because its training set is much smaller.",
        test=SMALLER,
        model="progen2-xlarge",
        rival="xtrimopglm-100b",
        formula="MODELTOKENS(ProGen2-xlarge, basis, average length) < MODELTOKENS(xTrimoPGLM-100B, basis, "
        "average length)",
        reading="Only the size of the two sets is tested, not what it causes. ProGen2-xlarge has a fifth "
        "of the sequences and a third of the tokens seen. The average length cannot change that, "
        "since it multiplies both sides. A scaling law says nothing about it.",
        source="essay",
        locator="final comments, 1",
        quote="due to a much smaller dataset size",
    ),
    EssayClaim(
        id="efficiency-esm2",
        name="xTrimoPGLM needed fewer tokens than ESM-2 15B",
        sentence="xTrimoPGLM needed less than 500 million tokens to reach the perplexity of ESM-2, which "
        "was trained on a trillion.",
        test=STATED,
        model="xtrimopglm-100b",
        rival="esm2-15b",
        stated=500e6,
        formula="500 million < MODELTOKENS(ESM-2 15B, basis, average length)",
        reading="Tests that these are fewer tokens, not that the perplexities match: those are not on "
        "record. Far fewer on each basis. By compute, 6ND, the larger model used less too: 500 "
        "million tokens on 100 billion parameters are 3e20 FLOPs, against 7.8e22 of ESM-2 15B, "
        "whose tokens the catalog puts at 864 billion.",
        source="xtrimopglm",
        locator="quoted in the essay",
        quote="less than 500 million tokens to match ESM2 trained on 1 trillion tokens",
    ),
    EssayClaim(
        id="efficiency-progen2",
        name="xTrimoPGLM needed fewer tokens than ProGen2-xlarge",
        sentence="xTrimoPGLM needed less than 150 billion tokens to come level with ProGen2-xlarge, which "
        "was trained on 350 billion.",
        test=STATED,
        model="xtrimopglm-100b",
        rival="progen2-xlarge",
        stated=150e9,
        formula="150 billion < MODELTOKENS(ProGen2-xlarge, basis, average length)",
        reading="Fewer tokens than ProGen2-xlarge saw, but more than its whole training set as the essay "
        "counts it. Whether the perplexities match is not on record. By compute, 6ND, it is no "
        "saving: 150 billion tokens on 100 billion parameters are 9e22 FLOPs, against 1.3e22 of "
        "ProGen2-xlarge.",
        source="xtrimopglm",
        locator="quoted in the essay",
        quote="less than 150 billion tokens to parallel ProGen2-xlarge trained with 350 billion tokens",
    ),
)
