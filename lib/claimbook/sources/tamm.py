"""Read the tasks that resolutions gave missions, 1948 to 2014, from Lloyd's TAMM."""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimbook.book import Book
from claimbook.errors import flag
from claimbook.sources.producer import Download, Producer
from claimbook.sources.producer_file import AGAIN, read_columns, refuse
from claimbook.sources.resolutions import joined, mended, out_of_order, table_rows, twice

SOURCE = "tamm-2.1"
# columns that the producer's own total leaves out, and those that it counts; `ch7`, which it counts, is no task but
# the authority of Chapter VII of the Charter
_UNCOUNTED = (
    *("cultural_pres", "qip_assist", "au_coop", "eu_coop", "undp_coop", "ecowas_coop", "jmc_coop"),
    *("othermission_coop", "oas_coop", "osce_coop", "cis_coop", "coop_other"),
)
_COUNTED = (
    *("peaceag_cease_monitor", "buffer_monitor", "liaise_warpart", "goodoffices", "peaceag_cease_assist"),
    *("humrts_monitor", "refugees_monitor", "humrts_protect", "children_protect", "women_protect", "prociv"),
    *("unpersonnel_protect", "demining_assist", "refugees_assist", "humaid_assist", "humpersonnel_protect"),
    *("borders_monitor", "weaponstrade_monitor", "weaponsembargo_monitor", "cargoinspections", "resources_monitor"),
    *("ch7", "election_monitor", "election_security", "election_assist", "govcap_assist", "govpolicies_assist"),
    *("justice_assist", "securitysectorreform_assist", "policereform_assist", "police_monitor"),
    *("police_jointpatrols", "reconciliation", "justice_warcrim", "ddr_monitor", "ddr_assist", "mission_pr"),
    *("freepress",),
)
TASKS = {column: f"tamm-{column.replace('_', '-')}" for column in (*_COUNTED, *_UNCOUNTED)}
# Three months are not those of the resolutions, whose own texts have 6 and 20 August 1999 and 30 November 1994; the
# producer's month stands beside the number so that a file in which it was put right is not changed.
_MENDED = {("1258", "1999-9"): "1999-08", ("1260", "1999-9"): "1999-08", ("965", "1994-9"): "1994-11"}
_FORM = re.compile(r"(?P<council>\d+(/\d+)*)|GA (?P<assembly>\d+)|(?P<document>S/\d{4}/\d+)")


def read_mandates(file: str | Path) -> pd.DataFrame:
    """Read Tasks Assigned to Missions in their Mandates (TAMM), one row per mission and resolution.

    Parameters
    ----------
    file : str or pathlib.Path
        The producer's CSV file of missions and resolutions, version 2.1.

    Returns
    -------
    pandas.DataFrame
        One row per mission and instrument, indexed by the line of the file: `code` (the producer's name of the
        mission), `instrument` (`S/RES/2100 (2013)`; a document of the Council keeps its symbol), `adopted_date` (the
        first of the month, since the producer gives no day) and `tasks`, blank-separated. A line that names two
        resolutions gives two rows with the same tasks. What a resolution did to the mandate is not coded, and the
        first one of a mission did not always set it up.

    Raises
    ------
    ClaimbookError
        If a column is missing or renamed, the file was cut off, a task is neither 0 nor 1, the tasks do not add up to
        the producer's total, a month can't be read or comes before that of a lower number, an instrument is no
        resolution, or a mission has one twice.

    Notes
    -----
    Lloyd (2021), Journal of Peace Research. No licence stated.
    """
    file = Path(file)
    cells = read_columns(file, ["mission", "unsc_resolution"], ["month", "year", "totaltasks", *TASKS])
    problems = []
    for name in TASKS:
        problems += flag(file.name, cells[name], ~cells[name].isin([0, 1]), "neither 0 nor 1", AGAIN)
    off = cells[list(_COUNTED)].sum(axis="columns") != cells["totaltasks"]
    rule = "a total that the tasks do not add up to"
    problems += flag(file.name, cells["totaltasks"], off, rule, "compare it with the producer's file")
    month = cells["year"].astype("str") + "-" + cells["month"].astype("str")
    date = pd.to_datetime(mended(cells["unsc_resolution"], month, _MENDED), format="%Y-%m", errors="coerce")
    problems += flag(file.name, month.rename("year, month"), date.isna(), "no month", "write 1 to 12 for the month")
    lost = ~cells["unsc_resolution"].map(lambda cell: bool(_FORM.fullmatch(cell)))
    todo = "write its number, or the symbol of the document"
    problems += flag(file.name, cells["unsc_resolution"], lost, "no resolution", todo)
    refuse(file, problems)
    named = [_instruments(*pair) for pair in zip(cells["unsc_resolution"], date.dt.year, strict=True)]
    rows = pd.DataFrame({"code": cells["mission"], "instrument": named, "adopted_date": date})
    rows["tasks"] = [joined(row, TASKS) for row in cells[list(TASKS)].to_dict("records")]
    rows = rows.explode("instrument")
    refuse(file, [*twice(file, rows), *out_of_order(file, rows)])
    return rows


def _instruments(cell: str, year: int) -> list[str]:
    found = _FORM.fullmatch(cell)
    if found is None or found["document"]:
        return [cell]
    if found["assembly"]:
        return [f"A/RES/{found['assembly']} ({year})"]
    return [f"S/RES/{number} ({year})" for number in cell.split("/")]


def _compile(paths: Mapping[str, Path], book: Book) -> dict[str, pd.DataFrame]:
    (file,) = paths.values()
    return {"mandates": table_rows(read_mandates(file), book, SOURCE, file, "month")}


PRODUCERS = (
    Producer(
        name="tamm",
        source_id=SOURCE,
        downloads=(
            Download(
                file="tamm_v2_1_mission_resolution.csv", url="http://gabriellalloyd.com/olderversions", by_hand=True
            ),
        ),
        tables=("mandates",),
        compile=_compile,
    ),
)
