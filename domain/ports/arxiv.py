"""What comes from arXiv, as ports."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.messages import Message
from domain.papers import Listing, ListingEntry, Paper, PaperPage
from domain.topics import Query


class PaperSource(Protocol):
    """Where announcements and metadata come from.

    Every method raises SourceUnavailable when the source does not answer (after its own
    retries) and MalformedAnswer when it answers something else; no method ever returns
    fewer papers than the source has without raising.
    """

    async def reach(self, patience: float) -> None:
        """Find out within `patience` seconds whether the source can be reached at all.

        Raises:
            SourceUnavailable: it cannot.
        """
        ...

    def troubles(self) -> list[Message]:
        """A sentence in English for each part of the source that is not asked now."""
        ...

    def refusal(self) -> Message | None:
        """That the source refuses this program, until it answers again; None where it does not."""
        ...

    def requests(self) -> int:
        """How many requests were made of the source since the start."""
        ...

    async def newest(self, archive: str) -> Listing:
        """The newest listing of an archive, whatever date it bears."""
        ...

    async def caught_up(self, archive: str, day: date) -> Listing:
        """The listing of an archive of a date within the last 90 days; empty on a quiet day."""
        ...

    async def feed(self, archives: Collection[str]) -> tuple[ListingEntry, ...]:
        """What the feeds announce for several archives together, in one request.

        The feeds follow the listings at midnight US Eastern, are empty at weekends, and can be
        a day old without saying so: judge them by the ids they hold.
        """
        ...

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Metadata by base id. Ids that the source does not know are missing from the answer."""
        ...

    async def page(self, paper: PaperId) -> PaperPage | None:
        """What a paper's own page tells, in one request and without another try.

        None where there is none, where it does not answer, or where what it tells is not to be
        relied on: `papers` is what to ask then.
        """
        ...

    async def search(
        self,
        query: Query,
        *,
        limit: int,
        submitted: tuple[datetime, datetime] | None = None,
    ) -> list[Paper]:
        """Papers that match a query, the most relevant first.

        With `submitted`, those whose first version was submitted in that span, all of them
        up to `limit`, newest first.
        """
        ...

    async def close(self) -> None:
        """Let go of connections and threads."""
        ...


class FullTextReader(Protocol):
    """Reads papers."""

    async def read(self, paper: Paper, *, figures: bool = False) -> FullText:
        """The paper's text.

        Args:
            paper: which.
            figures: whether images of its figures are worth more requests; without, those are
                there that come with the text.

        Raises:
            UnreadablePaper: no form of it can be read; the message says why.
            SourceError: the source does not answer.
        """
        ...

    def could_show(self, text: FullText) -> bool:
        """Whether there are images of its figures that may be shown, and are not there yet."""
        ...

    async def at_hand(self, paper: Paper) -> FullText | None:
        """What is kept of a paper that was read before; nothing is fetched.

        Where the licence does not let its text be kept, that is no sections, and figures
        without captions.
        """
        ...

    async def refusal(self, paper: Paper) -> Message | None:
        """Why the paper cannot be read, where that is remembered; nothing is fetched."""
        ...

    async def lacks_html(self, paper: PaperId) -> None:
        """Told that there is no HTML of a version, which is then not asked for, for a while."""
        ...

    async def close(self) -> None:
        """Give up what is being read."""
        ...
