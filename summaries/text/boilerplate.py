"""Sentences that tell nothing about a paper's subject, or little."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from summaries.text.language import length
from topics.english.stems import hinted

_GOODS: Final = (
    r"(?:code|codes|codebase|data|datasets?|models?|weights|checkpoints?|implementations?|software|"
    r"demos?|videos?|page|website|materials?|repository|packages?|benchmark|scripts|tool|toolkit|"
    r"library|samples|examples|information|details|project|supplement\w*|visuali[sz]ations?)"
)
_OFFERED: Final = (
    r"(?:available|released?|open|open-?sourced?|found|accessed|accessible|public|publicly|"
    r"published|downloaded|provided|hosted|shared|uploaded|at\s+http|here)"
)
_VENUE: Final = (
    r"(?:(?:to\s+appear|accepted|published|submitted|in\s+press)\s+(?:at|in|by|to|for|as)"
    r"|presented\s+at)\b"
)
_PLACE: Final = (
    r"(?:department|dept\.?|faculty|institut\w*|school|college|laborator(?:y|ies)|universit\w+|"
    r"cent(?:re|er))"
)
_OPENS_NOTICE: Final = re.compile(
    rf"""\W*(?:(?!as\b|since\b|because\b|while\b|although\b|if\b|when\b|no\b)[\w-]+\s+){{0,5}}?
         {_GOODS}\b[^.;]{{0,120}}?\b(?:is|are|will|can|at|available)\b[^.;]{{0,80}}\b{_OFFERED}\b
    |\W*(?:we|the\s+authors)\s+(?:[\w-]+\s+){{0,3}}?(?:releas|open|shar|publish|provid|mak|made)
         \w*\b.{{0,120}}(?:https?:|github|publicly\s+available|open-?source|\bcodes?\b)
    |\W*(?:(?:(?:this|the|our|an?)\s+)?(?:\w+\s+){{0,2}}?(?:paper|article|manuscript|chapter|version)\s+
         (?:(?:has\s+been|is|was|will\s+be|will)\s+)?)?{_VENUE}
    |\W*(?:keywords?|key\s+words|pacs|msc|subject\s+class\w*|index\s+terms)\b\s*[:\d(-]
    |\W*(?:acknowledg\w+|funding)\b
    |[\W\d]*{_PLACE}\s+(?:of|for|de|für)\b[^.;]*,(?:(?!\b(?:is|are|was|were|has|have|can)\b)[^.;])*\W*$
    |\W*(?:[\w.,&-]+\s+){{1,12}}?(?:is|are)\s+with\s+the\s+{_PLACE}
    |\W*(?:note:?\s+)?this\s+(?:\w+\s+)?is\s+(?:an?\s+|the\s+)?(?:\w+\s+){{0,3}}?
         (?:version\s+of|(?:review|chapter|contribution)\s+to\s+appear)\b
    |\W*(?:we|the\s+authors)\s+(?:\w+\s+){{0,2}}?releas\w+\s+(?:our|the|all|both)\s+[^,;]{{0,60}}?
         \b(?:parameters|{_GOODS})\b[^,;]{{0,60}}$
    |\W*please\s+(?:refer|note|see|visit|contact|cite|find)\b
    |\W*\d+\s+pages\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NOTICE: Final = re.compile(
    r"""https?:\s?//|\bwww\.|\bgithub\b
    |\bpaper\s+(?:has\s+been|is|was)\s+withdrawn\b|\ball\s+rights\s+reserved\b
    |\bcomments?\s+(?:are\s+)?welcome\b|\barxiv\s+admin\s+note\b|©|\bcopyright\b
    |\bwe\s+(?:gratefully\s+)?(?:thank|acknowledge)\b
    |\b(?:supported|funded)\s+(?:in\s+part\s+)?by\b.{0,60}\b(?:grants?|foundation|council|fund|
         programme?|ministry|agency)\b
    |\bsupplementary\s+(?:material|video|information)\b
    |\b(?:paper|article|survey|review|rest|remainder)\b.{0,40}\bis\s+(?:organi[sz]ed|structured)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_HINTS: Final = (
    "http", "www.", "github", "withdrawn", "rights", "welcome", "admin", "©", "copyright", "thank",
    "acknowledge", "supported", "funded", "supplementary", "organi", "structured",
)  # fmt: skip
"""Without one of which there is no such notice; looking for them first is much faster."""

_HINTS_OF_OPENING: Final = (
    "availab", "releas", "open", "found", "access", "public", "publish", "download", "provid",
    "hosted", "shar", "upload", "http", "here", "github", "code", "appear", "accepted", "submitted",
    "press", "presented", "key", "pacs", "msc", "subject", "index", "acknowledg", "funding", "dep",
    "facul", "instit", "school", "college", "laborator", "universit", "center", "centre", "pages",
    "version of", "please",
)  # fmt: skip
_HOLLOW: Final = re.compile(
    r"""\b(?:experiments?|experimental|evaluat\w+|results?|simulations?|studies|analys[ei]s|
         examples?)\b.{0,120}\b(?:demonstrat|show|validat|verif|confirm|prov|illustrat|indicat)\w*
         \b.{0,80}\b(?:effective(?:ness|\b(?!\s+[a-z]+\s+[a-z]))|superior(?:ity)?|efficacy|usefulness|validity|feasibility|robustness|
         advantages?|efficiency|potential|applicability|performance)\b
    |\b(?:examples?|tests?|forecasts?|comparisons?|computations?)\s+(?:\w+\s+){0,3}?(?:confirm|verify|validate|illustrate|support)s?\s+(?:the|our|these)\b[^,;]{0,90}$
    |\bwill\s+(?:also\s+)?be\s+(?:added|updated|extended|reported|presented|published)\b
    |\bwe\s+(?:hope|believe|expect|anticipate|think|feel)\b|\bit\s+is\s+(?:hoped|our\s+hope)\b|\bwe\s+invite\b
    |\b(?:is|are)\s+(?:(?:also|briefly|then|further)\s+){0,3}(?:discussed|outlined|commented\s+upon)\W*$
    |\b(?:is|are)\s+(?:also|briefly|then|further)\s+(?:explored|considered|addressed|presented|provided|included|
         given|studied|investigated|examined)\W*$
    |\bcontribut\w+\s+to\s+(?:the|two|three|several|a\s+growing)\s+(?:\w+\s+)?
         (?:strands?|body|bodies|literature)\b[^,;]{0,30}$
    |\bin\s+(?:an?\s+)?(?:upcoming|forthcoming|subsequent|future)\s+(?:\w+\s+)?(?:papers?|works?|articles?)\b
    |\b(?:is|are)\s+(?:currently\s+|still\s+)?in\s+progress\b
    |\b(?:contributions?|advantages?|benefits|results|findings|properties|questions|steps|aspects|points)\b[^,;]{0,60}
         \b(?:are|is)\s+(?:as\s+follows|the\s+following|three-?fold|four-?fold|manifold|two-?fold)\W*$
    |\b(?:implications?|results?|findings|directions|applications|examples|details|consequences|
         extensions|limitations|issues|aspects|topics|questions)\b[^,;]{0,60}
         \b(?:is|are)\s+(?:also\s+|briefly\s+|then\s+|further\s+)?
         (?:discussed|presented|given|outlined|provided|considered|mentioned|described)
    |\bto\s+the\s+best\s+of\s+our\s+knowledge\b|\bfuture\s+(?:work|research)\b
    |\b(?:is|are)\s+(?:enriched|complemented|accompanied|rounded\s+off)\s+by\b[^,;]{0,30}\b(?:discussions?|analys[ei]s|remarks)\b""",
    re.VERBOSE,
)
_HINTS_OF_HOLLOW: Final = (
    "effective", "superior", "efficacy", "usefulness", "validity", "feasibility", "advantage",
    "efficiency", "potential", "applicability", "performance", "hope", "believe", "expect", "think",
    "feel", "anticipate", "invite", "discussed", "outlined", "commented", "contribut", "upcoming",
    "forthcoming", "subsequent", "future", "follow", "fold", "presented", "given", "provided",
    "considered", "explored", "addressed", "included", "studied", "investigated", "examined",
    "mentioned", "described", "knowledge", "in progress", "robustness", "examples",
    "enriched", "complemented", "accompanied", "rounded",
    "tests ", "forecast", "comparisons", "computations", "will be", "will also",
)  # fmt: skip
_OPENS_HOLLOW: Final = re.compile(
    r"""\W*(?:some|several|various|other|a\s+few|many|further|numerical|illustrative)\s+(?:\w+\s+){0,2}
         (?:cases|examples|applications|extensions|generali[sz]ations|consequences|solutions|remarks|
         comments|simulations|experiments)\s+(?:are|is)\b[^,;]{0,40}$
    |\W*(?:finally,?\s+)?(?:we\s+)?(?:also\s+)?(?:give|present|provide|include|report)s?\s+
         (?:some\s+|several\s+|numerical\s+|illustrative\s+|concrete\s+|a\s+few\s+)+
         (?:examples?|applications?|remarks|comments|experiments)\b(?!.*\bthat\b)
    |\W*in\s+(?:the\s+)?(?:final|last|first|second|next|remaining)\s+(?:section|part|chapter)s?\b
    |\W*(?:finally|lastly)?,?\s*we\s+(?:also\s+|briefly\s+|then\s+)?
         (?:discuss|outline|comment)\b(?!.*\b(?:show|prov|find|argu)\w*\s+that\b)
    |\W*(?:finally|lastly)?,?\s*we\s+(?:also\s+|briefly\s+|then\s+)?conclude\b(?!.*\bthat\b)
    |\(.*\)\W*$
    |\W*(?:for\s+example|for\s+instance|e\.g)\b""",
    re.VERBOSE,
)
_NO_MORE: Final = re.compile(
    r"\W*(?!we\b)(?:[\w-]+\s+){1,6}(?:is|are|was|were|can\s+be)\s+(?:\w+ly\s+|also\s+)?(?:proposed|allowed|derived|considered|given|presented|introduced|used|discussed|studied|investigated|obtained)\W*\Z",
    re.IGNORECASE,
)
"""A few words of which no more is said than that something was done with them."""

_FEW_WORDS: Final = 7
_COMPARES: Final = re.compile(
    r"\b(?:outperform|surpass|exceed|improv)(?:e|s|es|ed)?\b|\b(?:better|higher|lower|faster|more|fewer"
    r"|less|worse|smaller|larger)\b.{0,60}\bthan\b|\bsuperior\s+to\b|\bon\s+par\b|\bcompared\s+(?:to|with)\b"
    r"|\bstate[\s-]of[\s-]the[\s-]art\s+(?:performance|results?|accuracy)\s+(?:on|for|across)\b"
)
_SUCCEEDS: Final = re.compile(r",\s+successfully\s+\w+ing\s+(?:[^\s,;]+,?\s+){5}")
"""What was reached, told at length behind the words that any paper has."""

_DIGIT: Final = re.compile(r"\d(?<![\w-]\d)|[²³¹⁰-⁹₀-₉](?![^\W\d_])")
"""A number, not one within a name: "GPT-4", "K²D"."""

_LEAST_WORDS: Final = 5


@lru_cache(maxsize=256)
def is_notice(sentence: str) -> bool:
    """Whether a sentence is about the paper's files, pages or helpers, or is a mere heading."""
    if length(sentence) < _LEAST_WORDS:
        return True
    if hinted(sentence, _HINTS_OF_OPENING) and _OPENS_NOTICE.match(sentence):
        return True
    return hinted(sentence, _HINTS) and _NOTICE.search(sentence) is not None


@lru_cache(maxsize=256)
def is_hollow(sentence: str) -> bool:
    """Whether a sentence could stand in any paper: "experiments show the effectiveness"."""
    if sentence.endswith("?"):
        return True
    if _DIGIT.search(sentence):
        return False
    small = sentence.lower()
    hollow = _OPENS_HOLLOW.match(small) is not None
    if not hollow and len(sentence.split()) <= _FEW_WORDS:
        hollow = _NO_MORE.match(sentence) is not None
    if not hollow and hinted(small, _HINTS_OF_HOLLOW):
        hollow = _HOLLOW.search(small) is not None
    return hollow and not (_COMPARES.search(small) or _SUCCEEDS.search(small))
