"""What the tests of rendering share."""

from pathlib import Path

import pytest

from small_project import Small, make_small


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return make_small(tmp_path)
