"""A small arXiv on the loopback interface: API, listings, catch-up and feeds, with faults.

    with FakeArxiv() as arxiv:
        arxiv.announce(date(2024, 3, 8), paper, other)
        arxiv.plan("/api/query", "503 429:2 ok empty")

Faults are words, one for each request to come to a path; when none is left all is well. A last
word ``...`` repeats the one before it for ever.

=================  =================================================================
``ok``             none
``503``, ``429:2`` that status; the argument is its Retry-After, or a Location for 3xx; ``_``
                   stands for a blank
``html``           a page that denies access, with status 200
``empty``          no entries; the API still counts them
``zero``           no entries and none counted
``error-entry``    the API reports an error with status 200
``partial-entry``  the API's first entry has no <published>
``repeat``         the API gives its first entry in place of its second
``stranger``       the API gives another paper in place of its first entry
``drift``          the API begins one entry earlier than it says
``partial``        a listing without its last entry, which it still counts
``shrunk``         a listing or search with one entry less, well counted
``truncate``       the body cut, its length given to match
``drop``           the connection cut in mid-body
``cut``            the same under chunked transfer
``reset``          the connection cut without an answer
``hang:5``         silence for 5 s, then the answer
``slow:5``         the body trickles over 5 s
=================  =================================================================
"""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from types import TracebackType
from typing import Self

from domain.identifiers import PaperId
from domain.papers import AnnouncementKind, Paper
from domain.taxonomy import archive_of
from tests.fakes.arxiv_http import Fault, Reply, Seen, Server
from tests.fakes.arxiv_pages import (
    LONG_AGO,
    Line,
    Listing,
    api_entry,
    api_error,
    api_page,
    feed_page,
)
from tests.fakes.arxiv_search import compiled

_DENIED = "<!DOCTYPE html><html><body><h1>Access Denied</h1></body></html>"


