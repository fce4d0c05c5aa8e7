"""The specification curve and leaving one country out: every choice is there, and a batch goes on past what fails."""

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError
from claimbook.effects.models import ESTIMATORS, estimate
from claimbook.effects.panel import COUNTS, Panel, panel
from claimbook.effects.specification import CONTROL_SETS, EXPOSURES, WINDOWS, curve, leave_one_out, signs


@pytest.fixture(scope="module")
def rows(book: Book) -> Panel:
    return panel(book)


def test_both_versions_of_the_data_have_the_same_country_years_and_other_deaths(book: Book, rows: Panel) -> None:
    months = panel(book, counts="months")
    assert (rows.version, months.version) == ("ucdp-25.1", "ucdp-ged-26.1")
    both = rows.frame.merge(months.frame, on=["country_id", "year"], suffixes=("", "_months"))
    # whether a year is at risk hangs on the deaths before, so that a few differ
    assert len(both) > 0.99 * len(rows.frame)
    differing = (both["deaths"] != both["deaths_months"]).mean()
    assert 0 < differing < 0.5
    mali = book.tables["country_months"].query("country_id == 'mli' and year == 2018")
    told = months.frame.query("country_id == 'mli' and year == 2018")["one_sided"].item()
    assert told == mali["one_sided_best"].sum()
    assert list(COUNTS) == ["years", "months"]
    with pytest.raises(ClaimbookError, match="did you mean"):
        panel(book, counts="month")


def test_the_curve_holds_every_choice_once(book: Book, rows: Panel) -> None:
    frame, left_out = curve([rows, panel(book, counts="months")], ("one_sided",), samples=("during",))
    choices = ["version", "exposure", "estimator", "controls", "window"]
    assert not frame.duplicated(choices).any()
    assert len(frame) + len(left_out) == 2 * len(EXPOSURES) * len(ESTIMATORS) * len(CONTROL_SETS) * len(WINDOWS)
    assert signs(frame).sum() == len(frame)
    assert signs(frame).index.tolist() == ["fewer", "open", "more"]
    row = frame[(frame["exposure"] == "mission") & (frame["estimator"] == "log") & (frame["window"] == "from 2003")]
    row = row[(row["version"] == rows.version) & (row["controls"] == "none")].iloc[0]
    alone = estimate(rows, "one_sided", "mission", "log", "during", controls=(), years=(2003, None))
    assert row["estimate"] == pytest.approx(alone.estimate)
    assert "2003 to 2024" in row["sample"]


def test_what_can_not_be_estimated_is_listed_and_the_rest_goes_on(rows: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WINDOWS, "before the record", (None, 1950))
    frame, left_out = curve([rows], ("one_sided",), ("mission",), ("any",), ("during",))
    assert "before the record" not in set(frame["window"])
    assert len(frame) == len(CONTROL_SETS) * (len(WINDOWS) - 1)
    assert {problem.rule for problem in left_out} >= {"too few countries"}
    assert all(problem.value.endswith("before the record") for problem in left_out)


def test_leaving_one_country_out_moves_the_estimate_and_goes_on_past_what_fails(rows: Panel) -> None:
    found, left_out = leave_one_out(rows, "one_sided", "troops", "poisson", "all")
    assert not left_out
    assert found["moved"].is_monotonic_decreasing
    assert found["without"].is_unique
    assert {"", "rwa", "cod"} <= set(found["without"])
    assert found.loc[found["without"] == "", "moved"].item() == 0
    # three countries in which missions come or go, and seven others: without any one too few are left
    some = rows.sample("during")
    changing = some.groupby("country_id")["mission"].nunique()
    few = [*changing[changing > 1].index[:3], *changing[changing == 1].index[:7]]
    small = Panel(some[some["country_id"].isin(few)].reset_index(drop=True), ())
    found, left_out = leave_one_out(small, "deaths", "mission", "log", "during")
    assert found["without"].tolist() == [""]
    assert {problem.rule for problem in left_out} >= {"too few countries"}


def test_signs_count_what_is_there() -> None:
    counts = signs(pd.DataFrame({"sign": ["open", "open", "more"]}))
    assert counts.to_dict() == {"fewer": 0, "open": 2, "more": 1}
