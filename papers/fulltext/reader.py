"""Reading a paper: its best form is fetched once, understood in the sandbox, and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from functools import reduce
from http import HTTPStatus
from typing import Final

import structlog
from cachetools import LRUCache

from domain.concurrency.single_flight import SingleFlight
from domain.errors import MalformedAnswer, SourceError, UnreadablePaper
from domain.fulltext import FullText, TextOrigin
from domain.identifiers import PaperId
from domain.messages import Message, sentence
from domain.metadata.licences import may_show
from domain.papers import Paper
from papers.fulltext.absence import believed_for, both, nowhere
from papers.fulltext.cache import PaperCache, outline
from papers.fulltext.drawn_figures import image_address, with_pictures, with_postscript
from papers.fulltext.licences import licence_in_record, licence_on_page, oai_address
from papers.fulltext.sandbox.parcel import unpacked_text
from papers.fulltext.sandbox.process import Job, Sandbox
from papers.fulltext.story import wanted
from papers.transport.availability import NoAnswer, Oversized, Service
from papers.transport.exchange import Answer
from papers.transport.web import ArxivWeb

log = structlog.get_logger(__name__)

MOST_FIGURES: Final = 4
"""Images taken of one paper; each of an HTML page costs a request."""
_MOST_PARTS: Final = 4
"""Images of one figure that are fetched; each costs a request too."""
_REMEMBERED: Final = 16
_HTML: Final = (TextOrigin.HTML, Job.HTML, "html")
_SOURCE: Final = (TextOrigin.SOURCE, Job.SOURCE, "src")
_PDF: Final = (TextOrigin.PDF, Job.PDF, "pdf")
_FEWEST_WORDS: Final = 60


class Figures(StrEnum):
    """Whether figures and whole texts are kept and shown."""

    BY_LICENCE = "by-licence"
    ALWAYS = "always"
    NEVER = "never"


class _NotThere(UnreadablePaper):
    """arXiv has no such form of the paper."""


class PaperReader:
    """A `domain.ports.FullTextReader` that reads arXiv's HTML, or the PDF.

    The source comes between them where the operator may ask for it: arXiv's rules for robots
    (https://arxiv.org/robots.txt) allow HTML and PDF, and forbid ``/src``.

    Nobody's download is done twice: those who ask for one paper together share it, and what was
    read is kept, on disk where the licence allows that, else for as long as this process runs.
    Of a paper that may not be kept, the disk has which figures there are, and none of its words.
    """

    def __init__(
        self,
        *,
        web: ArxivWeb,
        site_url: str,
        oai_url: str,
        cache: PaperCache,
        figures: Figures = Figures.BY_LICENCE,
        may_ask_for_source: bool = False,
        sandbox: Sandbox | None = None,
    ) -> None:
        """Args: web is the one way to arXiv; the addresses are without a slash at the end."""
        self._forms = (_HTML, _SOURCE, _PDF) if may_ask_for_source else (_HTML, _PDF)
        self._web = web
        self._site_url = site_url
        self._oai_url = oai_url
        self._cache = cache
        self._figures = figures
        self._sandbox = sandbox or Sandbox()
        self._running: SingleFlight[tuple[PaperId, bool], FullText] = SingleFlight()
        self._drawn: LRUCache[PaperId, None] = LRUCache(_REMEMBERED)
        self._recent: LRUCache[PaperId, FullText] = LRUCache(_REMEMBERED)

    async def at_hand(self, paper: Paper) -> FullText | None:
        """What is kept of a paper that was read before; nothing is fetched."""
        try:
            return await self._known(paper.id)
        except UnreadablePaper:
            return None

    async def refusal(self, paper: Paper) -> Message | None:
        """Why the paper cannot be read, where that is remembered; nothing is fetched."""
        try:
            await self._known(paper.id)
        except UnreadablePaper as error:
            return error.message
        return None

    async def read(self, paper: Paper, *, figures: bool = False) -> FullText:
        """The paper's text.

        It costs one request where arXiv has HTML of the paper, which tells the licence as well.
        The images of an HTML page cost one each, so they are fetched only for whoever wants them.

        Args:
            paper: which.
            figures: whether images are worth more requests, as far as they may be shown.

        Raises:
            UnreadablePaper: none of its forms can be read; the message says why.
            SourceError: arXiv cannot be asked, or refuses; nothing is remembered of that.
        """
        if paper.id.is_sample:
            raise UnreadablePaper(sentence("The sample papers are abstracts only."))
        known = await self._known(paper.id)
        if known is not None and known.sections:
            is_drawn = paper.id in self._drawn or not self.could_show(known)
            if is_drawn or not figures:
                return known
        key = (paper.id, figures)
        return await self._running.do(key, lambda: self._read(paper, figures=figures))

    def could_show(self, text: FullText) -> bool:
        """Whether there are images of its figures that may be shown, and are not there yet."""
        if not text.figures or any(figure.image for figure in text.figures):
            return False
        is_unknown = text.licence is None and text.origin is not TextOrigin.HTML
        return self._shown(text.licence) or (is_unknown and self._figures is not Figures.NEVER)

    async def lacks_html(self, paper: PaperId) -> None:
        """Told that there is no HTML of a version, which is then not asked for, for a while."""
        await asyncio.to_thread(self._cache.miss, paper)

    async def close(self) -> None:
        """Give up what is being read."""
        await self._running.close()

    async def _known(self, paper: PaperId) -> FullText | None:
        """A paper read before; without its images if by now they may not be shown.

        Raises:
            UnreadablePaper: it is remembered that it cannot be read.
        """
        text = self._recent.get(paper) or await asyncio.to_thread(self._cache.find, paper)
        if text is None or self._shown(text.licence):
            return text
        bare = (replace(figure, image=b"", media_type="") for figure in text.figures)
        return replace(text, figures=tuple(bare))

    async def _read(self, paper: Paper, *, figures: bool) -> FullText:
        reasons: list[Message] = []
        spare: FullText | None = None
        for form in self._forms:
            if spare is not None and form is not _SOURCE:
                break
            try:
                text, lacks_names = await self._form(paper, form, figures=figures)
            except _NotThere:
                continue
            except UnreadablePaper as error:
                reasons.append(error.message)
                log.info("form_unreadable", paper=str(paper.id), form=form[2], why=str(reasons[-1]))
                continue
            except SourceError:
                if spare is None:
                    raise
                break
            spare = text
            if not lacks_names:
                break
        if spare is None:
            why = (
                reduce(both, reasons)
                if reasons
                else nowhere(paper, nor_source=_SOURCE in self._forms)
            )
            await asyncio.to_thread(self._cache.refuse, paper.id, why)
            raise UnreadablePaper(why)
        await self._keep(paper.id, spare, on_disk=self._shown(spare.licence))
        if figures:
            self._drawn[paper.id] = None
        return spare

    def _shown(self, licence: str | None) -> bool:
        """Whether the paper's text and figures may be kept, and its figures shown."""
        if self._figures is Figures.ALWAYS:
            return True
        return self._figures is Figures.BY_LICENCE and may_show(licence)

    async def _keep(self, paper: PaperId, text: FullText, *, on_disk: bool) -> None:
        self._recent[paper] = text
        kept = text if on_disk else outline(text)
        await asyncio.to_thread(self._cache.keep, paper, kept)

    async def _licence(self, paper: PaperId) -> str | None:
        """The licence that arXiv tells; None where it does not, and nothing may be shown then."""
        try:
            # Somebody waits for the paper; its licence is not worth a second try.
            answer = await self._web.fetch(oai_address(self._oai_url, paper), Service.OAI)
            return licence_in_record(answer.content(), paper.version)
        except SourceError as error:
            log.info("licence_unknown", paper=str(paper), why=str(error.message))
            return None

    async def _form(
        self, paper: Paper, form: tuple[TextOrigin, Job, str], *, figures: bool
    ) -> tuple[FullText, bool]:
        """One form of a paper understood, with its licence, and whether it lacks names.

        Raises:
            UnreadablePaper: arXiv does not have it, or it cannot be read.
            SourceError: arXiv cannot be asked.
        """
        origin, job, path = form
        address = f"{self._site_url}/{path}/{paper.id}"
        is_page = job is Job.HTML
        url, body = await (self._page(paper, address) if is_page else self._fetch(address, job))
        licence = paper.licence
        if is_page:
            licence = licence_on_page(body) or licence
        if licence is None and figures:
            licence = await self._licence(paper.id)
        is_shown = self._shown(licence)
        parcel = await self._sandbox.do(job, body, figures=MOST_FIGURES if is_shown else 0)
        text, header, beyond = unpacked_text(parcel)
        text = replace(text, licence=licence, origin=origin)
        if text.words < _FEWEST_WORDS:
            raise UnreadablePaper(sentence("Its {form} has hardly any text.", form=origin.upper()))
        if is_shown and is_page and figures:
            text = await self._with_page_images(text, header, url)
        if is_shown and job is Job.SOURCE and beyond:
            text = await with_postscript(self._sandbox, text, header, beyond)
        return text, bool(header.get("unknown"))

    async def _page(self, paper: Paper, address: str) -> tuple[str, bytes]:
        """The paper's HTML; it is not asked for where arXiv has lately said that there is none."""
        if await asyncio.to_thread(self._cache.misses, paper.id, believed_for(paper)):
            raise _NotThere
        try:
            return await self._fetch(address, Job.HTML)
        except _NotThere:
            await asyncio.to_thread(self._cache.miss, paper.id)
            raise

    async def _fetch(self, address: str, job: Job | None = None) -> tuple[str, bytes]:
        """A file of arXiv's, and the address it came from in the end."""

        def understood(answer: Answer) -> tuple[str, bytes]:
            if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
                raise _NotThere
            body = answer.content()
            if job is Job.PDF and body.lstrip()[:1] == b"<":
                raise NoAnswer(_page_instead(answer), worth_retrying=False)
            return answer.url, body

        try:
            return await self._web.read(address, Service.SITE, understood)
        except Oversized as error:
            raise UnreadablePaper(error.message) from error

    async def _with_page_images(
        self, text: FullText, header: Mapping[str, object], url: str
    ) -> FullText:
        """The text with the images that a page shows, of its most telling figures."""
        addresses = header.get("addresses")
        if not isinstance(addresses, dict):
            return text
        base = str(header.get("base") or "")
        groups: dict[str, list[bytes]] = {}
        for number in wanted(text.figures, MOST_FIGURES):
            sources = addresses.get(number)
            if isinstance(sources, list) and len(sources) <= _MOST_PARTS:
                parts = [await self._image(url, base, str(source)) for source in sources]
                groups[number] = [part for part in parts if part]
        return await with_pictures(self._sandbox, text, groups)

    async def _image(self, page: str, base: str, source: str) -> bytes:
        """An image of a page; empty if it is not arXiv's, or not there."""
        address = image_address(page, base, source)
        if address is None:
            return b""
        try:
            return (await self._fetch(address))[1]
        except (UnreadablePaper, MalformedAnswer):
            return b""


def _page_instead(answer: Answer) -> Message:
    """A page in the PDF's place says that there is none for now, whatever its status."""
    return sentence("arXiv sends a page in the PDF's place: “{said}”.", said=answer.heading[:200])
