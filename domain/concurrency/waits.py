"""How long a server may have us wait: as long as it asks, within reason.

Servers ask by numbers and dates that nobody has checked: a day for a mistyped second, the year
9999 for "never", NaN. Whoever believes that is silent for as long.
"""

from __future__ import annotations

import math
from typing import Final

LONGEST: Final = 3_600.0
"""Seconds after which anybody is asked again, whatever they said."""


def wait_of(asked: object, *, longest: float = LONGEST) -> float | None:
    """The seconds to wait where a server asks for so many; None where that is no number.

    Args:
        asked: as it stood in the answer: any value of JSON, or a header's text.
        longest: seconds; more than that is taken for that.
    """
    if isinstance(asked, bool) or not isinstance(asked, int | float | str):
        return None
    try:
        seconds = float(asked)
    except ValueError:
        return None
    except OverflowError:
        seconds = math.copysign(math.inf, 1 if int(asked) > 0 else -1)
    return None if math.isnan(seconds) else min(max(seconds, 0.0), longest)
