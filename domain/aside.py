"""Work that takes the processor, done beside the event loop, so that updates do not wait for it.

Python runs one thread at a time, and each one that is busy costs the loop five milliseconds
whenever it wants its turn back. So all such work shares one thread, one piece after another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_THREAD: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")


async def aside(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What a function gives that waits for nothing; it is called in the context of the caller.

    Whoever is cancelled does not wait for it; what has not begun then never does.

    Raises:
        Exception: whatever the function raises.
    """
    loop = asyncio.get_running_loop()
    run = partial(copy_context().run, work, *args, **named)
    return await loop.run_in_executor(_THREAD, run)
