"""Each kind of problem is told with its file, row and value; frictionless, as a second opinion, agrees where it can."""

import json
from pathlib import Path

import frictionless
import pytest

from breakages import BREAKAGES, Breakage, descriptor, edit, lines, save
from claimbook import ClaimbookError, check, open_book
from claimbook.errors import Problem

by_name = pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.name)


def second_opinion(folder: Path) -> bool:
    """Tell whether frictionless takes a package for valid."""
    content = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in content["resources"]:
        for field in resource.get("schema", {}).get("fields", ()):
            # it passes the categories of v2, so it is told the same codes in the words of v1
            if "categories" in field:
                field.setdefault("constraints", {})["enum"] = [code["value"] for code in field["categories"]]
    return frictionless.Package(content, basepath=str(folder)).validate().valid


def test_the_collection_is_clean_and_frictionless_agrees(project: Path) -> None:
    assert check(project / "data") == []
    assert second_opinion(project / "data")


@by_name
def test_a_broken_package_is_told_with_file_row_and_value(breakage: Breakage, package: Path) -> None:
    file, row, value = breakage.apply(package)
    found = [problem for problem in check(package) if breakage.rule in problem.rule and problem.file == file]
    if breakage.name == "framing with other links":
        # the statement is wrong, its link tells
        found = [problem for problem in check(package) if breakage.rule in problem.rule]
        assert found
        assert all("s10.p1.1" in problem.value for problem in found)
        return
    assert len(found) == 1, [str(problem) for problem in check(package)]
    assert found[0].row == row
    assert value in found[0].value
    assert str(found[0]).startswith(f"{file}:{row}" if row else f"{file}: ")
    assert found[0].todo


@by_name
def test_frictionless_agrees_where_it_can_see(breakage: Breakage, package: Path) -> None:
    breakage.apply(package)
    assert second_opinion(package) is not breakage.frictionless


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
