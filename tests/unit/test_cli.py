"""Each command prints what it promises and ends with the exit code that is documented."""

import subprocess
import sys
from pathlib import Path

import pytest


def claimbook(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "claimbook", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_check_is_silent_about_a_clean_package() -> None:
    done = claimbook("check")
    assert done.returncode == 0
    assert done.stdout.startswith("No problem in ")


def test_check_tells_every_problem_and_exits_with_1(package: Path) -> None:
    file = package / "article" / "links.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",stated,", ",sttated,"), encoding="utf-8")
    done = claimbook("check", package)
    assert done.returncode == 1
    assert "article/links.csv:2 basis: an unknown code, 'sttated', use one of stated, implied, aim" in done.stdout
    assert "problems in 1 file" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["check", "/nowhere"], ["explain", "minusmaa", "trust"], ["tidy", "/nowhere"], ["verify-article", "/nowhere.txt"]],
)
def test_what_can_not_run_exits_with_2_and_says_why(arguments: list[str]) -> None:
    done = claimbook(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("claimbook: ")
    assert "Traceback" not in done.stderr


def test_agreement_prints_alpha_and_f1() -> None:
    done = claimbook("agreement")
    assert done.returncode == 0
    for word in ("kind", "modality", "testable", "alpha", "precision", "recall", "f1", "pair"):
        assert word in done.stdout


def test_agreement_on_evidence_prints_each_code() -> None:
    done = claimbook("agreement", "evidence")
    assert done.returncode == 0
    for word in ("bears on the claim", "direction", "design", "outcome match", "alpha", "pair_count"):
        assert word in done.stdout


def test_check_warns_of_what_is_past_its_day_and_still_ends_with_0(package: Path) -> None:
    file = package / "evidence" / "evidence.csv"
    header, first, *rest = file.read_text(encoding="utf-8").splitlines()
    assert header.endswith(",review_by")
    file.write_text("\n".join([header, f"{first[:-10]}2020-01-01", *rest]) + "\n", encoding="utf-8")
    done = claimbook("check", package)
    assert done.returncode == 0
    assert f"warning: {first.split(',')[0]} (" in done.stderr
    assert "was to be looked at again by 2020-01-01" in done.stderr


def test_explain_prints_statements_and_sentences(article: Path) -> None:
    done = claimbook("explain", "minusma", "violence-reduction", "--article", article)
    assert done.returncode == 0
    assert "s7.p1.3" in done.stdout
    assert "in the article: This coordinated approach" in done.stdout


def test_verify_article_counts_and_names(article: Path, tmp_path: Path) -> None:
    assert claimbook("verify-article", article).stdout.startswith("133 of 133 statements found")
    other = tmp_path / "other.txt"
    other.write_text("Another text.", encoding="utf-8")
    done = claimbook("verify-article", other)
    assert done.returncode == 1
    assert "0 of 133" in done.stdout


def test_tidy_says_that_all_was_tidy(package: Path) -> None:
    assert claimbook("tidy", package).stdout == "All was tidy.\n"


def test_help_names_every_command() -> None:
    done = claimbook("--help")
    for command in ("check", "tidy", "agreement", "explain", "export", "new", "verify-article", "render"):
        assert command in done.stdout
