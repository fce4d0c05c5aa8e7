"""Read terrorist attacks by country and year from the Global Terrorism Database (GTD) file that the user brings."""

from pathlib import Path

import pandas as pd

from claimbook.errors import flag
from claimbook.sources.producer_file import no_workbook, read_columns, refuse

FIRST_YEAR = 1970
# most records of this year were lost before GTD was made; a separate, partial file of the producer has the rest
LOST_YEAR = 1993
_NAMES = {"country_txt": "country_name", "iyear": "year", "attacktype1_txt": "attack_type"}


def read_country_years(file: str | Path, leave_out_doubtful: bool = False) -> pd.DataFrame:
    """Read the Global Terrorism Database.

    Parameters
    ----------
    file : str or pathlib.Path
        The producer's table, downloaded by the user and saved as CSV in UTF-8 (the producer hands out a workbook). All
        columns but those needed are passed over.
    leave_out_doubtful : bool
        Whether to leave out the attacks of which GTD itself doubts that they are terrorism (`doubtterr` 1). For
        most years up to 1997 GTD does not say (-9): those attacks stay in, and the series breaks there.

    Returns
    -------
    pandas.DataFrame
        One row per country, year and main type of attack, sorted by them: `country_name` (GTD's, of its time), `year`,
        `attack_type`, `attacks` and `successful_attacks` (their number), `killed` and `wounded` (people, attackers
        among them; the sum where GTD has a figure, **missing** where it has none at all), and
        `attacks_unknown_killed`, `attacks_unknown_wounded` (how many attacks have no figure: unknown, not zero).
        There is **no row for 1993**: GTD lost that year, it is not a year without attacks.

    Raises
    ------
    ClaimbookError
        If the file is a workbook, a column is missing or renamed, a cell is empty or no number where it has to be, a
        line is cut off, an attack is there twice, a code is unknown, or a year is before 1970 or 1993 (of which only
        a part was recovered).

    Notes
    -----
    Terms: the End User Agreement of the University of Maryland holds for whoever downloaded the file. The data may not
    be posted or handed on, nor used commercially without a licence, and serves only to understand and counter
    terrorism, so none is shipped or fetched here. START (National Consortium for the Study of Terrorism and Responses
    to Terrorism) (2022), Global Terrorism Database, 1970 to 2020; a figure made from it says what was changed.

    What it can't show: how attacks were collected changed in 1998, in April 2008 and in 2012, so a rise or fall there
    can be the method's; attacks are by non-state actors only; an attack has up to three types, of which the first
    counts here. GTD counts attacks by another definition than UCDP's: the two never stand in one series.
    """
    file = Path(file)
    no_workbook(file)
    texts, numbers = ["country_txt", "attacktype1_txt"], ["eventid", "iyear", "success"]
    cells = read_columns(file, texts, numbers, optional=["doubtterr"], gaps=["nkill", "nwound"], narrow=True)
    # a column with one gap has turned to decimals in many a copy
    doubt = cells["doubtterr"].str.removesuffix(".0")
    todo = "compare it with the producer's file"
    again = cells["eventid"].duplicated()
    problems = flag(file.name, cells["eventid"], again, "an attack that is there already", "keep one row for each")
    problems += flag(file.name, cells["success"], ~cells["success"].isin([0, 1]), "neither 0 nor 1", todo)
    problems += flag(file.name, cells["doubtterr"], ~doubt.isin(["0", "1", "-9", ""]), "neither 0, 1 nor -9", todo)
    early = cells["iyear"] < FIRST_YEAR
    problems += flag(file.name, cells["iyear"], early, f"a year before GTD's first, {FIRST_YEAR}", todo)
    lost = cells["iyear"] == LOST_YEAR
    problems += flag(file.name, cells["iyear"], lost, "a year that GTD lost, and has only in part", "leave it out")
    refuse(file, problems)
    return _summed(cells[doubt != "1"] if leave_out_doubtful else cells)


def _summed(cells: pd.DataFrame) -> pd.DataFrame:
    known = {"nkill": "killed", "nwound": "wounded"}
    cells = cells.rename(columns=_NAMES | known).assign(
        **{f"attacks_unknown_{name}": cells[column].isna() for column, name in known.items()}
    )
    groups = cells.groupby(list(_NAMES.values()))
    parts = [
        groups.size().rename("attacks"),
        groups["success"].sum().rename("successful_attacks"),
        groups[["killed", "wounded"]].sum(min_count=1),
        groups[["attacks_unknown_killed", "attacks_unknown_wounded"]].sum(),
    ]
    return pd.concat(parts, axis=1).reset_index()
