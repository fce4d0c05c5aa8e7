"""Rendering builds a whole site or leaves the last good one, and says by name what failed."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from claimbook import ClaimbookError
from claimbook.render import Outcome, render
from small_project import Small


@pytest.fixture(scope="module")
def rendered(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project, rendered once."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(project / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(project / "reports", folder / "reports", ignore=shutil.ignore_patterns("_build"))
    # the whole run list is rendered by `make reports`, whose site tests/browser opens
    report = render(folder, only=["00_start_here"])
    assert not report.failures
    assert [outcome.name for outcome in report.outcomes] == ["00_start_here"]
    return folder


def site(folder: Path) -> Path:
    return folder / "reports" / "_build" / "site"


def test_the_site_has_its_pages(rendered: Path) -> None:
    for page in ("index.html", "dictionary.html", "codebook.html", "notebooks/00_start_here.html", "search.html"):
        assert (site(rendered) / page).stat().st_size > 1000


def test_the_page_of_a_notebook_holds_its_exhibits(rendered: Path) -> None:
    page = (site(rendered) / "notebooks" / "00_start_here.html").read_text(encoding="utf-8")
    assert page.count('class="exhibit-plot"') == page.count('<details class="exhibit-twin"') == 4
    assert "plotly.min.js" in page
    assert "plotly.min.js" not in (site(rendered) / "index.html").read_text(encoding="utf-8")


def test_the_sources_are_left_alone(rendered: Path, project: Path) -> None:
    for source in (project / "notebooks").glob("*.ipynb"):
        assert (rendered / "notebooks" / source.name).read_bytes() == source.read_bytes()


def test_a_notebook_that_raises_is_named_and_the_site_stays(rendered: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(rendered, tmp_path / "project", symlinks=True))
    good = site(folder).resolve()
    broken = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# Broken?"), nbformat.v4.new_code_cell("1 / 0")],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(broken, folder / "notebooks" / "01_broken.ipynb")
    (folder / "reports" / "runs.yml").write_text("runs:\n  - notebook: 01_broken\n  - notebook: 00_start_here\n")
    command = [Path(sys.executable).parent / "claimbook", "render", "--project", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "failed: 01_broken" in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert "00_start_here" not in done.stderr
    assert site(folder).resolve() == good
    assert (good / "index.html").exists()
    assert not (folder / "reports" / "_build" / "executed" / "01_broken.ipynb").exists()


@pytest.fixture
def published(small: Small) -> Small:
    """Return a small project with a site."""
    small.write_notebook("one", "print(1)")
    small.write_runs("runs:\n  - notebook: one\n")
    with (small.folder / "reports" / "index.md").open("a", encoding="utf-8") as index:
        index.write("\n```{toctree}\ndictionary\ncodebook\n```\n")
    assert render(small.folder).site_built
    return small


def test_a_site_with_a_warning_is_not_published(published: Small) -> None:
    good = site(published.folder).resolve()
    with (published.folder / "reports" / "index.md").open("a", encoding="utf-8") as index:
        index.write("\n[nowhere](no-such-page.md)\n")
    with pytest.raises(ClaimbookError, match="no-such-page"):
        render(published.folder)
    assert site(published.folder).resolve() == good


def test_a_new_site_replaces_the_last(published: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    def change() -> Path:
        with (published.folder / "reports" / "index.md").open("a", encoding="utf-8") as index:
            index.write("\nA further line.\n")
        assert render(published.folder).site_built
        return site(published.folder).resolve()

    first, second = site(published.folder).resolve(), change()
    assert second != first
    assert "A further line." in (site(published.folder) / "index.html").read_text(encoding="utf-8")
    assert first.exists(), "somebody may still read the one before"
    # what is kept does not depend on what Sphinx wrote
    monkeypatch.setattr("claimbook.render.site.SphinxProcess.build", lambda _, folder: folder.mkdir())
    third = change()
    assert sorted(site(published.folder).resolve().parent.iterdir()) == sorted([second, third])


def test_what_is_edited_while_notebooks_are_executed_is_on_the_site(published: Small) -> None:
    index = published.folder / "reports" / "index.md"
    started = time.monotonic()

    @contextmanager
    def watch(_: int) -> Iterator[Callable[[Outcome], None]]:
        # what is put together ahead has taken the page by now
        templates = published.build / "source" / "_static" / "exhibit-templates.js"
        while not templates.exists() and time.monotonic() < started + 60:
            time.sleep(0.05)
        index.write_text(index.read_text(encoding="utf-8") + "\nEdited meanwhile.\n", encoding="utf-8")
        yield lambda _: None

    shutil.rmtree(published.build / "source")
    report = render(published.folder, force=True, watch=watch)
    assert report.site_built
    assert "Edited meanwhile." in (site(published.folder) / "index.html").read_text(encoding="utf-8")
