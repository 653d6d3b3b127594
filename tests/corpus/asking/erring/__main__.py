"""``python -m tests.corpus.asking.erring``: what reaches a person of a model that errs.

For each recorded question it says, over HTTP, what is true, and then errs in each way that there
is, and says the same when it is sent back. Printed are the shares that reach a person, by kind, and
with ``--shown`` what they are.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from random import Random

from tests.corpus.asking.erring.recorded import recorded
from tests.summaries.questions.erring import ERRORS, EXTRACTS, ErringModel, Put, erring_model

Seen = dict[str, list[tuple[str, str, bool]]]
"""By kind: the question's id, what was said, and whether a person saw it."""


async def seen() -> tuple[Seen, int]:
    """What was said and seen, and how many quotes stand in no paper."""
    found: Seen = defaultdict(list)
    invented = 0
    async with erring_model() as model:
        for name, put in recorded():
            invented += await _asked(model, name, put, found)
    return found, invented


async def _asked(model: ErringModel, name: str, put: Put, found: Seen) -> int:
    known = EXTRACTS.searchable(put.paper, put.text)
    invented = 0
    if put.true:
        reached = await model.says(put, put.true)
        found["true"] += [(name, told.text, reached.has(told)) for told in put.true]
        found["true, as a whole"].append((name, put.question, reached.is_by_model))
        invented += reached.invented
    for kind, error in ERRORS.items():
        told = error(put, known, Random(f"{name} {kind}"))
        if told:
            reached = await model.says(put, told)
            found[kind] += [(name, one.text, reached.has(one)) for one in told]
            invented += reached.invented
    return invented


def main(option: str = "") -> None:
    """Print the table."""
    found, invented = asyncio.run(seen())
    wrong = [one for kind, all_of in found.items() if not kind.startswith("true") for one in all_of]
    for kind, all_of in (*found.items(), ("false in all", wrong)):
        reached = [one for one in all_of if one[2]]
        sys.stdout.write(f"{kind:44} {len(reached):4} of {len(all_of):4}\n")
        unwanted = [one for one in all_of if one[2] != kind.startswith("true")]
        if option == "--shown" and all_of is not wrong:
            sys.stdout.writelines(f"    {name}: {text}\n" for name, text, _ in unwanted)
    sys.stdout.write(f"quotes that stand in no paper: {invented}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
