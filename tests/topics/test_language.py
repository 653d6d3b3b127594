"""The query language: what people type, and what they are told when it cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import QueryError
from domain.topics import And, Category, Field, Not, Or, Query, Term
from tests.topics.invented import any_leaves, queries
from topics.language import parse_query

READINGS = [
    # words and phrases
    ("nerf", "nerf"),
    ("diffusion models", "diffusion models"),
    ("text-to-image generation", "text-to-image generation"),
    ("theory of mind", "theory of mind"),
    ("the lasso", "lasso"),
    ("diffusion models for video generation", "diffusion models for video generation"),
    ("to be or not to be", '"to be" OR "not to be"'),
    ("latest papers on NeRF", "NeRF"),
    ("what is it all about", "all"),
    ("what is it", '"what is it"'),
    ('"diffusion models"', '"diffusion models"'),
    ("“diffusion models”", '"diffusion models"'),
    ("„diffusion models“ «k-means»", '"diffusion models" AND "k-means"'),
    ("diffusion  models?", "diffusion models"),
    ("vision - language", "vision language"),
    ("NeRF: scenes", "NeRF scenes"),
    ("C++", '"C++"'),
    ("C++ compilers", "C++ compilers"),
    ("SE(3)", '"SE(3)"'),
    ("SE(3) equivariance", "SE(3) equivariance"),
    ("O(n log n)", '"O(n log n)"'),
    ("O(n log n) sorting -SO(3)", 'O(n log n) sorting AND NOT "SO(3)"'),
    ("NOT(b1) a1", "NOT b1 AND a1"),
    ("A*", '"A*"'),
    ("universit*", '"universit*"'),
    ("pre-train* models", "pre-train* models"),
    ("the papers on the latest papers on NeRF", "NeRF"),
    ("in context", '"in context"'),
    ("state of the art", "state of the art"),
    ("a1 NOT (b1 c1 OR d1 e1)", 'a1 AND NOT ("b1 c1" OR "d1 e1")'),
    ("NeRF + splatting → meshes", "NeRF splatting meshes"),
    ("R&D", '"R&D"'),
    ("1,000 layers", "1,000 layers"),
    ("ＮｅＲＦ", "NeRF"),
    # alternatives
    ("diffusion models, NeRF; 3DGS", "diffusion models OR NeRF OR 3DGS"),
    ("扩散模型，高斯、神经", "扩散模型 OR 高斯 OR 神经"),
    ("a1, b1, and c1,", "a1 OR b1 OR c1"),
    (", a1", "a1"),
    ("nerf or gaussian splatting", "nerf OR gaussian splatting"),
    ("cat:cs.CV nerf or splatting", "cat:cs.CV AND (nerf OR splatting)"),
    ("a1 | b1 & c1 || d1", "a1 OR (b1 AND c1) OR d1"),
    # operators
    ("a1 AND b1 OR c1", "(a1 AND b1) OR c1"),
    ("a1 (b1 OR c1)", "a1 AND (b1 OR c1)"),
    ("a1 NOT b1", "a1 AND NOT b1"),
    ("a1 ANDNOT b1", "a1 AND NOT b1"),
    ("a1 AND NOT b1", "a1 AND NOT b1"),
    ("diffusion -video generation", "diffusion AND NOT video AND generation"),
    ("diffusion NOT video generation", 'diffusion AND NOT "video generation"'),
    ('a1 -"b c" -(d1 OR e1) -cat:cs.LG -ti:f1', None),
    ("a1 -b1 or c1", "a1 AND NOT (b1 OR c1)"),
    ("a1 −b1", "a1 AND NOT b1"),
    ("(NOT b1) a1", "NOT b1 AND a1"),
    ("a1 (NOT b1 NOT c1)", "a1 AND NOT (b1 OR c1)"),
    ("a1 NOT (NOT b1)", "a1 AND b1"),
    ("a1 -text-to-image", 'a1 AND NOT "text-to-image"'),
    ("fish and chips", "fish and chips"),
    ("cat:cs.CV and nerf", "cat:cs.CV AND nerf"),
    ("a1 and (b1)", "a1 AND b1"),
    # categories
    ("cat:cs.CV", "cat:cs.CV"),
    ("cat:CS.cv", "cat:cs.CV"),
    ("CAT: cs.CV", "cat:cs.CV"),
    ("category:cs", "cat:cs"),
    ("cat:cs.*", "cat:cs"),
    ("cat:math.IT", "cat:math.IT"),
    ("cat:alg-geom", "cat:alg-geom"),
    ("cs.CV", "cat:cs.CV"),
    ("quant-ph, error correction", "cat:quant-ph OR error correction"),
    ("cat:(cs.CV, cs.LG)", "cat:cs.CV OR cat:cs.LG"),
    ('cat:"cs.CV" nerf.', "cat:cs.CV AND nerf"),
    # fields
    ("ti:diffusion", "ti:diffusion"),
    ("title:diffusion models", "ti:diffusion AND models"),
    ("tıtle:diffusion AND Tİ:models", "ti:diffusion AND ti:models"),
    ('ti:"diffusion models"', 'ti:"diffusion models"'),
    ("ti:(diffusion models OR nerf)", "ti:(diffusion models) OR ti:nerf"),
    ("abs:(a1 (ti:b1 OR c1))", "abs:a1 AND (ti:b1 OR abs:c1)"),
    ("abstract: splatting", "abs:splatting"),
    ("all:electron", "electron"),
    ("（cat：cs.CV） AND nerf", "cat:cs.CV AND nerf"),
    # authors
    ("au:Hinton", "au:Hinton"),
    ("au:hinton neural", "au:hinton AND neural"),
    ("au:Yann LeCun", 'au:"Yann LeCun"'),
    ("author:Yann LeCun diffusion models", 'au:"Yann LeCun" AND diffusion models'),
    ("au:Laurens van der Maaten", 'au:"Laurens van der Maaten"'),
    ("au:Émile Žižek", 'au:"Émile Žižek"'),
    ("au:LeCun_Y", 'au:"Y LeCun"'),
    ("au:Hinton_G_E", 'au:"G E Hinton"'),
    ("au:del_maestro", 'au:"del maestro"'),
    ('au:"LeCun, Yann"', 'au:"Yann LeCun"'),
    ("au:(Yann LeCun, Hinton_G)", 'au:"Yann LeCun" OR au:"G Hinton"'),
    ("-au:Hinton nerf", "NOT au:Hinton AND nerf"),
    # tidying
    ("(a1 AND (b1 AND c1))", "a1 AND b1 AND c1"),
    ("(a1 AND a1) OR a1", "a1"),
    ("a1 OR (b1 OR a1)", "a1 OR b1"),
    ("  a1\n\tAND   b1 ", "a1 AND b1"),
]


@pytest.mark.parametrize(("typed", "normal"), READINGS)
def test_is_read_as_a_person_means_it(typed: str, normal: str | None) -> None:
    """Each text gives its normal form, and the normal form gives the same query."""
    query = parse_query(typed)
    if normal is not None:
        assert str(query) == normal
    assert parse_query(str(query)) == query


def test_gives_a_tree() -> None:
    """Fields, phrases and exclusions stand where they were said."""
    query = parse_query('cat:cs.CV ("diffusion models" OR ti:NeRF) -video au:"Lee, Bo"')
    assert query == And(
        (
            Category("cs.CV"),
            Or((Term("diffusion models"), Term("NeRF", Field.TITLE))),
            Not(Term("video")),
            Term("Bo Lee", Field.AUTHOR),
        )
    )


ERRORS = [
    ("", 0, "no topic"),
    ("   ", 0, "no topic"),
    ("...", 0, "no words"),
    ("and", 0, "no words"),
    ('nerf "unclosed', 5, "no partner"),
    ("(nerf OR (splatting)", 0, "never closed"),
    ("nerf)", 4, "never opened"),
    ("nerf ()", 5, "between these parentheses"),
    ("(" * 21 + "a1" + ")" * 21, 20, "20 deep"),
    ("nerf OR", 5, "after this “OR”"),
    ("nerf (a1 AND) b1", 9, "after this “AND”"),
    ("AND nerf", 0, "before this “AND”"),
    ("a1 AND OR b1", 7, "before this “OR”"),
    ("a1 or", 3, "after this “or”"),
    ("a1 NOT NOT b1", 7, "“NOT” cannot follow “NOT”"),
    ("a1 or -b1", 6, "“-b1” cannot follow “or”"),
    ("-nerf", 0, "say what to look for first"),
    ("NOT nerf", 0, "say what to look for first"),
    ("a1 OR NOT b1", 6, "say what to look for first"),
    ("a1 OR (-b1 -c1)", 7, "say what to look for first"),
    ("nerf ti:", 5, "“ti:” needs a word"),
    ("ti: AND nerf", 0, "“ti:” needs a word"),
    ("nerf titel:foo", 5, "Did you mean title:?"),
    ("jr:ICML", 0, "no field “jr:”"),
    ('x1 "..."', 3, "no words in this phrase"),
    ("nerf cat:cs.CW", 9, "no category “cs.CW”"),
    ("cat:robotics", 4, "Did you mean cs.RO?"),
    ("cat:(cs.CV OR zz.ZZ)", 14, "no category “zz.ZZ”"),
    ("nerf --splatting", 5, "makes no sense"),
    ("nerf *former", 5, "A star stands at the end of a word"),
    ("a1 uni*ity", 3, "A star stands at the end of a word"),
    ("a1 *", 3, "A star stands at the end of a word"),
    ("nerf \U0001f525", 5, "cannot be searched for"),
    ("nerf +++", 5, "“+++” cannot be searched for"),
    ('nerf "∂ x"', 6, "“∂” cannot be searched for"),
    ("a1 " * 167, 500, "too long"),
    ("x" * 5000, 500, "too long"),
]


@pytest.mark.parametrize(("typed", "at", "said"), ERRORS)
def test_error_points_at_its_place(typed: str, at: int, said: str) -> None:
    """The place of the trouble, what is wrong there, and an example of how to do it right."""
    with pytest.raises(QueryError) as caught:
        parse_query(typed)
    assert (caught.value.at, caught.value.text) == (at, typed)
    assert said in str(caught.value.message)
    assert caught.value.hint


def test_long_normal_form_is_read_back() -> None:
    """A topic that was short enough to type can be kept as its longer normal form."""
    typed = "ti:(" + ",".join(f"w{number}" for number in range(110)) + ")"
    query = parse_query(typed)
    assert len(typed) < 500 < len(str(query))
    assert parse_query(str(query)) == query


def test_what_was_kept_is_read_even_where_nothing_finds_it() -> None:
    """A topic that was followed before its signs were refused stays what it is."""
    kept = '"*former" OR "∂ x" OR "diffusion models"'
    query = parse_query(kept, is_typed=False)
    assert query == Or((Term("*former"), Term("∂ x"), Term("diffusion models")))
    assert str(query) == kept
    with pytest.raises(QueryError):
        parse_query(kept)


@given(queries(any_leaves))
def test_normal_form_reads_back_as_the_same_query(query: Query) -> None:
    """For every query that the language can give, parsing what is printed gives it again."""
    assert parse_query(str(query), is_typed=False) == query


signs = st.sampled_from(['"', "(", ")", "-", ",", " ", "_", "…", "：", "&", "|", "\x00"])
operators = st.sampled_from([" or ", " OR ", " AND ", " NOT ", "ti:", "au:", "cat:"])
said = st.sampled_from(["and", "Yann", "LeCun", "van ", "x1", "diffusion models", "cs.CV"])
pieces = st.lists(st.one_of(signs, operators, said), max_size=12).map("".join)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=30), pieces))
def test_anything_typed_is_read_or_refused_in_its_place(typed: str) -> None:
    """Whatever is typed either has a stable normal form or an error that points into it."""
    query: Query | None = None
    refused: QueryError | None = None
    try:
        query = parse_query(typed)
    except QueryError as error:
        refused = error
    if query is not None:
        assert parse_query(str(query)) == query
    if refused is not None:
        assert refused.text == typed
        assert 0 <= refused.at <= len(typed)
        assert refused.message
