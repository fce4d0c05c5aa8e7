"""What several tests share."""

import shutil
from pathlib import Path

import pytest

from claimbook import Book, open_book
from shared import ARTICLE, PROJECT


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def book() -> Book:
    return open_book()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a copy of the collection's data, to break."""
    return Path(shutil.copytree(PROJECT / "data", tmp_path / "data"))


@pytest.fixture(scope="session")
def article() -> Path:
    """Return the article, which the project does not hold."""
    if not ARTICLE.exists():
        pytest.skip("NOT TESTED: the article is not at hand, so its sentences can't be compared")
    return ARTICLE
