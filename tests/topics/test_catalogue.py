"""The catalogue of ready topics."""

from __future__ import annotations

from itertools import pairwise

import pytest

from domain.errors import QueryError
from domain.taxonomy import ARCHIVES
from domain.topics import Category, Together, Topic, leaves
from tests.topics.invented import paper
from topics.archives import archives_of
from topics.catalogue import LONGEST_LABEL, ReadyTopic, catalogue, find, search, topic_from
from topics.index import PaperIndex
from topics.language import parse_query

by_name = pytest.mark.parametrize("ready", catalogue(), ids=lambda ready: ready.name)


def test_covers_all_of_arxiv() -> None:
    """More than 60 topics, and every archive is in some topic's reach by name."""
    assert len(catalogue()) >= 60
    named = {
        leaf.name.partition(".")[0]
        for ready in catalogue()
        for leaf in leaves(ready.topic.query)
        if isinstance(leaf, Category)
    }
    assert named >= set(ARCHIVES)


@by_name
def test_every_topic_is_complete_and_readable(ready: ReadyTopic) -> None:
    """It has names in both languages, and a query that reads back and spares some archive."""
    query = ready.topic.query
    assert ready.name
    assert ready.field
    assert ready.synonyms
    assert ready.zh
    assert len(ready.query) <= 500
    assert len(ready.name) <= LONGEST_LABEL
    assert parse_query(str(query)) == query
    assert archives_of(query) < set(ARCHIVES)


@by_name
def test_every_name_finds_its_own_topic(ready: ReadyTopic) -> None:
    """No two topics share a name."""
    for name in ready.names:
        assert find(name) == ready


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("diffusion models", "Diffusion models"),
        ("Diffusion Model", "Diffusion models"),
        (" diffusion-models ", "Diffusion models"),
        ("扩散模型", "Diffusion models"),
        ("LLM agent", "LLM agents"),
        ("智能体", "LLM agents"),
        ("rag", "Retrieval-augmented generation"),
        ("retrieval augmented generation", "Retrieval-augmented generation"),
        ("检索增强生成", "Retrieval-augmented generation"),
        ("3dgs", "3D Gaussian splatting"),
        ("gaussian splatting", "3D Gaussian splatting"),
        ("三维高斯泼溅", "3D Gaussian splatting"),
        ("nerfs", "NeRF"),
        ("neural radiance field", "NeRF"),
        ("talking-head", "Talking heads"),
        ("数字人", "Talking heads"),
        ("rlhf", "RLHF"),
        ("protein design", "Protein design"),
        ("蛋白质设计", "Protein design"),
        ("QEC", "Quantum error correction"),
        ("量子纠错", "Quantum error correction"),
        ("GNN", "Graph neural networks"),
        ("图神经网络", "Graph neural networks"),
        ("PDEs", "Partial differential equations"),
    ],
)
def test_found_by_what_people_call_it(typed: str, name: str) -> None:
    """Case, plurals, hyphens, acronyms and Chinese names lead to the topic."""
    found = find(typed)
    assert found is not None
    assert found.name == name
    assert topic_from(typed) == found.topic


@pytest.mark.parametrize(
    "typed", ['"diffusion models"', "ti:nerf", "-nerf", "LLM, agents", "nerf OR rag", "", "zzz"]
)
def test_a_query_is_no_name(typed: str) -> None:
    """Who writes in the query language gets what they wrote."""
    assert find(typed) is None


def test_a_text_of_ones_own_is_a_topic_under_its_own_words() -> None:
    """The text as typed is the label, shortened where it is long."""
    assert topic_from("  sheep   shearing ") == Topic("sheep shearing", Together("sheep shearing"))
    long = topic_from(" OR ".join(f"word{number}" for number in range(30)))
    assert len(long.label) <= LONGEST_LABEL
    assert long.label.startswith("word0 OR word1")
    assert long.label.endswith("…")
    with pytest.raises(QueryError):
        topic_from("(nerf")


def test_looking_round() -> None:
    """Names first, then what has the text in a name or field, then what is spelled like it."""
    assert search("nerf")[0].name == "NeRF"
    assert search("gausian spltting")[0].name == "3D Gaussian splatting"
    assert {ready.field for ready in search("Quantum")} >= {"Quantum"}
    assert "Talking heads" in [ready.name for ready in search("lip sync")]
    assert search("量子纠错")[0].name == "Quantum error correction"
    assert search("") == list(catalogue())
    assert search("qqqqqq") == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("rob", ["Robotics", "Robot manipulation", "Adversarial robustness"]),
        ("graph", ["Graph neural networks", "Graphene and 2D materials", "Knowledge graphs"]),
        ("lang", ["Large language models", "Vision-language models"]),
        ("opt", ["Optimal transport", "Optics and photonics", "Optimization"]),
    ],
)
def test_what_begins_with_the_letters_comes_first(typed: str, first: list[str]) -> None:
    """The name, then a word of it, then what has them inside."""
    assert [ready.name for ready in search(typed)][: len(first)] == first


def test_topics_of_a_field_stand_together() -> None:
    """The catalogue can be shown group by group as it is."""
    fields = [ready.field for ready in catalogue()]
    changes = sum(one != other for one, other in pairwise(fields))
    assert changes + 1 == len(set(fields))


def test_diffusion_models_are_the_generative_ones() -> None:
    """All that say so in the archives of computing, none of the other diffusions."""
    batch = [
        paper(1, "A diffusion model for faces"),
        paper(2, "Faces", "We train diffusion models.", categories=["eess.IV"]),
        paper(3, "Faces by discrete diffusion"),
        paper(4, "Video", "It uses a diffusion transformer."),
        paper(5, "Jump-diffusion models of prices", categories=["q-fin.MF"]),
        paper(6, "Diffusion MRI of the heart"),
        paper(7, "Diffusion of innovations", categories=["cs.SI"]),
    ]
    index = PaperIndex(batch)
    found = [int(match.paper.id.base[5:]) for match in index.matches(topic_from("扩散模型"))]
    assert sorted(found) == [1, 2, 3, 4]
