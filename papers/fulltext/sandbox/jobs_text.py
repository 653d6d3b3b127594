"""What the sandbox does with web pages."""

from __future__ import annotations

from dataclasses import replace

from papers.fulltext.html.authored_page import read_authored
from papers.fulltext.html.latexml_page import is_latexml, read_latexml
from papers.fulltext.languages import read_once
from papers.fulltext.sandbox.parcel import packed_text
from papers.text.noted import noting


def read_page(body: bytes, _figures: int) -> bytes:
    """A page as a parcel: the text, where the images of its figures are, what names it lacks.

    Raises:
        UnreadablePaper: it is not the page of a paper.
    """
    if not is_latexml(body):
        with noting() as formulas:
            text = read_authored(body)
        return packed_text(read_once(replace(text, formulas=formulas())))
    with noting() as formulas:
        page = read_latexml(body)
    text = replace(page.text, formulas=formulas())
    return packed_text(
        read_once(text), addresses=page.addresses, base=page.base, unknown=page.unknown
    )
