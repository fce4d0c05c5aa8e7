"""Every claim with what was found: its verdict, the families behind it, its dates, and where it was looked for."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimbook.book import Book
from claimbook.checked import legal_verdicts
from claimbook.errors import ClaimbookError, nearest
from claimbook.evidence import CASES, evidence, included, searched, stale
from claimbook.remembered import remembered
from claimbook.schema import NOT_CODED
from claimbook.verdict import Firmness, Verdict, by_phase, firmness, judge

LITERATURE = "literature"
# a ledger of no claims has its columns, too
_LEDGER = {
    **dict.fromkeys(["claim_id", "proposition", "type", "scope", "origin", "theme"], "str"),
    "statement_count": "int64",
    **dict.fromkeys(["verdict", "status", "certainty", "scale"], "str"),
    "score": "float64",
    **dict.fromkeys(["families_for", "families_mixed", "families_against"], "int64"),
    "firm_pct": "float64",
    "flip_count": "Int64",
    **dict.fromkeys(["evidence_count", "search_count", "reading_count", "stale_count"], "int64"),
}


@dataclass(frozen=True)
class Finding:
    """What was found on one claim.

    Attributes
    ----------
    claim : pandas.Series
        Its row of the table `claims`.
    statements : tuple of str
        Where the article says it; empty for a claim of the literature.
    word : str
        The verdict: a word of the scale or, for a legal claim, `correct`, `partly` or `incorrect`.
    verdict : Verdict or None
        How the word came about; None for a legal claim, which is read off the text of the law.
    firmness : Firmness or None
        How far it hangs on the rules and on single families; None for a legal claim.
    phases : pandas.DataFrame
        For a claim on one mission a row for each phase of it (`phase_id`, `name`, `valid_from`, `valid_to`, `verdict`,
        `family_count`); otherwise empty.
    evidence : pandas.DataFrame
        As `claimbook.evidence.evidence` gives it, the claim's rows.
    searches, readings : pandas.DataFrame
        The claim's rows of these tables.
    """

    claim: pd.Series
    statements: tuple[str, ...]
    word: str
    verdict: Verdict | None
    firmness: Firmness | None
    phases: pd.DataFrame
    evidence: pd.DataFrame
    searches: pd.DataFrame
    readings: pd.DataFrame

    @property
    def status(self) -> str:
        """The verdict in words that also tell a single study from none at all."""
        if self.verdict is None or self.word != "unverified":
            return self.word
        return self.verdict.says

    @property
    def leading(self) -> str:
        """The last phase of a closed mission that had a mission in it, with its verdict; empty for other claims."""
        during = self.phases[self.phases["valid_to"].notna()] if len(self.phases) else self.phases
        if during.empty:
            return ""
        last = during.iloc[-1]
        return f"{last['verdict'] if last['family_count'] else 'no evidence'} ({last['name']})"


def find(book: Book, claim_id: str, as_of: dt.date | None = None) -> Finding:
    """Return what was found on one claim.

    Parameters
    ----------
    book : Book
        A data package with claims.
    claim_id : str
        For example `c-018`.
    as_of : datetime.date, optional
        Only what was published by then.

    Raises
    ------
    ClaimbookError
        If there is no such claim; the message names the nearest.
    """
    ids = list(written_claims(book)["claim_id"])
    if claim_id not in ids:
        raise ClaimbookError(f"no claim {claim_id!r}: {nearest(claim_id, ids)}")
    return findings(book, as_of, [claim_id])[claim_id]


def written_claims(book: Book) -> pd.DataFrame:
    """Return the table of claims without stubs: places for claims that nobody has written yet, nothing to judge."""
    claims = book.tables["claims"]
    return claims[claims["type"].astype("str") != NOT_CODED].reset_index(drop=True)


@remembered
def findings(book: Book, as_of: dt.date | None = None, only: list[str] | None = None) -> dict[str, Finding]:
    """Return what was found on every claim, by claim."""
    claims = written_claims(book).astype("object").fillna("")
    rows, legal = evidence(book, as_of), legal_verdicts(book) if "readings" in book.tables else pd.Series(dtype="str")
    statements = book.tables["claim_statements"].groupby("claim_id")["statement_id"].agg(tuple)
    logged, reviews = searched(book), included(book)
    found = {}
    for _, claim in claims.set_index("claim_id", drop=False).iterrows():
        name = str(claim["claim_id"])
        if only is not None and name not in only:
            continue
        own = rows[rows["claim_id"] == name].reset_index(drop=True)
        rules: dict[str, Any] = {"case": claim["scope"] in CASES, "includes": reviews, "searched": name in logged}
        verdict = None if claim["type"] == "legal" else judge(own, str(claim["type"]), **rules)
        found[name] = Finding(
            claim=claim,
            statements=tuple(statements.get(name, ())),
            word=str(legal.get(name, "unverified")) if verdict is None else verdict.verdict,
            verdict=verdict,
            firmness=None if verdict is None else firmness(own, str(claim["type"]), **rules),
            phases=_phases(book, claim, own, rules),
            evidence=own,
            searches=_own(book, "searches", name),
            readings=_own(book, "readings", name),
        )
    return found


@remembered
def words(book: Book) -> pd.Series:
    """Return the verdict of every claim by id, without its firmness, which takes most of the time of `findings`."""
    claims, rows = written_claims(book).astype("str"), evidence(book)
    told = legal_verdicts(book).to_dict() if "readings" in book.tables else {}
    logged, reviews = searched(book), included(book)
    for claim in claims[claims["type"] != "legal"].itertuples():
        own = rows[rows["claim_id"] == claim.claim_id].reset_index(drop=True)
        case = claim.scope in CASES
        told[claim.claim_id] = judge(
            own, claim.type, case=case, includes=reviews, searched=claim.claim_id in logged
        ).verdict
    return pd.Series({one: told.get(one, "unverified") for one in claims["claim_id"]}, dtype="str").rename("verdict")


def ledger(book: Book, as_of: dt.date | None = None, found: Mapping[str, Finding] | None = None) -> pd.DataFrame:
    """Return all claims, one a row, with what was found.

    Parameters
    ----------
    book : Book
        A data package with claims.
    as_of : datetime.date, optional
        Only what was published by then; also the day by which a row of evidence counts as stale.
    found : mapping of str to Finding, optional
        As `findings` gives them for that day, where they are at hand already.

    Returns
    -------
    pandas.DataFrame
        `claim_id`, `proposition`, `type`, `scope`, `origin`, `theme` (of its statements; `literature` where there is
        none), `statement_count`, `verdict`, `status` (as `Finding.status`), `certainty`, `scale`, `score` (-1 to 1, NaN
        where nothing votes), `families_for`, `families_mixed`, `families_against`, `firm_pct` (rule variants under
        which the side holds, percent), `flip_count` (families whose removal changes the side), `evidence_count`,
        `search_count`, `reading_count` and `stale_count`.
    """
    old = stale(book, as_of or dt.date.today())
    themes = book.tables["statements"].astype("str").set_index("statement_id")["theme"]
    rows = []
    for name, finding in (findings(book, as_of) if found is None else found).items():
        verdict, firm = finding.verdict, finding.firmness
        own = list(dict.fromkeys(themes[statement] for statement in finding.statements))
        rows.append(
            {
                "claim_id": name,
                **{column: finding.claim[column] for column in ("proposition", "type", "scope", "origin")},
                "theme": " ".join(own) or LITERATURE,
                "statement_count": len(finding.statements),
                "verdict": finding.word,
                "status": finding.status,
                "certainty": verdict.certainty if verdict else "not rated",
                "scale": verdict.scale if verdict else "read off the law",
                "score": verdict.score if verdict and verdict.score is not None else float("nan"),
                "families_for": verdict.families_for if verdict else 0,
                "families_mixed": verdict.families_mixed if verdict else 0,
                "families_against": verdict.families_against if verdict else 0,
                "firm_pct": 100 * firm.share if firm else float("nan"),
                "flip_count": firm.flip_count if firm and firm.flip_count is not None else pd.NA,
                "evidence_count": len(finding.evidence),
                "search_count": len(finding.searches),
                "reading_count": len(finding.readings),
                "stale_count": int((old["claim_id"] == name).sum()) if len(old) else 0,
            }
        )
    return pd.DataFrame(rows, columns=list(_LEDGER)).astype(_LEDGER)


def _phases(book: Book, claim: pd.Series, rows: pd.DataFrame, rules: dict[str, Any]) -> pd.DataFrame:
    """Return the verdict in each phase of the mission that a claim is about."""
    columns = ["phase_id", "name", "valid_from", "valid_to", "verdict", "family_count"]
    if claim["scope"] not in CASES or "phases" not in book.tables:
        return pd.DataFrame(columns=columns)
    phases = book.tables["phases"]
    phases = phases[phases["case_id"] == claim["scope"]].sort_values("valid_from").reset_index(drop=True)
    verdicts = by_phase(rows, phases, str(claim["type"]), **rules)
    counts = [one.family_count for one in verdicts]
    return phases.assign(verdict=[one.verdict for one in verdicts], family_count=counts)[columns]


def _own(book: Book, table: str, claim_id: str) -> pd.DataFrame:
    if table not in book.tables:
        return pd.DataFrame(columns=["claim_id"])
    rows = book.tables[table]
    return rows[rows["claim_id"] == claim_id].reset_index(drop=True)
