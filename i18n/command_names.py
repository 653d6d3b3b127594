"""Commands by the names that people type who read no English: `/订阅`, `/hilfe`."""

from __future__ import annotations

from typing import Final

_SPOKEN: Final = """
start 开始
help 帮助 命令 hilfe befehle
subscribe 订阅 关注 添加主题 abonnieren folgen
unsubscribe 取消订阅 退订 取消关注 删除主题 abbestellen entfolgen
narrow 缩小 缩小范围 eingrenzen
subscriptions 我的订阅 订阅列表 已订阅 abos abonnements
topics 主题 主题列表 现成主题 themen
digest 日报 速递 今日论文 neues
summarize 总结 摘要 解读 解释 zusammenfassen erklären
evidence 证据 依据 belege
ask 提问 问 fragen frage
compare 比较 对比 vergleichen
changes 变化 改动 änderungen
trends 趋势
search 搜索 搜 查找 检索 suche suchen
why 为什么 原因 warum
save 保存 收藏 speichern merken
bibtex 引用
saved 收藏夹 已保存 我的收藏 gespeichert gemerkt
read 已读 gelesen
note 笔记 备注 notiz
more 更多类似 mehr
less 更少类似 weniger
similar 类似 相似 相似论文 ähnliche
profile 画像 我的画像 profil
settings 设置 einstellungen
time 时间 送达时间 zeit uhrzeit
timezone 时区 zeitzone
language 语言 sprache
detail 详略 详细程度
limit 数量 篇数
order 排序 reihenfolge
quiet 安静
sound 声音 提示音 ton
plain 纯文本
updates 更新
weekly 周报 每周回顾 wochenrückblick
pause 暂停
readinggroup 读书会 阅读小组 lesekreis
minutes 纪要 会议纪要 protokoll
resume 恢复 继续 fortsetzen
mute 屏蔽 静音 stumm stummschalten
export 导出 exportieren
import 导入 importieren
forgetme 忘记我 删除我的数据 vergissmich
about 关于 über
stats 统计
allow 允许
deny 拒绝
page 网页 页面 seite
publish 公开 发布 veröffentlichen
"""

NAMES: Final = {
    spoken: name for name, *own in map(str.split, _SPOKEN.strip().splitlines()) for spoken in own
}
"""By which other names commands are known."""

_LONGEST_FIRST: Final = sorted((one for one in NAMES if one[0] >= "\u4e00"), key=len, reverse=True)


def known_name(typed: str) -> tuple[str, str]:
    """The name of a command, small, as it is typed, and what stands after it without a blank.

    No blank is needed after a Chinese name: `/订阅扩散模型`.
    """
    if name := NAMES.get(typed.lower()):
        return name, ""
    for spoken in _LONGEST_FIRST:
        if typed.startswith(spoken):
            return NAMES[spoken], typed[len(spoken) :]
    return typed.lower(), ""
