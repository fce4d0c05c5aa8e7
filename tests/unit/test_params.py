"""Parameters are typed, and a wrong or misspelt one is told with the nearest names."""

import datetime as dt

import pytest

from claimbook import ClaimbookError, day, one_of, params, whole, yes_or_no


def test_values_are_typed() -> None:
    given = {"theme": "ethics", "top_count": "7", "_hidden": 1, "In": [], "print_it": print}
    values = params(given, theme=one_of(["ethics", "legal"]), top_count=whole(1, 40))
    assert (values.theme, values.top_count) == ("ethics", 7)


@pytest.mark.parametrize("wrong", [0, 41, "many", 2.5, True, None, "-3"])
def test_a_number_out_of_bounds_or_of_another_type(wrong: object) -> None:
    with pytest.raises(ClaimbookError, match="write a whole number from 1 to 40"):
        params({"top_count": wrong}, top_count=whole(1, 40))


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ClaimbookError) as error:
        params(
            {"them": "ethics", "top_count": 5, "theme": "ethic"},
            theme=one_of(["ethics"]),
            top_count=whole(1, 4),
            low=whole(0, 1),
        )
    text = str(error.value)
    assert "an unknown parameter, 'them', did you mean theme?" in text
    assert "theme: a value that can't be used, 'ethic', did you mean ethics?" in text
    assert "top_count: a value that can't be used, '5'" in text
    assert "low: a missing parameter" in text
    assert len(error.value.problems) == 4


def test_a_day_is_a_date() -> None:
    assert params({"as_of": "2023-06-30"}, as_of=day()).as_of == dt.date(2023, 6, 30)


@pytest.mark.parametrize("wrong", ["", "30.6.2023", "2023-06", "2023-02-30", "soon", 2023, None])
def test_what_is_no_day_is_told_how_to_write_one(wrong: object) -> None:
    with pytest.raises(ClaimbookError, match=r"as_of: a value that can't be used, .*write a day as YYYY-MM-DD"):
        params({"as_of": wrong}, as_of=day())


@pytest.mark.parametrize(("raw", "value"), [(True, True), ("false", False), ("True", True)])
def test_yes_or_no_is_a_truth_value(raw: object, value: bool) -> None:
    assert params({"per_100k": raw}, per_100k=yes_or_no()).per_100k is value


@pytest.mark.parametrize("wrong", [0, 1, "yes", None, ""])
def test_what_is_neither_is_refused(wrong: object) -> None:
    with pytest.raises(ClaimbookError, match="write True or False"):
        params({"per_100k": wrong}, per_100k=yes_or_no())
