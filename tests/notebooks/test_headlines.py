"""No headline says that something did something, unless it says who says so or gives estimand and interval."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimbook.exhibit import PLOTLY_MIME
from shared import PROJECT

EXECUTED = PROJECT / "reports" / "_build" / "executed"
CAUSAL = re.compile(
    r"\b(reduc|lower(s|ed|ing)\b|rais(es?|ed|ing)\b|caus(es?|ed|ing)\b|increas|decreas|prevent|stop(s|ped)?\b|curb"
    r"|sav(es?|ed)\b|led to\b|leads? to\b|because of\b|due to\b|thanks to\b|improv|worsen|cuts?\b|protect(s|ed)\b"
    r"|brings? about|work(s|ed)?\b(?= against)|effects? of)",
    re.IGNORECASE,
)
# who says it: the article, its text, or whoever means a thing to do something
SAID = re.compile(r"\b(said|says?|meant|asserts?|asserted|claim(s|ed)?|article|told|can be told)\b", re.IGNORECASE)
INTERVAL = re.compile(r"95 per cent interval")


def unfounded(title: str, beside: str) -> bool:
    """Tell whether a headline claims an effect that nothing in it or beside it carries."""
    return bool(CAUSAL.search(title)) and not SAID.search(title) and not INTERVAL.search(f"{title} {beside}")


def exhibits() -> Iterator[tuple[str, str, str]]:
    """Yield the run, title and subtitle of every exhibit that was rendered."""
    for copy in sorted(EXECUTED.rglob("*.ipynb")):
        for cell in json.loads(copy.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                words = output.get("data", {}).get(PLOTLY_MIME, {}).get("layout", {}).get("meta")
                if words and words.get("title"):
                    yield str(copy.relative_to(EXECUTED)), words["title"], words.get("subtitle", "")


@pytest.mark.parametrize(
    ("title", "beside", "bad"),
    [
        ("MINUSMA reduced violence by half", "Deaths a year", True),
        ("Missions lowered the ratio to 0.8", "Ratio of deaths for 1,000 troops, 95 per cent interval", False),
        ("4 strategies are meant to reduce “Evolving threats”", "Links", False),
        ("Deaths fell from 2013 to 2015", "Deaths a year", False),
        ("Drones led to fewer attacks", "", True),
    ],
)
def test_the_rule_sees_what_it_should(title: str, beside: str, bad: bool) -> None:
    assert unfounded(title, beside) is bad


def test_no_exhibit_claims_an_effect() -> None:
    found = list(exhibits())
    assert len(found) > 500, "run make reports first"
    assert [one for one in found if unfounded(one[1], one[2])] == []


def test_no_heading_of_a_notebook_claims_an_effect() -> None:
    headings = []
    for notebook in sorted((PROJECT / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" in Path(notebook).parts:
            continue
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                lines = "".join(cell["source"]).splitlines()
                # a question claims nothing
                headings += [(notebook.stem, line) for line in lines if line.startswith("#") and not line.endswith("?")]
    assert len(headings) > 100
    assert [one for one in headings if unfounded(one[1], "")] == []
