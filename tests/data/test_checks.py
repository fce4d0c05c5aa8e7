"""Each kind of problem is told with its file, row and value; frictionless, as a second opinion, agrees where it can."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import frictionless
import pytest

from breakages import BREAKAGES, Breakage, descriptor, edit, lines, save
from claimbook import ClaimbookError, check, open_book
from claimbook.errors import Problem
from claimbook.evidence import stale
from evidence_breakages import EVIDENCE, EVIDENCE_BREAKAGES, change, on_minusma, table
from mission_breakages import MISSION_BREAKAGES
from shared import PROJECT
from theme_breakages import THEME_BREAKAGES

ALL = [*BREAKAGES, *EVIDENCE_BREAKAGES, *MISSION_BREAKAGES, *THEME_BREAKAGES]
by_name = pytest.mark.parametrize("breakage", ALL, ids=lambda breakage: breakage.name)


def second_opinion(folder: Path, touched: set[str] | None = None) -> bool:
    """Tell whether frictionless takes a package for valid, looking at all of it or at the tables that were touched."""
    content = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    if touched:
        content["resources"] = kin(content["resources"], touched)
    for resource in content["resources"]:
        for field in resource.get("schema", {}).get("fields", ()):
            # it passes the categories of v2, so it is told the same codes in the words of v1
            if "categories" in field:
                field.setdefault("constraints", {})["enum"] = [code["value"] for code in field["categories"]]
    return frictionless.Package(content, basepath=str(folder)).validate().valid


def kin(resources: list[dict], touched: set[str]) -> list[dict]:
    """Return the files touched and what is no table, with the tables that refer to them and those to which these refer.

    What refers to a table at the edge of this is taken out of it: it did not change.
    """
    refers = {
        resource["name"]: {key["reference"]["resource"] for key in resource.get("schema", {}).get("foreignKeys", ())}
        for resource in resources
    }
    named = {resource["name"] for resource in resources if resource["path"] in touched or "schema" not in resource}
    named |= {name for name, parents in refers.items() if parents & named}
    parents = set().union(*(refers[name] for name in named)) - named
    for resource in resources:
        if resource["name"] in parents:
            resource["schema"].pop("foreignKeys", None)
    return [resource for resource in resources if resource["name"] in named | parents]


def changed(folder: Path) -> set[str]:
    """Return the files of the collection that are not there, or not as they were, in a copy of it."""
    files = [file for file in (PROJECT / "data").rglob("*.*") if file.is_file()]
    copies = [(file, folder / file.relative_to(PROJECT / "data")) for file in files]
    differ = [copy for file, copy in copies if not copy.exists() or copy.read_bytes() != file.read_bytes()]
    return {str(copy.relative_to(folder)) for copy in differ}


def test_the_collection_is_clean_and_frictionless_agrees(project: Path) -> None:
    assert check(project / "data") == []
    assert second_opinion(project / "data")


@by_name
def test_a_broken_package_is_told_with_file_row_and_value(breakage: Breakage, package: Path) -> None:
    file, row, value = breakage.apply(package)
    problems = check(package)
    found = [problem for problem in problems if breakage.rule in problem.rule and problem.file == file]
    if breakage.name == "framing with other links":
        # the statement is wrong, its link tells
        found = [problem for problem in problems if breakage.rule in problem.rule]
        assert found
        assert all("s10.p1.1" in problem.value for problem in found)
        return
    assert len(found) == 1, [str(problem) for problem in problems]
    assert found[0].row == row
    assert value in found[0].value
    assert str(found[0]).startswith(f"{file}:{row}" if row else f"{file}: ")
    assert found[0].todo


@by_name
def test_frictionless_agrees_where_it_can_see(breakage: Breakage, package: Path) -> None:
    breakage.apply(package)
    assert second_opinion(package, changed(package)) is not breakage.frictionless


@pytest.mark.parametrize("said", [{"window_note": "It looks back on the mission."}, {"period_match": "no"}])
def test_a_window_after_the_mission_may_be_said(package: Path, said: dict[str, str]) -> None:
    said = {"observed_to": "2025-01-01"} | said
    change(EVIDENCE, "observed_from", "2024-06-01", on_minusma, **said)(package)
    assert check(package) == []


def test_evidence_to_be_looked_at_again_is_a_warning_and_no_problem(package: Path) -> None:
    _, row, day = change(EVIDENCE, "review_by", "2020-01-01")(package)
    late = table(package, EVIDENCE)[row - 2]["evidence_id"]
    book = open_book(package)
    assert check(package) == []
    assert list(stale(book, dt.date(2020, 1, 2))["evidence_id"]) == [late]
    # on the day itself there is still time
    assert stale(book, dt.date(2020, 1, 1)).empty
    command = [Path(sys.executable).parent / "claimbook", "check", package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("No problem in ")
    assert f"warning: {late} " in done.stderr
    assert day in done.stderr


def test_all_problems_are_told_at_once(package: Path) -> None:
    edit("article/statements.csv", "s0.p1.2", ",empirical,", ",emprical,")(package)
    edit("article/actors.csv", "Armed groups", "Armed groups", "=Armed groups")(package)
    (package / "article" / "twins.csv").unlink()
    assert [problem.rule for problem in check(package)][:1] == ["a missing table"]
    assert {problem.file for problem in check(package)} == {
        "article/statements.csv",
        "article/actors.csv",
        "article/twins.csv",
    }


def test_a_wrong_parent_comes_first_and_its_children_are_folded(package: Path) -> None:
    # s10.p4.1 has a dozen links, mentions and codings, which all dangle once its id is mistyped
    edit("article/statements.csv", "s10.p4.1", "s10.p4.1", "s10-p4.1")(package)
    problems = check(package)
    assert problems[0].file == "article/statements.csv"
    assert problems[0].value == "s10-p4.1"
    dangling = [problem for problem in problems if "dangling" in problem.rule]
    assert len(dangling) == 1
    assert "more rows use it" in dangling[0].todo
    assert "article/links.csv" in dangling[0].todo


def test_a_missing_parent_is_one_problem(package: Path) -> None:
    (package / "article" / "statements.csv").unlink()
    assert [problem.rule for problem in check(package)] == ["a missing table"]


def test_a_coded_cell_may_begin_with_a_sign(package: Path) -> None:
    rows = lines(package, "article/relations.csv")
    assert "part_of" in "".join(rows)
    text = (package / "datapackage.json").read_text(encoding="utf-8").replace('"part_of"', '"-part_of"')
    (package / "datapackage.json").write_text(text, encoding="utf-8")
    for file in ("relations", "links", "codings/links"):
        name = f"article/{file}.csv"
        save(package, name, [row.replace("part_of", "-part_of") for row in lines(package, name)])
    assert not [problem for problem in check(package) if "free text" in problem.rule]


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/etc/passwd", "relative"),
        ("../outside.csv", "relative"),
        ("article/../../outside.csv", "relative"),
        ("https://example.org/links.csv", "local"),
        ("C:/links.csv", "local"),
        (["article/links.csv"], "one file"),
    ],
)
def test_a_path_that_leaves_the_package_is_refused(package: Path, path: str, rule: str) -> None:
    (package.parent / "outside.csv").write_text("a\n1\n", encoding="utf-8")
    descriptor(lambda content: content["resources"][1].update(path=path))(package)
    with pytest.raises(ClaimbookError, match=rule):
        open_book(package)


def test_a_link_that_leaves_the_package_is_refused(package: Path) -> None:
    (package.parent / "outside.csv").write_text("a\n1\n", encoding="utf-8")
    (package / "article" / "twins.csv").unlink()
    (package / "article" / "twins.csv").symlink_to(package.parent / "outside.csv")
    with pytest.raises(ClaimbookError, match="through a link") as error:
        check(package)
    assert isinstance(error.value.problems[0], Problem)


def test_an_unknown_type_and_a_key_to_nowhere_are_told(package: Path) -> None:
    def change(content: dict) -> None:
        fields = content["resources"][1]["schema"]["fields"]
        fields[0]["type"] = "text"
        content["resources"][2]["schema"]["foreignKeys"][0]["reference"]["resource"] = "chapters"

    descriptor(change)(package)
    with pytest.raises(ClaimbookError, match="unknown type") as error:
        open_book(package)
    assert len(error.value.problems) == 2
    assert "chapters" in error.value.problems[1].value
