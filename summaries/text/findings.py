"""Whether a sentence says what a paper did or found, rather than what it wishes or announces."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from topics.english.stems import hinted

REMEMBERED: Final = 256
"""Sentences of which it is remembered what they are: all of an abstract are asked of twice."""

_PAPER: Final = (
    r"(?:paper|work|article|study|letter|survey|report|review|research|thesis|note|chapter)"
)

_AIM: Final = re.compile(
    rf"""\b(?:(?:this|the|our)\s+(?:present\s+|current\s+)?{_PAPER}|we|i)\s+(?:\w+ly\s+|also\s+|thus\s+)?
         (?:aims?|seeks?|attempts?|intends?|wish(?:es)?|plans?|strives?|tr(?:y|ies)|hopes?|endeavou?rs?)\s+(?:to|at)\b
    |\b(?:aim|goal|purpose|objective|intention|motivation|ambition)s?\s+
         (?:(?:of|in|behind|for|with)\s+(?:this|the|our)\s[^.;:]{{0,50}}?)?\b(?:is|are|was|were)\b
    |\b(?:bridg|fill|clos|narrow)(?:e|es|ing)?\s+(?:this|that|the|these)\s+(?:\w+\s+)?gaps?\W*$
    |\A(?!.*\b(?:conditions?|assumptions?|hypothes[ei]s|steps?|iterations?|samples?|measurements?)\b).*
         \b(?:is|are)\s+(?:urgently\s+|still\s+|therefore\s+)?(?:needed|required|desirable|called\s+for)\W*$
    |\b(?:we|one)\s+needs?\s+(?:to|an?|the|both|better|more)\b
    |\bthere\s+(?:is|seems\s+to\s+be)\s+(?:a|an|still|thus|therefore|no)\s+(?:\w+\s+){{0,2}}
         (?:need|lack|demand|consensus|answer)\b""",
    re.VERBOSE,
)
_HINTS_OF_AIM: Final = (
    "aim", "seek", "attempt", "inten", "wish", "plan", "striv", "try", "tries", "hope", "endeavo",
    "goal", "purpose", "objective", "motivat", "ambition", "gap", "need", "require", "desir",
    "called", "lack", "demand", "consensus", "answer",
)  # fmt: skip
"""Without one of which there is no aim; looking for them first is much faster."""

_BY: Final = re.compile(r"\bby\s+(?:\w+ly\s+)?\w+ing\b|\bvia\s+(?:the|an?)\b")
"""What is aimed at and how: "aims to close the gap by measuring …"."""

_QUALITY: Final = (
    r"(?:effectiveness|performance|accuracy|efficacy|efficiency|validity|robustness|usefulness"
    r"|quality)"
)
_METHOD: Final = (
    r"(?:methods?|methodology|approach(?:es)?|models?|frameworks?|algorithms?|systems?|techniques?)"
)
_OUTCOME: Final = (
    r".*(?:\b(?:show|find|found|demonstrat|outperform|achiev|attain|reach|reveal|indicat|observ|obtain|yield|"
    r"improv|reduc|confirm|better|higher|lower|faster|superior|result(?:s|ing|ed)?\s+in\b)|\d\s?%|×)"
)
"""Words by which a sentence tells what came out of a trial, not only that there was one."""

_OPENS_ANNOUNCEMENT: Final = re.compile(
    r"""\W*(?:[\w-]+\W+){1,24}(?:was|were|is|are)\s+(?:also\s+|then\s+)?(?:evaluated|assessed|tested|compared)\W*$""",
    re.VERBOSE,
)
_ANNOUNCED: Final = re.compile(
    rf"""\bthe\s+discussion\s+(?:also\s+)?(?:addresses|covers|considers|concerns|touches)\b
    |\b(?:main|key|major|primary|principal|our|chief|core|technical)\s+contributions?\b
         [^.;:]{{0,60}}\b(?:are|is|include|consists?|can\s+be|lies?)\b
    |\bcontribut\w+\s+to\s+(?:two|three|several|the|a\s+growing)\s+(?:\w+\s+)?(?:strands?|literatures?|bod(?:y|ies))\b
    |\bcontributions?\s+of\s+(?:this|our|the)\s+{_PAPER}\b|\bour\s+contributions\b
    |\b(?:we|this\s+\w+)\s+mak\w+\s+(?:the\s+following|several|two|three|four|\w+\s+key)\s+(?:\w+\s+)?contributions?\b
    |\bin\s+(?:this|the\s+present)\s+(?:(?:sub)?section|appendix)\b
    |\bin\s+the\s+(?:next|following|remaining|previous)\s+(?:(?:sub)?section|chapter|appendix)s?\b
    |\b(?:rest|remainder|outline|structure|scope)\s+of\s+(?:this|the)\s+{_PAPER}\b
    |\bwe\s+make\s+(?:two|three|several|the\s+following|some)\s+(?:\w+\s+)?(?:of\s+)?assumptions?\W*$
    |\bin\s+the\s+following\s+(?:way|manner|order|steps)\b
    |\bwe\s+(?:show|present|report|give|provide)\s+(?:\w+\s+)?(?:empirical|experimental|numerical)\s+results\s+(?:on|for|of)\b(?!{_OUTCOME})
    |\b(?:as|are|is)\s+(?:follows|the\s+followings?)\b|\bfollowing\s+(?:(?:research\s+)?questions|contributions)\b
    |\bwe\s+(?:now|next|first|then|will|briefly)\s+(?:turn|describe|explain|outline|recall|review|summari[sz]e|discuss)\b
    |\bwe\s+will\s+(?:first|then|also|briefly)\s+(?:\w+ly\s+)?
         (?:present|report|focus|consider|show|give|introduce)\b
    |\bwe\s+(?:also\s+)?(?:conduct|perform|run)(?:ed)?\s+(?:\w+\s+){{0,2}}experiments?\b
         (?!.*(?:\b(?:show|find|found|demonstrat|reveal|indicat)|\d\s?%))
    |\bwe\s+need\s+(?:\w+\s+){{0,2}}(?:ingredients?|tools?|steps|results?|lemmas?)\W*$
    |\bthe\s+answer\s+to\b[^.;:]{{0,40}}\bis\s+(?:yes|no)\b
    |\bwe\s+(?:summari[sz]e|list|outline|detail)\s+(?:our|the|all|these|insights?|lessons?)\b
    |\bwe\s+(?:also\s+)?(?:supplement|illustrate|support|complement)\s+(?:our|the|these|this)\s+(?:\w+\s+){{1,3}}?
         (?:with|by|in|on|through|using|via)\b(?!{_OUTCOME})
    |\bwe\s+(?:present|give)\s+and\s+comment\b
    |\bwe\s+(?:(?:also|finally|then)\s+)?(?:conduct|perform|present|provide|give|run|use|include)\b[^.;]{{0,120}}\bto\s+
         (?:illustrate|visuali[sz]e|support|validate|verify|corroborate|back\s+up)\b(?!{_OUTCOME})
    |\bwe\s+(?:first\s+)?(?:describe|explain|show|present)\s+(?:first|in\s+detail)\b(?!\s+that\b)(?=[^,]*\W*$)
    |\b(?:explain|describe|give|present)s?\s+the\s+details\s+of\b|\b(?:paper|article|work)\s+(?:finishes|ends|closes|concludes)\s+with\b
    |\b(?:to|for)\s+(?:two|three|four|several)\s+(?:\w+\s+)?(?:causes|reasons|factors|ingredients|mechanisms)\W*$
    |\bis\s+the\s+(?:focus|subject|topic)\s+of\s+this\b
    |\bwe\s+(?:refer|point)\s+(?:the\s+)?(?:interested\s+)?readers?\b""",
    re.VERBOSE,
)
_HINTS_OF_ANNOUNCEMENT: Final = (
    "contribut", "ed.", "supplement", "illustrate", "support", "complement", "comment", "section",
    "chapter", "appendix", "follow", "we now", "we next", "we first", "we then", "we will",
    "we briefly", "summari", "we list", "we outline", "we detail", "reader", " the following",
    "focus of", "subject of", "topic of", "outline of", "structure of", "scope of", "remainder",
    "rest of", "assumption", "al results", "to visuali", "to validat", "to verif", "to support",
    "corroborate", "back up", "describe first", "explain first", "in detail", "details of",
    "finishes", "closes", "concludes", "ends with", "causes.", "reasons.", "factors.",
    "the discussion",
    "ingredients.", "mechanisms.", "experiment", "we need", "answer", "insight", "lesson",
)  # fmt: skip
_TRIED: Final = re.compile(
    rf"""\bwe\s+(?:(?:also|then|further|finally|\w+ly)\s+)?(?:evaluate|validate|test|assess|verify|benchmark)d?(?:ed)?\s+
         (?:the\s+{_QUALITY}\s+of\s+)?(?:our|its|their|th(?:is|ese)|the\s+(?:proposed|new|presented|resulting|{_METHOD}))\b
         (?!{_OUTCOME})
    |\A\W*(?:our|the)\s+(?:(?:proposed|new|presented)\s+)?(?:\w+\s+){{0,2}}?{_METHOD}\s+(?:is|are|was|were|has\s+been|have\s+been)\s+
         (?:\w+\s+)?(?:evaluated|validated|tested|assessed|benchmarked)\b(?!{_OUTCOME})
    |\bwe\s+(?:also\s+|further\s+)?(?:provide|give|present|conduct|perform|include)(?:d|ed)?\s+(?:an?\s+)?
         (?:detailed|thorough|extensive|comprehensive|in-depth|careful|further|ablation)\s+(?:\w+\s+){{0,2}}?
         (?:analys[ei]s|ablations?|stud(?:y|ies)|discussions?|evaluations?|comparisons?)\b(?!{_OUTCOME})""",
    re.VERBOSE,
)
"""That something was tried or looked into, and not what came out."""

_HINTS_OF_TRIAL: Final = (
    "evaluat", "validat", "assess", "verif", "benchmark", "we test", "tested", "detailed",
    "thorough", "extensive", "comprehensive", "in-depth", "careful", "further", "ablation",
)  # fmt: skip
_ON_THE_SIDE: Final = re.compile(
    r"""\b(?:due\s+to|for|because\s+of)\s+(?:the\s+)?(?:lack\s+of\s+|limited\s+)?
         (?:space|page|brevity|clarity|completeness|simplicity|convenience)\b
    |\bwe\s+(?:also\s+|only\s+|further\s+)?reports?\s+(?:the\s+|all\s+|our\s+|both\s+)?(?:\w+\s+){0,2}
         (?!(?:highest|best|lowest|state|new|first)\b)(?:average|mean|median|results?|scores?|accurac(?:y|ies)|numbers|metrics?|performance|values|f1|standard)\b(?!.*\d\s?%)
    |\b(?:results?|scores?|numbers|values|figures|experiments?|metrics?)\s+(?:are|were|is|was)\s+
         (?:\w+ly\s+)?(?:averag|report|repeat|list|shown|present|given|summari[sz]|comput|conduct|run\b|implement|perform)\w*
    |\b(?:averaged|repeated|mean|std)\b[^.]{0,40}\b(?:over|across|times|with)\b[^.]{0,20}\b(?:runs?|seeds?|trials|times|repetitions)\b
    |\b(?:random|different|fixed)\s+seeds?\b
    |\A\W*(?:our|the|all)\s+experiments?\s+(?:is|are|was|were)\s+(?:\w+\s+)?based\s+on\b
    |\bwe\s+(?:use|adopt|follow|keep|set|fix|train|run|implement)\b[^.]{0,80}\b(?:hyper-?parameters?|learning\s+rate|
         batch\s+size|optimi[sz]er|adamw?\b|epochs|default\s+settings?|train(?:ing)?[/-]test\s+splits?|pytorch|tensorflow|evaluation\s+protocol)
    |\b(?:can\s+be\s+found|(?:is|are)\s+(?:listed|deferred|relegated|detailed|provided))\s+in\b
    |\bdeferred\s+to\b|\bunless\s+(?:otherwise\s+)?(?:stated|specified|noted)\b""",
    re.VERBOSE,
)
_MACHINES: Final = re.compile(
    r"""\b(?:nvidia|geforce|rtx|gtx|tesla\s+v100|[avh]100s?|tpus?(?:\s*v\d)?|intel|xeon|amd|epyc|ryzen|
         (?:\d+|single|one|two|four|eight|multiple)\s+(?:\w+\s+)?gpus?|
         gpu[- ](?:hours|days|cluster)|
         \d+\s*gb\s+(?:of\s+)?(?:ram|memory|vram)|cpu\s+cores?|workstation|laptop)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_HINTS_OF_MACHINES: Final = (
    "nvidia", "geforce", "rtx", "gtx", "tesla", "00", "tpu", "intel", "xeon", "amd", "epyc",
    "ryzen", "gpu", "gb", "cpu", "workstation", "laptop",
)  # fmt: skip
_RUN_ON: Final = re.compile(
    r"\b(?:experiments?|train(?:ed|ing)?|run|ran|executed|implemented|conducted|performed|carried\s+out|"
    r"equipped|tested|benchmarked)\b",
    re.IGNORECASE,
)
_HINTS_OF_ASIDE: Final = (
    "space", "page", "brevity", "clarity", "completeness", "simplicity", "convenience", "report",
    "result", "score", "number", "values", "figure", "experiment", "metric", "averaged", "repeated",
    "mean", "std", "seed", "we use", "we adopt", "we follow", "we keep", "we set", "we fix",
    "we train", "we run", "we implement", "found in", "listed in", "relegated", "detailed in",
    "provided in", "deferred", "unless",
)  # fmt: skip
_GAINED: Final = re.compile(
    r"\b(?:faster|speed-?ups?|outperform\w*|reduc\w+|improv\w+|achiev\w+|only|less|fewer|than|per\s+second|fps)\b",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"\b(?:grateful|indebted|gratitude|like\s+to\s+thank|thanks?\s+(?:to\s+)?(?:the|our|prof|dr|all)|"
    r"anonymous\s+(?:reviewers?|referees?))\b",
    re.IGNORECASE,
)
_HINTS_OF_THANKS: Final = ("grateful", "indebted", "gratitude", "thank", "anonymous")
_SUPPOSED: Final = re.compile(
    r"""\b(?:hypothes[ie]\w*|conjectur\w*|(?:is|are|was|were|been)\s+(?:\w+ly\s+)?(?:expected|believed|
         thought|assumed|supposed|claimed|predicted)|(?:would|might|should|to)\s+expect)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_HINTS_OF_SUPPOSING: Final = (
    "hypothes", "conjectur", "expect", "believed", "thought", "assumed", "supposed", "claimed",
    "predicted",
)  # fmt: skip
_SETTLED: Final = re.compile(
    r"\b(?:prov(?:e|ed|en|es)|confirm|verif|show|disprov|refut|reject|support|settl|resolv)\w*",
    re.IGNORECASE,
)
_REFUTED: Final = re.compile(
    r"""\A\W*(?:however|but|yet|contrary|surprisingly|in\s+contrast|instead|nevertheless|against)\b
    |\b(?:do(?:es)?\s+not|did\s+not|is\s+not|no\s+(?:evidence|such|effect|support)|reject|refut|disprov|falsif|
         contradict|unsupported|rul(?:e|ed|es)\s+out|counterexample|wrong|false|fail(?:s|ed)?\s+to)\w*""",
    re.IGNORECASE | re.VERBOSE,
)
_EARLIER: Final = re.compile(
    r"""\W*(?:(?:however|but|yet|nevertheless|unfortunately|although|while|though|despite|in\s+contrast|to\s+date|moreover|
         furthermore|still|in\s+particular),?\s+)?(?:(?:most|many|all|some|several|the|these|such|an?|majority)\s+(?:of\s+)?(?:the\s+)?){0,2}
    (?:(?:existing|previous|prior|current|conventional|traditional|earlier|contemporary|past|today['’]?s?|
       state-of-the-art|recent|available|standard|classical|other)\s+(?:[\w-]+\s+){0,4}?|(?<=most\s)(?:[\w-]+\s+){0,3}?)
    (?:methods?|works?|approach(?:es)?|studies|techniques?|models?|algorithms?|systems?|solutions?|efforts?|schemes?|
       research|literature|benchmarks?|datasets?|frameworks?|tools?|strateg(?:y|ies)|evaluations?|practices?|theor(?:y|ies)|
       surveys?|LLMs?|baselines?|detectors?|protocols?|metrics)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_FORMERLY: Final = re.compile(
    r"\W*(?:previously|formerly|until\s+(?:now|recently)|so\s+far),?\s", re.IGNORECASE
)
_BLAME: Final = re.compile(
    r"""\b(?:fail\w*|suffer\w*|lack\w*|limited|limits?|rely|relies|relied|ignor\w*|neglect\w*|overlook\w*|struggl\w*|cannot|
    unable|require[sd]?|assum\w+|focus\w*|inefficien\w*|insufficien\w*|costly|expensive|only|not|often|typically|usually|
    mostly|mainly|primarily|largely|few|little|rarely|prone|remain\w*|despite|difficult\w*|inadequate\w*)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PROBLEM: Final = re.compile(
    r"""\W*(?:(?:however|but|yet|moreover|still),?\s+)?
    (?:(?:the|a|an|one|another)\s+(?:\w+\s+){0,2}?(?:challenge|difficulty|obstacle|bottleneck)s?\s+(?:is|are|lies|remains?|here)\b
    |(?:[\w-]+\s+){1,9}?(?:is|are|remains?)\s+(?:\w+ly\s+|also\s+|very\s+|an?\s+)?
       (?:important|challenging|crucial|essential|vital|difficult|hard|critical)(?:\s+(?:but|and|task|problem|for)\b|,|\W*$))""",
    re.VERBOSE,
)
_HINTS_OF_PROBLEM: Final = (
    "important", "challeng", "crucial", "essential", "vital", "difficult", "hard", "critical",
    "obstacle", "bottleneck",
)  # fmt: skip
_OWN: Final = re.compile(r"\b(?:we|our|ours|us|i|here)\b|\d", re.IGNORECASE)


@lru_cache(maxsize=REMEMBERED)
def is_aim(sentence: str) -> bool:
    """Whether a sentence says what is wished for or needed, and not how it was reached."""
    small = sentence.lower()
    if not hinted(small, _HINTS_OF_AIM):
        return False
    return _AIM.search(small) is not None and not _BY.search(small)


@lru_cache(maxsize=REMEMBERED)
def is_announcement(sentence: str) -> bool:
    """Whether a sentence only says that something is told, or where."""
    small = sentence.lower()
    if hinted(small, _HINTS_OF_ANNOUNCEMENT) and (
        _OPENS_ANNOUNCEMENT.match(small) or _ANNOUNCED.search(small)
    ):
        return True
    return hinted(small, _HINTS_OF_TRIAL) and _TRIED.search(small) is not None


@lru_cache(maxsize=REMEMBERED)
def is_aside(sentence: str) -> bool:
    """Whether a sentence tells of how results are reported, of machines, or of thanks."""
    small = sentence.lower()
    if hinted(small, _HINTS_OF_ASIDE) and _ON_THE_SIDE.search(small):
        return True
    if hinted(sentence, _HINTS_OF_THANKS) and _THANKS.search(sentence):
        return True
    if not (hinted(sentence, _HINTS_OF_MACHINES) and _RUN_ON.search(sentence)):
        return False
    return _MACHINES.search(sentence) is not None and not _GAINED.search(sentence)


def is_refuted(sentence: str, following: str) -> bool:
    """Whether a sentence only supposes something, and the one after it says that it is not so."""
    if not (hinted(sentence, _HINTS_OF_SUPPOSING) and _SUPPOSED.search(sentence)):
        return False
    return _SETTLED.search(sentence) is None and _REFUTED.search(following) is not None


@lru_cache(maxsize=REMEMBERED)
def is_problem(sentence: str) -> bool:
    """Whether a sentence only says that something matters or is hard."""
    small = sentence.lower()
    if not hinted(small, _HINTS_OF_PROBLEM):
        return False
    return _PROBLEM.match(small) is not None and _OWN.search(sentence) is None


@lru_cache(maxsize=REMEMBERED)
def is_criticism(sentence: str) -> bool:
    """Whether a sentence says what earlier work lacks or does, and nothing of the paper's own."""
    if _FORMERLY.match(sentence) and not _OWN.search(sentence):
        return True
    earlier = _EARLIER.match(sentence)
    if earlier is None or _OWN.search(sentence):
        return False
    return _BLAME.search(sentence, earlier.end()) is not None
