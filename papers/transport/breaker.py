"""The circuit breaker: when to stop asking a service that does not answer."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """What is known of a service's failures; each event gives a new one.

    All times are seconds of one monotonic clock, given by the caller.

    Attributes:
        threshold: failures in a row after which the service is left alone.
        cool_down: for how long; then one trial is let through, whose outcome decides anew.
        failures: how many there were since the last success.
        since: when the first of them happened.
        retry_at: until when the service is left alone.
    """

    threshold: int
    cool_down: float
    failures: int = 0
    since: float | None = None
    retry_at: float | None = None

    def allows(self, now: float) -> bool:
        """Whether the service may be asked."""
        return self.retry_at is None or now >= self.retry_at

    def failed(self, now: float, *, ask_again_after: float = 0.0) -> Breaker:
        """It did not answer; with `ask_again_after` it demanded that many seconds of peace."""
        failures = self.failures + 1
        pause = max(ask_again_after, self.cool_down if failures >= self.threshold else 0.0)
        return replace(
            self,
            failures=failures,
            since=now if self.since is None else self.since,
            retry_at=now + pause if pause else None,
        )

    def succeeded(self) -> Breaker:
        """It answered."""
        return replace(self, failures=0, since=None, retry_at=None)
