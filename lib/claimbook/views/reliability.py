"""How far two coders agree, where they differ and what was decided, and whether findings stand on each coding alone."""

from collections.abc import Sequence

import pandas as pd

from claimbook.agreement import EVIDENCE_CODES, STATEMENT_CODES, TRIPLE, alpha, overlap
from claimbook.book import Book
from claimbook.bootstrap import alpha_interval, f1_interval
from claimbook.charts import bars, dots, heatmap
from claimbook.claimcheck import words
from claimbook.codings import alone, coders
from claimbook.exhibit import Exhibit
from claimbook.matrix import known
from claimbook.views import challenges, glance, mechanisms
from claimbook.views.common import Listing, short, sources, wide

CODES = {**dict.fromkeys(STATEMENT_CODES, "coded_statements"), **dict.fromkeys(EVIDENCE_CODES, "coded_evidence")}
BY = ("section", "relation")
# notebooks whose numbers are looked at on each coding: those that count links, statements or verdicts
_NUMBERS = {"00_start_here": glance, "01_mechanisms": mechanisms, "02_challenges": challenges}
_ARTICLE, _EVIDENCE = "codes of statements", "codes of evidence"


def agreement(book: Book, resamples_count: int = 2000, seed: int = 1) -> pd.DataFrame:
    """Return Krippendorff's alpha for every code, with its interval.

    Returns
    -------
    pandas.DataFrame
        `code`, `of` (codes of statements or of evidence), `alpha`, `low`, `high` (95 per cent, by the bootstrap),
        `same_pct` and `unit_count`. Evidence is compared where both coders hold that a finding bears on a claim.
    """
    rows = []
    for code in CODES:
        first, second = _pair(book, code)
        level = "ordinal" if code == "design" else "nominal"
        low, high = alpha_interval(first, second, level, resamples_count, seed)
        rows.append(
            {
                "code": code.replace("_", " "),
                "of": _ARTICLE if code in STATEMENT_CODES else _EVIDENCE,
                "alpha": alpha(first, second, level),
                "low": low,
                "high": high,
                "same_pct": 100 * (first == second).mean(),
                "unit_count": len(first),
            }
        )
    return pd.DataFrame(rows)


def headline(book: Book) -> pd.Series:
    """Return the numbers that carry the answer."""
    rows = agreement(book, resamples_count=200).set_index("code")
    links = _links(book)
    shared = overlap(*(set().union(*one.values()) for one in links))
    changed, counted = verdicts(book), numbers(book)
    least, most = (counted[["reconciled", *coders(book)]].agg(end, axis="columns") for end in ("min", "max"))
    return pd.Series(
        {
            "alpha, kind of statement": round(rows.loc["kind", "alpha"], 2),
            "alpha, testable": round(rows.loc["testable", "alpha"], 2),
            "alpha, direction of evidence": round(rows.loc["direction", "alpha"], 2),
            "alpha, design (ordinal)": round(rows.loc["design", "alpha"], 2),
            "F1 of links": round(shared.f1, 2),
            "differences settled": len(_decisions(book)),
            "claims": len(changed),
            "verdicts that change on one coding": int(changed["changes"].sum()),
            "numbers of other notebooks looked at": len(counted),
            "numbers that change on one coding": int((counted["stays"] == "no").sum()),
            "largest change of one, percent": round(100 * float(((most - least) / most).max())),
        },
        dtype="object",
    )


def finding(book: Book) -> str:
    """Return the main finding in a sentence."""
    changed = verdicts(book)
    share = f"{int(changed['changes'].sum())} of {len(changed)}"
    return (
        f"On the coding of one coder alone, {share} verdicts would differ; both coders were runs of one language model."
    )


def alphas(book: Book, resamples_count: int = 2000, seed: int = 1) -> Exhibit:
    """Show alpha for each code with its interval, codes of statements and of evidence apart."""
    rows = agreement(book, resamples_count, seed).sort_values(["of", "alpha"], ascending=[True, False])
    worst = rows.loc[rows["alpha"].idxmin()]
    return Exhibit(
        key="reliability-alphas",
        title=f"Coders agree least on {worst['code']} of the evidence: alpha {worst['alpha']:.2f}"
        if worst["of"] == _EVIDENCE
        else f"Coders agree least on {worst['code']} of statements: alpha {worst['alpha']:.2f}",
        subtitle="Krippendorff’s alpha, 95 per cent interval by bootstrap; none where both gave all units one code",
        figure=dots(rows.round(3), "code", "alpha", "low", "high", "of", unit="alpha"),
        frame=rows.round(3),
        alt="Dots with ranges: "
        + "; ".join(
            f"{row.code} {row.alpha:.2f} ({row.low:.2f} to {row.high:.2f})" for row in rows.dropna().itertuples()
        )
        + ".",
        sources=sources(book, "coded_statements", "coded_evidence"),
    )


