"""Our own estimates as a table: made on demand, written whole, and stale once the tables change they are made from."""

from dataclasses import dataclass

import pandas as pd

from claimbook.book import Book
from claimbook.checks.own import TABLE, inputs_hash
from claimbook.effects.models import estimate
from claimbook.effects.panel import OUTCOMES, panel
from claimbook.effects.reconstruction import reconstructions
from claimbook.effects.recurrence import recurrence
from claimbook.effects.result import Result
from claimbook.effects.surges import base_rate, surges
from claimbook.errors import ClaimbookError
from claimbook.render.files import write_whole

# significant digits: more of them change with the number of threads of the machine
_DIGITS = 4
# a ratio beyond this says only that the sample can't tell
_LARGEST = 1e6


@dataclass(frozen=True)
class _Row:
    analysis_id: str
    estimand: str
    result: Result
    published: str = ""
    source_id: str = ""
    differs: str = ""


def analyses(book: Book) -> pd.DataFrame:
    """Return our own estimates.

    Returns
    -------
    pandas.DataFrame
        The columns of the table `own_analysis`: the base rate first, then panel models, recurrence and reconstructions.
        They have weight 0 in verdicts and stand beside them.
    """
    rows = panel(book)
    made = [
        _Row(
            f"panel-{outcome.replace('_', '-')}-{exposure}-{sample}",
            "",
            estimate(rows, outcome, exposure, "poisson", sample),
        )
        for outcome in OUTCOMES
        for exposure in ("troops", "mission")
        for sample in ("during", "after")
    ]
    made.append(_Row("recurrence", "", recurrence(rows)))
    made += [
        _Row(f"reconstruction-{one.key}", one.study, one.ours, one.published, one.source_id, one.differs)
        for one in reconstructions(book, rows)
    ]
    told = [_base_rate(book), *(_told(one) for one in made)]
    return pd.DataFrame(told).assign(inputs_sha256=inputs_hash(book.folder, book.package))


def write_analyses(book: Book) -> int:
    """Write the estimates to the data package, whole or not at all; return how many.

    Raises
    ------
    ClaimbookError
        If the package has no table for them.
    """
    if TABLE not in book.package.tables:
        raise ClaimbookError(f"the data package has no table {TABLE}")
    table = book.package.tables[TABLE]
    frame = analyses(book).sort_values("analysis_id")[table.columns]
    write_whole(book.folder / table.path, frame.to_csv(index=False, lineterminator="\n"))
    return len(frame)


def _told(row: _Row) -> dict[str, object]:
    found = row.result
    numbers = {"estimate": found.estimate, "estimate_low": found.low, "estimate_high": found.high}
    return {
        "analysis_id": row.analysis_id,
        "estimand": f"{row.estimand}: {found.estimand}" if row.estimand else found.estimand,
        "estimate_unit": found.unit,
        **{name: _rounded(min(value, _LARGEST)) for name, value in numbers.items()},
        "p_value": _rounded(found.p),
        "sign": found.sign,
        "rows_count": found.rows,
        "countries_count": found.countries,
        "sample": found.sample,
        "detectable_pct": round(found.detectable, 1),
        "bias_bound": round(found.bias, 2),
        "method": found.method,
        "published_sign": row.published,
        "source_id": row.source_id,
        "differs": row.differs,
    }


def _base_rate(book: Book) -> dict[str, object]:
    rate = base_rate(surges(book))
    return {
        "analysis_id": "base-rate",
        "estimand": "share of surges of violence without any mission after which the years two to six were less deadly",
        "estimate_unit": "share",
        "estimate": _rounded(rate["share"]),
        "estimate_low": _rounded(rate["low"]),
        "estimate_high": _rounded(rate["high"]),
        "p_value": "",
        "sign": "",
        "rows_count": int(rate["surge_count"]),
        "countries_count": int(surges(book).query("not mission")["country_id"].nunique()),
        "sample": "surges of at least 100 deaths and twice the mean of the three years before, 1993 to 2018",
        "detectable_pct": "",
        "bias_bound": "",
        "method": "Share with Wilson's interval",
        "published_sign": "",
        "source_id": "",
        "differs": "",
    }


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
