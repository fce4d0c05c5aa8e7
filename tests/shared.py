"""Paths and guards that several tests use."""

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
ARTICLE = PROJECT.parent / "shared" / "article" / "article.md"


def require(what: str, reason: str) -> None:
    """Skip loudly, or fail where CLAIMBOOK_REQUIRE names what is missing."""
    if what in os.environ.get("CLAIMBOOK_REQUIRE", "").split(","):
        pytest.fail(f"{what} is required here: {reason}")
    pytest.skip(f"NOT TESTED: {reason}")
