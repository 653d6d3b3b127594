"""The real harness between a small arXiv and a language model, both over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from llmock.pytest_plugin import LLMock

from app.services import Services
from bot.container import open_container
from bot.settings import Settings
from domain.identifiers import PaperId
from domain.papers import Paper
from tests.fakes.arxiv_http import Reply
from tests.fakes.arxiv_server import FakeArxiv
from tests.fakes.clock import SettableClock
from tests.summaries.long_paper import PAPER as LONG
from tests.summaries.long_paper import TEXT

NOW = "2024-03-08T12:00:00Z"
ARXIV_ONLY = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
PAPER: Paper = replace(
    LONG, id=PaperId("2403.00001", 1), published=datetime(2024, 3, 7, tzinfo=UTC)
)


def page(licence: str = "") -> str:
    """The paper as arXiv shows it, with the name of its licence above it where one is given."""
    sections = "".join(
        f'<section class="ltx_section"><h2 class="ltx_title">{escape(section.title)}</h2>'
        f'<div class="ltx_para"><p class="ltx_p">{escape(section.text)}</p></div></section>'
        for section in TEXT.sections
    )
    abstract = f'<div class="ltx_abstract"><p class="ltx_p">{escape(PAPER.abstract)}</p></div>'
    link = f'<a id="license-tr" href="#">License: {licence}</a>'
    told = f'<div id="infobox" class="infobox">{link}</div>' if licence else ""
    paper = f'<article class="ltx_document">{abstract}{sections}</article>'
    return f"<html><body>{told}{paper}</body></html>"


def own_page(licence: str = ARXIV_ONLY) -> Reply:
    """The paper's page, which tells of HTML: what crawlers are told, and where people read it."""
    paper, submitted = PAPER, PAPER.published
    assert submitted is not None
    told = {"title": paper.title, "arxiv_id": paper.id.base, "abstract": paper.abstract}
    tags = [*told.items(), *(("author", author.name) for author in paper.authors)]
    metas = "".join(
        f'<meta name="citation_{name}" content="{escape(value)}"/>' for name, value in tags
    )
    names = ", ".join(f"<a>{escape(author.name)}</a>" for author in paper.authors)
    subjects = "; ".join(f"A subject ({category})" for category in paper.categories)
    return Reply(
        f"<!DOCTYPE html><html><head>{metas}</head><body>"
        f'<div class="authors"><span>Authors:</span>{names}</div><div class="metatable"><table>'
        f'<tr><td class="subjects">{subjects}</td></tr>'
        f'<tr><td class="arxividv">(or <a>arXiv:{paper.id}</a> for this version)</td></tr>'
        '</table></div><div class="submission-history"><strong>[v1]</strong> '
        f"{submitted:%a}, {submitted.day} {submitted:%b %Y %H:%M:%S} UTC (12 KB)</div>"
        f'<a id="latexml-download-link" href="/html/{paper.id}">HTML</a>'
        f'<div class="abs-license"><a href="{licence}">license</a></div></body></html>'
    )


def licensed(licence: str) -> Reply:
    """What arXiv says of the paper's licence."""
    return Reply(
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><record><license>'
        f"{licence}</license></record></OAI-PMH>"
    )


@asynccontextmanager
async def a_container(folder: Path, arxiv: FakeArxiv, model: str) -> AsyncIterator[Services]:
    """The real harness: its own store, its way to arXiv, its language model."""
    settings = Settings(
        _env_file=None,
        database=folder / "papercrier.db",
        arxiv_api_url=arxiv.api_url,
        arxiv_site_url=arxiv.url,
        arxiv_rss_url=arxiv.url,
        arxiv_interval=0,
        llm_model="openai:quill-1",
        llm_base_url=model,
        # Known, so that the server is not asked: each request is one for a summary.
        llm_context=64_000,
        llm_parallel=8,
    )
    async with open_container(settings, clock=SettableClock(NOW)) as services:
        yield services


def calls(llmock: LLMock) -> int:
    """How often the model was asked; what a server says of itself costs nothing."""
    return sum(request.method == "POST" for request in llmock.requests)
