"""Licences: what they allow, and where they are told."""

from __future__ import annotations

import pytest

from domain.errors import MalformedAnswer
from domain.identifiers import PaperId
from domain.licences import licence_name, may_show
from papers.reading.licences import licence_in_record, oai_address


@pytest.mark.parametrize(
    ("licence", "name", "shown"),
    [
        ("http://creativecommons.org/licenses/by/4.0/", "CC BY 4.0", True),
        ("https://creativecommons.org/licenses/by-nc-nd/4.0/", "CC BY-NC-ND 4.0", True),
        ("http://creativecommons.org/licenses/by-nc-sa/3.0/", "CC BY-NC-SA 3.0", True),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0", True),
        ("http://creativecommons.org/licenses/publicdomain/", "public domain", True),
        ("http://arxiv.org/licenses/nonexclusive-distrib/1.0/", "", False),
        ("http://arxiv.org/licenses/assumed-1991-2003/", "", False),
        ("http://evil.org/?creativecommons.org/licenses/by/4.0/", "", False),
        ("http://creativecommons.org.evil.org/licenses/by/4.0/", "", False),
        ("", "", False),
        (None, "", False),
    ],
)
def test_what_a_licence_allows(licence: str | None, name: str, shown: bool) -> None:
    """CC and public domain allow to show a paper's figures, nothing else does."""
    assert (licence_name(licence), may_show(licence)) == (name, shown)


def test_record_without_licence() -> None:
    """Papers before 2009 have none, and unknown papers an error in place of a record."""
    body = b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="x"/></OAI-PMH>'
    assert licence_in_record(body) is None


@pytest.mark.parametrize(
    "body", [b"", b"<html/>", b"<a><b>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']
)
def test_other_answers(body: bytes) -> None:
    """A page that denies access is no answer about a licence; entities are not expanded."""
    with pytest.raises(MalformedAnswer):
        licence_in_record(body)


def test_address() -> None:
    """Old ids keep their slash."""
    address = oai_address("https://oaipmh.arxiv.org/oai", PaperId("math/0309136", 2))
    assert address.endswith("identifier=oai:arXiv.org:math/0309136&metadataPrefix=arXiv")
