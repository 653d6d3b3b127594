"""The `papercrier` command with short pauses where arXiv does not answer; all else is as it is."""

from __future__ import annotations

from functools import partial
from unittest.mock import patch

from bot.__main__ import main
from papers.transport.availability import Persistence

if __name__ == "__main__":
    quick = partial(Persistence, first_pause=0.01, longest_pause=0.05, jitter=0.01)
    with patch("papers.transport.web.Persistence", quick):
        main()
