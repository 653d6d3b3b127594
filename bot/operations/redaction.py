"""Secrets struck out of texts: those that are known, and whatever has the shape of one.

The shapes are those that the platforms and the providers of models give their tokens and keys:
https://core.telegram.org/bots/api#authorizing-your-bot,
https://docs.discord.com/developers/reference#authentication, and what each provider's console
shows. Where a key has no shape of its own (Mistral, Azure, Cohere), it is known by the name that
stands before it. Every pattern looks ahead a bounded way only, so the cost is that of reading.
"""

from __future__ import annotations

import json
import re
from typing import Final
from urllib.parse import quote

STRUCK: Final = "[secret]"
_SHORTEST: Final = 8

_SHAPES: Final = re.compile(
    r"""
    # Telegram: the bot's id and 35 characters, also within an address
      bot\d{1,20}(?::|%3A)[\w-]{20,}
    | (?<!\d)\d{6,14}(?::|%3A)[\w-]{30,}
    # Discord: the bot's id in base64, which is digits and so begins each group with M, N or O
    | (?<![\w-])(?:[MNO][A-Za-z0-9]{3}){4,8}[A-Za-z0-9]{0,3}={0,2}\.[\w-]{4,10}\.[\w-]{20,}
    | (?<![\w-])mfa\.[\w-]{20,}
    | (?<=/webhooks/)\d{1,20}/[\w-]{30,} | (?<=/interactions/)\d{1,20}/[\w-]{30,}
    # OpenAI (also sk-proj-), Anthropic (sk-ant-), OpenRouter (sk-or-), DeepSeek and their like
    | (?<![A-Za-z0-9])sk-(?=[\w-]{0,80}\d)[\w-]{16,}
    # Google: of Gemini's two kinds, and of its sign-in
    | (?<![A-Za-z0-9])AIza[\w-]{30,} | (?<![A-Za-z0-9])AQ\.[\w-]{30,} | \bya29\.[\w-]{20,}
    # Groq, xAI, Hugging Face, Perplexity, NVIDIA, Replicate, Fireworks, Together, Cerebras
    | (?<![A-Za-z0-9])(?:gsk|hf|r8|fw|tgp_v1)_(?=[\w-]{0,80}\d)[\w-]{20,}
    | (?<![A-Za-z0-9])(?:xai|pplx|nvapi|csk)-(?=[\w-]{0,80}\d)[\w-]{20,}
    # GitHub, GitLab, Slack, Amazon
    | (?<![A-Za-z0-9])(?:gh[oprsu]|github_pat)_[A-Za-z0-9_]{20,}
    | (?<![A-Za-z0-9])glpat-[\w-]{16,} | (?<![A-Za-z0-9])xox[abeoprs]-[\w-]{10,}
    | (?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])
    # a signed token (JWT)
    | (?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?
    """,
    re.VERBOSE,
)
_ADDRESS_USER: Final = re.compile(r"(?<=://)[^\s/?#\"'<>\\@]{1,400}@(?:[^\s/?#\"'<>\\@]{1,200}@)?")
_PARAMETER: Final = re.compile(
    r"""(?<=[?&;])(?P<name>(?:[\w.-]{0,30}[_.-])?(?:api_?key|key|token|secret|password|passwd|pwd|auth
    |authorization|signature|sig|credential|jwt|session))=[^\s&;\#"'<>\\]+""",
    re.VERBOSE | re.IGNORECASE,
)
_HEADER: Final = re.compile(
    r"""(?P<name>authorization["'\\\s\]]{0,4}[:=,][\s"'\\(\[]{0,6}(?:b["'])?)
    (?:(?:bearer|basic|bot|token|key)\s{1,3})?[^\s"',;)\\]+
    | (?P<cookie>\bcookie["'\\\s\]]{0,4}[:=,][\s"'\\(\[]{0,6}(?:b["'])?)[^\s"'\\][^"'\\\n]*
    | (?P<scheme>\bbearer\s{1,3})(?=[\w.~+/=-]{0,60}\d)[\w.~+/=-]{8,}""",
    re.VERBOSE | re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"""(?P<name>(?:api[-_\ ]?key|subscription[-_]key|passw(?:or)?d|passphrase
    |secret(?:[-_](?:access[-_])?(?:key|token))?
    |(?:access|auth|refresh|bearer|bot|id|security|session|telegram|discord)[-_]token))
    (?:
      (?P<to_quoted>(?:\\?["'])?\s?[:=,]\s?b?(?P<mark>\\?["']))[^"'\\\n]{1,400}(?=\\?["'])
    | (?P<to_value>=)(?!(?:none|null|true|false)\b|\[secret\])[^\s"',;)}\]]{4,}
    | (?P<to_bare>(?:\\?["'])?\s?(?:[:=]|->)\s?)
      (?!\[secret\])(?=[^\s"',;]{0,80}\d|[^\s"',;]{16})[^\s"',;)}\]]{6,}
    )""",
    re.VERBOSE | re.IGNORECASE,
)

_known: set[str] = set()


def keep_secret(*secrets: str) -> None:
    """Strike these, whatever they look like, out of every text from now on.

    Also as they stand in addresses and in JSON. A key of a few letters, as servers of one's own
    are content with, is nobody's secret, and would be struck out of other words.
    """
    for secret in (one for one in secrets if len(one) >= _SHORTEST):
        _known.update((secret, quote(secret, safe=""), json.dumps(secret)[1:-1]))


def without_secrets(text: str) -> str:
    """A text without tokens, keys and passwords; the one place where that is done."""
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, STRUCK)
    text = _SHAPES.sub(STRUCK, text)
    text = _ADDRESS_USER.sub(f"{STRUCK}@", text)
    text = _PARAMETER.sub(rf"\g<name>={STRUCK}", text)
    text = _HEADER.sub(lambda m: f"{m['name'] or m['cookie'] or m['scheme']}{STRUCK}", text)
    return _NAMED.sub(_unnamed, text)


def _unnamed(match: re.Match[str]) -> str:
    """What stands before a secret that has no shape of its own, and no more."""
    parting = match["to_quoted"] or match["to_value"] or match["to_bare"]
    return f"{match['name']}{parting}{STRUCK}"
