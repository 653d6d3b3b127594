"""Logs: structured, to standard error, without secrets."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import stamina
import structlog

_SECRET: Final = re.compile(
    r"bot\d+:[\w-]{20,}|\b\d{8,10}:[\w-]{30,}|\b[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,}|\bsk-[\w-]{16,}"
)
_STRUCK: Final = "[secret]"
_CHATTY: Final = ("httpx", "httpcore", "telegram", "discord", "apscheduler", "arxiv")
"""Libraries that tell at level INFO what nobody needs, addresses with tokens in them too."""

_known_secrets: set[str] = set()


def keep_secret(*secrets: str) -> None:
    """Strike these, whatever they look like, out of every line from now on."""
    _known_secrets.update(secret for secret in secrets if secret)


def set_up_logs(*, verbose: bool = False) -> None:
    """Send the logs of the house, and warnings of libraries, to standard error.

    Args:
        verbose: tell also what goes well; for the process that serves, not for the terminal.
    """
    level = logging.INFO if verbose else logging.WARNING
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WithoutSecrets("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # Each retry of a request is told as progress or as an error in the end, not line by line.
    stamina.instrumentation.set_on_retry_hooks([])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            redacted,
            structlog.processors.LogfmtRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_to_stderr,
    )


def _to_stderr(*_names: Any) -> structlog.PrintLogger:
    """A logger on what is standard error now, which may have been another before."""
    return structlog.PrintLogger(sys.stderr)


def redacted(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Strike tokens and keys out of an event of the house."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = without_secrets(value)
    return event


def without_secrets(text: str) -> str:
    """A text without tokens and keys; the one place where that is done."""
    for secret in _known_secrets:
        text = text.replace(secret, _STRUCK)
    return _SECRET.sub(_STRUCK, text)


class _WithoutSecrets(logging.Formatter):
    """Lines of libraries, with their tracebacks, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
