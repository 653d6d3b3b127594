"""Tests of `bot.operations.redaction`: secrets of every shape are struck out, and nothing else."""

from __future__ import annotations

import json
import time
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.operations.redaction import STRUCK, keep_secret, without_secrets

# Invented, in the shapes that the platforms and providers give theirs; put together here so that
# nobody who looks for leaked keys finds one.
_LONG = "AbCd1234EfGh5678IjKl9012MnOp3456QrSt7890"
SHAPES = {
    "telegram, 8 digits": f"12345678:{'AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr'}",
    "telegram, 10 digits": f"1234567890:{'AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr'}",
    "telegram, 11 digits": f"12345678901:{'AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr'}",
    "telegram, 12 digits": f"123456789012:{'AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr'}",
    "discord, with two factors": "mfa." + _LONG,
    "discord, 17 digits": "MTIzNDU2Nzg5MDEyMzQ1Njc" + ".GaBcDe." + _LONG[:27],
    "discord, 18 digits": "MTIzNDU2Nzg5MDEyMzQ1Njc4" + ".GaBcDe." + _LONG[:38],
    "discord, 19 digits": "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ" + ".GaBcDe." + _LONG,
    "discord, 20 digits": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA" + ".GaBcDe." + _LONG,
    "openai": "sk-" + _LONG,
    "openai, of a project": "sk-proj-" + _LONG + "_" + _LONG + "-" + _LONG,
    "openai, of a service": "sk-svcacct-" + _LONG,
    "anthropic": "sk-ant-api03-" + _LONG + "-" + _LONG + "-AA",
    "openrouter": "sk-or-v1-" + "0123456789abcdef" * 4,
    "deepseek": "sk-" + "0123456789abcdef" * 2,
    "google": "AIza" + "Sy" + _LONG[:33],
    "google, new": "AQ." + "Ab8R" + _LONG,
    "groq": "gsk_" + _LONG + "1234567890ab",
    "xai": "xai-" + _LONG * 2,
    "hugging face": "hf_" + _LONG[:34],
    "perplexity": "pplx-" + _LONG,
    "nvidia": "nvapi-" + _LONG,
    "cerebras": "csk-" + _LONG,
    "github": "ghp_" + _LONG[:36],
    "github, fine": "github_pat_" + _LONG + "_" + _LONG,
    "gitlab": "glpat-" + _LONG[:20],
    "slack": "xoxb-" + "123456789012-" + _LONG,
    "amazon": "AKIA" + "ABCDEFGH12345678",
    "signed": "eyJ" + _LONG + "." + "eyJ" + _LONG + "." + _LONG,
}
AROUND = (
    "{}",
    "asked with {}.",
    "https://host/v1/{}/getMe",
    '{{"key": "{}"}}',
    "'{}'",
    "({})",
    "a={}",
)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("around", AROUND)
def test_every_shape_is_struck_out(name: str, around: str) -> None:
    """Of all platforms and providers, wherever it stands; what stands around it stays."""
    secret = SHAPES[name]
    told = without_secrets(around.format(secret))
    assert told == around.format(STRUCK)


@pytest.mark.parametrize("bot", ["bot12345678901:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"])
def test_a_token_within_an_address(bot: str) -> None:
    """As it is, and percent-encoded."""
    for token in (bot, quote(bot, safe="")):
        assert without_secrets(f"https://host/{token}/getMe") == f"https://host/{STRUCK}/getMe"


PLAIN = "Xq7vTz0LkR2m"
"""A secret without a shape of its own."""


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer {}",
        "authorization: Bot {}",
        "{{'Authorization': 'Bearer {}', 'a': 'b'}}",
        '{{\\"Authorization\\": \\"Bearer {}\\"}}',
        "(b'authorization', b'Basic {}')",
        "refused Bearer {} of the model",
        "x-api-key: {}",
        "{{'x-api-key': '{}'}}",
        "('x-goog-api-key', '{}')",
        "api-key={}",
        "Ocp-Apim-Subscription-Key: {}",
        "PAPERCRIER_LLM_API_KEY={}",
        "PAPERCRIER_DISCORD_TOKEN={}",
        "PAPERCRIER_TELEGRAM_TOKEN={}",
        "password={} host=db",
        "password: {}",
        '{{"password": "{}"}}',
        "client_secret={}",
        "secret_key: {}",
        "X-Telegram-Bot-Api-Secret-Token: {}",
        "aws_secret_access_key: {}",
        "Cookie: session={}; theme=dark",
        "{{'set-cookie': 'a={}; Path=/'}}",
        "https://host/v1?key={}",
        "https://host/v1?a=b&access_token={}&c=d",
        "https://host/v1?X-Amz-Signature={}",
        "postgresql://papercrier:{}@db.example:5432/papers",
        "http://user:{}@proxy.example:3128",
        "https://{}@github.com/a/b",
        "redis://:{}@host/0",
        "socks5h://user:{}@host",
        "https://discord.com/api/webhooks/123456789012345678/{}abcdefghijklmnopqrstuvwxyz0123",
        "https://discord.com/api/v10/interactions/1/{}abcdefghijklmnopqrstuvwxyz012/callback",
    ],
)
def test_what_is_called_a_secret_is_struck_out(text: str) -> None:
    """In headers, settings, addresses and their parameters, however they are written down."""
    told = without_secrets(text.format(PLAIN))
    assert PLAIN not in told
    assert STRUCK in told


