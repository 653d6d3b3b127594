"""What the sandbox does with web pages."""

from __future__ import annotations

from papers.fulltext.html.authored_page import read_authored
from papers.fulltext.html.latexml_page import (
    base_address,
    figure_addresses,
    is_latexml,
    read_latexml,
)
from papers.fulltext.sandbox.parcel import packed_text


def read_page(body: bytes, _figures: int) -> bytes:
    """A page as a parcel: the text, and where the images of its figures are.

    Raises:
        UnreadablePaper: it is not the page of a paper.
    """
    if not is_latexml(body):
        return packed_text(read_authored(body))
    text = read_latexml(body)
    return packed_text(text, addresses=figure_addresses(body), base=base_address(body))
