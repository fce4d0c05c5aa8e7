"""The run list: briefs range over tables, and everything that is wrong is said at once."""

import pytest

from claimbook import ClaimbookError
from claimbook.render.briefs import briefs_pages
from claimbook.render.limits import Limits
from claimbook.render.single import single_run
from small_project import Small

BRIEF = 'case: str = "minusma"  # a case\ntop_count: int = 3\nshare: float = 0.5\nfull: bool = False'


@pytest.fixture
def listed(small: Small) -> Small:
    small.write_notebook("one", "1", parameters=BRIEF)
    small.write_notebook("briefs/case", "1", parameters=BRIEF)
    return small


def problems(small: Small, text: str) -> list[str]:
    small.write_runs(text)
    with pytest.raises(ClaimbookError) as error:
        small.load_runs()
    return [str(problem) for problem in error.value.problems]


def test_a_brief_ranges_over_a_table(listed: Small) -> None:
    listed.write_runs("runs:\n  - {notebook: briefs/case, over: cases, parameters: {share: 1}}\n  - notebook: one\n")
    runs = {run.name: run for run in listed.load_runs()}
    ids = listed.book.tables["cases"]["case_id"].tolist()
    assert list(runs) == [*(f"briefs/case/{one}" for one in ids), "one"]
    assert "minusma" in ids
    run = runs["briefs/case/minusma"]
    assert run.notebook == listed.folder / "notebooks" / "briefs" / "case.ipynb"
    assert dict(run.parameters) == {"case": "minusma", "share": 1.0}
    assert type(run.parameters["share"]) is float
    assert run.over == "cases"
    assert dict(runs["one"].parameters) == {}
    assert runs["one"].over is None


def test_a_brief_ranges_over_every_combination(listed: Small) -> None:
    over = "{case: cases, top_count: [1, 10], share: [0.5, 1], full: [true]}"
    listed.write_runs(f"runs:\n  - {{notebook: briefs/case, over: {over}}}\n")
    runs = listed.load_runs()
    cases = listed.book.tables["cases"]
    assert len(runs) == 2 * 2 * len(cases)
    assert [run.name for run in runs[:3]] == [
        f"briefs/case/{cases['case_id'][0]}/{rest}" for rest in ("1/0.5/true", "1/1/true", "10/0.5/true")
    ]
    run = next(run for run in runs if run.name == "briefs/case/minusma/10/1/true")
    assert dict(run.parameters) == {"case": "minusma", "top_count": 10, "share": 1.0, "full": True}
    assert type(run.parameters["share"]) is float
    assert run.over == "case, top_count, share, full"
    assert run.title.endswith(", top_count 10, share 1, full True")
    assert run.title.startswith(cases.set_index("case_id").loc["minusma", "name"])


def test_combinations_are_in_no_index_of_briefs(listed: Small) -> None:
    listed.write_notebook("briefs/challenge", "1", parameters='challenge: str = "a"\ntop_count: int = 3')
    listed.write_runs("runs: [{notebook: briefs/challenge, over: {challenge: challenges, top_count: [1]}}]")
    assert len(listed.load_runs()) > 10
    assert briefs_pages(listed.book, listed.load_runs()) == {}
    listed.write_runs("runs: [{notebook: briefs/challenge, over: challenges}]")
    assert "briefs/index.md" in briefs_pages(listed.book, listed.load_runs())


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{notebook: briefs/case, over: [cases]}", "over what is neither a table nor parameters, \"['cases']\""),
        ("{notebook: briefs/case, over: {}}", "run 1 ranges over what is neither a table nor parameters, '{}'"),
        (
            "{notebook: briefs/case, over: {case: case}}",
            "run 1 ranges over an unknown table, 'case', did you mean cases",
        ),
        ("{notebook: briefs/case, over: {case: cases.id}}", "run 1 ranges over an unknown column, 'cases.id'"),
        ("{notebook: briefs/case, over: {cas: cases}}", "run 1 has an unknown parameter, 'cas', did you mean case?"),
        ("{notebook: briefs/case, over: {top_count: []}}", "top_count: run 1 ranges over no values, '[]'"),
        ("{notebook: briefs/case, over: {top_count: 3}}", "top_count: run 1 ranges over no values, '3'"),
        ("{notebook: briefs/case, over: {top_count: [a]}}", "top_count: run 1 has a value that does not fit, 'a'"),
        (
            "{notebook: briefs/case, over: {top_count: [-1]}}",
            "over a value that can't name a page, '-1', use lower-case",
        ),
        ("{notebook: briefs/case, over: {case: [../x]}}", "case: run 1 ranges over a value that can't name a page"),
        ("{notebook: briefs/case, over: {case: [[a]]}}", "case: run 1 ranges over a value that can't name a page"),
        ("{notebook: briefs/case, over: {case: [a, a]}}", "two runs have the same name, 'briefs/case/a'"),
        (
            "{notebook: briefs/case, over: {case: cases, share: [1]}, parameters: {share: 1}}",
            "run 1 gives the parameter that it ranges over, 'share'",
        ),
        ("{notebook: ones}", "run 1 names an unknown notebook, 'ones', did you mean one?"),
        ("one", "run 1 is no entry, 'one', write `- notebook: one`"),
        ("{notebook: one, parametres: {}}", "run 1 has an unknown key, 'parametres', did you mean parameters?"),
        ("{notebook: one, parameters: 3}", "run 1 has parameters that are no mapping, '3'"),
        ("{notebook: one, parameters: {cas: a}}", "run 1 has an unknown parameter, 'cas', did you mean case?"),
        ("{notebook: one, parameters: {case: NO}}", "case: run 1 has a value that does not fit, 'False', write text"),
        ("{notebook: one, parameters: {case: 007}}", "case: run 1 has a value that does not fit, '7', write text"),
        (
            "{notebook: one, parameters: {top_count: '3'}}",
            "top_count: run 1 has a value that does not fit, '3', write a",
        ),
        ("{notebook: one, parameters: {top_count: true}}", "does not fit, 'True', write a whole number"),
        ("{notebook: one, parameters: {share: .nan}}", "does not fit, 'nan', write a value that JSON has"),
        ("{notebook: one, over: cases}", "run 1 ranges over a table but is no brief"),
        ("{notebook: briefs/case}", "run 1 is a brief over nothing, 'briefs/case', add `over:`"),
        ("{notebook: briefs/case, over: case}", "run 1 ranges over an unknown table, 'case', did you mean cases"),
        ("{notebook: briefs/case, over: mentions}", "a table whose key is not one column, 'mentions'"),
        ("{notebook: briefs/case, over: lessons}", "run 1 has an unknown parameter, 'lesson', known: case"),
        (
            "{notebook: briefs/case, over: cases, parameters: {case: a}}",
            "run 1 gives the parameter that it ranges over",
        ),
        (
            "{notebook: one, limits: 3}",
            "run 1 has limits that are no mapping, '3', write `limits: {cell_seconds: 300}`",
        ),
        (
            "{notebook: one, limits: {cell_second: 3}}",
            "sets an unknown limit, 'cell_second', did you mean cell_seconds",
        ),
        (
            "{notebook: one, limits: {run_seconds: 0}}",
            "run_seconds: run 1 sets a limit that is none, '0', write a number",
        ),
        ("{notebook: one, limits: {memory_mb: true}}", "memory_mb: run 1 sets a limit that is none, 'True'"),
        ("{notebook: one, limits: {output_mb: .inf}}", "output_mb: run 1 sets a limit that is none, 'inf'"),
    ],
)
def test_a_bad_entry_is_named(listed: Small, entry: str, message: str) -> None:
    found = problems(listed, f"runs:\n  - {entry}\n")
    assert len(found) == 1
    assert message in found[0]


