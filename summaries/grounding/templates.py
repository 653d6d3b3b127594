"""What no claim may hold: template text, error text, instructions, and empty words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from summaries.text.folding import folded, occurs, word_set
from topics.english.stems import content, tokens

_PLACEHOLDER: Final = re.compile(
    r"""(?<![\w$^_])x{3,}(?![\w$])|(?<![\w$^_-])[xX]{2}(?:%|\s+(?:percent|points))|\bxx+\b(?!\s*[=^_])
    |\bX{2,4}\b|\blorem\s+ipsum\b|\b(?:tbd|todo|fixme)\b|\bn/a\b|_{3,}|\?{3,}|\.{4,}|…\s*…
    |\[(?:[^\]]*\b)?(?:insert|title|authors?|name|placeholder|fill|method|dataset|number|your|model
       |task|result|value|citation|sentence)s?\b[^\]]*\]
    |<\s*/?\s*(?:insert|title|authors?|name|placeholder|method|dataset|number|summary|tldr|answer
       |text|claim|think|value|result|sentence)s?\b[^>]*>
    |\{\{\s*\w+\s*\}\}|%\(\w+\)s|\$\{\w{2,}\}|\{\s*(?:title|authors?|name|method|dataset|text|summary)\s*\}
    |\b(?:undefined|null|NaN|None)\b(?=\s*[.:;,]?\s*$)
    |(?:^|\s)(?:\(\d\)|\d\)|-)\s*[:：]?\s*$
    |\bsome\s+error\b|\b(?:traceback|stack\s+trace|exception)\s*:|\berror\s+(?:for|in|code|\d{3})\b
       (?=\s*(?:method|conclusion|summary|\d|:|$))|\b(?:api|internal\s+server|rate\s+limit)\s+error\b
    |[{\[(【<]\s*(?:此处|这里|在此|请)?(?:填|插入|补充|占位|待)[^}\])】>]{0,12}[}\])】>]
    |\{\s*[\u4e00-\u9fff]{1,8}\s*\}|待补充|待填写|占位符|某某
    |```|^\s*[{\[]\s*"|^\s*(?:\#{1,6}\s|\*\*)
    |^\s*(?:tl;?dr|summary|takeaways?|key\s+takeaways?|claim|answer|output|conclusion|摘要|总结|标题|要点|结论
       |一句话总结)\s*\d*\s*[:：]""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_LOWER_ONLY: Final = re.compile(r"^(?:x{2,}|X{2,}|\.+|-+|n/?a|none|null|nil)\W*$", re.IGNORECASE)
_MACHINE: Final = re.compile(
    r"""\bas\s+an?\s+(?:ai|(?:large\s+)?language\s+model|assistant)\b(?!\s+\w+ing)
    |\bi(?:'m|\s+am)\s+(?:sorry|unable|not\s+able|an?\s+(?:ai|assistant|language))
    |\bi\s+(?:cannot|can't|can\s+not|won't|will\s+not|apologi[sz]e|do\s+not\s+have\s+access)\b
    |\bhere\s+(?:is|are)\s+(?:the|a|your|my)\s+(?:summary|takeaways?|answer|tl;?dr)
    |\b(?:sure|certainly|of\s+course)[,!]|\bhope\s+this\s+helps\b|\bmy\s+(?:training|instructions)\b
    |作为(?:一个|一名)?\s*(?:ai|人工智能|(?:大型?)?语言模型)(?:助手)?[，,]|(?:抱歉|对不起)[，,]|我(?:无法|不能)(?:访问|提供|阅读)
    |\bsystem\s+prompt\b|\bprevious\s+instructions?\b|\bthe\s+(?:provided|given|numbered)\s+
      (?:text|sentences?|abstract|excerpt|paper\s+text)\b|\[?\bS\d{1,4}\b\]""",
    re.IGNORECASE | re.VERBOSE,
)
_SAYS_NOTHING: Final = re.compile(
    r"""\b(?:(?:is|are|was|were)\s+not|does\s+not|do\s+not|doesn't|isn't|aren't|not)\s+(?:explicitly\s+
      |specifically\s+|further\s+|clearly\s+)*(?:mention|specif|provide[ds]?\b(?=\W*$|\s+(?:in|by|any\s+
      (?:information|details?)))|stated?\b|describe[ds]?\s+in\s+the|discuss(?:ed)?\s+in\s+the|disclos
      |given\s+in\s+the|detailed\b)
    |\bno\s+(?:information|details?|mention|code|data)\s+(?:is|are|was|were|about|on|of|has|have|provided
      |available|given)\b|\bno\s+(?:public\s+)?code\b|\b(?:code|implementation)\s+(?:is|are)\s+not\b
    |\bnot\s+(?:applicable|available|specified|mentioned|stated|provided)\W*$
    |\b(?:unclear|unknown)\s+from\s+the\s+(?:text|paper|abstract)\b
    |工作量(?:很|较|非常|十分|相当)?(?:大|重|饱满|充实)
    |(?:未|没有|尚未|不)(?:公开|提供|给出)(?:任何|其|源)?代码|没有代码|代码(?:尚?未|没有|不)(?:公开|提供|可用)
    |(?:未提及|未说明|未提供|没有提及|无相关|不详|nicht\s+(?:erwähnt|angegeben)|non\s+(?:mentionné|précisé)
      |no\s+se\s+(?:menciona|especifica))""",
    re.IGNORECASE | re.VERBOSE,
)
_INSTRUCTION: Final = re.compile(
    r"""\b(?:ignore|disregard|forget|override|bypass)\s+(?:\w+\s+){0,4}(?:instructions?|prompts?|guidelines
      |(?:your|these)\s+rules|(?:the|everything|all\s+of\s+the)\s+above|what\s+you\s+were)\b
    |\b(?:system|developer)\s+(?:prompt|message)\b|\bjailbreak\b|\bprompt\s+injection\s*:
    |\byou\s+(?:are|must|should|will|shall|have\s+to)\s+(?:now\s+)?(?:an?\s+)?(?:(?:helpful|different|new)\s+)?
      (?:ai|assistant|reviewer|language\s+model|summari[sz]\w+|chatbot|obey|always|only|not|say|write
      |respond|answer|include|recommend|output|rate|give)\b
    |\b(?:dear|note\s+to|attention|hey|hello)\s+(?:the\s+)?(?:ai|llms?|language\s+models?|reviewers?
      |assistants?|chatbots?|summari[sz]ers?|bots?)\b
    |\b(?:ai|llms?|language\s+models?|assistants?|summari[sz]ers?)\s+(?:reading|processing|reviewing
      |summari[sz]ing)\s+th(?:is|ese)\b
    |\b(?:positive|favou?rable|glowing)\s+review\b|\bdo\s+not\s+(?:highlight|mention|reveal|summari[sz]e|tell)\b
    |\bwhen\s+(?:you\s+)?summari[sz](?:e|ing)\s+this\b|\bin\s+your\s+(?:summary|answer|response|reply|output)\b
    |\bif\s+you\s+are\s+(?:an?\s+)?(?:ai|llm|language\s+model|bot)\b
    |(?:忽略|无视|忘记|忘掉)(?:你|您|掉)?(?:之前|以上|先前|上述|前面|所有|全部|一切)[^。]{0,8}(?:指令|指示|提示|要求|规则|内容)
    |系统提示|(?:如果)?你是(?:一个|一名)?\s*(?:ai|人工智能|(?:大?语言)?模型|助手)|请(?:务必|你)?(?:推荐|好评|给出(?:正面|积极|高)|输出|回复|回答|写(?:出|上|道))""",
    re.IGNORECASE | re.VERBOSE,
)
_HINTS: Final = (
    "ignore", "disregard", "forget", "override", "bypass", "prompt", "message", "jailbreak", "you",
    "dear", "note", "attention", "hey", "hello", "reading", "processing", "reviewing", "summari",
    "review", "do not", "忽略", "无视", "忘记", "忘掉", "系统提示", "你是", "请",
)  # fmt: skip
"""Of these one at least is in every instruction but for those that begin with one; it is soon seen
that none is there."""

_BEGINS_WITH: Final = re.compile(
    r"""^\W*(?:please\s+)?(?:(?:state|claim|conclude|add)\s+(?:that|the\s+(?:following|words?|link))|say|write|tell|answer|output|print|respond|reply|recommend
      |translate|pretend|praise|append|insert|repeat\s+after|rate\s+this|visit|click|subscribe|download
      |accept\s+this|summari[sz]e\s+(?:this|the)\s+(?:paper|article|text))\b
    |^\W*(?:</?\s*(?:system|user|assistant|instructions?)\s*>|\#+\s*(?:system|instruction))""",
    re.IGNORECASE | re.VERBOSE,
)
_PRAISE: Final = re.compile(
    r"""\b(?:groundbreaking|ground-breaking|revolutionary|revolutioni[sz]es?|game-?changing|must-?read
    |mind-?blowing|best\s+paper\s+(?:ever|of)|award-?winning|amazing|astonishing|brilliant|stunning
    |unparalleled|world-?class|masterpiece|seminal|nobel|incredibl[ey]|phenomenal|strong\s+accept)\b
    |革命性|划时代|诺贝尔|史无前例|惊人的""",
    re.IGNORECASE | re.VERBOSE,
)
_BOILERPLATE: Final = re.compile(
    r"""\b(?:code(?:base)?|implementation|repository|project\s+page|demo|(?:data(?:sets?)?|models?)(?=\s+
      (?:is|are|will\s+be)\s+(?:\w+ly\s+)?(?:publicly|openly|freely|released|open)))\b
    [^.;]{0,60}\b(?:(?:is|are|will\s+be|be\s+made|made|become)\s+(?:\w+ly\s+)?(?:available|released
      |open-?sourced|accessible|published|provided)(?:\s+(?:at|on|from|here|online|upon|under|via|soon)\b|\W*$)
      |available\s+(?:at|on|here|online|upon)\b)
    |\bwe\s+(?:thank|acknowledge|are\s+grateful)\b|\b(?:supported|funded)\s+by\s+(?:the|an?)\s+(?:(?-i:[A-Z])|grant)
    |\baccepted\s+(?:at|to|for)\s+(?:the\s+)?(?-i:[A-Z])|\ball\s+rights\s+reserved\b|代码(?:已|可|将|在)""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT: Final = re.compile(
    r"""\b(?i:authors?|written|paper|work|article|study)\s+(?:is|are|was|were|\s|written|authored|by
      |from|at|:)*\s(?:by|from|at|affiliated\s+with)\s+(?:the\s+)?(?:authors?\s+)?(?=[A-Z])
    |\b(?i:affiliat(?:ed|ions?)|institutions?)\b
    |\b(?i:researchers?|scientists?|team|authors?)\s+(?:at|from)\s+(?=(?:the\s+)?[A-Z])
    |\b[Aa]uthors?\s*[:：]|作者|(?:大学|学院|研究院|研究所)的?(?:研究(?:人员|者|团队|员)|团队|学者|科学家)|来自[^，。]{0,12}(?:大学|学院|研究院|研究所)""",
    re.VERBOSE,
)
_QUOTED: Final = re.compile(r'"([^"]{2,400})"|(?<!\w)\'([^\']{8,400})\'(?!\w)')
_FILLER: Final = word_set(
    """
    paper work studi articl author method approach techniqu propos present introduc show
    demonstrat discuss describ result find new novel problem import signific mani various
    provid give make research field good larg great thorough extens comprehens detail
    contribut workload heavy substanti effort amount it topic interest readabl main key idea
    conclus overall improv perform experi analysi number differ sever well effect achiev
    """
)
_TELLING: Final = 2
_LONGEST_TERM: Final = 3


def placeholder(text: str) -> str | None:
    """Template text, error text or talk of a machine about itself in a claim, if there is any."""
    text = folded(text)
    found = _PLACEHOLDER.search(text) or _LOWER_ONLY.search(text) or _MACHINE.search(text)
    return found[0].strip() or "an empty item" if found else None


def says_nothing(text: str) -> str | None:
    """A statement that the paper does not tell something: a claim without a claim."""
    found = _SAYS_NOTHING.search(folded(text))
    return found[0] if found else None


def is_vacuous(text: str) -> bool:
    """Whether an English claim says nothing that would not hold of any paper."""
    return len(set(content(tokens(text))) - _FILLER) < _TELLING


def credit_in(text: str) -> str | None:
    """Talk of who wrote the paper or where; the record gives that, a claim never does."""
    found = _CREDIT.search(folded(text))
    return found[0] if found else None


def boilerplate_in(text: str) -> str | None:
    """What stands in every paper: where the code is, who is thanked."""
    found = _BOILERPLATE.search(folded(text))
    return found[0] if found else None


def instruction_in(text: str) -> str | None:
    """Words addressed to a machine that reads the paper."""
    text = folded(text)
    found = _BEGINS_WITH.match(text)
    if found is None:
        plain = " ".join(text.lower().split())
        if any(hint in plain for hint in _HINTS):
            found = _INSTRUCTION.search(text)
    return found[0] if found else None


def unfounded_praise(claim: str, source: str) -> Iterator[str]:
    """Superlatives of a claim that the source does not use."""
    known = folded(source).casefold()
    for match in _PRAISE.finditer(folded(claim)):
        if match[0].casefold() not in known:
            yield match[0]


def foreign_quotes(claim: str, source: str) -> Iterator[str]:
    """What a claim puts in quotation marks and the source does not say.

    A term of up to three words may be quoted whose words are the source's.
    """
    for match in _QUOTED.finditer(folded(claim)):
        quote = match[1] or match[2]
        words = content(tokens(quote))
        is_term = words and len(quote.split()) <= _LONGEST_TERM
        if is_term and set(words) <= set(content(tokens(source))):
            continue
        if not occurs(quote, source):
            yield quote
