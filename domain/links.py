"""Code and project links: the addresses that authors put into abstracts and comments."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final
from urllib.parse import SplitResult, urlsplit

_LONGEST: Final = 300

# Hosts of code, models, data and project pages; a subdomain counts as its host.
_CODE_HOSTS: Final = frozenset(
    {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "sourceforge.net",
     "gitee.com", "git.sr.ht", "code.google.com", "anonymous.4open.science"}
)  # fmt: skip
_PROJECT_HOSTS: Final = frozenset(
    {"huggingface.co", "hf.co", "github.io", "gitlab.io", "zenodo.org", "figshare.com", "osf.io",
     "kaggle.com", "modelscope.cn", "sites.google.com", "netlify.app", "vercel.app",
     "readthedocs.io", "pages.dev", "streamlit.app", "colab.research.google.com",
     "paperswithcode.com", "wandb.ai", "dataverse.harvard.edu", "youtube.com",
     "youtu.be", "drive.google.com"}
)  # fmt: skip
# What leads to papers rather than to what was made for this one.
_PAPER_HOSTS: Final = frozenset(
    {"arxiv.org", "doi.org", "lanl.gov", "alphaxiv.org", "ar5iv.org", "openreview.net",
     "aclanthology.org", "semanticscholar.org", "creativecommons.org", "orcid.org"}
)  # fmt: skip

_HUGGING_FACE: Final = frozenset({"huggingface.co", "hf.co"})

_HOST: Final = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24}"
_LINK = re.compile(
    rf"""(?:(?P<scheme>https?):\s?//|(?<![\w@./-]))
    (?P<host>{_HOST})(?P<port>:\d{{1,5}})?(?![\w@:-])
    (?P<path>/[\w.~:/?\#\[\]@!$&'()*+,;=%-]*)?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_HINTS: Final = ("http", "git", *_CODE_HOSTS, *_PROJECT_HOSTS)
"""Without one of which a text has no such link; looking for them first is much faster."""

_TRAILING: Final = ".,;:!?'*_~…"
_BRACKETS: Final = {")": "(", "]": "["}


def project_links(*texts: str) -> tuple[str, ...]:
    """The code and project links in some texts, in order, each once and in one spelling.

    Anything written with ``http://`` or ``https://`` counts, and without either what lies on a
    host known for code, data or project pages; there https is given in any case. Links to papers
    do not count, nor does the front page of a host where many keep their projects.

    A link that a line break cut in two is given as far as it goes; the rest is not guessed.
    """
    found: dict[str, str] = {}
    for text in texts:
        if not any(map(text.lower().__contains__, _HINTS)):
            continue
        for match in _LINK.finditer(text):
            link = _canonical(match)
            if link is not None:
                found.setdefault(link.partition("://")[2].rstrip("/").lower(), link)
    return tuple(found.values())


def is_code(url: str) -> bool:
    """Whether a link leads to a host of source code, ``github.com`` and its like."""
    host = (urlsplit(url).hostname or "").lower()
    return _is_on(host, _CODE_HOSTS) or host.startswith(("gitlab.", "git."))


def _canonical(match: re.Match[str]) -> str | None:
    """The link's one spelling, or None where it is none of those sought."""
    written = match["host"].lower()
    host = written.removeprefix("www.")
    is_of_code = is_code(f"https://{host}")
    is_known = is_of_code or _is_on(host, _PROJECT_HOSTS)
    if not (match["scheme"] or is_known) or len(match[0]) > _LONGEST:
        return None
    path = _trimmed(match["path"] or "", f"{_TRAILING}/" if is_of_code else _TRAILING)
    if _is_on(host, _PAPER_HOSTS) or (host in _HUGGING_FACE and path.startswith("/papers/")):
        return None
    # Elsewhere neither https nor the name without www is sure to answer.
    scheme = "https" if is_known else match["scheme"].lower()
    link = f"{scheme}://{host if is_known else written}{match['port'] or ''}{path}"
    if not _leads_somewhere(urlsplit(link), is_known=is_known):
        return None
    return link


def _leads_somewhere(link: SplitResult, *, is_known: bool) -> bool:
    """Not to the front page of a host that many share, nor to an impossible port."""
    try:
        _ = link.port
    except ValueError:
        return False
    host = link.hostname or ""
    is_front_page = not link.path.strip("/")
    return not (is_known and is_front_page and host in _CODE_HOSTS | _PROJECT_HOSTS)


def _trimmed(path: str, trailing: str) -> str:
    """A path without the punctuation of the sentence around it."""
    count = Counter(path)
    end = len(path)
    while end:
        last = path[end - 1]
        opening = _BRACKETS.get(last)
        unpaired = opening is not None and count[last] > count[opening]
        if last in trailing or unpaired:
            end -= 1
            count[last] -= 1
        elif path.endswith(".git", 0, end):
            end -= len(".git")
        else:
            break
    path = path[:end]
    return "" if path == "/" else path


def _is_on(host: str, known: frozenset[str]) -> bool:
    """Whether a host is one of those known or below one of them."""
    parts = host.split(".")
    return any(".".join(parts[place:]) in known for place in range(len(parts)))