@pytest.mark.parametrize(
    "text",
    [
        "2403.04634v2 math.GT/0309136 https://arxiv.org/abs/2403.04634v1",
        "a token costs 5, max_tokens=400000 tokens=12345678 tokens: 1234567890123456",
        "bearer of bad news in 2024; basic understanding; the secret is out",
        "password: required, or the api key is missing",
        "risk-sensitive-reinforcement-learning task-oriented-dialogue-2024-systems",
        "sk-learn and scikit-learn-contrib",
        "key=summary:2403.04634:en:2 event=summary_made paper=2403.04634v1",
        "2026-11-28T07:00:00.000000Z [info] 0123456789abcdef0123456789abcdef01234567",
        "papers.fulltext.sandbox.confined.abcdef.this_is_a_function_with_a_long_name",
        "https://medium.com/@somebody/a-post?to=b@c https://a.example/?page=2&sort=key",
        "https://host:8080/path mailto:ada@b.example 10.48550/arXiv.2403.04634",
        "Modelling Normal Observations.GaBcDe.of things that are long enough to be one",
        "12:30:45 in 1234567:1 ratio, id 123456789: ok",
        "hf_hub_download github_pages AIzawa et al.",
        "a cookie of 3 cm, the secret key of a lock, secret tokens of appreciation",
    ],
)
def test_nothing_else_is_struck_out(text: str) -> None:
    """Ids, addresses, names of things and ordinary words stay."""
    assert without_secrets(text) == text


@given(st.from_regex(r"\A(?:\d{4}\.\d{4,5}|[a-z]{2,8}(?:-[a-z]{2,4})?/\d{7})(?:v[1-9]\d?)?\Z"))
def test_ids_stay(paper_id: str) -> None:
    """ArXiv's ids, alone, in a line and in an address."""
    for text in (paper_id, f"paper={paper_id} key=a", f"https://arxiv.org/abs/{paper_id}?x=y"):
        assert without_secrets(text) == text


@given(st.lists(st.from_regex(r"\A[A-Za-z]{1,14}(?:-[a-z]{1,12})?[,.]?\Z"), max_size=30))
def test_words_stay(words: list[str]) -> None:
    """Whatever words stand side by side."""
    text = " ".join(words)
    assert without_secrets(text) == text


@given(
    st.lists(st.sampled_from([*"a1:=/@?&.-_ \"'", "sk-", "key", "password", "://", STRUCK, _LONG]))
)
@example(["password", "=", PLAIN, "]"])
@example(["password", ":", STRUCK, "1"])
def test_striking_out_twice_changes_nothing(pieces: list[str]) -> None:
    """Nothing is uncovered by it, and what is struck out already stays as it is."""
    text = "".join(pieces)
    once = without_secrets(text)
    assert without_secrets(once) == once


@pytest.mark.parametrize(
    "seed",
    ["bot1", "sk-", "sk-a", "://a", "://a@", "?key=", "?a_", "?a.", "MaaaMaaa", "eyJaaaaaaaa.",
     "authorization:", "bearer a", "api_key", "password: ", "1:", "a", "hf_", "-_", "secret 'a"],
)  # fmt: skip
def test_the_cost_is_that_of_reading(seed: str) -> None:
    """Four times the text takes four times as long, whatever it is made of, or little more."""

    def cost(size: int) -> float:
        text = (seed * size)[:size]
        times = []
        for _ in range(3):
            start = time.process_time()
            without_secrets(text)
            times.append(time.process_time() - start)
        return min(times)

    assert cost(40_000) < 9 * max(cost(10_000), 0.001)


@pytest.fixture
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """No secret has been told yet."""
    monkeypatch.setattr("bot.operations.redaction._known", set())


@pytest.mark.usefixtures("nothing_known")
def test_what_is_told_to_be_a_secret_is_struck_out_in_every_form() -> None:
    """As it is, within an address, and within JSON; wherever it stands and however often."""
    secret = 'pass word/"ünïque"'
    told = without_secrets(secret)
    assert told == secret, "nobody has said that it is one"
    keep_secret("another secret", secret)
    forms = (secret, quote(secret, safe=""), json.dumps(secret)[1:-1])
    assert len(set(forms)) == 3
    for form in forms:
        assert without_secrets(f"a {form} b {form}") == f"a {STRUCK} b {STRUCK}"
    assert without_secrets("one another secret more") == f"one {STRUCK} more"


@pytest.mark.usefixtures("nothing_known")
def test_of_secrets_within_others_the_longest_is_struck_out() -> None:
    """Nothing of it is left standing."""
    keep_secret("hunter22", "hunter22-and-more-of-it", "x-hunter22")
    assert without_secrets("a hunter22-and-more-of-it b x-hunter22") == f"a {STRUCK} b {STRUCK}"


@pytest.mark.usefixtures("nothing_known")
def test_a_key_of_a_few_letters_is_nobodys_secret() -> None:
    """Of fewer than eight; it would be struck out of other words."""
    keep_secret("", "a", "sevenlt", "eightlet")
    assert without_secrets("a sevenlt eightlet") == f"a sevenlt {STRUCK}"


@pytest.mark.parametrize(
    "text",
    [
        "say password={} host=db",
        "say password: {} there",
        '{{"password": "{}", "host": "db"}}',
        "api-key={}",
        "refused Bearer {} of the model",
        "https://host/v1?a=b&access_token={}&c=d",
    ],
)
def test_what_stands_around_a_secret_stays(text: str) -> None:
    """Its name, what parts it from that, and whatever comes after."""
    assert without_secrets(text.format(PLAIN)) == text.format(STRUCK)