def links_by(book: Book, by: str = "section", resamples_count: int = 2000, seed: int = 1) -> Exhibit:
    """Show precision, recall and F1 of links by section or by relation, F1 with its interval."""
    known("grouping", [by], BY)
    headings = book.tables["sections"].set_index("section_id")["section_name"]
    parts = {row.statement_id: row.section_id for row in book.tables["statements"].itertuples()}
    rows = []
    for name, pair in _grouped(_links(book), by, parts).items():
        whole = overlap(*(set().union(*one.values()) for one in pair))
        low, high = f1_interval(pair[0], pair[1], resamples_count, seed)
        label = f"{name.removeprefix('s')} {short(headings[name], 34)}" if by == "section" else name.replace("_", " ")
        rows.append(
            {
                by: label,
                "precision": whole.precision,
                "recall": whole.recall,
                "f1": whole.f1,
                "low": min(low, whole.f1),
                "high": max(high, whole.f1),
                "links of the first": whole.first,
                "links of the second": whole.second,
                "shared": whole.shared,
            }
        )
    frame = pd.DataFrame(rows).sort_values("f1", kind="stable", ignore_index=True).round(3)
    return Exhibit(
        key=f"reliability-links-{by}",
        title=f"Links agree least under “{frame[by][0]}”: F1 {frame['f1'][0]:.2f}",
        subtitle=f"F1 of exact links by {by}, 95 per cent interval from drawing statements anew",
        figure=dots(frame, by, "f1", "low", "high", unit="F1"),
        frame=frame,
        alt="Dots with ranges, lowest first: " + "; ".join(f"{row[by]} {row['f1']:.2f}" for row in rows) + ".",
        sources=sources(book, "coded_links"),
    )


def confusion(book: Book, code: str = "direction") -> Exhibit:
    """Show which codes the two coders gave the same statement or finding."""
    known("code", [code], list(CODES))
    first, second = _pair(book, code)
    names = coders(book)
    counts = pd.crosstab(first, second)
    used = {*first, *second}
    order = [value for value in book.labels(CODES[code], code) if value in used] or sorted(used)
    counts = counts.reindex(index=order, columns=order, fill_value=0).rename_axis(index=None, columns=None)
    apart = int((first != second).sum())
    return Exhibit(
        key=f"reliability-confusion-{code}",
        title=f"{apart} of {len(first)} codes of {code.replace('_', ' ')} differ between the coders",
        subtitle=f"Rows: coder {names[0]}, columns: coder {names[1]}; n = {len(first)}",
        figure=heatmap(counts, "codes", names[0], names[1]),
        frame=counts.rename_axis(names[0]).reset_index(),
        alt=f"A table in colour of {len(order)} by {len(order)} codes; {len(first) - apart} lie on the diagonal.",
        sources=sources(book, CODES[code]),
    )


def decided(book: Book) -> Exhibit:
    """Show whose code was taken where the coders differed, by what they differed in."""
    frame = _decisions(book).groupby(["item", "taken"], observed=False).size().rename("decisions").reset_index()
    ranked = frame.groupby("item")["decisions"].sum().sort_values(ascending=False, kind="stable")
    frame = frame.set_index("item").loc[ranked.index].reset_index()
    totals = frame.groupby("taken", observed=False)["decisions"].sum()
    return Exhibit(
        key="reliability-decisions",
        title=f"{totals.iloc[0]} of {totals.sum()} differences went to the first coder, {totals.iloc[1]} to the second",
        subtitle="Differences between the coders by what they are in, and whose code was taken",
        figure=bars(frame, "item", "decisions", "taken", unit="differences"),
        frame=wide(frame, "item", "taken", "decisions"),
        alt=f"Stacked bars for {len(ranked)} codes, most differences in {ranked.index[0]} ({ranked.iloc[0]}).",
        sources=sources(book, "reconciliations", "evidence_reconciliations"),
    )


def reasons(book: Book, item: str) -> Listing:
    """List the differences in one code with what each coder wrote, what was decided, and why."""
    rows = _decisions(book)
    known("item", [item], sorted(set(rows["item"])))
    return Listing(rows[rows["item"] == item].drop(columns=["item", "taken"]))


def items(book: Book) -> list[str]:
    """Return in what the coders differed at least once."""
    return sorted(set(_decisions(book)["item"]))


