"""The exhibits on reliability: figures from the raw codings, and what changes on one coding alone."""

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError
from claimbook.agreement import evidence_agreement, link_agreement, statement_agreement
from claimbook.views import reliability as view


@pytest.fixture(scope="module")
def agreement(book: Book) -> pd.DataFrame:
    return view.agreement(book, resamples_count=300).set_index("code")


def test_alphas_are_those_of_the_agreement_tables(book: Book, agreement: pd.DataFrame) -> None:
    told = pd.concat([statement_agreement(book), evidence_agreement(book)]).set_index("code")["alpha"]
    for code, alpha in agreement["alpha"].items():
        assert alpha == pytest.approx(told[code], nan_ok=True), code
    assert len(agreement) == 9
    # both coders found that every period fits, which leaves no alpha
    agreement = agreement.dropna(subset="alpha")
    assert len(agreement) == 8
    assert (agreement["low"] <= agreement["alpha"]).all()
    assert (agreement["alpha"] <= agreement["high"]).all()


@pytest.mark.parametrize("by", view.BY)
def test_links_by_group_add_up_to_all(book: Book, by: str) -> None:
    frame = view.links_by(book, by, resamples_count=200).frame
    whole = link_agreement(book).set_index("unit").loc["link"]
    assert frame["shared"].sum() == whole["shared_count"]
    assert frame["links of the first"].sum() == whole["first_count"]
    assert frame["f1"].is_monotonic_increasing


@pytest.mark.parametrize("code", view.CODES)
def test_confusions_count_every_pair_once(book: Book, code: str) -> None:
    exhibit = view.confusion(book, code)
    counts = exhibit.frame.set_index("alpha")
    assert f"n = {counts.to_numpy().sum()}" in exhibit.subtitle
    assert list(counts.index) == list(counts.columns)


def test_every_difference_is_shown_with_whose_code_was_taken(book: Book) -> None:
    frame = view.decided(book).frame.set_index("item")
    count = len(book.tables["reconciliations"]) + len(book.tables["evidence_reconciliations"])
    assert frame.to_numpy().sum() == count
    for item in view.items(book):
        assert len(view.reasons(book, item).frame) == frame.loc[item].sum()
        assert view.reasons(book, item).frame["reason"].str.len().min() > 5


def test_what_changes_on_one_coding_is_listed_first(book: Book) -> None:
    numbers = view.numbers(book)
    assert set(numbers["notebook"]) == {"00_start_here", "01_mechanisms", "02_challenges"}
    links = numbers.set_index("number").loc["links"]
    assert (links["reconciled"], links["alpha"], links["beta"], links["stays"]) == (307, 305, 305, "no")
    stays = view.on_each(book).frame["stays"].tolist()
    assert stays == sorted(stays)
    changed = view.changed_verdicts(book).frame
    assert 0 < len(changed) == view.verdicts(book)["changes"].sum() < 20
    assert str(len(changed)) in view.finding(book)
    assert len(view.finding(book)) <= 160


def test_an_unknown_choice_is_refused(book: Book) -> None:
    for call in (
        lambda: view.confusion(book, "kin"),
        lambda: view.links_by(book, "sektion"),
        lambda: view.reasons(book, "lin"),
    ):
        with pytest.raises(ClaimbookError, match="did you mean"):
            call()
