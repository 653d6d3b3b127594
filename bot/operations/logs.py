"""Logs: structured, to standard error, without secrets.

Whatever a line tells of, it stays one line: characters that drive a terminal, break a line or turn
its direction are written as escapes.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import threading
import traceback
from collections.abc import Callable
from hashlib import blake2s
from types import TracebackType
from typing import Any, Final, Literal

import structlog
from structlog.processors import format_exc_info
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

from bot.operations.redaction import without_secrets
from rendering.common.plain import json_shown, shown

LogFormat = Literal["logfmt", "json", "console"]

_OF_SEVERAL_LINES: Final = ("exception", "stack")
_OF_PEOPLE: Final = frozenset(("chat", "to", "guild", "channel", "user", "person"))
_BOTS: Final = r"(?<!telegram@)(?<!discord@)"
"""After the kind of its platform stands a bot's number, which is nobody's secret."""
_ID: Final = re.compile(rf"{_BOTS}(?<!\d)-?\d+")
_RAW_ID: Final = re.compile(
    _BOTS + r"(?<![\w.])(?!(?<=/)(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])\d{3}\b)-?\d{6,20}(?!\w|\.\d|:…)"
)
"""As long as ids of chats; those of papers have a point, or are of 1991 to 2007, after a slash."""
_KEY: Final = secrets.token_bytes(16)
"""New in each process: ids of people are few enough to be tried out, were it known."""

_FIRST: Final = ("timestamp", "level", "event")
_CHATTY: Final = ("httpx", "httpcore", "telegram", "discord", "apscheduler", "arxiv", "mcp")
"""Libraries that tell at level INFO what nobody needs: addresses with tokens, words of people."""

log = structlog.get_logger(__name__)


def set_up_logs(*, verbose: bool = False, form: LogFormat = "logfmt") -> None:
    """Send the logs of the container, and warnings of libraries, to standard error.

    Both take the same way: they become lines of the form wanted, and the secrets are struck out
    of the finished line.

    Args:
        verbose: tell also what goes well; for the process that serves, not for the terminal.
        form: how a line is written.
    """
    level = logging.INFO if verbose else logging.WARNING
    finish: list[Processor] = [format_exc_info, _no_id_within, *_written(form)]
    begin: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    handler = _Handler(sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[*begin, structlog.stdlib.add_logger_name],
            processors=[ProcessorFormatter.remove_processors_meta, *finish],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It tells each time that a look took longer than the time between two, which is no harm.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # Of lines that it cannot read; `bot.operations.doubts` says it better, and once.
    logging.getLogger("dotenv").setLevel(logging.ERROR)
    structlog.configure(
        processors=[*begin, _nobody_named, *finish],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_to_stderr,
    )
    sys.excepthook = _logged if verbose else _shown
    threading.excepthook = lambda died: sys.excepthook(
        died.exc_type, died.exc_value or died.exc_type(), died.exc_traceback
    )


def _written(form: LogFormat) -> list[Processor]:
    """What makes an event one line of characters that are seen, without secrets."""
    match form:
        case "json":
            rendered = structlog.processors.JSONRenderer(ensure_ascii=False)
            return [_time_first, rendered, _told(json_shown)]
        case "console":
            renderer = structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
            # Its own colours and line breaks are meant; those of what it tells are not.
            return [_shown_values, renderer, _told(str)]
        case "logfmt":
            return [_time_first, structlog.processors.LogfmtRenderer(), _told(shown)]


def _time_first(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """When, how bad and what come before what else is told."""
    first = {name: event.pop(name) for name in _FIRST if name in event}
    return {**first, **event}


def _nobody_named(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Chats and people by names that are theirs in this process alone, and lead to nobody."""
    for name in _OF_PEOPLE & event.keys():
        event[name] = _ID.sub(_alias, str(event[name]))
    if "part" in event:
        # Named after its chat, then by its day and number.
        chat, *rest = str(event["part"]).rsplit(":", 2)
        event["part"] = ":".join((_ID.sub(_alias, chat), *rest))
    return event


def _no_id_within(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Ids within texts, as in what a platform said of a request, by the same names."""
    return {name: _without_ids(value) for name, value in event.items()}


def _without_ids(value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case dict():
            return {_without_ids(key): _without_ids(held) for key, held in value.items()}
        case list() | tuple():
            return [_without_ids(held) for held in value]
        case _:
            # First the secrets, which would not be known any more by what is left of them.
            told = without_secrets(value if isinstance(value, str) else repr(value))
            return _RAW_ID.sub(_alias, told)


def _alias(found: re.Match[str]) -> str:
    return "~" + blake2s(found[0].encode(), key=_KEY, digest_size=4).hexdigest()


def _told(finish: Callable[[str], str]) -> Processor:
    def finished(_logger: Any, _name: str, line: EventDict | str) -> str:
        return finish(without_secrets(str(line)))

    return finished


def _shown_values(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """An event whose values bring neither colours nor lines of their own along."""
    return {
        shown(name): _indented(str(value)) if name in _OF_SEVERAL_LINES else _shown_value(value)
        for name, value in event.items()
    }


def _shown_value(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    return shown(value if isinstance(value, str) else repr(value))


def _indented(trace: str) -> str:
    """A traceback whose lines cannot be taken for lines of the log."""
    return "\n".join(f"  {shown(line)}" for line in trace.split("\n"))


def _to_stderr(*_names: Any) -> structlog.PrintLogger:
    """A logger on what is standard error now, which may have been another before."""
    return structlog.PrintLogger(sys.stderr)


def _logged(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The end of a process or thread that nobody foresaw, for whoever reads the log."""
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("crashed", exc_info=(kind, error, trace))


def _shown(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The same for whoever sits at the terminal."""
    told = without_secrets("".join(traceback.format_exception(kind, error, trace)))
    sys.stderr.write("\n".join(map(shown, told.split("\n"))))


class _Handler(logging.StreamHandler[Any]):
    """Lines of libraries; one that cannot be made is told of without what was to stand in it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Python's own way would show all of it, secrets too."""
        log.error("line not written", logger=record.name, text=str(record.msg))
