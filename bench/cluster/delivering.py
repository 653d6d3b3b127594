"""A process that puts parts through an outbox, sixty at a time: for `bench.cluster.kept`.

It says when it is ready, begins when its input ends, and says how many it had.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from typing import Final

from bench.kit.morning_container import MORNING
from domain.deliveries import DeliveryDecision, Parcel, PartState
from storage import open_store
from storage.places import place_of

AT_ONCE: Final = 60
NOW: Final = MORNING + timedelta(days=2)


async def main(address: str) -> None:
    """Claim, render, begin, settle, until nothing is left."""
    store = open_store(place_of(address), is_served=True)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    count = 0
    while parts := await store.claim_parts("telegram", NOW, AT_ONCE):
        rendered = {part.id: [Parcel(part.document)] for part in parts}
        ids = [part.id for part in await store.keep_rendered(rendered)]
        await store.begin_parts(ids, NOW)
        sent = DeliveryDecision(state=PartState.SENT, owner=parts[0].owner, messages=(count,))
        await store.settle_parts(dict.fromkeys(ids, sent), NOW)
        count += len(ids)
    print(count, flush=True)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
