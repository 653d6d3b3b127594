"""What every `Store` must do with what papers mean."""

from __future__ import annotations

from dataclasses import replace

from domain.papers import MetadataOrigin
from domain.ports import Store
from tests.storage.invented import a_paper


class VectorContract:
    """Vectors: one for each paper, of the model that made it and of the text as it is."""

    async def test_what_papers_mean_is_kept_by_model(self, store: Store) -> None:
        """Until there is another model's, or another text; of what is not stored, nothing is."""
        papers = [a_paper(f"3103.0000{n}") for n in range(1, 5)]
        await store.save_papers(papers[:3])
        await store.keep_vectors("small", [(one, one.id.base.encode()) for one in papers])
        bases = [one.id.base for one in papers]
        assert await store.vectors("small", bases) == {b: b.encode() for b in bases[:3]}
        assert await store.vectors("large", bases) == {}
        await store.keep_vectors("large", [(papers[0], b"\x00\xff")])
        assert await store.vectors("large", bases) == {bases[0]: b"\x00\xff"}
        changed = replace(papers[1], title=papers[1].title + "!")
        await store.save_papers([papers[0], replace(changed, origin=MetadataOrigin.FEED)])
        assert bases[1] in await store.vectors("small", bases)
        await store.save_papers([changed])
        assert list(await store.vectors("small", bases)) == [bases[2]]
        await store.keep_vectors("small", [(papers[1], b"of the text before")])
        lacking = await store.without_vector("small", "", 9)
        assert [one.id.base for one in lacking] == [bases[1], bases[0]]
        assert await store.without_vector("small", "", 1) == lacking[:1]
        assert await store.without_vector("small", bases[1], 9) == lacking[1:]
