"""A project that `claimbook new` made is rendered and its notebooks run at once; what is then coded shows."""

import subprocess
import sys
from pathlib import Path

import pytest

from claimbook import check, open_book
from claimbook.new import new_project
from claimbook.render import render
from claimbook.tidy import tidy
from shared import PROJECT

BEES = PROJECT / "tests" / "data" / "article" / "bees.md"


@pytest.fixture(scope="module")
def bees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "bees"
    new_project(folder, BEES)
    return folder


def page(project: Path, name: str) -> str:
    return (project / "reports" / "_build" / "site" / f"{name}.html").read_text(encoding="utf-8")


def test_its_notebooks_run_and_print_what_is_stored(bees: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "--nbval-lax", "--nbval-current-env", "-p", "no:cacheprovider"]
    done = subprocess.run([*command, "-W", "error"], cwd=bees, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "24 passed" in done.stdout


def test_it_is_rendered_at_once_and_again_with_what_was_coded(bees: Path) -> None:
    report = render(bees)
    assert not report.failures, report.failures[0].error
    assert report.site_built
    assert "<title>Bees in Towns" in page(bees, "index")
    assert page(bees, "statements").count("Not coded yet.") == 20
    assert "No claim is written yet" in page(bees, "notebooks/02_claim_check")
    assert "No link between strategy and outcome yet" in page(bees, "notebooks/01_connections")
    assert "None is coded yet" in page(bees, "entities/strategies")

    statements = bees / "data" / "article" / "statements.csv"
    said = "Days for visitors make neighbours trust the keepers."
    row = f"s2-2.p1.1,s2-2,1,1,sentence,empirical,asserted,yes,s2,{said},"
    lines = statements.read_text(encoding="utf-8").splitlines()
    [place] = [place for place, line in enumerate(lines) if line.startswith("s2-2.p1.1,")]
    lines[place] = row + ",".join(lines[place].split(",")[-2:])
    statements.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for table, cells in {
        "strategies": "open-days,Open days,Days on which neighbours may visit hives.,community,article",
        "outcomes": "trust,Trust,What neighbours feel towards keepers.,not-coded,article",
        "links": "l-001,open-days,produces,trust,s2-2.p1.1,stated,positive",
    }.items():
        with (bees / "data" / "article" / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(cells + "\n")
    tidy(bees / "data")
    assert check(bees / "data") == []

    report = render(bees)
    assert not report.failures, report.failures[0].error
    assert page(bees, "statements").count("Not coded yet.") == 19
    assert said in page(bees, "statements")
    assert "1 of 1 asserted pairs of strategy and outcome have not been checked" in page(
        bees, "notebooks/01_connections"
    )
    assert said in page(bees, "chains/open-days")
    assert 'id="open-days"' in page(bees, "entities/strategies")
    assert len(open_book(bees / "data").tables["links"]) == 1
