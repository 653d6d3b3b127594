"""Words by which a phrase is told to be a name of something, or none."""

from __future__ import annotations

import re
from typing import Final

_NO_NOUNS: Final = """
    offers suffers applies considers evaluates identifies implements suggests characterize
    characterizes according evolve evolves respond responds
    again aspect aspects recent several
    inside outside
    achieve achieves achieved address addresses aim aims allow allows apply applied apply approach
    approaches argue available based better bring build call called can case cases challenge
    challenges change collect common compare compared comparing compute consider consist
    contain current currently demonstrate demonstrates demonstrated depend depends describe design
    designed designing develop developed different difficult discuss due effective effectively
    efficient enable enables establish evaluate evaluated evidence examine exist existing exists
    experiment experiments explore explores extend extensive fail fails far find finding findings
    first follow found full fully general generally get give given gives good great hard help helps
    hence here high higher identify implement important improve improved improves improving include
    includes including increase increases independent instead interest introduce introduces
    investigate issue issues known lack large largely larger lead leads learn learns learned less
    let letting leverage leverages like likely limited low lower main make makes making means method
    methods model models need needs new novel obtain obtained offer often open outperform
    outperforms overcome paper papers particular particularly perform performance perform performs
    possible potential present presents previous problem problems produce promising propose
    proposed proposes prove proved provide provided provides recent recently reduce reduces
    reducing related rely remain remains report require required requires respect result results
    reveal revisit revisited role second set sets several show showed shown shows significant
    significantly simple simply simulations single small solve specific start state study studies
    studied studying suffer suggest support system systems take takes task tasks technique
    techniques term terms test tests third three time times today together tool two understand
    understanding unified unlike used useful user users value various vary way ways widely work
    works yet year years driven given shown written chosen
    subject subjects meets meet around beyond amid near despite hundred hundreds thousand thousands
    million millions zero one four five many most much number numbers order part parts kind form
    forms type types effect effects well
    dimensional consists range ranges vs versus and/or moving determine determines truly think
    resulting corresponding certain associated particular question questions dependent
    diverse detailed capable relevant always never doesn't don't isn't aren't can't
    excel excels stumble stumbles put puts reflect reflects reproduce reproduces construct analyze
    analyse analyzing capture captures emerge emerges matter matters become becomes enhance enhances
    preserve reveals taught informs classify classifies predict predicts detect detects explain
    explains generate generates
"""
HEADS: Final = frozenset(
    ("method", "methods", "model", "models", "problem", "problems", "set", "sets", "simulations",
     "system", "systems", "test", "tests", "tool", "tools", "techniques", "tasks", "task",
     "equation", "equations", "estimate", "estimates", "solution", "solutions", "theorem",
     "theorems", "matter", "change", "changes", "value", "values", "effect", "effects", "state",
     "states", "form", "forms", "order", "orders", "range", "current", "currents", "potential",
     "potentials", "interest", "term", "terms", "number", "numbers", "times", "making", "support")
)  # fmt: skip
"""Words that end a name but are none by themselves: "diffusion models"."""

PAIRS: Final = frozenset(
    f"{first} {second}"
    for first, seconds in {
        "large": "language deviations eddy",
        "time": "series",
        "general": "relativity",
        "high": "energy",
        "low": "energy rank surface",
        "open": "quantum source",
        "state": "space spaces preparation estimation",
        "support": "vector",
        "number": "theory field fields",
        "interest": "rate rates",
        "current": "density densities",
        "value": "function functions iteration",
        "order": "parameter parameters book books flow",
        "single": "crystal crystals photon photons cell",
        "potential": "energy well wells",
        "change": "point points",
        "small": "world",
        "set": "theory",
        "term": "structure",
        "effect": "size sizes",
        "test": "statistic statistics",
    }.items()
    for second in seconds.split()
)
"""Beginnings of names by words that begin none otherwise."""

COUNTED: Final = re.compile(
    r"(?:total|finite|infinite|maxim(?:um|al)|minim(?:um|al)|average|mean|equal|fixed|growing|sufficient)"
    r" (?:numbers?|values?|orders?|terms?)\Z"
)
"""Amounts, which are no subjects."""

BROAD: Final = frozenset(
    ("texts", "words", "images", "image", "information", "data", "training", "learning",
     "detection", "imaging", "estimation", "pipeline", "proof", "participants", "experience",
     "theory", "language", "distribution", "distributions", "observations", "structure", "process",
     "function", "functions", "framework", "frameworks", "analysis", "algorithm", "algorithms",
     "property", "properties", "history")
)  # fmt: skip
"""Words that are too broad to name a subject alone."""

EMPTY: Final = frozenset(_NO_NOUNS.split()) - HEADS
