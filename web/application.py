"""The archive as an ASGI application: its pages and files, kept for a moment, behind a guard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from typing import Final

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from app.archive.days import ArchiveDays
from app.services import Services
from domain.errors import StoreError
from domain.messages import Message, sentence
from i18n.catalogues import speech_of
from i18n.speech import phrase, speaking
from web import channels, digests, likeness, mini_app, pages
from web.answers import FRESH, Answer, Answers
from web.asked import Asked, Made, NoSuchPage, NotYet, Page
from web.assistants.door import PATH, Door
from web.forms import LISTS, Form, as_figure, as_html, as_json, forms_of
from web.languages import is_spoken, wanted_language
from web.routes import ByFirst
from web.serving.finished import UNTIL
from web.serving.guard import Guard
from web.templating import STATIC, page_html

log = structlog.get_logger(__name__)

PAGES: Final[tuple[tuple[str, Made], ...]] = (
    ("/topics", pages.topics),
    ("/topic/{slug}", pages.topic),
    ("/day/{day}", pages.day),
    ("/paper/{base:path}", pages.paper),
    ("/author", pages.author),
    ("/search", pages.search),
    ("/status", pages.status),
    ("/about", pages.about),
)
OF_CHATS: Final[tuple[tuple[str, Made, Mapping[str, str]], ...]] = (
    ("/digest/{name}", digests.digest, {"x-robots-tag": "noindex"}),
    ("/channel/{name}", channels.channel, {"cache-control": "no-cache"}),
    ("/channel/{name}/{day}", channels.channel_day, {"cache-control": "no-cache"}),
)
"""Digests of chats, with what is told to whoever would keep them: a link's are kept by nobody and
found by nobody; before a public channel's are given again it is asked whether they are there."""

FILES: Final = {
    "style.css": "text/css; charset=utf-8",
    "evidence.js": "text/javascript; charset=utf-8",
    "telegram.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_A_YEAR: Final = 31_536_000


class Archive:
    """Answers requests; an ASGI application by `application`."""

    def __init__(
        self,
        services: Services,
        days: ArchiveDays,
        *,
        address: str,
        fresh: float = FRESH,
        telegram_tokens: Mapping[str, str] | None = None,
    ) -> None:
        """The archive of what services have.

        Args:
            services: of which nothing is used that is a chat's.
            days: worked out of what was announced.
            address: of the archive on the web, without a slash at the end.
            fresh: seconds for which an answer is given again.
            telegram_tokens: by platform, of the bots that open it as a Mini App.
        """
        self._services = services
        self._days = days
        self._address = address
        self._answers = Answers(fresh=fresh)
        self._telegram_tokens = telegram_tokens or {}

    def application(self, hosts: Collection[str]) -> Guard:
        """It, reached by some names of hosts, behind its guard."""
        routes = [Route("/", self._kept(pages.front, as_html))]
        routes += [Route("/index.json", self._kept(pages.front, as_json))]
        figure = self._kept(pages.paper, as_figure)
        routes += [Route("/paper/{base:path}/figure/{number}", figure)]
        routes += [
            Route(path + ending, self._kept(made, form))
            for path, made in (("/paper/{base:path}/like", likeness.like), *PAGES)
            for ending, form in forms_of(made).items()
        ]
        routes += [
            Route(path + ending, self._made(made, form, headers))
            for path, made, headers in OF_CHATS
            for ending, form in forms_of(made).items()
        ]
        routes += [Route(path, self._kept(pages.topics, form)) for path, form in LISTS.items()]
        routes += [Route("/static/{name}", _static), Route("/robots.txt", self._robots)]
        routes += [Route(PATH, Door(self._services, self._days))]
        if self._telegram_tokens:
            routes += [Route(mini_app.PATH, self._opened, methods=["POST"])]
            routes += [Route(mini_app.PATH, self._kept(mini_app.entrance, as_html))]
        app = Starlette(
            routes=[ByFirst(routes)],
            exception_handlers={HTTPException: self._refused, Exception: _failed},
        )
        # Nobody is sent on to what looks like an address of ours, with a slash more or less.
        app.router.redirect_slashes = False
        return Guard(app, hosts, asked_by_post=[PATH, mini_app.PATH])

    def _kept(self, made: Made, form: Form) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            asked = self._asked(request)
            key = (request.url.path, request.url.query, asked.language)
            answer = await self._answers.of(key, lambda: self._answer(asked, made, form))
            if answer.status == 200:
                request.scope[UNTIL] = self._answers.fresh_until(key)
            return answer.to(request)

        return answered

    def _made(
        self, made: Made, form: Form, headers: Mapping[str, str]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Made anew for whoever asks, as it may end any moment."""

        async def answered(request: Request) -> Response:
            answer = await self._answer(self._asked(request), made, form)
            told = {**answer.headers, **(headers if answer.status == 200 else {})}
            return replace(answer, seconds=0, headers=told).to(request)

        return answered

    async def _opened(self, request: Request) -> Response:
        """Where whoever opens it within Telegram goes."""
        to = await mini_app.opened(self._services, self._telegram_tokens, request)
        if to is None:
            return PlainTextResponse("It is not what Telegram signed lately.\n", 403)
        return JSONResponse({"to": to}, headers={"cache-control": "no-store"})

    async def _answer(self, asked: Asked, made: Made, form: Form) -> Answer:
        with speaking(speech_of(asked.language)):
            try:
                return await form(await made(asked), asked)
            except NoSuchPage as missing:
                return _trouble(asked, 404, missing.message)
            except NotYet:
                return _trouble(asked, 503, sentence("Try again in a minute."))
            except StoreError as error:
                log.warning("page without the database", why=str(error))
                return _trouble(asked, 503, sentence("Try again in a minute."))

    def _asked(self, request: Request) -> Asked:
        within = ""
        if self._telegram_tokens and mini_app.IN_QUERY in request.scope["query_string"]:
            within = request.query_params.get(mini_app.MARK, "")
        accepted = request.headers.get("accept-language", "")
        return Asked(
            services=self._services,
            days=self._days,
            request=request,
            language=within if is_spoken(within) else wanted_language(accepted),
            address=self._address,
            is_within_telegram=is_spoken(within),
        )

    async def _refused(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        asked = self._asked(request)
        with speaking(speech_of(asked.language)):
            return _trouble(asked, status, sentence("There is no such page.")).to(request)

    async def _robots(self, _: Request) -> Response:
        return PlainTextResponse(
            "User-agent: *\nDisallow: /search\nDisallow: /author\nDisallow: /digest\n"
            "Crawl-delay: 2\n"
            f"Sitemap: {self._address}/sitemap.xml\n"
        )


def _trouble(asked: Asked, status: int, why: Message) -> Answer:
    page = Page(
        template="trouble",
        title=phrase("Not here") if status == 404 else phrase("Not now"),
        path=asked.request.url.path,
        values={"trouble": why},
        noun=None,
        listed=False,
    )
    headers = {"retry-after": "60"} if status == 503 else {}
    return Answer(page_html(page, asked), status=status, seconds=0, headers=headers)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        raise HTTPException(404)
    answer = Answer((STATIC / name).read_bytes(), FILES[name], seconds=_A_YEAR)
    return answer.to(request)


async def _failed(_: Request, error: Exception) -> Response:
    log.error("page not answered", exc_info=error)
    return PlainTextResponse("Something went wrong here.\n", 500)
