"""Denials in languages other than English, as far as they are told by single words."""

from __future__ import annotations

from typing import Final

NEGATORS: Final = {
    "de": r"\b(?:nicht|kein\w*|nie|niemals|ohne|weder)\b",
    "fr": r"\b(?:pas|jamais|aucune?|sans|ni|rien)\b",
    "es": r"\b(?:no|nunca|sin|ningún|ninguna|jamás|tampoco)\b",
    "pt": r"\b(?:não|nunca|sem|nenhuma?|jamais)\b",
    "it": r"\b(?:non|mai|senza|nessun\w*)\b",
    "nl": r"\b(?:niet|geen|nooit|zonder)\b",
    "pl": r"\b(?:nie|nigdy|bez|żad\w+)\b",
    "ru": r"\b(?:не|нет|никогда|без|нельзя)\b",
    "uk": r"\b(?:не|немає|ніколи|без)\b",
    "tr": r"\b(?:değil\w*|yok|asla|hiç)\b",
    "zh": r"不|没|無|无法|未|并非|毫无",
    "ja": r"ない|ません|できず|なかった|せず",
    "ko": r"않|없|못하",
}
SOFT: Final = {
    "zh": "[不没無无未非否难難缺失损損降少仅只除免避限弱差低拒止禁停零负反误誤消排克脱减減]",
}
"""Signs with which a claim may put what a sentence denies into other words: 难以, 仅限, 失去."""
