"""The console and the command line on the embedded sample, as their users have them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from handlers.commands import COMMANDS
from tests.bot.terminal import Terminal

NOW = "2024-03-08T06:00:00Z"
UNREACHABLE = "http://127.0.0.1:9"


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A fresh data folder, with arXiv out of reach, on a day with an announcement."""
    return Terminal(
        tmp_path,
        hurried=True,
        now=NOW,
        arxiv_api_url=f"{UNREACHABLE}/api/query",
        arxiv_site_url=UNREACHABLE,
        arxiv_interval="0",
    )


def test_a_first_start_greets_and_shows_how_a_digest_begins(terminal: Terminal) -> None:
    """It needs no key, no network and no terminal; six lines of a sample are shown, not all."""
    ran = terminal.run("run")
    assert ran.status == 0
    assert "papercrier setup" in ran.out
    assert "SAMPLE" in ran.out
    assert "8 March 2024" in ran.out
    assert [line for line in ran.out.splitlines() if line.startswith("  /")] != []
    assert len(ran.out.partition("invented papers:\n")[2].splitlines()) == 6
    assert len(ran.out.splitlines()) < 24
    assert ran.err.count("\n") == 1, "arXiv's absence is said in one line"
    assert "SAMPLE" in ran.err
    assert "arxiv.org/abs" not in ran.out, "a sample paper has no address"


def test_what_the_sample_greets_with_can_be_tried(terminal: Terminal) -> None:
    """Each of the three things that are offered is answered, where only invented papers are."""
    greeted = terminal.run("run", "--sample").out
    offered = re.findall(r"^  (/.*?)   ", greeted, re.MULTILINE)
    assert len(offered) == 3
    tried = terminal.run("chat", "--sample", typed="\n".join(offered) + "\n")
    assert tried.status == 0
    assert "✗" not in tried.out + tried.err


def test_piped_commands_are_answered_in_order(terminal: Terminal) -> None:
    """Every answer is on standard output, and nothing else."""
    ran = terminal.run(
        "chat",
        "--sample",
        typed="/subscribe gaussian splatting\n\n# a remark\n/subscriptions\n/digest\n",
    )
    assert ran.status == 0, ran.err
    assert ran.err == ""
    following, digest = ran.out.index("Following"), ran.out.index("Announced")
    assert following < ran.out.index("You follow") < digest


def test_what_is_followed_is_there_at_the_next_start(terminal: Terminal) -> None:
    """Also what was followed while arXiv was out of reach; sample papers are not kept."""
    terminal.run("chat", typed="/subscribe talking heads\n")
    ran = terminal.run("export")
    assert json.loads(ran.out)["subscriptions"][0]["label"]
    assert json.loads(terminal.run("intake", "--status", "--format", "json").out) == []


def test_a_sample_touches_nothing_real_and_every_reply_says_so(terminal: Terminal) -> None:
    """What is followed there is followed nowhere else, and goes with it."""
    terminal.run("chat", typed="/subscribe nerf\n")
    typed = "/subscriptions\n/subscribe talking heads\n/limit 3\n"
    ran = terminal.run("chat", "--sample", typed=typed)
    assert ran.out.count("— SAMPLE") == 3
    assert "NeRF" not in ran.out
    kept = json.loads(terminal.run("export").out)
    assert [one["label"] for one in kept["subscriptions"]] == ["NeRF"]
    assert kept["settings"]["limit"] == 10


def test_answers_are_without_buttons(terminal: Terminal) -> None:
    """There is nothing to press; what is to be chosen from is told as commands."""
    ran = terminal.run("chat", "--sample", typed="/start\n/settings\n/subscribe nerf\n")
    assert " · Undo" not in ran.out
    assert "/settings time 07:00" not in ran.out
    assert "/topics Robotics" not in ran.out
    asked = terminal.run("chat", "--sample", typed="/timezone CST\n")
    assert re.search(r"^• .*: /timezone \w+/\w+$", asked.out, re.MULTILINE)


def test_help_and_version(terminal: Terminal) -> None:
    """By the names that everybody tries."""
    assert terminal.run("-h").out == terminal.run("--help").out
    assert re.fullmatch(r"papercrier \d+\.\d+\S*\n", terminal.run("--version").out)


