"""Where a paper's licence is told. Pure.

arXiv tells it in its feeds (``dc:rights``), over OAI-PMH
(https://info.arxiv.org/help/oa/index.html), and since February 2026 above each paper's HTML, but
not in its API. Versions of a paper may differ in it; OAI-PMH tells that of the newest alone.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html import unescape
from typing import Final

from domain.errors import MalformedAnswer
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.metadata.licences import licence_called

_ON_PAGE: Final = re.compile(
    rb'<div id="infobox"[^<>]{0,200}>\s{0,200}<a id="license-tr"[^<>]{0,400}>'
    rb"\s{0,200}License:\s{1,20}([^<>]{1,120})</a>"
)
_PAPER_BEGINS: Final = re.compile(rb'<div class="ltx_page_content|<article')
_OAI: Final = "{http://www.openarchives.org/OAI/2.0/}"
_RAW: Final = "{http://arxiv.org/OAI/arXivRaw/}"


def licence_on_page(body: bytes) -> str | None:
    """The licence's URL that arXiv tells above a paper's HTML; None where it tells none we know.

    Only what stands before the paper is arXiv's word; the paper's own could say anything.
    """
    begins = _PAPER_BEGINS.search(body)
    if begins is None:
        return None
    told = _ON_PAGE.findall(body, 0, begins.start())
    if len(told) != 1:
        return None
    return licence_called(unescape(told[0].decode("utf-8", "replace")))


def oai_address(base: str, paper: PaperId) -> str:
    """Where the metadata of a paper is told over OAI-PMH."""
    return f"{base}?verb=GetRecord&identifier=oai:arXiv.org:{paper.base}&metadataPrefix=arXivRaw"


def licence_in_record(body: bytes, version: int | None) -> str | None:
    """The licence's URL in an answer of OAI-PMH; None where the paper has none or is unknown.

    Args:
        body: the answer.
        version: the one whose licence is wanted, None for the newest; of older ones nothing is
            told.

    Raises:
        MalformedAnswer: it is no such answer.
    """
    if b"<!DOCTYPE" in body[:2000] or b"<!ENTITY" in body:
        raise MalformedAnswer(
            sentence("arXiv's OAI-PMH answered with something else."), evidence=body
        )
    try:
        root = ET.fromstring(body)  # noqa: S314
    except ET.ParseError as error:
        raise MalformedAnswer(
            sentence("arXiv's OAI-PMH answered with something else."), evidence=body
        ) from error
    if root.tag != f"{_OAI}OAI-PMH":
        raise MalformedAnswer(
            sentence("arXiv's OAI-PMH answered with something else."), evidence=body
        )
    versions = [node.get("version", "") for node in root.iter(f"{_RAW}version")]
    if version is not None and versions[-1:] != [f"v{version}"]:
        return None
    for node in root.iter():
        if node.tag.rpartition("}")[2] == "license" and node.text and node.text.strip():
            return node.text.strip()
    return None
