"""The tools of the Model Context Protocol, each of which calls a use case of the archive."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from functools import wraps
from typing import Any, Final, ParamSpec

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from starlette.types import Receive, Scope, Send

from app.archive import answering
from app.archive.days import ArchiveDays
from app.fair_use.admission import NotAdmitted
from app.fair_use.allowances import COMMANDS
from app.services import Services
from domain.concurrency.asker import asked_by
from domain.errors import PapercrierError
from domain.requests import Context
from rendering.files.json_nouns import to_json
from web.assistants.asking import ASKING

INSTRUCTIONS: Final = (
    "What arXiv announced, as Papercrier knows it. Each answer says how complete it is: `standing` "
    "names the archives that are late or unread, and a quiet day is told as one. Each claim of a "
    "summary has the sentences of the paper that it stands on, word for word, as its `evidence`; "
    "what a paper does not say is left out. Papers marked `withdrawn` were taken back."
)

_READS: Final = ToolAnnotations(read_only_hint=True, idempotent_hint=True)
_P = ParamSpec("_P")
_Tool = Callable[_P, Awaitable[object]]


class Tools:
    """What can be asked; the docstring of each method tells a model when and how."""

    def __init__(self, services: Services, days: ArchiveDays) -> None:
        self._services = services
        self._days = days

    async def announced(self, day: date | None = None, archive: str = "", page: int = 1) -> object:
        """All papers that arXiv announced on a listing date (YYYY-MM-DD; the newest by default).

        In one archive ("cs", "hep-th") or in all that are taken in; 50 papers a page, in arXiv's
        order. `standing` tells whether that is all, and what is missing.
        """
        await self._context()
        return await answering.announced(self._services, self._days, day, archive, page)

    async def digest(self, topic: str = "", day: date | None = None) -> object:
        """The papers of a listing date of the last week on a topic, the best first, summarised.

        The topic may be words, the name of a ready topic, or a query with cat:, au:, ti:, abs:,
        AND, OR, NOT; without one it is all that whoever asks follows in their chat.
        """
        context = await self._context()
        return await answering.digest(self._services, self._days, context, topic, day)

    async def search(self, query: str) -> object:
        """Papers among the last week's announcements that match words, a ready topic or a query.

        Queries have cat:, au:, ti:, abs:, comment:, AND, OR, NOT, "phrases". `days` tells which
        dates were looked through.
        """
        await self._context()
        return await answering.search(self._services, query)

    async def paper(self, paper: str) -> object:
        """One announced paper by its arXiv id or link, with its summary and evidence.

        Each claim of the summary has the sentences of the paper that it stands on.
        """
        context = await self._context()
        found = await answering.paper(self._services, self._days, context, paper)
        return {
            "paper": found.paper,
            "summary": found.summary,
            "announced": found.days,
            "topics": [ready.name for ready in found.topics],
        }

    async def changes(
        self, paper: str, before: int | None = None, after: int | None = None
    ) -> object:
        """What is different between two versions of a paper: by default the newest and its last.

        Read from arXiv where it is not at hand; `unread` tells why texts could not be compared.
        """
        context = await self._context()
        return await answering.changes(self._services, context, paper, before, after)

    async def _context(self) -> Context:
        context = await self._services.context(ASKING.get())
        await self._services.admission.look_again()
        if not await self._services.admission.admits(context):
            raise NotAdmitted
        await self._services.allowances.charge(context, COMMANDS)
        return context


def mcp_server(services: Services, days: ArchiveDays) -> MCPServer[Any]:
    """The tools over what services have."""
    server: MCPServer[Any] = MCPServer(
        "papercrier",
        title="Papercrier",
        version=services.version,
        instructions=INSTRUCTIONS,
        log_level="CRITICAL",
    )
    tools = Tools(services, days)
    for tool in (tools.announced, tools.digest, tools.search, tools.paper, tools.changes):
        server.add_tool(_as_data(tool), annotations=_READS, structured_output=False)
    return server


def _as_data(tool: _Tool[_P]) -> Callable[_P, Awaitable[str]]:
    """A tool whose answer is JSON, and whose errors are sentences."""

    @wraps(tool)
    async def answered(*args: _P.args, **kwargs: _P.kwargs) -> str:
        request = ASKING.get()
        try:
            with asked_by(request.person):
                return to_json(await tool(*args, **kwargs))
        except PapercrierError as error:
            hint = f" {error.hint}" if error.hint else ""
            raise ToolError(f"{error.message}{hint}") from None

    answered.__annotations__ = {**tool.__annotations__, "return": str}
    return answered


async def answer_over_http(
    server: MCPServer[Any], largest: int, scope: Scope, receive: Receive, send: Send
) -> None:
    """Answer one request by itself, in JSON: nothing is remembered from one to the next.

    Hosts are seen to before, so that the library need not.
    """
    server.streamable_http_app(
        stateless_http=True,
        json_response=True,
        max_request_body_size=largest,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    manager = server.session_manager
    async with manager.run():
        await manager.handle_request(scope, receive, send)
