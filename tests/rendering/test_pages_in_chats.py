"""Whatever a paper or a summary says, chats take its pages, and it can do nothing there."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from composing.pages import digest_document, evidence_document, paper_document
from domain.chats import Detail
from domain.digests import Digest, Reason
from domain.documents import Document
from domain.messages import as_is
from domain.papers import Paper
from domain.summaries import Summary
from tests.rendering.chat_papers import DAY, digests, mornings, papers, reasons, summaries
from tests.rendering.chat_texts import PATIENT, Grown
from tests.rendering.discord.test_layout import check_layout
from tests.rendering.discord.test_simpler import check_simple
from tests.rendering.telegram.test_html import check_telegram
from tests.rendering.telegram.test_rich import check_rich


def check(document: Document) -> None:
    """Both platforms take a document, and say the whole of it."""
    check_telegram(document)
    check_rich(document)
    check_layout(document)
    check_simple(document)


@given(
    papers,
    st.one_of(st.none(), summaries),
    st.one_of(st.none(), st.just(DAY)),
    reasons,
)
@settings(PATIENT, max_examples=40)
def test_any_paper(
    paper: Paper, summary: Summary | None, announced: date | None, why: tuple[Reason, ...]
) -> None:
    """A paper's page, with or without a summary."""
    unread = as_is(paper.title)
    check(paper_document(paper, summary, announced=announced, reasons=why, unread=unread))


@given(papers, summaries)
@settings(PATIENT, max_examples=25)
def test_any_evidence(paper: Paper, summary: Summary) -> None:
    """The sentences that a summary stands on."""
    check(evidence_document(paper, summary))


@given(digests, st.sampled_from(Detail))
@settings(PATIENT, max_examples=25)
def test_any_digest(digest: Digest, detail: Detail) -> None:
    """A digest in any detail."""
    check(digest_document(digest, detail))


@given(mornings)
@settings(PATIENT, max_examples=15)
def test_any_morning(morning: Document) -> None:
    """A page of a digest as it comes in a chat, of few papers or many, in each language."""
    check(morning)


@given(papers, summaries, st.integers(20, 60), st.sampled_from(("", " ", ". ")))
@settings(PATIENT, max_examples=4)
def test_a_paper_of_many_screens(paper: Paper, summary: Summary, times: int, between: str) -> None:
    """A paper whose texts are all far too long."""
    check(Grown(paper_document(paper, summary), times, between).document)
