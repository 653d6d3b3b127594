"""How texts and what people type are taken apart into words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.tokens import is_beginning, typed_words, words_of

TEXTS = [
    ("C++ and C#, .NET; A* search", "c++ and c# .net a* search"),
    ("C/C++11 code", "c c 11 code"),
    ("A c*-algebra, a C^*-algebra", "a c* algebra a c* algebra"),
    ("the end .The next", "the end the next"),
    ("β-VAE, ΛCDM and TNFα", "beta-vae lambda cdm and tnf alpha"),
    ("µm and Ω", "mu m and omega"),
    ("Łukasz, Đorđe, Sørensen, Straße, ıİ, Ħ", "lukasz dorde sorensen strasse ii h"),
    ("ＮｅＲＦ ﬁne CO₂ x² 𝛽", "nerf fine co2 x2 beta"),
    ("cafe\u0301 café NAÏVE", "cafe cafe naive"),
    ("word\u2060joiner soft\u00adhyphen", "wordjoiner softhyphen"),
    ("Rocket™ text", "rocket text"),
    ("Alzheimer's and Alzheimer’s, O'Brien", "alzheimer and alzheimer o-brien"),
    ("R‑CNN, k–means", "r-cnn k-means"),
    ("GPUs, VMs and LLMs' APIs", "gpu vm and llm api"),
    ("1,000 of 10,000,000", "1000 of 10000000"),
    ("1,2 and 3", "1 2 and 3"),
    ("GPT-3.5 in 2.5D. The end of 2403.00001", "gpt-3.5 in 2.5d the end of 2403 00001"),
    ("L_1, n^2, x_{ij}, scikit_learn", "l1 n2 xij scikit learn"),
    (r"$\mathcal{O}(n^{2})$ and $\beta$", "o n2 and beta"),
    ("扩散模型 of 2", "扩散模型 of 2"),
]


@pytest.mark.parametrize(("text", "words"), TEXTS)
def test_a_text_has_these_words(text: str, words: str) -> None:
    """Names stay whole; signs, accents and forms of letters do not matter."""
    assert words_of(text) == words.split()
    assert typed_words(text) == words.split()


def test_a_star_ends_a_beginning() -> None:
    """Of two letters and more; of one it is a name, and within a word it is nothing."""
    words = ["universit*", "pre-train*", "a*", "x", "y"]
    assert typed_words("universit* pre-train* a* x*y") == words
    assert [word for word in ("nn*", "a*", "nn", "c++") if is_beginning(word)] == ["nn*"]
    assert words_of("bold** text*") == ["bold", "text"]


@given(st.text())
def test_words_are_letters_and_digits(text: str) -> None:
    """Whatever the text, words are small letters; composed and decomposed forms give the same."""
    words = words_of(text)
    assert all(word == word.lower() and " " not in word for word in words)
    assert words_of(unicodedata.normalize("NFD", text)) == words_of(
        unicodedata.normalize("NFC", text)
    )


@given(st.lists(st.sampled_from(["C++", "A*", "β-VAE", "k-means", "3D", "Łu", "of", "GPUs"])))
def test_what_is_typed_has_the_words_of_the_same_text(parts: list[str]) -> None:
    """Without a star at the end of a longer word both are taken apart alike."""
    text = " ".join(parts)
    assert typed_words(text) == words_of(text)
