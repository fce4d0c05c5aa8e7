"""What several tests share."""

import shutil
from pathlib import Path

import pytest

from claimbook import Book, open_book
from shared import ARTICLE, PROJECT

# their tests are many, long and share no set-up: two processes may divide them
DIVIDED = {"test_checks.py", "test_briefs.py", "test_access.py", "test_compare.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file on one process, since most share what is costly to set up."""
    for item in items:
        if item.path.name not in DIVIDED:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


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