WRONG = [
    ("/sumarize 2403.04634", "There is no command /sumarize", "/summarize"),
    ("/xyzzy", "There is no command /xyzzy", "/help"),
    ("/summarize", "/summarize needs an arXiv id or link", "/summarize 2403.04634"),
    ("/summarize 2413.00001", "there is no month 13", "2403.04634"),
    ("/summarize bananas", "“bananas” is not an arXiv id or link", "2403.04634"),
    ("/time tea", "“tea” is not a time of day", "/time 08:30"),
    ("/timezone Qqxyzzq", "“Qqxyzzq” is not a city", "/timezone Berlin"),
    ("/detail long", "“long” is not a detail", "/detail brief"),
    ("/limit many", "“many” is not a number from 1 to 50", "/limit 10"),
    ("/language Klingon", "“Klingon” is not a language", "/language en"),
    ("/pause now", "/pause takes nothing after it", "/pause"),
    ("/unsubscribe cats", "You follow no topic", "/subscribe"),
    ("/digest cats 2024-13-01", "“2024-13-01” is not a date", "/digest"),
    ("/digest cats 2024-04-01", "has not been announced yet", "2024-03-08"),
    ("/subscribe cat:cs.XX", "cs.XX", "cat:"),
    ("/subscribe (cats", "parenthesis is never closed", "cat:cs.CV AND (NeRF"),
    ("/import {}}", "not an export", "/import"),
    ("/import missing.bib", "There is no file missing.bib", "~/library.bib"),
    ("/import ORCID 0000-0002-1825-0097", "is the id of an author", "/import papers by Ada"),
    ("hello there", "neither a command nor a paper", "/search hello there"),
    ("/", "There is no command", "/help"),
]


def test_wrong_input_gets_one_sentence_and_an_example(terminal: Terminal) -> None:
    """It is on standard error, the run fails, and later commands are still answered."""
    typed = "\n".join(line for line, _, _ in WRONG)
    ran = terminal.run("chat", "--sample", typed=f"{typed}\n/about\n")
    assert ran.status == 1
    errors = [line for line in ran.err.splitlines() if line.startswith("✗ ")]
    assert len(errors) == len(WRONG)
    for error, (line, said, example) in zip(errors, WRONG, strict=True):
        assert said in error, line
        assert example in error, line
    assert "Traceback" not in ran.err
    assert "Version" in ran.out


def test_query_error_points_at_the_place(terminal: Terminal) -> None:
    """Under the topic as typed stands a mark where the trouble is."""
    ran = terminal.run("digest", "--sample", "nerf AND (cats")
    _, typed, mark = ran.err.splitlines()
    assert typed[mark.index("^")] == "("


NOT_AT_HAND = {
    *("unsubscribe", "subscribe", "import", "forgetme", "changes"),
    *("page", "publish", "apikey"),
    *("follow", "readinggroup", "minutes"),
}
"""Commands that come in an order of their own, or need what a sample has not."""


def test_every_command_has_an_example_that_works(terminal: Terminal) -> None:
    """What help shows can be typed as it stands."""
    lines = [
        "/subscribe diffusion models",
        *(
            command.example.replace("2403.04634", "sample/0000001").replace(
                "2403.01801", "sample/0000002"
            )
            for command in COMMANDS
            if command.name not in NOT_AT_HAND
        ),
        "/unsubscribe diffusion models",
        "/import diffusion models",
        "/forgetme",
    ]
    ran = terminal.run("chat", "--sample", typed="\n".join(lines))
    assert ran.err == ""
    assert ran.status == 0


def test_an_export_is_taken_back(terminal: Terminal) -> None:
    """What /export gives, /import restores, also from a file."""
    terminal.run("chat", typed="/subscribe nerf\n/time 9:15 mon-fri\n/mute survey\n/limit 3\n")
    exported = terminal.run("export").out
    (terminal.folder / "mine.json").write_text(exported, encoding="utf-8")
    for name, content in (("latin", b"@article{x, title={Caf\xe9}}"), ("empty", b"")):
        (terminal.folder / f"{name}.bib").write_bytes(content)
    refused = terminal.run("chat", typed="/import latin.bib\n/import empty.bib\n/saved\n")
    assert [said in refused.err for said in ("Save it as UTF-8", "bib is empty.")] == [True] * 2
    assert "saved no paper yet" in refused.out
    terminal.run("chat", typed="/forgetme yes\n")
    assert json.loads(terminal.run("export").out)["subscriptions"] == []
    terminal.run("chat", typed="/import mine.json\n")
    kept, again = json.loads(exported), json.loads(terminal.run("export").out)
    assert again["settings"] == kept["settings"]
    queries, others = ([s["query"] for s in each["subscriptions"]] for each in (again, kept))
    assert queries == others


