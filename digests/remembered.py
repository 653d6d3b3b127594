"""Summaries in memory, beside the library: a morning's need not be looked up for each chat."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from typing import Final

from domain.summaries import Summary, SummaryKey

REMEMBERED: Final = 2_000
"""Summaries kept in memory beside the library, of some 8 KB each: a morning's in two languages."""
STANDS_IN_FOR: Final = 600.0
"""Seconds for which an extract that stands in for now is given to others who can wait, too."""


class RememberedSummaries:
    """Those used last; what stands in for now, for those who can wait alone."""

    def __init__(self, lasts: float = math.inf) -> None:
        """Args: seconds after which one is looked up again, as others may have made it anew."""
        self._lasts = lasts
        self._kept: OrderedDict[SummaryKey, tuple[bool, float, Summary]] = OrderedDict()

    def remember(self, key: SummaryKey, summary: Summary) -> None:
        """Remember one that was just made or found."""
        reason = summary.provenance.stands_in
        is_for_good = reason is None or reason.is_final
        until = time.monotonic() + (self._lasts if is_for_good else STANDS_IN_FOR)
        self._kept[key] = (is_for_good, until, summary)
        if len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)

    def recall(self, key: SummaryKey, kept: Summary) -> None:
        """Remember what the library had; one made anew while that was read is newer."""
        is_for_good, until, _ = self._kept.get(key, (False, 0.0, None))
        if not is_for_good or time.monotonic() > until:
            self.remember(key, kept)

    def known(self, key: SummaryKey, *, on_demand: bool) -> Summary | None:
        """A summary that need not be looked up."""
        is_for_good, until, summary = self._kept.get(key, (False, 0.0, None))
        if summary is None or time.monotonic() > until or (on_demand and not is_for_good):
            return None
        self._kept.move_to_end(key)
        return summary
