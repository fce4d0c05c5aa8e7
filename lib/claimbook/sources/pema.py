"""Read which tasks each resolution on a peacekeeping operation names, 1991 to 2019, from PEMA."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimbook.book import Book
from claimbook.errors import Problem, flag
from claimbook.sources.producer import Download, Producer
from claimbook.sources.producer_file import AGAIN, read_columns, refuse
from claimbook.sources.resolutions import joined, mended, out_of_order, table_rows, twice

SOURCE, OFFENSIVE_SOURCE = "pema-2", "pema-1.2"
_NAMES = {
    "DisarmDemob": "disarmament-demobilisation",
    "Reintegration": "reintegration",
    "ControlSALW": "small-arms",
    "ArmsEmbargo": "arms-embargo",
    "CivProtect": "civilian-protection",
    "HumanRights": "human-rights",
    "ChildRights": "child-rights",
    "SGBViolence": "sexual-violence",
    "PoliceReform": "police-reform",
    "MilitaryReform": "military-reform",
    "Demil": "demilitarisation",
    "JusticeReform": "justice-reform",
    "TransJustice": "transitional-justice",
    "CorrectionsReform": "prison-reform",
    "BorderControl": "border-control",
    "Demining": "demining",
    "Resources": "resources",
    "StateAuthority": "state-authority",
    "Democratization": "democratisation",
    "ElectSec": "electoral-security",
    "ElectAssist": "electoral-assistance",
    "VoterEducation": "voter-education",
    "PolPartyAssist": "political-parties",
    "CivilSociety": "civil-society",
    "Media": "media",
    "PublicInfo": "public-information",
    "PowerSharing": "power-sharing",
    "Reconcil": "national-reconciliation",
    "LocalReconcil": "local-reconciliation",
    "RegReconcil": "regional-reconciliation",
    "EcDevelop": "economic-development",
    "HumanRelief": "humanitarian-relief",
    "PublicHealth": "public-health",
    "RefugeeIDPs": "refugees-displaced",
    "Gender": "gender",
    "LegalReform": "legal-reform",
    "Ceasefire": "ceasefire",
    "PeaceProcess": "peace-process",
    "CulturalHeritage": "cultural-heritage",
}
# what the mission is asked to do itself; "encouraged" is a weaker wording than these three, not a fourth of them
_MODES = {"Monitor": "monitor", "Assist": "assist", "Security": "secure", "Encouraged": "encouraged"}
_FORCE, _HERITAGE = "UseOfForce_Security", "CulturalHeritage_Assist"
TASKS = {f"{name}_{mode}": f"pema-{task}-{word}" for name, task in _NAMES.items() for mode, word in _MODES.items()}
# the data set has no such column: securing elections is the task itself
del TASKS["ElectSec_Security"]
TASKS |= {_FORCE: "pema-use-of-force"}
_OFFENSIVE = {f"OffensOper_{mode}": f"pema-1.2-offensive-operations-{word}" for mode, word in _MODES.items()}
OFFENSIVE_TASKS = _OFFENSIVE | {"UseOfForce": "pema-1.2-use-of-force"}

_FORM = r"S/RES/(\d+)(?: \((\d{4})\))?"
# Days that are not those of the resolutions' own texts, or empty, or beside another year. The day as published stands
# beside the number, so that a file in which it was put right is not changed. Two days had day and month exchanged.
_DAYS = {
    ("804", "29-Jan-93"): "1993-01-29",
    ("972", "13-Jan-94"): "1995-01-13",
    ("1046", "15-Jan-96"): "1996-02-13",
    ("1309", "25-Jun-00"): "2000-07-25",
    ("1429", "30-Jun-02"): "2002-07-30",
    ("1767", "30-Jun-07"): "2007-07-30",
    ("1870", "20-May-09"): "2009-04-30",
    ("1885", "15-Dec-09"): "2009-09-15",
    ("2053", "27-Jul-12"): "2012-06-27",
    ("2053", "27/07/2012"): "2012-06-27",
    ("2112", "25-Apr-13"): "2013-07-30",
    ("2179", "14-Oct-14"): "2014-10-14",
    ("2180", ""): "2014-10-14",
    ("2243", ""): "2015-10-14",
    ("2350", ""): "2017-04-13",
    ("2410", "04-Oct-18"): "2018-04-10",
    ("2466", "04-Dec-19"): "2019-04-12",
}
# Slips of the number: the resolutions of these days on these missions have others (the ones written concern Angola
# and Rwanda).
_NUMBERS = {("MINURSO", "1221", "28-Jan-99"): "1224", ("UNOMIL", "1050", "31-May-96"): "1059"}
# a row for two resolutions of which each has its own row
_JOINT = ("S/RES/758 AND S/RES/761",)
# Two people coded these, one of whom wrote the year to the number; a task that either found counts. The one with the
# year has the paragraph on the use of force, which the other has too, in the column of cultural heritage, and so has
# resolution 871. Version 2 codes no other paragraph there.
_CODED_TWICE = ("2350", "2410", "2466")
_FORCE_AS_HERITAGE = {("871", "9"), ("2350", "12"), ("2410", "14"), ("2466", "9")}


def read_resolutions(file: str | Path) -> pd.DataFrame:
    """Read the Peacekeeping Mandates (PEMA) data set, one row per mission and resolution.

    Parameters
    ----------
    file : str or pathlib.Path
        The producers' CSV file, version 2.

    Returns
    -------
    pandas.DataFrame
        One row per mission and resolution, indexed by the line of the file: `code` (the producers' name of the
        mission), `instrument` (`S/RES/2100 (2013)`), `adopted_date`, `change` and `tasks`, blank-separated. A task is
        coded where its cell refers to a paragraph, in whatever form: the producers' own chart counts every cell that
        is not empty, and there is no zero. A reference with a question mark counts, and so does one like 4a that a
        spreadsheet took for a time of day. Tasks are those that a resolution itself names: where it is no complete
        adjustment, those of earlier ones stay in force. `change` is `adjusts` for a complete adjustment, `renews` for
        another renewal, and `establishes` for a mission's earliest resolution if it renews nothing, since the data
        set holds resolutions that set up, extend or revise; the rest is not coded.

    Raises
    ------
    ClaimbookError
        If a column is missing or renamed, the file was cut off, a cell holds no reference, a day can't be read, is in
        another year than the row's or before that of a lower number, an instrument is no resolution, or a mission has
        one twice.

    Notes
    -----
    Di Salvatore, Lundgren, Oksamytna and Smidt (2022), Journal of Conflict Resolution 66(4-5). No licence seen.
    """
    file = Path(file)
    flags = ["Mandate_Renewal", "Mandate_CompleteAdjustment"]
    cells = _read(file, "Date2", [*flags, *TASKS, *_OFFENSIVE])
    problems = _unreadable(file, cells, list(TASKS))
    for name in _OFFENSIVE:
        todo = "use version 2: versions are never mixed"
        problems += flag(
            file.name, cells[name], cells[name] != "", "a cell in a column that version 2 left empty", todo
        )
    for name in flags:
        problems += flag(file.name, cells[name], ~cells[name].isin(["", "0", "1"]), "neither 0, 1 nor empty", AGAIN)
    rows = _dated(file, cells[~cells["Signature"].isin(_JOINT)], "Date2", "%d-%b-%y", problems)
    rows = _force_put_right(rows)
    found = rows[["code", "instrument", "adopted_date"]].assign(
        change=_changes(rows), tasks=[joined(row, TASKS) for row in rows[list(TASKS)].to_dict("records")]
    )
    found = _one_coding(found, rows)
    refuse(file, [*twice(file, found), *out_of_order(file, found)])
    return found


def read_offensive(file: str | Path) -> pd.DataFrame:
    """Read the resolutions with offensive operations as version 1.2 of PEMA codes them; version 2 has none.

    Parameters
    ----------
    file : str or pathlib.Path
        CSV file with the columns of version 1.2 on offensive operations and the use of force, for missions in Africa.

    Returns
    -------
    pandas.DataFrame
        As `read_resolutions` gives it, without `change`, and only resolutions that name offensive operations.

    Raises
    ------
    ClaimbookError
        As for `read_resolutions`.
    """
    file = Path(file)
    cells = _read(file, "Date", list(OFFENSIVE_TASKS))
    rows = _dated(file, cells, "Date", "%d/%m/%Y", _unreadable(file, cells, list(OFFENSIVE_TASKS)))
    rows = rows[(rows[list(_OFFENSIVE)] != "").any(axis="columns")]
    tasks = [joined(row, OFFENSIVE_TASKS) for row in rows[list(OFFENSIVE_TASKS)].to_dict("records")]
    found = rows[["code", "instrument", "adopted_date"]].assign(tasks=tasks)
    refuse(file, [*twice(file, found), *out_of_order(file, found)])
    return found


def _read(file: Path, day: str, optional: list[str]) -> pd.DataFrame:
    cells = read_columns(file, ["Signature", "NamePKO"], ["Year"], optional=[day, *optional])
    texts = ["Signature", day, *optional]
    # a cell with nothing but blanks is an empty one
    return cells.assign(**{name: cells[name].str.strip() for name in texts})


def _unreadable(file: Path, cells: pd.DataFrame, tasks: list[str]) -> list[Problem]:
    """Name the cells that hold something else than a reference: no digit, a zero, or a number with a decimal point."""
    problems = []
    rule, todo = "no paragraph of a resolution", "use the producers' own file, with paragraphs in its cells"
    for name in tasks:
        held = cells[name].str.contains(r"\d") & ~cells[name].str.fullmatch(r"0+|\d+\.\d+")
        problems += flag(file.name, cells[name], (cells[name] != "") & ~held, rule, todo)
    return problems


def _dated(file: Path, cells: pd.DataFrame, column: str, form: str, problems: list[Problem]) -> pd.DataFrame:
    """Add `code`, `number`, `instrument` and `adopted_date`, or refuse the file with the problems known so far."""
    named = cells["Signature"].str.extract(rf"^{_FORM}$")
    todo = "write it like S/RES/2100"
    problems += flag(file.name, cells["Signature"], named[0].isna(), "no resolution", todo)
    number = named[0].fillna("")
    keys = zip(cells["NamePKO"], number, cells[column], strict=True)
    number = pd.Series([_NUMBERS.get(key, key[1]) for key in keys], index=cells.index, dtype="str")
    day = mended(number, cells[column], _DAYS)
    date = pd.to_datetime(day, format=form, errors="coerce")
    changed = day != cells[column]
    date = date.where(~changed, pd.to_datetime(day, format="%Y-%m-%d", errors="coerce"))
    problems += flag(file.name, cells[column], date.isna(), "no day", AGAIN)
    other = date.notna() & ~changed & (date.dt.year != cells["Year"])
    other |= named[1].notna() & date.notna() & (named[1] != date.dt.strftime("%Y"))
    rule = "a day in another year than the row's"
    problems += flag(file.name, cells[column], other, rule, "compare it with the resolution")
    refuse(file, problems)
    instrument = "S/RES/" + number + " (" + date.dt.strftime("%Y") + ")"
    return cells.assign(code=cells["NamePKO"], number=number, instrument=instrument, adopted_date=date)


def _force_put_right(rows: pd.DataFrame) -> pd.DataFrame:
    pairs = zip(rows["number"], rows[_HERITAGE], strict=True)
    misplaced = pd.Series([pair in _FORCE_AS_HERITAGE for pair in pairs], index=rows.index, dtype="bool")
    force = rows[_FORCE].mask(misplaced, rows[_HERITAGE])
    return rows.assign(**{_FORCE: force, _HERITAGE: rows[_HERITAGE].mask(misplaced, "")})


def _changes(rows: pd.DataFrame) -> pd.Series:
    renewed, adjusted = rows["Mandate_Renewal"] == "1", rows["Mandate_CompleteAdjustment"] == "1"
    first = rows["adopted_date"] == rows.groupby("code")["adopted_date"].transform("min")
    change = pd.Series("not-coded", index=rows.index)
    change = change.mask(renewed, "renews").mask(adjusted, "adjusts")
    return change.mask(first & (rows["Mandate_Renewal"] == "0"), "establishes")


def _one_coding(found: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Bring the two codings of a resolution together, where one writes its year and the other does not."""
    pair = rows["number"].isin(_CODED_TWICE) & ~rows.duplicated(["code", "Signature"])
    tasks = found["tasks"].fillna("")
    both = tasks.groupby([found["code"], found["instrument"]]).transform(" ".join).str.split()
    merged = both.map(lambda words: " ".join(sorted(set(words))) or None)
    again = pair & found[pair].duplicated(["code", "instrument"]).reindex(found.index, fill_value=False)
    return found.assign(tasks=found["tasks"].mask(pair, merged))[~again]


def _compile(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    (file,) = paths.values()
    return {"mandates": table_rows(read_resolutions(file), book, SOURCE, file, "day")}


def _compile_offensive(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    (file,) = paths.values()
    return {"mandates": table_rows(read_offensive(file), book, OFFENSIVE_SOURCE, file, "day")}


_PAGE = "https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/OT14Z9"
PRODUCERS = (
    Producer(
        name="pema",
        source_id=SOURCE,
        downloads=(Download(file="pema_raw_v2.csv", url=_PAGE, by_hand=True),),
        tables=("mandates",),
        compile=_compile,
    ),
    Producer(
        name="pema-offensive",
        source_id=OFFENSIVE_SOURCE,
        downloads=(Download(file="pema_offensive_operations.csv", url=_PAGE, by_hand=True),),
        tables=("mandates",),
        compile=_compile_offensive,
    ),
)
