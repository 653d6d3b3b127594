"""Which words are forms of which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.english.inflection import bases
from topics.english.spelling import american

FORMS = """
model models modelled modelling modeled modeling, train trains trained training, code codes coded
coding, map maps mapped mapping, study studies studied studying, fix fixes fixed fixing, class
classes, bus buses, bias biases, lens lenses, matrix matrices, vertex vertices, analysis analyses,
basis bases, criterion criteria, phenomenon phenomena, corpus corpora, child children, life lives,
leaf leaves, medium media, datum data, hypothesis hypotheses, metric metrics, topic topics,
heuristic heuristics, write writes wrote written writing, see sees saw seen seeing, build builds
built building, undergo underwent undergone, rewrite rewrote rewritten, find finds found finding,
be is are was been, optimise optimises optimised optimising optimize optimizes optimized
optimizing, optimisation optimization optimisations, analyse analyze analysed analyzing, colour
color colours coloring coloured, behaviour behavior behaviors, behavioural behavioral, centre
center centres centers centred centered, fibre fiber fibers, neighbour neighbor neighbors,
labelled labeled labelling labeling label, travelling traveling, catalogue catalog catalogues,
dialogue dialog, defence defense, grey gray, programme program programs, disc disk discs disks,
tumour tumor, artefact artifact artefacts, gpu gpus, api apis, llm llms, menu menus, query
queries, embed embeds embedded embedding, embedding embeddings, use uses used using, base based
basing, prompt prompts prompting prompted, splat splats splatting, tokenizer tokenizers, agree
agreed agreeing, die dying died, lie lying, rely relied relying, quiz quizzes, focus focuses
focused focussed focusing
"""
OTHERS = """
news new, universe university, operator operate, animal animate, relative relativity, continual
continuous, generate generative, generation generative, objective objectivity, general
generalization, robert robertson, physics physic, physics physical, string stri, thing the, king
ks, during dure, species specie, lens len, process procession, add ad, use us, using us, past
pasted, unite unit, rate rat, rating rat, code cod, not noted, her herring, even evening, income
incoming, robotic robotics, dynamic dynamics, semantic semantics, linguistic linguistics, optic
optics, does doe, organ organization, policy police, general generic, train trainer, speed speech,
bind bound, ground grind, wound wind, cloth clothing, breath breathing, odd odds, toe to, pose
pos, need nee, hundred hundr, sibling sibl, nothing noth, rise rising_, sky skis, as ass, gas ga,
stationary station, arm army, posit position, import important, emerge emergency, intern
international
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """The first word of each group with each other of it."""
    groups = [group.split() for group in table.split(",")]
    return [(first, other) for first, *others in groups for other in others]


@pytest.mark.parametrize(("one", "other"), pairs(FORMS))
def test_a_word_has_its_forms(one: str, other: str) -> None:
    """Plurals, third persons, pasts, participles and both spellings."""
    assert bases(one) & bases(other)


@pytest.mark.parametrize(("one", "other"), pairs(OTHERS))
def test_a_word_has_no_others(one: str, other: str) -> None:
    """What a stemmer takes for one word, and what only looks like a form."""
    assert not bases(one) & bases(other)


words = st.text(max_size=12)
ending = st.sampled_from(
    ["", "s", "es", "ies", "ed", "ied", "ing", "ings", "our", "ise", "ising", "re"]
)
english = st.builds("{}{}".format, st.text("abdeglnorstuy", max_size=6), ending)


@given(st.one_of(words, english))
def test_a_word_is_a_form_of_itself(word: str) -> None:
    """Whatever it is, it has its own base, and the same one in each spelling."""
    assert american(word) in bases(word) or word in bases(word)
    assert len(bases(word)) <= 6
