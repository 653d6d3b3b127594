"""Papers of our own with all that bibliographies stumble over."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.fulltext import Formula
from domain.identifiers import PaperId
from domain.papers import Author, Paper


def paper(base: str, title: str, *authors: str, **more: object) -> Paper:
    """A paper of the first version, submitted in March 2024."""
    told: dict[str, object] = {
        "id": PaperId(base, 1),
        "title": title,
        "authors": tuple(map(Author, authors)),
        "abstract": "We weigh lanterns & count ropes: 5 % heavier.",
        "categories": ("cs.CL", "stat.ML"),
        "primary": "cs.CL",
        "published": datetime(2024, 3, 6, tzinfo=UTC),
    }
    return Paper(**{**told, **more})  # type: ignore[arg-type]


RECORDS = (
    paper("2403.00001", "Lanterns and ropes", "Ada Lovelace", "Émile Øster", "Łukasz Żak"),
    paper("2403.00002", "BERT & friends: 50% of GPT-4 for $5", "Anton van den Hengel", "Li Wei"),
    paper("2403.00003", "Glow on a 3D torus", "The Lantern Collaboration", "Zi-ang Cao"),
    paper("2403.00004", "What Ropes Say_Twice #1", "John Smith Jr.", "Kenneth Arnold Weber II"),
    paper("2403.00005", "A ~ tilde, a ^ hat", "Olatz Perez-de-Viñaspre", "Daniel ben-Avraham"),
    paper("2403.00006", "光の論文", "山田 太郎", "Юрий Лотман", "Nguyễn Văn An"),
    paper("2403.00007", "One name", "Suharto", "danah boyd", "Rope and Lantern Project"),
    paper(
        "hep-th/9901001", "Strings", "E. Witten", id=PaperId("hep-th/9901001", 3),
        published=datetime(1999, 1, 1, tzinfo=UTC), primary="hep-th", categories=("hep-th",),
        journal_ref="J. Ropes & Lanterns 7 (1999) 1-20", doi="10.1000/rope_lantern.7",
    ),
)  # fmt: skip

FORMULA = paper(
    "2403.00008", "Sorting in O(n²) time", "Ada Lovelace",
    formulas=(Formula("O(n²)", r"\mathcal{O}(n^2)"),),
)  # fmt: skip
