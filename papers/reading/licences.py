"""Where a paper's licence is told. Pure.

arXiv tells it in its feeds (``dc:rights``) and over OAI-PMH
(https://info.arxiv.org/help/oa/index.html), but not in its API.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

from domain.errors import MalformedAnswer
from domain.identifiers import PaperId
from domain.speech import in_english

_OAI: Final = "{http://www.openarchives.org/OAI/2.0/}"


def oai_address(base: str, paper: PaperId) -> str:
    """Where the metadata of a paper is told over OAI-PMH."""
    return f"{base}?verb=GetRecord&identifier=oai:arXiv.org:{paper.base}&metadataPrefix=arXiv"


def licence_in_record(body: bytes) -> str | None:
    """The licence's URL in an answer of OAI-PMH; None where the paper has none or is unknown.

    Raises:
        MalformedAnswer: it is no such answer.
    """
    if b"<!DOCTYPE" in body[:2000] or b"<!ENTITY" in body:
        raise MalformedAnswer(
            in_english("arXiv's OAI-PMH answered with something else."), evidence=body
        )
    try:
        root = ET.fromstring(body)  # noqa: S314
    except ET.ParseError as error:
        raise MalformedAnswer(
            in_english("arXiv's OAI-PMH answered with something else."), evidence=body
        ) from error
    if root.tag != f"{_OAI}OAI-PMH":
        raise MalformedAnswer(
            in_english("arXiv's OAI-PMH answered with something else."), evidence=body
        )
    for node in root.iter():
        if node.tag.rpartition("}")[2] == "license" and node.text and node.text.strip():
            return node.text.strip()
    return None