class FakeArxiv:
    """The server, and what it knows; start it as a context manager.

    Attributes:
        seen: all requests, in order.
        today: later dates are not announced yet; None for the last that is known.
        offers_etags: whether listings and feeds can be asked for conditionally.
        page_size: entries of a catch-up page.
        refused: ids that the API takes for malformed.
        files: what else is served, by path.
    """

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.today: date | None = None
        self.offers_etags = False
        self.page_size = 2000
        self.refused: set[str] = set()
        self.files: dict[str, Reply] = {}
        self._days: dict[date, list[tuple[Paper, bool]]] = defaultdict(list)
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._for_ever: dict[str, Fault] = {}
        self.closing = threading.Event()
        self._server = Server(self)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def api_url(self) -> str:
        """Its API's address."""
        return f"{self.url}/api/query"

    @property
    def most_at_once(self) -> int:
        """How many requests were ever being served together."""
        return self._server.most_at_once

    async def asked(self, count: int = 1) -> None:
        """Wait until so many requests have come in."""
        await asyncio.to_thread(self._server.wait_for, count)

    def announce(self, day: date, *papers: Paper, replaced: bool = False) -> None:
        """Announce papers on a listing date, in all archives of their categories."""
        self._days[day] += [(paper, replaced) for paper in papers]

    def plan(self, path: str, faults: str) -> None:
        """Let the next requests whose path starts so go wrong, one word each."""
        words = [Fault(*word.split(":", 1)) for word in faults.split() if word != "..."]
        self._faults[path].extend(words)
        if faults.split()[-1] == "...":
            self._for_ever[path] = words[-1]

    def next_fault(self, path: str) -> Fault:
        """Take the fault that is due."""
        for prefix in (*self._faults, *self._for_ever):
            if path.startswith(prefix):
                if self._faults[prefix]:
                    return self._faults[prefix].popleft()
                if prefix in self._for_ever:
                    return self._for_ever[prefix]
        return Fault()

    def answer(self, seen: Seen, fault: Fault) -> Reply:
        """The answer to a request, with such faults as are in what it says."""
        if fault.kind.isdigit():
            return _refusal(int(fault.kind), fault.argument)
        if fault.kind == "html":
            return Reply(_DENIED)
        if seen.path in self.files:
            return self.files[seen.path]
        first, _, rest = seen.path.strip("/").partition("/")
        if first == "api":
            return self._api(seen, fault)
        if first in ("list", "catchup"):
            return self._conditional(seen, self._listing(first, rest, seen, fault))
        if first == "atom":
            lines = self._lines(self._newest_day(), rest.split("+"))
            return self._conditional(seen, feed_page([] if fault.kind == "empty" else lines))
        return Reply("<html><h1>Not found</h1></html>", status=404)

    def _newest_day(self) -> date:
        days = [day for day in self._days if self.today is None or day <= self.today]
        return max(days)

    def _papers(self) -> dict[str, Paper]:
        """The latest version of every paper announced so far."""
        known: dict[str, Paper] = {}
        for day in sorted(self._days):
            if self.today is None or day <= self.today:
                known |= {paper.id.base: paper for paper, _ in self._days[day]}
        return known

    def _lines(self, day: date, archives: Sequence[str]) -> list[Line]:
        lines: list[Line] = []
        for paper, replaced in self._days.get(day, ()):
            if paper.archives.intersection(archives):
                kind = AnnouncementKind.NEW
                if replaced:
                    kind = AnnouncementKind.REPLACE
                elif archive_of(paper.primary) not in archives:
                    kind = AnnouncementKind.CROSS
                lines.append((kind, paper))
        return sorted(lines, key=lambda line: list(AnnouncementKind).index(line[0]))

    def _listing(self, form: str, rest: str, seen: Seen, fault: Fault) -> str:
        archive, _, last = rest.partition("/")
        day = self._newest_day() if form == "list" else date.fromisoformat(last)
        lines = [] if fault.kind in ("empty", "zero") else self._lines(day, [archive])
        if fault.kind == "shrunk":
            lines = lines[:-1]
        if form == "list":
            heading = f"Showing new listings for {day:%A, %d %B %Y}"
        else:
            heading = f"Catchup results for {archive} on {day:%a, %d %b %Y}"
        show = int(seen.query.get("show", self.page_size))
        number = int(seen.query.get("page", "1")) - 1
        skip = int(seen.query.get("skip", number * show))
        page = Listing(heading, lines).page(skip, show)
        if fault.kind == "partial":
            start = page.rindex("<dt>")
            page = page[:start] + page[page.index("</dd>", start) + len("</dd>") :]
        return page

    def _conditional(self, seen: Seen, body: str) -> Reply:
        if not self.offers_etags:
            return Reply(body)
        tag = f'"{sha256(body.encode()).hexdigest()}"'
        if seen.headers.get("if-none-match") == tag:
            return Reply("", status=304, headers={"ETag": tag})
        return Reply(body, headers={"ETag": tag})

    def _api(self, seen: Seen, fault: Fault) -> Reply:
        if fault.kind == "error-entry":
            return Reply(api_error("temporarily unavailable"))
        try:
            results = self._found(seen.query)
        except ValueError as error:
            return Reply(api_error(str(error)), status=400)
        start, size = int(seen.query.get("start", "0")), int(seen.query.get("max_results", "10"))
        if start + size > 10_000:
            return Reply(api_error("internal error"), status=500)
        if fault.kind == "shrunk":
            results = results[:-1]
        shift = 1 if fault.kind == "drift" and start else 0
        entries = [api_entry(p, p.id.version or 1) for p in results[start - shift :][:size]]
        if fault.kind in ("empty", "zero"):
            entries = []
        if fault.kind == "repeat":
            entries[1] = entries[0]
        if fault.kind == "stranger":
            entries[0] = entries[0].replace(results[0].id.base, "2403.31415")
        if fault.kind == "partial-entry":
            entries[0] = entries[0].replace("published>", "printed>")
        total = 0 if fault.kind == "zero" else len(results)
        return Reply(api_page(entries, total=total, start=start, size=size))

    def _found(self, query: dict[str, str]) -> list[Paper]:
        known = self._papers()
        if "id_list" not in query:
            matches = compiled(query["search_query"])
            found = [paper for paper in known.values() if matches(paper)]
            if query.get("sortBy") == "submittedDate":
                found.sort(key=lambda paper: paper.published or LONG_AGO, reverse=True)
            return found
        found = []
        for text in query["id_list"].split(","):
            if text in self.refused:
                raise ValueError(f"incorrect id format for {text}")
            base, _, version = text.partition("v")
            if base in known:
                paper = known[base]
                asked = int(version) if version else paper.id.version or 1
                found.append(replace(paper, id=PaperId(base, asked)))
        return found


def _refusal(status: int, argument: str) -> Reply:
    if not argument:
        headers = {}
    elif status < 400:
        headers = {"Location": argument}
    else:
        headers = {"Retry-After": argument.replace("_", " ")}
    return Reply(f"<html><h1>{status}</h1></html>", status, headers)
