"""Links, addresses, handles and commands in a text, however they are written.

A claim has none: the record gives those of the paper. Found are links as they are, those that a
chat would make of a word (``name.io``, ``@name``, ``/command``), and what a person is meant to put
together again: ``hxxp``, ``name[.]com``, "name dot com", full stops of other scripts.
"""

from __future__ import annotations

import re
from typing import Final

from summaries.text.folding import folded

_PLAIN: Final = str.maketrans(dict.fromkeys("。․﹒｡·・۔", ".") | dict.fromkeys("⁄∕⧸／", "/"))
_DOMAINS: Final = (
    "com|org|net|edu|gov|mil|int|info|biz|name|pro|io|ai|app|dev|xyz|top|site|online|shop|club|"
    "store|live|link|click|vip|icu|space|website|tech|cloud|page|blog|wiki|news|chat|bot|group|"
    "world|life|today|work|fun|run|one|zip|mov|dog|cash|money|bank|wtf|lol|ink|art|email|support|"
    "academy|agency|bet|bio|cafe|care|casino|center|codes|coffee|community|company|credit|dating|"
    "digital|direct|education|exchange|expert|finance|foundation|fund|gallery|games|gift|global|guru|"
    "help|host|international|legal|loan|love|ltd|market|marketing|media|mobi|network|ninja|partners|"
    "photo|photography|photos|pics|plus|porn|press|promo|pub|rocks|school|science|services|social|"
    "software|solutions|stream|studio|systems|team|tips|tools|trade|trading|training|university|"
    "ventures|video|wallet|watch|webcam|win|works|xxx|zone|"
    "cn|de|uk|ru|su|ua|by|kz|fr|es|pt|pl|nl|eu|ch|se|fi|dk|cz|sk|gr|ro|hu|bg|rs|jp|kr|tw|hk|"
    "sg|vn|th|ph|br|mx|ar|cl|pe|ca|au|nz|za|ng|ir|il|tr|ae|sa|eg|pk|bd|lk|"
    "me|co|cc|tv|gg|ly|gl|im|ws|to|pw|la|st|sh|ac|fm|vc|ga|cf|gq|ml|tk"
)
_DOMAINS_ELSEWHERE: Final = (
    "рф|укр|бел|бг|срб|москва|онлайн|сайт|中国|中國|公司|网络|网址|在线|香港|台灣|"
    "한국|भारत|عرب|مصر|ایران"
)
_ENDS: Final = r"(?![A-Za-z0-9-])"
_NAME: Final = r"(?<![A-Za-z0-9_@.-])(?:[A-Za-z0-9_-]{1,63}\.){1,6}"

_LINK: Final = re.compile(
    rf"""
      [a-z][a-z0-9+.-]{{1,20}}://
    | \bh[tx*]{{2}}ps?\b | \bwww\d?\.
    | (?<![A-Za-z0-9])(?:tg|mailto|tel|sms|skype|magnet|ton|javascript|weixin|whatsapp|bitcoin|
      ethereum|litecoin|monero|lightning):(?=[\w/?+])
    # a host by its ending, or any two words with a full stop and a slash behind
    | {_NAME}(?:{_DOMAINS}){_ENDS}(?::\d+)?(?:/\S*)?
    | (?<![A-Za-z0-9_@./-])(?:[A-Za-z0-9_-]{{2,63}}\.){{1,6}}
      (?=[A-Za-z])[A-Za-z0-9-]{{2,24}}/(?![\d.])
    | \.(?:{_DOMAINS_ELSEWHERE})(?!\w)
    | (?<![\d.])\d{{1,3}}\.\d{{1,3}}\.\d{{1,3}}\.\d{{1,3}}(?=[:/])
    # put apart, to be put together again
    | \w\s?[\[({{<]\s?(?:\.|dot|punkt|punto|ponto|point|点|點|точка)\s?[\])}}>]\s?\w
    | [\w-]\s(?:dot|punkt|punto|ponto|ponkt|точка|点|點|ドット|닷)\s?
      (?:com|org|net|io|me|gg|xyz|app|ru|cn)\b
    | [A-Za-z0-9](?:点|點)(?:com|org|net|io|cn|me){_ENDS}
    | [A-Za-z0-9-]\s?\.\s(?:com|org|net|io|xyz|gg|ru|cn){_ENDS}(?!\s[a-z])
    | [A-Za-z0-9-]\s\.\s?(?:com|org|net|io|me|xyz|gg|ru|cn){_ENDS}
    # names and commands of chats
    | (?<![A-Za-z0-9_.@])@(?=[A-Za-z_])\w{{3,}} | [\w.+-]@(?:[\w-]{{1,63}}\.){{1,6}}[a-z]{{2,}}
    | (?<![A-Za-z0-9_./)\]>}}|%-])/(?=[a-z])[a-z0-9_]{{2,32}}(?:@\w+)?(?![\w/.])
    # identifiers
    | \barxiv\s*[:.]?\s*\d{{4}}\.\d{{4,5}} | \b\d{{4}}\.\d{{4,5}}v\d\b | \b10\.\d{{4,9}}/\S+
    | \\url\b | \\href\b | \]\(
    """,
    re.VERBOSE | re.IGNORECASE,
)


def link_in(text: str) -> str | None:
    """A link, an identifier, an address, a handle or a command in a text, if there is one."""
    plain = folded(text)
    found = _LINK.search(plain) or _LINK.search(plain.translate(_PLAIN))
    return found[0] if found else None
