"""Where a sentence can be cut so that it stays one: the patterns that compression goes by.

Those without `re.IGNORECASE` are of sentences in small letters.
"""

from __future__ import annotations

import re
from typing import Final

SELF: Final = (
    r"(?:paper|work|article|study|letter|report|survey|review|research|thesis|note|manuscript|chapter"
    r"|lecture|dissertation|project|essay)"
)
_BACKWARD: Final = r"(?:this|these|those|that|such|the\s+(?:above|former|latter))"
_TROUBLE: Final = (
    r"(?:issue|problem|challenge|limitation|gap|shortcoming|drawback|difficult\w+|question|concern|"
    r"obstacle|weakness|need|dilemma|bottleneck|goal|end|task)\w*"
)


def _mark(pattern: str) -> str:
    """The mark that what matches a pattern begins with, where it always does."""
    return next((mark for mark in ",;:" if pattern.lstrip(r"\s*").startswith(mark + r"\s")), "")


LEAD: Final = re.compile(
    rf"""\W*(?:(?:
      (?:in|with|through|throughout)\s+(?:this|the\s+present|our|the\s+current)\s+(?:\w+\s+)?{SELF}
    | here(?:in)?
    | (?:in\s+)?(?:particular|addition|summary|short|contrast|fact|general|conclusion|total)
    | again
    | to\s+(?:this|that|these)\s+(?:end|aim|ends)
    | for\s+this\s+(?:purpose|reason) | on\s+the\s+other\s+hand | by\s+contrast
    | as\s+a\s+(?:result|consequence|solution|by-?product) | on\s+th(?:is|ese)\s+(?:grounds?|basis)
    | (?:more\s+)?(?:specifically|precisely|importantly|generally|concretely)
    | moreover | furthermore | additionally | also | finally | then | thus | therefore | hence
    | consequently | however | instead | nevertheless | nonetheless | besides | overall | notably
    | interestingly | surprisingly | remarkably | accordingly | first | firstly | second | secondly
    | third | next | lastly | further | meanwhile | similarly | crucially | empirically
    | unfortunately | in\s+(?:response|turn|doing\s+so)
    )(?:\s*,\s*(?:and\s+)?|\s+(?=(?:we|i)\b))
    | (?:to|in\s+order\s+to)\s+\w+\s+(?:\w+\s+)?{_BACKWARD}\b
      (?:(?:\s+(?!we\b)\w+){{1,3}}\s+(?=we\b)|(?:(?!\bwe\b)[^,;:]){{0,60}},\s*)
    | (?:motivated|inspired|guided|driven)\s+by\s+{_BACKWARD}\b[^,;:]{{0,60}},\s*
    | (?:based|building)\s+(?:up)?on\s+{_BACKWARD}\b[^,;:]{{0,60}},\s*
    | (?:in\s+(?:light|view)\s+of|given|with|using|by)\s+{_BACKWARD}\b[^,;:]{{0,50}},\s*
    | (?:but|and|so|yet)\s+(?=we\b)
    )(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)
"""Openings that only link to what stood before, or say that this is a paper."""

SUBORDINATE: Final = re.compile(
    rf"(?!\W*(?:we|this|our|previously|earlier|formerly|recently)\b)[^:;]{{4,160}}?,\s+(?:and\s+|so\s+)?(?:in\s+this\s+(?:paper|work|article|study|letter),?\s+)?(?=(?:we|this\s+{SELF})\s+\w+)",
    re.IGNORECASE,
)
"""A clause before ", we propose"."""

CONDITION: Final = re.compile(
    r"""\W*(?:even\s+)?(?:if|when|whenever|unless|until|under|assum\w+|provid\w+|suppos\w+|given|without
    |except|only|subject|up\s+to|as\s+long\s+as|once|where|let|at|over|across|among|within|between
    |after|before|near|outside|beyond|below|above
    |for\s+(?!the\s+first\s+time\b)
    |on\s+(?!the\s+(?:other|theoretical|practical|empirical|experimental|technical)\b|top\b)
    |in\s+(?!order\b|contrast\b|addition\b|light\b|view\b|line\b|comparison\b|relation\b|recent\b
       |the\s+(?:past|last|recent|first|second|third)\b|an?\s+(?:series|set|effort|attempt)\b|\w*\s*experiments?\b)
    |with\s+(?!the\s+(?:aim|goal|help|advent|rise|rapid|growing|increasing|recent|development)\b)
    )\b""",
    re.VERBOSE,
)
"""How a clause begins that says when, where or for what the rest of its sentence holds."""

BOUND: Final = re.compile(
    r"""\b(?:no|not|nor|never|none|neither|without|cannot|hardly|barely|rarely|seldom|fail(?:s|ed|ing|ure)?
    |if|when|whenever|unless|until|provided|assum(?:e[sd]?|ing|ptions?)|given|conditions?|subject\s+to
    |under|except|only|as\s+long\s+as|up\s+to|at\s+(?:least|most)
    |may|might|could|would|possibly|perhaps|probably|presumably|potentially|likely
    |suggest(?:s|ed|ing)?|seem(?:s|ed|ingly)?|appear(?:s|ed)?|almost|nearly|approximately|roughly
    |partial(?:ly)?|sometimes|in\s+some|some|with\s+(?:high|overwhelming)\s+probability
    |but|although|though|however|despite|yet|\w+n['’]t)\b""",
    re.VERBOSE,
)
"""Negations, hedges and conditions: no cut takes one with it, but those of `COORDINATE`."""

COORDINATE: Final = frozenset(("and", "clause", "semicolon"))
"""Cuts of a second statement, whose negations and hedges are its own."""

GUESS: Final = re.compile(r",\s+(?:thus\s+|thereby\s+)?(?:suggest|indicat)ing\s+that\b")
"""A second statement, too."""

BINDS_BOTH: Final = re.compile(
    r"^,?\s+but\b|,\s+(?:but|if|when|whenever|unless|until|provided|assuming|given|under|except|only"
    r"|although|though|without|as\s+long\s+as|up\s+to|subject\s+to)\b"
)
"""What may limit the first statement too, although it stands behind the second."""

ASIDES: Final = re.compile(
    r"""(?<![∈=<>+*/~≈∼≤≥^_\d%])\s+\((?!\s*(?:[ivx]+|[a-e]|\d)\s*\))      # not the number of a list
        (?!\s*[A-Za-z0-9]*[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9+-]*\s*\))  # not "(BERT)"
        (?=[^()$]*[A-Za-z]{3})[^()$]*\)           # not "(0, 1)"
        (?=[\s.,;:!?]|$)                          # not "(sub)word"
    |\s*\(\[\d+(?:\s*[,–-]\s*\d+)*\]\)
    |(?<!\bin)(?<!\bof)(?<!\bby)(?<!\bin\s)(?<!\bof\s)(?<!\bby\s)\s*\[\d+(?:\s*[,–-]\s*\d+)*\]
    |,\s+(?:however|therefore|thus|hence|in\s+turn|in\s+fact|in\s+particular|of\s+course|then
        |for\s+instance|for\s+example|respectively|moreover|indeed|on\s+average),(?=\s)
    |,\s+(?:which|who|whose)\s[^,;:()$]{3,80},(?=\s+(?:is|are|was|were|has|have|had|can|cannot|could
        |will|may|might|do|does|remains?|needs?|requires?|plays?|provides?)\b)""",
    re.VERBOSE,
)
"""Parentheses, citation marks, link words and relative clauses between commas."""

LINK_WORD: Final = re.compile(r",\s+\w+(?:\s+\w+)?,")
"""An aside of one or two words, such as ", however,"."""

TAILS: Final[tuple[tuple[str, int, str, re.Pattern[str]], ...]] = tuple(
    (name, least, _mark(pattern), re.compile(pattern))
    for name, least, pattern in (
        (
            "backward",
            6,
            (
                r",?\s+(?:in\s+order\s+)?(?:to|for|that|which|by|under|with)\s+(?:\w+\s+){0,3}?"
                r"(?:these|this|those|such|both|the\s+above|the(?=\s+(?:goal|problem|issue|task)s?\W*$))"
                rf"\s+(?:\w+\s+){{0,2}}?{_TROUBLE}\b[^,]*$"
            ),
        ),
        (
            "relative",
            7,
            (
                r",\s+(?!where\s+\S{1,4}\s+(?:is|are|denotes?)\b)"
                r"(?:(?:in|for|with|of|from)\s+)?(?:which|where|whose|who)\b"
            ),
        ),
        (
            "and",
            7,
            (
                r",?\s+and\s+(?:(?:also|then|further|\w+ly)\s+)?(?:we\s+)?(?:show|demonstrate|evaluate|"
                r"validate|prove|find|illustrate|apply|verify|provide|discuss|compare|analy[sz]e|report|"
                r"establish|present|introduce|propose|argue|test|investigate|study|derive|explore|"
                r"confirm|observe|conduct|use|develop|give|obtain|describe|examine|identify|extend)\s+"
                r"(?:that|how|why|whether|an?|the|our|its?|their|this|these|some|several|two|three|many|"
                r"new|novel|both|on|in|for|to|extensive|empirical\w*|theoretical\w*|other)\b"
            ),
        ),
        ("clause", 7, r"(?:,\s+(?:and|so|but)|;)\s+(?:we|it|they|our|this|these|the|that)\b"),
        (
            "participle",
            7,
            (
                r",\s+(?:(?:thus|thereby|hence|therefore|while|without|further|\w+ly)\s+)?(?!during\b|existing\b|competing\b|underlying\b|"
                r"something\b|nothing\b|including\b)[a-z]{3,}ing\b"
            ),
        ),
        ("participle", 7, r",\s+(?:based|compared|followed|inspired|motivated|called|given)\b"),
        ("example", 7, r",\s+(?:such\s+as|e\.g\.,?|i\.e\.,?|including|namely|for\s+example)\s"),
        ("example", 7, r",\s+(?:especially|particularly|in\s+particular|for\s+instance)\b"),
        (
            "contrast",
            7,
            (
                r",\s+(?:while|whereas|although|though|but|even|because|since|as\s+well\s+as|"
                r"rather\s+than|instead\s+of|unlike|as\s+opposed|in\s+contrast|so\s+that|if|when)\b"
            ),
        ),
        ("apposition", 8, r",\s+(?:an?|one\s+of)\s+(?=[a-z])"),
        ("means", 10, r",?\s+(?:by|via|through)\s+\w+ing\b"),
        ("using", 9, r",?\s+(?:using|employing|utili[sz]ing|leveraging|exploiting)\s"),
        (
            "purpose",
            10,
            (
                r"(?:,|(?=\s+in\s+order))\s+(?:in\s+order\s+)?to\s+(?:improve|reduce|achieve|address|solve|tackle|enable|"
                r"allow|overcome|obtain|ensure|alleviate|mitigate|handle|avoid|facilitate|enhance|"
                r"encourage|make|better|further|help|support)\b"
            ),
        ),
        ("semicolon", 7, r"\s*;\s"),
        ("colon", 8, r":\s"),
        ("dash", 7, r"\s+(?:--+|–|—)\s(?!.*\s(?:--+|–|—)\s)|—(?!.*—)"),
    )
)
"""Where a sentence may end sooner: the kind of cut, the fewest words to leave, a mark without
which there is no such place, the pattern."""

DANGLING_END: Final = re.compile(
    r"""\b(?:a|an|the|of|in|on|at|by|for|with|to|from|and|or|but|nor|as|that|which|whose|is|are|was
    |were|be|been|being|has|have|had|can|could|may|might|will|would|should|must|do|does|did|not|no
    |into|onto|via|per|than|then|such|its|their|our|this|these|those|both|either|neither|between
    |among|through|under|over|when|where|while|if|we|it|they|e\.g|i\.e|called|named|using|based
    |including|also|only|each|every|whether|because|since|about|upon|within|without|more|most|less
    |very|new|novel|first|given|due|any|(?<!at\s)all|some|designed|aim(?:s|ed|ing)?|intended|able|unable
    |capable|according|tailored|relative|prior)\W*$
    |,\s+(?:\w+ly\s+)?\w+ing\W*$|\d\W*,\W*$
    |\b(?:how|can|could|may)\b[^,]{1,30}\bbe\s+(?:applied|used|done|achieved|solved|addressed|overcome|handled)\W*$""",
    re.VERBOSE,
)
"""Last words that wait for more."""
UNFINISHED: Final = re.compile(r"\b(?:to|with|as|than|by|of|from)\Z", re.IGNORECASE)
RESUMES: Final = re.compile(r",\s+(?:and|or|but)\b", re.IGNORECASE)
"""Before the last comma, and from there on: "applied to, and known"."""

HANGING: Final = re.compile(
    r"""\bthat,?\s+(?:for|when|if|in|under|with|by|given|while|although|on|at|after|during|even|as
    |without|unlike|despite|through)\b[^,]*$
    |^\W*(?:while|although|though|when|if|since|because|whereas|given|despite|unlike|using|by|to
    |as|due|whether|once|even|after|motivated|inspired|based|compared)\b[^,]*$""",
    re.VERBOSE,
)
"""A subordinate clause that has lost its main clause."""

UNPAIRED: Final = re.compile(
    r"""\bbetween\b(?!.*\band\b)|\bboth\b(?!.*\band\b)|\beither\b(?!.*\bor\b)
    |\bneither\b(?!.*\bnor\b)|\bnot\s+only\b(?!.*\bbut\b)|\bwhether\b(?!.*\s\w+\s)
    |\((?:1|i|a)\)(?!.*\((?:2|ii|b)\))|(?<![\w(])1\)(?!.*(?<!\w)2\))
    |\b(?:two|three|four|several|following)\s+(?:\S+\s+){0,3}?[a-z]+s\.?$
    |^(?!.*\bthat\b.*,\s+(?:and|but)\s+that\b).*,\s+(?:and|but)\s+that\b""",
    re.VERBOSE,
)
"""Words that announce a second part which is gone."""

HINTS_OF_UNPAIRED: Final = (
    "between", "both", "either", "neither", "not", "whether", "1)", "(i)", "(a)", "two", "three",
    "four", "several", "following", "that",
)  # fmt: skip
RESUMED: Final = re.compile(
    r""",\s+(?:(?:\w+ly|also|not)\s+)?(?:is|are|was|were|has|have|had|can|cannot|could|will|would|may
    |might|must|does|do|did|gives?|gave|remain|remains|need|needs|require|requires|achieve|achieves|outperform
    |outperforms|provide|provides|play|plays|lead|leads|show|shows|we|it|they|the|this|our|these|into
    |onto|rather|instead)\b""",
    re.VERBOSE,
)
"""A clause going on after an insertion."""
INSERTIONS: Final = frozenset(("relative", "example", "apposition", "participle"))
"""Cuts of what may be an insertion, with the main clause going on behind it."""

SERIES: Final = re.compile(
    r",\s+(?:also\s+|then\s+)?(?:show|provide|give|present|prove|discuss|derive|introduce|propose|develop|study|analy[sz]e"
    r"|describe|compare|identify|extend|establish|construct|review|use|apply)\s+[^,;:]{3,200}\Z"
)
"""The last but one of several verbs, which stands only before the last one."""
DASH: Final = re.compile(r"\s(?:-{1,3}|–|—)\s|—")
"""A dash; between two of them stands an insertion."""
EXISTS: Final = re.compile(r"\bthere\s+(?:is|are|exists?|was|were)\s", re.IGNORECASE)
"""What such a statement says of a thing stands in the relative clause behind it."""
LIST_FROM: Final = re.compile(r"[:;]\s")
"""What follows such a mark is kept whole or not at all."""

MATH: Final = re.compile(r"\$[^$]*\$")
FINITE: Final = re.compile(
    r"""\b(?:is|are|was|were|has|have|had|can|cannot|could|may|might|will|would|should|must|do|does
    |did|(?:we|it|they|i)\s+(?:\w+ly\s+|also\s+|then\s+|further\s+)?[a-z]{2,}
    |(?:propos|introduc|provid|us|achiev|improv|describ|explor|requir|combin|involv|produc|increas
      |reduc|captur|examin|argu|prov|encod|generat|determin|analy[sz]|generali[sz]|charact?eri[sz]
      |leverag|decreas|arriv|observ|deriv|utili[sz]|optimi[sz]|evaluat|investigat|demonstrat
      |illustrat|estimat|indicat|facilitat|mitigat|compar|emerg|ris|mov|becom|giv|mak|tak|solv
      |surpris|converg|diverg|scal|surviv|outlin|guarante)e[sd]?
    |(?:present|show|develop|address|outperform|learn|allow|consist|focus|aim|remain|suffer|fail
      |lead|yield|find|perform|suggest|reveal|offer|extend|exploit|establish|depend|play|need|help
      |work|exist|contain|obtain|support|follow|operat|train|predict|represent|treat|view|tend|seek
      |result|report|discuss|review|confirm|account|admit|hold|exhibit|display|detect|construct
      |correspond|differ|occur|appear|grow|fall|vanish|persist|depend|form|act|bind|attain|exceed
      |enabl|matches|recover|transfer|explain|contribut|affect|interact)(?:s|es|ed)?
    |appl(?:y|ies|ied)|stud(?:y|ies|ied)|rel(?:y|ies|ied)|satisf(?:y|ies|ied)|impl(?:y|ies|ied)
    |var(?:y|ies|ied)|gave|made|took|found|led|became|held|grew|fell|arose|shown)\b""",
    re.VERBOSE,
)
"""Some word that can be the verb of a sentence."""

LOST: Final = re.compile(
    rf"\b(?:they|them|their|it|its|the\s+(?:former|latter|same)|both|doing\s+so|"
    rf"(?:this|these|those|such)(?!\s+{SELF}\b))\b"
)
"""Words that may point into a clause that was cut off before them."""
CITATIONS: Final = re.compile(
    r"\s*\((?:(?:see|cf\.?|e\.g\.,?)\s+)?[A-Z][^()]{1,200}?(?:et\s+al\.?,?|,|&\s*\w+,?)\s*(?:19|20)\d\d"
    r"[^()]{0,200}\)(?=[\s.,;:!?]|$)|\s*\(\[\d+(?:\s*[,–-]\s*\d+)*\]\)"
    r"|(?<!\bin)(?<!\bof)(?<!\bby)(?<!\bin\s)(?<!\bof\s)(?<!\bby\s)\s*\[\d+(?:\s*[,–-]\s*\d+)*\]"
)
LIST_NUMBER: Final = re.compile(
    r"^\s*[▪•◦■‣●]\s*(?=\w)|^\W*\(?(?:\d{1,2}|[ivx]{1,4}|[a-e])[.)]\s+(?=\w)"
)
ELSEWHERE: Final = re.compile(
    rf"\b(?:these|those(?!\s+(?:of|who|that|which|in|with|from|for))|"
    rf"such(?!\s+(?:as|that|an?)\b)|this(?!\s+(?:\w+\s+)?{SELF}\b)|"
    rf"the\s+(?:above|former|latter|aforementioned|considered|other\s+hand))\b"
    rf"|^\W*we\s+(?:also|then|further|finally|next|additionally)\b"
    rf"|\b(?:that|how|whether|why)\s+(?:it|they|he|she)\b|\bof\s+that\s+(?:approach|method|model|concept|idea|theory|framework|work|result)\b|^\W*(?:it|they|its|their|both)\b"
)
"""Words that point to what another sentence says."""
