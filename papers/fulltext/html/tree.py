"""Taking elements out of a page's tree so that none is touched after it is gone. Pure."""

from __future__ import annotations

from selectolax.lexbor import LexborNode


def outermost(root: LexborNode, selector: str) -> list[LexborNode]:
    """The elements that match and stand in no other that does, in the order of the page."""
    found = {node.mem_id: node for node in root.css(selector)}
    inside: dict[int, bool] = {root.mem_id: False}
    return [node for node in found.values() if not _is_inside(node, found, inside)]


def _is_inside(node: LexborNode, found: dict[int, LexborNode], inside: dict[int, bool]) -> bool:
    """Whether an element stands in one that was found; what is learnt on the way up is kept."""
    path: list[int] = []
    answer = False
    here = node.parent
    while here is not None:
        known = inside.get(here.mem_id)
        if known is not None or here.mem_id in found:
            answer = bool(known) or here.mem_id in found
            break
        path.append(here.mem_id)
        here = here.parent
    inside.update(dict.fromkeys(path, answer))
    return answer


def take_out(root: LexborNode, selector: str) -> None:
    """Take out what matches, with all that is in it."""
    for node in outermost(root, selector):
        node.decompose()
