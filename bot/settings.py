"""Settings: from the environment, `.env` or secret files, under the prefix PAPERCRIER_."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from bot.given import bare, listening_place, names_in, people_of, roles_in, web_place
from bot.platform_settings import PlatformSettings
from domain.platforms import Kind
from storage.places import Place, PostgresPlace, place_of
from storage.retention_rules import Kept
from summaries.llm.budget import Limits

PREFIX: Final = "PAPERCRIER_"
SECRETS: Final = Path("/run/secrets")


class Settings(PlatformSettings):
    """Every setting, with its default. The descriptions make the README's table."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8-sig",
        secrets_dir=SECRETS if SECRETS.is_dir() else None,
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
        frozen=True,
    )

    database_direct: PostgresPlace | None = Field(
        None,
        description="The same PostgreSQL database past a pooler that lends connections by the "
        "transaction (PgBouncer), for what one process tells another",
    )
    database: Place = Field(
        default_factory=lambda: _data_folder() / "papercrier.db",
        description="SQLite file, by default in the user's data directory; or a PostgreSQL "
        "server's database, as `postgresql://user:password@host/name`",
    )
    folder: Path | None = Field(
        None,
        description="Folder of papers that were read, and of what is beside the database; by "
        "default the SQLite file's own, or the user's data directory",
    )
    keep_papers: int = Field(
        120,
        ge=98,
        description="Days that announcements are kept, with their papers and summaries; at least "
        "98, as arXiv lists 90",
    )
    keep_asked: int = Field(
        10_000, ge=0, description="Papers kept that were only asked for, with their summaries"
    )
    keep_digests: int = Field(
        30, ge=14, description="Days that digests are kept, with what became of their messages"
    )
    keep_told: int = Field(
        400,
        ge=120,
        description="Days for which it is known which papers a chat was told, and in which message",
    )
    roles: str = Field(
        "",
        description="What this process does of what those that share a PostgreSQL database do: "
        "`work`, `plan`, `telegram`, `discord`, `deliver`, with commas between; by default all",
    )
    contact: str = Field(
        "", description="Address told to arXiv in every request, as it asks of programs"
    )
    arxiv_interval: float = Field(
        3.0, ge=0, description="Seconds between requests; never less than 3 against arXiv itself"
    )
    arxiv_api_url: str = Field(
        "https://export.arxiv.org/api/query", description="arXiv's search API"
    )
    arxiv_site_url: str = Field("https://arxiv.org", description="arXiv's site, for its listings")
    arxiv_rss_url: str = Field("https://rss.arxiv.org", description="arXiv's feeds")
    arxiv_source: bool = Field(
        False,
        description="1 lets papers without HTML be read from their TeX, before their PDF. arXiv's "
        "rules for robots forbid to fetch it (`/src`): set this only where arXiv allowed it to you",
    )
    figures: Literal["by-licence", "always", "never"] = Field(
        "by-licence",
        description="Which papers' figures are kept and shown: those under CC and public-domain "
        "licences. With `always` those of every paper, and their texts are kept: **for private "
        "use only**, most licences forbid to show them to others. Or `never`",
    )
    cache_mb: int = Field(
        500, ge=0, description="Megabytes of papers kept that were read; 0 keeps none"
    )
    web_address: str = Field(
        "",
        description="host:port where browsers and feed readers see the archive, and platforms "
        "call; without one there is no archive, and calls are taken on `127.0.0.1:8080`",
    )
    public_url: str = Field(
        "", description="Address on the internet, with https, that leads to the one above"
    )
    admins: str = Field(
        "",
        description="Who runs Papercrier and may use `/stats`: platform and user id, with commas "
        "between, as `telegram:4242, discord:80351110224678912`",
    )
    weekly_report: bool = Field(
        False, description="1 has those who run it told once a week how Papercrier is doing"
    )
    allow: str = Field(
        "",
        description="Who may use Papercrier: platform and id of people, chats and servers, as "
        "`telegram:4242, telegram:-1001234, discord:80351110224678912`; by default everybody. "
        "Operators add to it by `/allow` and `/deny`",
    )
    metrics_address: str = Field(
        "",
        description="host:port for Prometheus (`/metrics`) and for whoever watches over the "
        "process (`/healthz`); without one nobody can ask",
    )
    log_format: Literal["logfmt", "json", "console"] = Field(
        "logfmt", description="How the process that serves writes its log: or `json`, `console`"
    )
    commands_per_user: int = Field(1000, ge=1, description="Commands of one person in an hour")
    commands_per_chat: int = Field(3000, ge=1, description="Commands in one group in an hour")
    searches_per_user: int = Field(
        60, ge=1, description="Searches of one person in an hour; twice as many inline queries"
    )
    searches_per_chat: int = Field(300, ge=1, description="Searches in one group in an hour")
    digests_per_user: int = Field(40, ge=1, description="Digests for one person in an hour")
    digests_per_chat: int = Field(200, ge=1, description="Digests in one group in an hour")
    summaries_per_user: int = Field(
        50, ge=1, description="New summaries for one person in a day; those made before are free"
    )
    summaries_per_chat: int = Field(
        200, ge=1, description="New summaries in one chat in a day; those made before are free"
    )
    llm_model: str = Field(
        "",
        description="Language model for summaries in every language, as `openai:gpt-6-luna`, "
        "`anthropic:…` or `google:…`; without one, summaries are the paper's own sentences",
    )
    llm_api_key: SecretStr | None = Field(None, description="Key of that model's provider")
    llm_base_url: str = Field(
        "", description="Address of any OpenAI-compatible server, with its `/v1`, in its place"
    )
    llm_daily_budget: str = Field(
        "1.00 USD",
        description="What the model may cost in a day (UTC): dollars, tokens or both, as "
        "`0.50 USD, 2M tokens`; a fifth of it is kept for people who ask for a paper",
    )
    llm_context: int = Field(
        0,
        ge=0,
        description="Tokens that the model takes in at once, where that is less than a paper: "
        "longer ones are read by their sections. For servers that cut what is too long without a "
        "word and do not tell how much they take in; llama.cpp, vLLM, Ollama, LM Studio tell it",
    )
    llm_timeout: float = Field(
        0,
        ge=0,
        description="Seconds that an answer of the model may take, 0 is 180; a server of one's own "
        "is read as it writes, and may be silent so long, 0 is 900 before its first word, then 300",
    )
    llm_parallel: int = Field(
        0,
        ge=0,
        description="Requests to the model at the same time (people wait for 8 at most, ahead are "
        "3); 0 is 8, and for a server of one's own as many as it says that it works on, else one",
    )
    llm_batch: bool = Field(
        False,
        description="1 has summaries of coming digests made by OpenAI's or Anthropic's batches, at "
        "half the price, where there is time before the first; the others are made at once then",
    )
    semantic: bool | None = Field(
        None,
        description="1 has `make run` install a small model by which papers are found by meaning, "
        "too; where it is installed it is used, unless this is 0",
    )
    now: datetime | None = Field(
        None, description="For development: the clock starts at this moment (ISO 8601)"
    )

    @field_validator("*", mode="before")
    @classmethod
    def _bare(cls, value: object) -> object:
        return bare(value) if isinstance(value, str) else value

    @field_validator("now")
    @classmethod
    def _in_utc(cls, moment: datetime | None) -> datetime | None:
        if moment is None:
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    @field_validator("llm_daily_budget")
    @classmethod
    def _is_budget(cls, budget: str) -> str:
        Limits.parse(budget)
        return budget

    @field_validator("admins")
    @classmethod
    def _are_people(cls, admins: str) -> str:
        return (people_of(admins) and admins) or ""

    @field_validator("allow")
    @classmethod
    def _are_names(cls, allow: str) -> str:
        return (names_in(allow) and allow) or ""

    @field_validator("roles")
    @classmethod
    def _are_roles(cls, roles: str) -> str:
        return ", ".join(sorted(roles_in(roles)))

    @field_validator("web_address", "metrics_address")
    @classmethod
    def _with_port(cls, address: str) -> str:
        return address and listening_place(address)

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _on_the_web(cls, url: str) -> str:
        return url and web_place(url)

    @field_validator("database", "database_direct", mode="before")
    @classmethod
    def _placed(cls, place: object, of: ValidationInfo) -> object:
        placed = place_of(bare(place)) if isinstance(place, str) else place
        if of.field_name == "database_direct" and isinstance(placed, Path):
            raise ValueError("it must be an address as postgresql://user:password@host/name")
        return placed

    @field_validator("database")
    @classmethod
    def _directly(cls, place: Place, given: ValidationInfo) -> Place:
        if (direct := given.data.get("database_direct")) and isinstance(place, PostgresPlace):
            return replace(place, direct_url=direct.url)
        return place

    @field_validator("database", "folder")
    @classmethod
    def _expanded(cls, place: Place | None) -> Place | None:
        return place.expanduser() if isinstance(place, Path) else place

    @property
    def data_folder(self) -> Path:
        """Where papers that were read lie, and what else is beside the database."""
        beside = self.database.parent if isinstance(self.database, Path) else _data_folder()
        return self.folder or beside

    @property
    def kept(self) -> Kept:
        """What is kept for how long."""
        return Kept(
            announced=timedelta(days=self.keep_papers),
            digests=timedelta(days=self.keep_digests),
            told=timedelta(days=max(self.keep_told, self.keep_papers)),
            asked_for=self.keep_asked,
        )

    @property
    def operators(self) -> frozenset[tuple[Kind, str]]:
        """Platform and user id of each who runs Papercrier."""
        return people_of(self.admins)

    @property
    def admitted(self) -> frozenset[tuple[Kind, str]]:
        """Platform and id of each person, chat and server that may use it; nobody for everybody."""
        return names_in(self.allow)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Tokens and keys, which nobody may see."""
        values = (getattr(self, name) for name in type(self).model_fields)
        given = [v.get_secret_value().strip() for v in values if isinstance(v, SecretStr)]
        places = (self.database, self.database_direct)
        given += [one.password for one in places if isinstance(one, PostgresPlace)]
        return tuple(filter(None, given))


def _data_folder() -> Path:
    return user_data_path("papercrier", appauthor=False)
