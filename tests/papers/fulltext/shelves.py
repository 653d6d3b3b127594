"""What the small arXiv has of papers, and who reads it."""

from __future__ import annotations

from pathlib import Path

from domain.papers import Paper
from papers.fulltext.opening import open_reader
from papers.fulltext.reader import PaperReader
from papers.source import ArxivSource
from tests.fakes.arxiv_http import Reply
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import invented

CC_BY = "http://creativecommons.org/licenses/by/4.0/"
ARXIV_ONLY = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
BOATS = invented(1)
FREE = invented(1, licence=CC_BY)


def oai(licence: str, versions: int = 1) -> Reply:
    """A record of OAI-PMH, which tells the newest version's licence."""
    history = "".join(f'<version version="v{n}"/>' for n in range(1, versions + 1))
    return Reply(
        '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><GetRecord>'
        '<record><metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">'
        f"{history}<license>{licence}</license></arXivRaw></metadata></record></GetRecord></OAI-PMH>"
    )


def reader_of(
    source: ArxivSource,
    arxiv: FakeArxiv,
    folder: Path,
    figures: str,
    *,
    may_ask_for_source: bool = False,
) -> PaperReader:
    """A reader that takes the small arXiv for the great one."""
    return open_reader(
        web=source.web,
        site_url=f"{arxiv.url}/",
        folder=folder,
        cache_mb=10,
        figures=figures,
        may_ask_for_source=may_ask_for_source,
    )


def serve(arxiv: FakeArxiv, path: str, body: bytes, paper: Paper = BOATS) -> None:
    """Let the small arXiv have a form of a paper."""
    arxiv.files[f"/{path}/{paper.id}"] = Reply(body)


def asked_for(arxiv: FakeArxiv) -> list[str]:
    """The forms that were asked for, in order."""
    return [seen.path.split("/")[1] for seen in arxiv.seen]
