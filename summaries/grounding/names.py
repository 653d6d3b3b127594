"""Names: acronyms, methods, people and places in a claim, and whether they are the paper's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from summaries.text.folding import folded, word_set
from topics.english.stems import STOPWORDS, stem

_TOKEN: Final = re.compile(r"(?:(?<!\d)\d++)?[^\W\d_][\w+]*+(?:[-'./&][\w+]+)*")
_LATIN: Final = re.compile(r"(?:(?<!\d)\d++)?[A-Za-z][A-Za-z0-9+]*(?:[-'./&][A-Za-z0-9+]+)*")
_ENDING: Final = re.compile(r"'(?:s|t|re|ve|ll|d|m)$", re.IGNORECASE)
_PART: Final = re.compile(r"[^\W_]+")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:;]['\")]*\s|[-(\"'\[]\s?)$")
_QUANTITY: Final = re.compile(r"\d+(?:x|k|m|b|t|s|ms|h|gb|mb|tb|kb|th|st|nd|rd|%)", re.IGNORECASE)
_PHRASE: Final = re.compile(
    r"(?<![A-Z])[A-Z][\w-]{0,60}(?:\s+(?:(?:of|for|and|the|in|to|with|on|by)\s+)?[A-Z][\w-]*|-\w+)+"
)
_ET_AL: Final = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{2,}+)\s+(?:et\s+al\b|and\s+colleagues\b)", re.IGNORECASE
)
_WELL_KNOWN: Final = {
    "ai": "artificial intelligence", "ml": "machine learning", "dl": "deep learning",
    "rl": "reinforcement learning", "nlp": "natural language", "cv": "computer vision",
    "nn": "neural network", "nns": "neural networks", "dnn": "deep neural network",
    "cnn": "convolutional", "rnn": "recurrent", "gan": "generative adversarial",
    "vae": "variational autoencoder", "lm": "language model", "llm": "large language model",
    "mt": "machine translation", "nmt": "neural machine translation", "gnn": "graph neural",
    "pde": "partial differential", "ode": "ordinary differential", "sota": "state of the art",
    "sgd": "stochastic gradient descent", "mcmc": "markov chain monte carlo", "qa": "question",
    "3d": "three dimensional", "2d": "two dimensional", "drl": "deep reinforcement",
    "us": "united states", "uk": "united kingdom", "eu": "european union",
    "ood": "out of distribution", "pca": "principal component", "ltl": "linear temporal logic",
    "lstm": "long short", "td": "temporal difference", "mse": "mean square", "kl": "kullback",
    "svd": "singular value", "gp": "gaussian process", "nas": "architecture search",
    "ssl": "self supervised", "vqa": "visual question", "ner": "named entity",
    "asr": "speech recogn", "tts": "text to speech", "mdp": "markov decision",
    "pac": "probably approximately",
    "snn": "spiking neural", "hmm": "hidden markov", "em": "expectation maximization",
    "bo": "bayesian optimization", "mlp": "perceptron", "qcd": "quantum chromodynamics",
    "cmb": "cosmic microwave", "agn": "active galactic", "dft": "density functional",
    "grb": "gamma ray burst", "ism": "interstellar medium", "bec": "bose einstein",
}  # fmt: skip
_COMMON: Final = word_set(
    """
    i internet web english english-language monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november
    december code dataset theorem lemma section figure table appendix equation phd pdf et al
    """
)
_PREFIX: Final = 5
_SHORTEST_INITIALS: Final = 3


class _Candidate(NamedTuple):
    text: str
    firm: bool  # an acronym, CamelCase or a name with digits: certainly no common word


class KnownNames:
    """The words of some texts, prepared to be asked whether a name is among them."""

    def __init__(self, *texts: str) -> None:
        self._words: set[str] = set()
        self._prefixes: set[str] = set()
        self._initials: set[str] = set()
        self._acronyms: set[str] = set()
        self._running: list[str] = []
        for text in texts:
            self._learn(folded(text))

    def _learn(self, text: str) -> None:
        parts = [part.casefold() for part in _PART.findall(text)]
        for size in (1, 2, 3):
            self._words.update("".join(parts[at : at + size]) for at in range(len(parts)))
        self._words.update(_key(token) for token in _TOKEN.findall(text))
        self._prefixes.update(part[:_PREFIX] for part in parts if len(part) >= _PREFIX)
        for phrase in _PHRASE.findall(text):
            capitals = [part[0] for part in _PART.findall(phrase) if part not in STOPWORDS]
            joined = "".join(capitals).casefold()
            self._initials.update(joined[at:] for at in range(len(joined)))
        singular = (part.removesuffix("s") for part in _PART.findall(text))
        self._acronyms.update(part for part in singular if part.isupper())
        self._running.append(" ".join(parts))

    def has(self, name: str) -> bool:
        """Whether a name, or what it abbreviates, is among the words."""
        key = _key(name)
        if not key or {key, key.removesuffix("s")} & self._words or f"{key}s" in self._words:
            return True
        parts = _PART.findall(name)
        has_number = any(part.isdigit() for part in parts)
        if len(parts) > 1 and not has_number and all(self._has_part(part) for part in parts):
            return True
        return self._abbreviates(name)

    def has_word(self, word: str) -> bool:
        """Whether a word is among them as it is."""
        return _key(word) in self._words

    def resembles(self, name: str) -> bool:
        """Whether some word begins as a name does: ``Bayes`` for ``Bayesian``."""
        low = name.casefold()
        if low.endswith(("ian", "ish", "ese")) and len(low) > _PREFIX:
            return any(known[: _PREFIX - 1] == low[: _PREFIX - 1] for known in self._prefixes)
        return len(name) >= _PREFIX and low[:_PREFIX] in self._prefixes

    def _has_part(self, part: str) -> bool:
        is_plain = part.islower() and part.isalpha()
        return is_plain or self.has(part)

    def _abbreviates(self, name: str) -> bool:
        key = _key(name)
        singular = key.removesuffix("s") if name[-1:] == "s" else key
        for short in {key, singular}:
            meaning = _WELL_KNOWN.get(short)
            if meaning and any(meaning in running for running in self._running):
                return True
        capitals = sum(letter.isupper() for letter in name)
        if capitals < 2 or not singular.isalpha() or len(singular) < _SHORTEST_INITIALS:
            return False
        return singular in self._initials

    def has_acronym(self, letters: str) -> bool:
        """Whether some letters are an acronym among the words, or of several."""
        return letters in self._acronyms


@lru_cache(maxsize=2_000)
def known_names(text: str) -> KnownNames:
    """The words of a text, prepared once."""
    return KnownNames(text)


@lru_cache(maxsize=4_000)
def _candidates(claim: str, lenient: bool) -> tuple[_Candidate, ...]:
    text = folded(claim)
    lenient = lenient or _is_title_case(text)
    found: dict[str, bool] = {}
    for match in _TOKEN.finditer(text):
        token = _ENDING.sub("", match[0])
        if _QUANTITY.fullmatch(token) or token.casefold() in _COMMON:
            continue
        if _is_firm(token):
            found[token] = True
        elif token[0].isupper() and len(token) > 1 and not lenient:
            starts = _SENTENCE_START.search(text[: match.start()]) is not None
            if not (starts and _may_open(token, text[match.end() :])):
                found.setdefault(token, False)
    for match in _ET_AL.finditer(text):
        found[match[1]] = True
    return tuple(_Candidate(*item) for item in found.items())


def unfounded_names(
    claim: str, known: KnownNames, *, capitals_are_names: bool = True
) -> Iterator[str]:
    """The names of a claim that are not among those known.

    Args:
        claim: in any language written with capitals; of others, see `unfounded_latin`.
        known: the words of the text that the claim is about.
        capitals_are_names: not so in German, where every noun has one; there only acronyms,
            CamelCase and names with digits are sought.
    """
    for name, firm in _candidates(claim, not capitals_are_names):
        if known.has(name) or (not firm and known.resembles(name)):
            continue
        if not firm and known.has_word(stem(name.lower())):
            continue
        if _spells_out(name, claim, known):
            continue
        yield name


def unfounded_latin(claim: str, known: KnownNames) -> Iterator[str]:
    """The words in Latin letters of a claim in another script that are not among those known."""
    for word in dict.fromkeys(_LATIN.findall(folded(claim))):
        letters = word.lstrip("0123456789")
        if len(letters) < 2 or _QUANTITY.fullmatch(word):
            continue
        if known.has(word) or known.has(letters) or (word.islower() and known.resembles(word)):
            continue
        yield word


def _is_title_case(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _key(name: str) -> str:
    return "".join(_PART.findall(name)).casefold()


def _is_firm(token: str) -> bool:
    for part in re.split(r"[-/&.']", token):
        has_digit = any(letter.isdigit() for letter in part)
        has_letter = any(letter.isalpha() for letter in part)
        if has_digit and has_letter:
            return True
        if any(letter.isupper() for letter in part[1:]):
            return True
    head, _, tail = token.rpartition("-")
    return bool(head) and tail.isdigit()


def _may_open(token: str, rest: str) -> bool:
    """Whether the first word of a sentence may be a common word, capitalised for its place."""
    goes_on = re.match(r"\s+(?:et al|[A-Z][a-z]+\b)", rest)
    return goes_on is None or token.casefold() in STOPWORDS


def _spells_out(name: str, claim: str, known: KnownNames) -> bool:
    """Whether a capitalised word is part of a phrase whose initials are a known acronym."""
    for phrase in re.findall(r"(?<![A-Z])(?:[A-Z][\w-]{1,60}\s+){1,5}[A-Z][\w-]+", folded(claim)):
        if name in phrase:
            initials = "".join(part[0] for part in _PART.findall(phrase))
            if known.has_acronym(initials.upper()):
                return True
    return False