def test_digest_in_every_format(terminal: Terminal) -> None:
    """The same digest as text, Markdown, Hexo page and JSON; all marked SAMPLE."""
    forms = ("terminal", "markdown", "hexo", "json")
    ran = {
        form: terminal.run("digest", "diffusion models", "--sample", "--format", form)
        for form in forms
    }
    assert {result.status for result in ran.values()} == {0}
    assert {result.err for result in ran.values()} == {""}
    assert all("SAMPLE" in ran[form].out for form in forms[:3])
    data = json.loads(ran["json"].out)
    assert data["sample"] is True
    assert data["date"] == "2024-03-08"
    assert data["coverage"]["shown"] == len(data["entries"])
    titles = [entry["paper"]["title"] for entry in data["entries"]]
    assert titles
    front, body = ran["hexo"].out.removeprefix("---\n").split("\n---\n", 1)
    assert "SAMPLE" in yaml.safe_load(front)["title"]
    for title in titles:
        assert title in ran["terminal"].out.replace("\n", " ") or title[:30] in ran["terminal"].out
        assert title in body
        assert title in ran["markdown"].out


def test_markdown_is_stable_to_the_byte(terminal: Terminal) -> None:
    """The same digest made at another hour is the same page."""
    first = terminal.run("digest", "diffusion models", "--sample", "--format", "markdown")
    later = Terminal(terminal.folder, now="2024-03-08T09:00:00Z")
    second = later.run("digest", "diffusion models", "--sample", "--format", "markdown")
    assert first.out == second.out


def test_several_papers_and_titles_are_summarised(terminal: Terminal) -> None:
    """One after another, and of what cannot be, why; a title with a choice where several fit."""
    wanted = ("sample/0000001", "and", "sample/0000002,", "sample/0000999")
    ran = terminal.run("summarize", *wanted, "--sample", "--format", "json")
    assert ran.status == 1
    first, second, missing = json.loads(ran.out)
    assert (first["paper"]["id"], second["paper"]["id"]) == ("sample/0000001v1", "sample/0000002v1")
    assert "sample/0000999" in missing["failed"]
    titled = terminal.run("summarize", "Stepwise", "Mirrors", "--sample")
    assert titled.status == 0
    assert "Stepwise Mirrors: Four-Step" in titled.out
    several = terminal.run("summarize", "diffusion", "models", "--sample")
    assert "sample/0000001" in several.out
    assert "sample/0000004" in several.out


def test_exit_status_is_meant(terminal: Terminal) -> None:
    """1 where arXiv fails us, 2 where the input is wrong."""
    assert terminal.run("summarize", "2403.04634").status == 1
    assert terminal.run("summarize", "bananas").status == 2
    assert terminal.run("digest", "cat:zz.ZZ").status == 2
    assert terminal.run("digest", "x", "--date", "yesterday").status == 2


def test_check_says_what_is_set_up(terminal: Terminal) -> None:
    """Each part with its state; what fails shows in the exit status."""
    ran = terminal.run("check")
    assert ran.status == 1
    assert "PAPERCRIER_TELEGRAM_TOKEN" in ran.out
    assert "FAILS" in ran.out
    assert re.search(r"Sandbox +(works|partly) ", ran.out)


def test_wrong_setting_is_named_without_its_value(tmp_path: Path) -> None:
    """A setting that cannot be read is named; what it held is not shown."""
    ran = Terminal(tmp_path, arxiv_interval="s3cret").run("check")
    assert ran.status == 2
    assert "PAPERCRIER_ARXIV_INTERVAL" in ran.err
    assert "s3cret" not in ran.err


def test_backup_is_a_database_and_spares_what_exists(terminal: Terminal) -> None:
    """A copy is written once, and never over a file."""
    terminal.run("chat", typed="/subscribe nerf\n")
    assert terminal.run("backup", "copy.db").status == 0
    copied = Terminal(terminal.folder, database=str(terminal.folder / "copy.db"))
    assert json.loads(copied.run("export").out)["subscriptions"]
    assert terminal.run("backup", "copy.db").status == 1


def test_lines_are_summarised_one_by_one(terminal: Terminal) -> None:
    """A wrong line is told by its number, and the others are still summarised."""
    abstract = "Boats sink. We fold boats from waxed paper. They float for 12 days."
    lines = [
        json.dumps({"title": "Waxed Boats", "abstract": abstract}),
        "nonsense",
        json.dumps({"title": "No words", "abstract": ""}),
        json.dumps({"title": "Waxed Boats Again", "abstract": abstract}),
    ]
    ran = terminal.run("summarize", "--jsonl", typed="\n".join(lines))
    assert ran.status == 2
    summaries = [json.loads(line) for line in ran.out.splitlines()]
    assert len(summaries) == 2
    for summary in summaries:
        assert summary["tldr"]
        assert summary["provenance"]["model"] == "extractive"
        for claim in summary["claims"]:
            assert all(evidence["quote"] in abstract for evidence in claim["evidence"])
    assert "Line 2" in ran.err
    assert "Line 3" in ran.err