def numbers(book: Book) -> pd.DataFrame:
    """Return the headline numbers of other notebooks as reconciled and on each coding alone.

    Returns
    -------
    pandas.DataFrame
        `notebook`, `number`, `reconciled`, one column for each coder, and `stays` (yes or no).
    """
    books = {"reconciled": book, **{coder: alone(book, coder) for coder in coders(book)}}
    rows = []
    for notebook, view in _NUMBERS.items():
        told = pd.DataFrame({name: view.headline(one) for name, one in books.items()})
        told = told.rename_axis("number").reset_index()
        told.insert(0, "notebook", notebook)
        rows.append(told)
    frame = pd.concat(rows, ignore_index=True)
    same = frame[list(books)].nunique(axis="columns") == 1
    return frame.assign(stays=same.map({True: "yes", False: "no"}))


def on_each(book: Book) -> Listing:
    """List the numbers of `numbers`, those that change first."""
    return Listing(numbers(book).sort_values("stays", kind="stable", ignore_index=True))


def verdicts(book: Book) -> pd.DataFrame:
    """Return the verdict of each claim as reconciled and on each coding of the evidence alone, and `changes`."""
    frame = book.tables["claims"].set_index("claim_id")[["proposition"]].assign(reconciled=words(book))
    for coder in coders(book):
        frame[coder] = words(alone(book, coder))
    verdict_columns = ["reconciled", *coders(book)]
    return frame.assign(changes=frame[verdict_columns].nunique(axis="columns") > 1).reset_index()


def changed_verdicts(book: Book) -> Listing:
    """List the claims whose verdict would differ on one coding alone."""
    rows = verdicts(book)
    return Listing(rows[rows["changes"]].drop(columns="changes").rename(columns={"claim_id": "claim"}))


def _pair(book: Book, code: str) -> tuple[pd.Series, pd.Series]:
    """Return the codes of both coders by unit; for evidence, of the pairs that both hold to bear on the claim."""
    table = CODES[code]
    key = ["statement_id"] if table == "coded_statements" else ["finding_id", "claim_id"]
    rows = book.tables[table]
    told = [rows[rows["coder"] == coder].set_index(key) for coder in coders(book)]
    if table == "coded_evidence":
        told = [one[one["direction"] != "none"] for one in told]
    both = told[0].index.intersection(told[1].index)
    first, second = (one.loc[both, code].astype("str") for one in told)
    return first, second


def _links(book: Book) -> list[dict[str, set[tuple[str, ...]]]]:
    """Return each coder's links by statement."""
    rows = book.tables["coded_links"]
    found = []
    for coder in coders(book):
        own: dict[str, set[tuple[str, ...]]] = {}
        for row in rows.loc[rows["coder"] == coder, TRIPLE].astype("str").itertuples(index=False, name=None):
            own.setdefault(row[0], set()).add(row)
        found.append(own)
    return found


def _grouped(
    links: Sequence[dict[str, set[tuple[str, ...]]]], by: str, sections: dict[str, str]
) -> dict[str, list[dict[str, set[tuple[str, ...]]]]]:
    """Return both coders' links by section or relation, and by statement within."""
    found: dict[str, list[dict[str, set[tuple[str, ...]]]]] = {}
    for place, own in enumerate(links):
        for statement, triples in own.items():
            for triple in triples:
                name = sections[statement] if by == "section" else triple[2]
                pair = found.setdefault(name, [{}, {}])
                pair[place].setdefault(statement, set()).add(triple)
    return dict(sorted(found.items()))


def _decisions(book: Book) -> pd.DataFrame:
    """Return every difference: `item`, `where`, a column for each coder, `decided`, `reason`, `taken`."""
    first, second = coders(book)
    texts = book.tables["reconciliations"].astype("str")
    texts = texts.assign(where=texts["statement_id"] + " " + texts["subject"].where(texts["subject"] != "nan", ""))
    evidence = book.tables["evidence_reconciliations"].astype("object").fillna("").astype("str")
    evidence = evidence.rename(columns={"code": "item"})
    evidence = evidence.assign(where=evidence["finding_id"] + " on " + evidence["claim_id"])
    columns = ["item", "where", first, second, "decided", "reason"]
    rows = pd.concat([texts[columns], evidence[columns]], ignore_index=True)
    rows["item"] = rows["item"].str.replace("_", " ")
    names = ["the first coder’s", "the second coder’s", "neither’s"]
    taken = pd.Series(names[2], index=rows.index)
    taken = taken.mask(rows["decided"] == rows[first], names[0]).mask(rows["decided"] == rows[second], names[1])
    return rows.assign(taken=pd.Categorical(taken, names))
