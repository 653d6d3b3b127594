"""Lets the contract's assertions be told like those of any test."""

import pytest

for _part in ("contract", "paper_contract", "chat_contract", "keeper_contract"):
    pytest.register_assert_rewrite(f"tests.storage.{_part}")
