"""Logs: structured, to standard error, without secrets."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, Final, Literal
from urllib.parse import quote

import stamina
import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

LogFormat = Literal["logfmt", "json", "console"]

_SECRET: Final = re.compile(
    r"bot\d+:[\w-]{20,}|\b\d{8,10}:[\w-]{30,}|\b[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,}|\bsk-[\w-]{16,}"
)
_STRUCK: Final = "[secret]"
_SHORTEST: Final = 8
_CHATTY: Final = ("httpx", "httpcore", "telegram", "discord", "apscheduler", "arxiv")
"""Libraries that tell at level INFO what nobody needs, addresses with tokens in them too."""

_known_secrets: set[str] = set()

log = structlog.get_logger(__name__)


def keep_secret(*secrets: str) -> None:
    """Strike these, whatever they look like, out of every line from now on.

    Also as they stand in addresses and in JSON. A key of a few letters, as servers of one's own
    are content with, is nobody's secret, and would be struck out of other words.
    """
    for secret in (one for one in secrets if len(one) >= _SHORTEST):
        _known_secrets.update((secret, quote(secret, safe=""), json.dumps(secret)[1:-1]))


def set_up_logs(*, verbose: bool = False, form: LogFormat = "logfmt") -> None:
    """Send the logs of the house, and warnings of libraries, to standard error.

    Both take the same way: they become lines of the form wanted, and the secrets are struck out
    of the finished line.

    Args:
        verbose: tell also what goes well; for the process that serves, not for the terminal.
        form: how a line is written.
    """
    level = logging.INFO if verbose else logging.WARNING
    finish: list[Processor] = [structlog.processors.format_exc_info, *_written(form)]
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
    # Each retry of a request is told as progress or as an error in the end, not line by line.
    stamina.instrumentation.set_on_retry_hooks([])
    structlog.configure(
        processors=[*begin, *finish],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_to_stderr,
    )
    sys.excepthook = _logged if verbose else _shown
    threading.excepthook = lambda died: sys.excepthook(
        died.exc_type, died.exc_value or died.exc_type(), died.exc_traceback
    )


def without_secrets(text: str) -> str:
    """A text without tokens and keys; the one place where that is done."""
    for secret in _known_secrets:
        text = text.replace(secret, _STRUCK)
    return _SECRET.sub(_STRUCK, text)


def _written(form: LogFormat) -> tuple[Processor, Processor]:
    """What makes an event a line, and strikes the secrets out of it."""
    renderer: Processor
    match form:
        case "json":
            renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
        case "console":
            renderer = structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        case "logfmt":
            renderer = structlog.processors.LogfmtRenderer()
    return renderer, _redacted


def _redacted(_logger: Any, _name: str, line: EventDict | str) -> str:
    return without_secrets(str(line))


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
    sys.stderr.write(without_secrets("".join(traceback.format_exception(kind, error, trace))))


class _Handler(logging.StreamHandler[Any]):
    """Lines of libraries; one that cannot be made is told of without what was to stand in it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Python's own way would show all of it, secrets too."""
        log.error("line not written", logger=record.name, text=str(record.msg))
