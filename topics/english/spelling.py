"""British spellings of English words, as American ones.

What is rewritten is the word as a whole, so a rule may go too far ("noise" as "noize") where no
other word is written so: both sides of a comparison go through it.
"""

from __future__ import annotations

import re
from typing import Final

_PREFIX: Final = (
    r"^((?:bi|dis|epi|hyper|hypo|kilo|centi|milli|micro|multi|nano|non|poly|re|tri|un)?"
)
_OUR: Final = (
    "arb|ard|arm|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|harb|hon|hum|lab|neighb|od|parl"
    "|ranc|rig|rum|savi|sav|splend|tum|val|vap|vig"
)
_RE: Final = "calib|cent|fib|goit|lit|lust|meag|met|och|sab|somb|spect|theat|tit"
_LL: Final = "cancel|channel|counsel|fuel|jewel|label|level|marvel|model|panel|signal|travel|tunnel"

_RULES: Final = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (rf"{_PREFIX}(?:{_OUR})o)ur", r"\1r"),
        (rf"{_PREFIX}(?:{_RE}))re(s?)$", r"\1er\2"),
        (rf"{_PREFIX}(?:{_RE}))r(?=(?:ed|ing)$)", r"\1er"),
        (rf"^({_LL})l(?=(?:er|or|ers|ors|ous)$)", r"\1"),
        (r"^(enrol|fulfil|distil|instil)(?=s?$)", r"\1l"),
        (r"^disc(?=s?$)", "disk"),
        (r"^programme(?=s?$)", "program"),
        (r"^practis", "practic"),
        (r"(?<=\w{3})is(?=(?:e|es|ed|er|ers|ing|able|ations?|ational)$)", "iz"),
        (r"(?<=[ador]l)ys(?=(?:e|ed|er|ers|ing)$)", "yz"),
        (r"^((?:cata|ana|dia|mono|epi|pro|homo)log)u(?:e(?=s?$)|(?=ed$|ing$))", r"\1"),
        (r"^(defe|offe|prete|lice)nc(?=e)", r"\1ns"),
        (r"(?<=[^\Wcg])eable$", "able"),
    )
)

_AT_ALL: Final = re.compile(
    r"our|(?<=[bghltcm])r(?:es?|ed|ing)$|ll(?:[eo]rs?|ous)$|[tf]ils?$|enrols?$|discs?$|mmes?$|tis"
    r"|is[eia]|lys|ogu|enc|eable$"
)
"""What one of the rules may be about; most words are left alone by all of them."""

_STEMS: Final = """
acknowledgement acknowledgment, adaptor adapter, adviser advisor, aeroplane airplane,
aesthe esthe, ageing aging, aluminium aluminum, anaem anem, anaesth anesth, archaeolog archeolog,
artefact artifact, caesium cesium, coeliac celiac, diarrhoea diarrhea, encyclopaed encycloped,
enrolment enrollment, faec fec, fibreglass fiberglass, foet fet, fulfilment fulfillment,
grey gray, gynaec gynec, haem hem, instalment installment, ischaem ischem, jewellery jewelry,
judgement judgment, kerb curb, leukaem leukem, manoeuvra maneuvera, manoeuvre maneuver,
manoeuvri maneuveri, mediaev mediev, mould mold, neurone neuron, oedema edema, oesoph esoph,
oestr estr, orthopaed orthoped, paediatr pediatr, palaeo paleo, plough plow, sceptic skeptic,
skilful skillful, sulph sulf, tyre tire, woollen woolen
"""
_STEM_OF: Final = dict(pair.split() for pair in _STEMS.split(","))
_STEM: Final = re.compile("|".join(_STEM_OF))


def american(word: str) -> str:
    """A word in its American spelling, or one that stands for it.

    Args:
        word: in small letters.
    """
    if begun := _STEM.match(word):
        word = _STEM_OF[begun[0]] + word[begun.end() :]
    if _AT_ALL.search(word):
        for pattern, spelled in _RULES:
            word = pattern.sub(spelled, word, count=1)
    return word
