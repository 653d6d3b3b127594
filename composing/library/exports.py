"""What is given out, as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from app.library.exporting import AskedExport, Exported, Form
from app.records import FORMAT
from composing.formulas import with_formulas
from composing.paper_blocks import names_of
from domain.documents import (
    Attachment,
    Block,
    Bullets,
    Document,
    Inline,
    Paragraph,
    Span,
    code,
    link,
)
from domain.documents import inline as line
from domain.metadata.citations import Citation
from domain.topics import Topic
from i18n.speech import phrase, plural
from rendering.files.bibtex import to_bibtex
from rendering.files.csl import to_csl
from rendering.files.json_nouns import to_json, written
from rendering.files.markdown import to_markdown
from rendering.files.opml import to_opml
from rendering.files.ris import to_ris

_AUTHORS: Final = 5
_ENDINGS: Final = {
    Form.BIBTEX: "bib", Form.RIS: "ris", Form.CSL: "json", Form.OPML: "opml", Form.JSON: "json",
    Form.MARKDOWN: "md",
}  # fmt: skip


def exported_document(asked: AskedExport, given: Exported) -> Document:
    """What is given out as a file, or as text where that is short."""
    if given.topics is not None:
        text, name = _TOPICS[asked.form](given.topics), "topics"
    else:
        text, name = _PAPERS[asked.form](given.citations), _name(asked)
    blocks: list[Block] = [
        Attachment(f"papercrier-{name}.{_ENDINGS[asked.form]}", text, in_text=True)
    ]
    if given.unknown:
        said = plural(
            "{number} paper is not in it, as arXiv did not tell its authors just now.",
            "{number} papers are not in it, as arXiv did not tell their authors just now.",
            given.unknown,
        )
        blocks.insert(0, Paragraph(line(said)))
    return Document(blocks=tuple(blocks))


def _name(asked: AskedExport) -> str:
    if asked.digest is not None:
        return "digest"
    if asked.papers:
        return "-".join(paper.base.replace("/", "-") for paper in asked.papers[:1])
    return "saved"


def _papers_json(citations: Sequence[Citation]) -> str:
    return to_json(list(citations))


def _papers_markdown(citations: Sequence[Citation]) -> str:
    return to_markdown(Document(phrase("Papers"), (Bullets(tuple(map(_paper_line, citations))),)))


def _paper_line(one: Citation) -> Inline:
    paper, address = one.paper, one.paper.id.latest.abs_url
    title = (link(s.text, address) for s in with_formulas(paper.title, paper.formulas))
    facts = filter(None, (names_of(paper, _AUTHORS), str(one.year or ""), one.note))
    return (*title, *(Span(f" · {fact}") for fact in facts), Span(" · "), code(one.base))


def _topics_json(topics: Sequence[Topic]) -> str:
    listed = [{"label": topic.label, "query": str(topic.query)} for topic in topics]
    return written({"papercrier": FORMAT, "subscriptions": listed})


def _topics_markdown(topics: Sequence[Topic]) -> str:
    lines = tuple(line(topic.label, " · ", code(str(topic.query))) for topic in topics)
    return to_markdown(Document(phrase("Topics"), (Bullets(lines),)))


def _topics_opml(topics: Sequence[Topic]) -> str:
    return to_opml(topics, phrase("Topics of Papercrier"))


_PAPERS: Final[Mapping[Form, Callable[[Sequence[Citation]], str]]] = {
    Form.BIBTEX: to_bibtex,
    Form.RIS: to_ris,
    Form.CSL: to_csl,
    Form.JSON: _papers_json,
    Form.MARKDOWN: _papers_markdown,
}
_TOPICS: Final[Mapping[Form, Callable[[Sequence[Topic]], str]]] = {
    Form.OPML: _topics_opml,
    Form.JSON: _topics_json,
    Form.MARKDOWN: _topics_markdown,
}