def test_limits_are_those_of_the_entry_or_else_of_the_list(listed: Small) -> None:
    listed.write_runs(
        "limits: {run_seconds: 50, memory_mb: 700}\n"
        "runs: [{notebook: one, limits: {run_seconds: 5.5}}, {notebook: briefs/case, over: cases}]"
    )
    runs = {run.name: run for run in listed.load_runs()}
    assert runs["one"].limits == Limits(run_seconds=5.5, memory_mb=700)
    assert runs["briefs/case/minusma"].limits == Limits(run_seconds=50, memory_mb=700)
    # with parameters that the list does not have, too
    single = single_run(listed.folder, listed.book, "one", {"case": "amisom"})
    assert single.name != "one"
    assert single.limits == runs["one"].limits
    [problem] = problems(listed, "limits: {run_seconds: no}\nruns: [{notebook: one}]")
    assert "run_seconds: the run list sets a limit that is none, 'False', write a number above zero" in problem


def test_all_problems_are_told_at_once(listed: Small) -> None:
    found = problems(listed, "runs:\n  - {notebook: ones, over: case, x: 1}\n  - notebook: one\n  - {notebook: two}\n")
    assert len(found) == 5
    assert [text.split(": ")[1].split()[1] for text in found] == ["1", "1", "1", "1", "3"]


def test_a_name_stands_once(listed: Small) -> None:
    found = problems(listed, "runs:\n  - notebook: one\n  - {notebook: one, parameters: {top_count: 4}}\n")
    assert len(found) == 1
    assert "two runs have the same name, 'one'" in found[0]


@pytest.mark.parametrize("identifier", ["../amisom", "a/b", "AMISOM", "..", "a b", ""])
def test_an_id_that_can_not_name_a_file_is_refused(listed: Small, identifier: str) -> None:
    table = listed.folder / "data" / "article" / "cases.csv"
    text = table.read_text(encoding="utf-8")
    assert "\namisom," in text
    table.write_text(text.replace("\namisom,", f"\n{identifier},"), encoding="utf-8")
    found = problems(listed, "runs:\n  - {notebook: briefs/case, over: cases}\n")
    assert len(found) == 1
    assert "case_id: run 1 ranges over an id of cases that can't name a page" in found[0]


def test_a_notebook_without_parameters_takes_none(listed: Small) -> None:
    listed.write_notebook("bare", "1")
    found = problems(listed, "runs:\n  - {notebook: bare, parameters: {case: a}}\n")
    assert "the notebook declares none" in found[0]


def test_a_notebook_that_is_none_is_named(listed: Small) -> None:
    (listed.folder / "notebooks" / "torn.ipynb").write_text('{"cells": [', encoding="utf-8")
    found = problems(listed, "runs:\n  - notebook: torn\n")
    assert "run 1 names a notebook that can't be used" in found[0]
    assert "torn.ipynb" in found[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("runs:\n", "an empty run list"),
        ("runs: []\n", "an empty run list"),
        ("runs: {notebook: one}\n", "is no run list"),
        ("- a\n", "is no run list"),
        ("runs: [", "is no run list"),
        (None, "holds no reports/runs.yml"),
    ],
)
def test_a_file_that_is_no_run_list_is_refused(listed: Small, content: str | None, message: str) -> None:
    if content is not None:
        listed.write_runs(content)
    with pytest.raises(ClaimbookError, match=message):
        listed.load_runs()
