"""Population: the producer's own columns and a third party's, borders of the year, and what is refused."""

from pathlib import Path

import pandas as pd
import pytest

from claimbook import ClaimbookError
from claimbook.sources.population import in_borders_of_the_year, read_population
from shared import PROJECT, require

REAL = PROJECT.parent / "shared" / "sources" / "controls" / "controls_country_year.csv"
FORMS = {
    "long names": "Entity,Code,Year,Population\nMali,MLI,1980,1\nMali,MLI,2001,7\nWorld,OWID_WRL,2001,9\nX,,2001,9\n",
    "short names": "entity,code,year,population_historical\nMali,MLI,2001,7\n",
    "third party": "iso3,gwno,year,gdp_pc,population\nMLI,432,2001,1.5,7.0\nMLI,432,2002,1.5,\nYEM,680,2001,,3.0\n",
}


def write(folder: Path, text: str) -> Path:
    file = folder / "people.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", FORMS)
def test_each_form_gives_the_same(tmp_path: Path, name: str) -> None:
    rows = read_population(write(tmp_path, FORMS[name]))
    assert rows.to_dict("list") == {"iso3": ["MLI"], "year": [2001], "people": [7]}


BROKEN = {
    "other columns": ("Land,Code,Year\nMali,MLI,2001\n", "has not the columns"),
    "half a person": ("Code,Year,Population\nMLI,2001,7.5\n", r"people\.csv:2 people: no number of people.*7\.5"),
    "nobody": ("Code,Year,Population\nMLI,2001,0\n", "no number of people"),
    "words": ("Code,Year,Population\nMLI,2001,many\n", "no number of people.*many"),
    "no year": ("Code,Year,Population\nMLI,last,7\n", r"people\.csv:2 year: no year"),
    "twice": ("Code,Year,Population\nMLI,2001,7\nMLI,2001,8\n", r"people\.csv:3 year: two populations"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told(tmp_path: Path, name: str) -> None:
    text, told = BROKEN[name]
    with pytest.raises(ClaimbookError, match=told):
        read_population(write(tmp_path, text))


def test_territories_are_added_while_they_are_counted_together() -> None:
    people = pd.DataFrame(
        [
            (one, year, count)
            for one, count in [("sdn", 30), ("ssd", 10), ("cze", 5), ("yem", 9)]
            for year in (1990, 2012)
        ],
        columns=["country_id", "year", "people"],
    )
    wanted = pd.DataFrame(
        [(one, year) for one in ("sdn", "csk", "yem", "mli") for year in (1990, 2012)], columns=["country_id", "year"]
    )
    found = in_borders_of_the_year(people, wanted)
    # a part without a number (Slovakia), other borders (Yemen in 1990), no number (Mali): none, rather than a wrong one
    assert found.to_numpy().tolist() == [["sdn", 1990, 40], ["sdn", 2012, 30], ["yem", 2012, 9]]


def test_the_third_partys_file() -> None:
    if not REAL.is_file():
        require("sources", "the file of populations is not at hand")
    rows = read_population(REAL)
    mali = rows[(rows["iso3"] == "MLI") & (rows["year"] == 2012)]
    assert mali["people"].tolist() == [16_957_039]
    assert not rows.duplicated(["iso3", "year"]).any()
