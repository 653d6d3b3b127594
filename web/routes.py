"""Routes by the first part of their path, so that of some fifty a few are tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

_FOUND: Final = "papercrier.route"
"""Where the route that was found stands in the scope of a request."""


class ByFirst(BaseRoute):
    """Some routes as one; those of ``/topic/…`` are never tried for ``/search?…``."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes: dict[str, list[Route]] = defaultdict(list)
        for route in routes:
            self._routes[_first(route.path)].append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As of the first route that takes the whole request, else of one that has its path."""
        partial: tuple[Match, Scope] = (Match.NONE, {})
        for route in self._routes.get(_first(scope["path"]), ()):
            match, told = route.matches(scope)
            if match is Match.FULL:
                return match, {**told, _FOUND: route}
            if match is Match.PARTIAL and partial[0] is Match.NONE:
                partial = match, {**told, _FOUND: route}
        return partial

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the route answer that was found."""
        await scope[_FOUND].handle(scope, receive, send)


def _first(path: str) -> str:
    return path[1:].partition("/")[0].partition(".")[0]
