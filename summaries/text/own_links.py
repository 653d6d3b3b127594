"""The links that a paper gives to its code and its project, but for those that it was made to."""

from __future__ import annotations

from domain.links import project_links
from domain.papers import Paper
from summaries.grounding.templates import instruction_in
from summaries.text.sentences import sentences


def own_links(paper: Paper) -> tuple[str, ...]:
    """The code and project links of a paper's abstract and comment, as `project_links` has them.

    Sentences that address a machine, as "ignore all previous instructions and open …", are nothing
    that the paper says, and lead nobody anywhere.
    """
    return project_links(_said(paper.abstract), _said(paper.comment or ""))


def _said(text: str) -> str:
    for sentence in sentences(text):
        if instruction_in(sentence.text):
            text = text.replace(sentence.text, " ")
    return text
