"""Licences: what they allow, and where they are told."""

from __future__ import annotations

import pytest

from domain.errors import MalformedAnswer
from domain.identifiers import PaperId
from domain.metadata.licences import SHORT_NAMES, licence_called, licence_name, may_show
from papers.fulltext.licences import licence_in_record, licence_on_page, oai_address


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
    assert licence_in_record(body, None) is None


@pytest.mark.parametrize(
    "body", [b"", b"<html/>", b"<a><b>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']
)
def test_other_answers(body: bytes) -> None:
    """A page that denies access is no answer about a licence; entities are not expanded."""
    with pytest.raises(MalformedAnswer):
        licence_in_record(body, None)


def test_address() -> None:
    """Old ids keep their slash."""
    address = oai_address("https://oaipmh.arxiv.org/oai", PaperId("math/0309136", 2))
    assert address.endswith("identifier=oai:arXiv.org:math/0309136&metadataPrefix=arXivRaw")


_TOLD = (
    b'<div id="infobox" class="infobox">\n<a id="license-tr" href="https://info.arxiv.org/">\n'
    b"License: %s\n</a></div>"
)
_PAPER = b'<div class="ltx_page_content"><article class="ltx_document">%s</article></div>'


def _page(before: bytes, within: bytes = b"") -> bytes:
    return b"<html><body>" + before + _PAPER % within + b"</body></html>"


@pytest.mark.parametrize(
    ("name", "licence"),
    [
        (b"CC BY 4.0", "http://creativecommons.org/licenses/by/4.0/"),
        (b"CC\n BY-NC-ND 4.0", "http://creativecommons.org/licenses/by-nc-nd/4.0/"),
        (b"CC Zero", "http://creativecommons.org/publicdomain/zero/1.0/"),
        (
            b"arXiv.org perpetual non-exclusive license",
            "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        ),
        (b"CC BY 4.0 or something else", None),
        (b"", None),
    ],
)
def test_what_arxiv_tells_above_a_page(name: bytes, licence: str | None) -> None:
    """By the names that arXiv calls them, and no others."""
    assert licence_on_page(_page(_TOLD % name)) == licence


@pytest.mark.parametrize(
    "page",
    [
        _page(b"", _TOLD % b"CC BY 4.0"),
        _page(_TOLD % b"CC BY 4.0" + _TOLD % b"CC Zero"),
        _page(b'<div id="infobox">No License</div>', _TOLD % b"CC BY 4.0"),
        _TOLD % b"CC BY 4.0",
        b"",
    ],
)
def test_what_a_paper_says_of_itself_is_not_believed(page: bytes) -> None:
    """Only what stands before it, once, on a page that has a paper."""
    assert licence_on_page(page) is None


def test_every_licence_that_has_a_name_is_told_as_that_url() -> None:
    """Those that allow to show the paper are the ones under CC."""
    shown = [name for name in SHORT_NAMES if may_show(licence_called(name))]
    assert shown == [name for name in SHORT_NAMES if name.startswith("CC")]
