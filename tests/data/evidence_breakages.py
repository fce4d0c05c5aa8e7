"""Ways to break the evidence of a copy of the package, each in one way; rows are found by what they say, never by id.

Cells of these tables hold commas and quotes, so that they are read and written as CSV.
"""

import csv
from collections.abc import Callable
from pathlib import Path

from breakages import Breakage, Place

Row = dict[str, str]

CLAIMS = "article/claims.csv"
EVIDENCE = "evidence/evidence.csv"
EVIDENCE_LINKS = "evidence/evidence_links.csv"
FAMILIES = "evidence/families.csv"
FIGURES = "evidence/figures.csv"
LITERATURE_LINKS = "evidence/literature_links.csv"
READINGS = "evidence/readings.csv"
SOURCES = "evidence/sources.csv"


def table(folder: Path, file: str) -> list[Row]:
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def store(folder: Path, file: str, rows: list[Row]) -> None:
    with (folder / file).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def change(
    file: str,
    column: str,
    value: str | Callable[[Path, Row], str],
    where: Callable[[Path], Callable[[Row], bool]] = lambda _: bool,
    told: str | None = None,
    **also: str,
) -> Callable[[Path], Place]:
    """Change cells of the first row for which a condition holds; the value told is the new one or in another column."""

    def apply(folder: Path) -> Place:
        rows, condition = table(folder, file), where(folder)
        place = next(place for place, row in enumerate(rows) if condition(row))
        new = value if isinstance(value, str) else value(folder, rows[place])
        assert rows[place] | {column: new, **also} != rows[place]
        rows[place] |= {column: new, **also}
        store(folder, file, rows)
        return file, place + 2, new if told is None else rows[place][told]

    return apply


def append(file: str, make: Callable[[list[Row]], Row], told: str) -> Callable[[Path], Place]:
    """Add a row at the end, made from the others."""

    def apply(folder: Path) -> Place:
        rows = table(folder, file)
        row = make(rows)
        store(folder, file, [*rows, row])
        return file, len(rows) + 2, row[told]

    return apply


def holding(**cells: str) -> Callable[[Path], Callable[[Row], bool]]:
    return lambda _: lambda row: all(row[column] == cell for column, cell in cells.items())


def votes(row: Row) -> bool:
    return row["design"] != "0"


def matched(folder: Path, file: str, key: str, **cells: str) -> set[str]:
    """Return the ids of the rows of a table that hold these cells."""
    found = {row[key] for row in table(folder, file) if holding(**cells)(folder)(row)}
    assert found
    return found


def tied(folder: Path, file: str, key: str, **cells: str) -> Callable[[Row], bool]:
    """Return a condition on a row: that it refers by a key to such a row of another table."""
    found = matched(folder, file, key, **cells)
    return lambda row: row[key] in found


def link_of_another(folder: Path, row: Row) -> str:
    """Return a link that stands, of another claim than that of a row of evidence."""
    claim = next(one["claim_id"] for one in table(folder, EVIDENCE) if one["evidence_id"] == row["evidence_id"])
    ties = [*table(folder, "article/claim_links.csv"), *table(folder, LITERATURE_LINKS)]
    own = {one["link_id"] for one in ties if one["claim_id"] == claim}
    return next(one["link_id"] for one in ties if one["link_id"] not in own)


def row_of_another_claim(folder: Path, row: Row) -> str:
    return next(one["evidence_id"] for one in table(folder, EVIDENCE) if one["claim_id"] != row["claim_id"])


def press(folder: Path, _: Row) -> str:
    return next(iter(sorted(matched(folder, SOURCES, "source_id", kind="press"))))


def legal(folder: Path, _: Row) -> str:
    return next(iter(sorted(matched(folder, CLAIMS, "claim_id", type="legal"))))


def causal(folder: Path, _: Row) -> str:
    return next(iter(sorted(matched(folder, CLAIMS, "claim_id", type="causal"))))


def on_minusma(folder: Path) -> Callable[[Row], bool]:
    on_it = tied(folder, CLAIMS, "claim_id", scope="minusma")
    return lambda row: on_it(row) and row["period_match"] == "yes"


def trend(folder: Path) -> Callable[[Row], bool]:
    is_causal = tied(folder, CLAIMS, "claim_id", type="causal")
    is_dataset = tied(folder, FAMILIES, "family_id", kind="dataset")
    return lambda row: is_causal(row) and is_dataset(row)


def two_sources(folder: Path) -> Callable[[Row], bool]:
    """Tell families that rest on two sources but on one dataset or none."""
    pairs = {(row["family_id"], row["source_id"]) for row in table(folder, EVIDENCE)}
    several = {one for one, _ in pairs if sum(family == one for family, _ in pairs) > 1}
    return lambda row: row["family_id"] in several and ";" not in row["datasets"]


def one_source(folder: Path) -> Callable[[Row], bool]:
    several = two_sources(folder)
    return lambda row: not several(row) and not row["reason"]


def unsaid(folder: Path) -> Callable[[Row], bool]:
    """Tell claims of the literature, which no statement makes."""
    said = {row["claim_id"] for row in table(folder, "article/claim_statements.csv")}
    return lambda row: row["origin"] == "literature" and row["claim_id"] not in said


def same_finding(rows: list[Row]) -> Row:
    return rows[-1] | {"evidence_id": "e-9999", "finding_id": "Z99"}


def same_pair(rows: list[Row]) -> Row:
    return rows[-1] | {"evidence_id": "e-9999", "finding": "The same study, told in other words."}


def new_claim(rows: list[Row]) -> Row:
    return rows[-1] | {"claim_id": "c-999", "type": "causal", "origin": "literature"}


def unread(folder: Path) -> Place:
    """Take away all readings of a legal claim."""
    claims = table(folder, CLAIMS)
    place, claim = next((place, row["claim_id"]) for place, row in enumerate(claims) if row["type"] == "legal")
    readings = table(folder, READINGS)
    kept = [row for row in readings if row["claim_id"] != claim]
    assert len(kept) < len(readings)
    store(folder, READINGS, kept)
    return CLAIMS, place + 2, claim


def misprinted(_: Path) -> Callable[[Row], bool]:
    return lambda row: row["formula"] == "change_pct" and bool(row["printed"])


def fallen(_: Path) -> Callable[[Row], bool]:
    return lambda row: row["formula"] == "change_pct" and row["value"].startswith("-") and "fewer" in row["wording"]


def other_words(folder: Path, row: Row) -> str:
    """Return words of the same finding that carry the first of the figure's inputs."""
    return next(one["wording"] for one in table(folder, FIGURES) if one["figure_id"] == row["inputs"].split()[0])


EVIDENCE_BREAKAGES = [
    Breakage(
        "evidence on an unknown claim",
        "a dangling id: not in claims",
        change(EVIDENCE, "claim_id", "c-999"),
        True,
    ),
    Breakage(
        "evidence of an unknown source",
        "a dangling id: not in sources",
        change(EVIDENCE, "source_id", "nobody-1900-nothing"),
        True,
    ),
    Breakage(
        "evidence in an unknown family",
        "a dangling id: not in families",
        change(EVIDENCE, "family_id", "nobody-1900-nothing"),
        True,
    ),
    Breakage(
        "evidence on an unknown link",
        "a link that does not exist",
        change(EVIDENCE_LINKS, "link_id", "l-999"),
        False,
    ),
    Breakage(
        "evidence on a link that its claim does not have",
        "does not have",
        change(EVIDENCE_LINKS, "link_id", link_of_another),
        False,
    ),
    Breakage(
        "window that ends before it starts",
        "a window that ends before it starts",
        change(EVIDENCE, "observed_to", "1900-01-01", lambda _: lambda row: bool(row["observed_from"])),
        False,
    ),
    Breakage(
        "window after the mission",
        "a window after the mission's end",
        change(EVIDENCE, "observed_from", "2024-06-01", on_minusma, observed_to="2025-01-01", window_note=""),
        False,
    ),
    *(
        Breakage(f"malformed DOI {doi}", "not of the form of its column", change(SOURCES, "doi", doi), True)
        for doi in ("doi:10.1111/ajps.12036", "10.1111 / ajps.12036", "https://doi.org/10.1111/ajps.12036")
    ),
    *(
        Breakage(f"source without {column}", "an empty required cell", change(SOURCES, column, ""), True)
        for column in ("licence", "citation")
    ),
    Breakage(
        "commentary at design 3",
        "a design that its method can't carry: commentary goes to 0",
        change(EVIDENCE, "design", "3", method="Commentary on the news"),
        False,
    ),
    Breakage(
        "vote by the press",
        "a design that its method can't carry: press goes to 0",
        change(EVIDENCE, "source_id", press, lambda _: votes, told="design"),
        False,
    ),
    Breakage(
        "design off the scale",
        "a design that its method can't carry: the scale goes to 4",
        change(EVIDENCE, "design", "5", lambda _: votes),
        False,
    ),
    Breakage("causal vote by a trend", "a causal vote by a trend", change(EVIDENCE, "design", "1", trend), False),
    Breakage(
        "vote by a review without appraisal",
        "a vote by a review without appraisal",
        change(EVIDENCE, "design", "1", lambda folder: tied(folder, FAMILIES, "family_id", kind="narrative-review")),
        False,
    ),
    Breakage("evidence on a legal claim", "evidence on a legal claim", change(EVIDENCE, "claim_id", legal), False),
    Breakage(
        "family over two studies without a reason",
        "a family over several studies or datasets without a reason",
        change(FAMILIES, "reason", "", two_sources, told="family_id"),
        False,
    ),
    Breakage(
        "family over two datasets without a reason",
        "a family over several studies or datasets without a reason",
        change(FAMILIES, "datasets", "ACLED; UCDP GED", one_source, told="family_id"),
        False,
    ),
    Breakage(
        "same finding twice",
        "the same finding twice for one claim",
        append(EVIDENCE, same_finding, "finding"),
        False,
    ),
    Breakage("same pair twice", "the same row twice", append(EVIDENCE, same_pair, "claim_id"), False),
    Breakage(
        "replaced by a row about another claim",
        "replaced by a row about another claim or by itself",
        change(EVIDENCE, "superseded_by", row_of_another_claim),
        False,
    ),
    Breakage(
        "replaced by itself",
        "replaced by a row about another claim or by itself",
        change(EVIDENCE, "superseded_by", lambda _, row: row["evidence_id"]),
        False,
    ),
    Breakage(
        "replaced by an unknown row",
        "a dangling id: not in evidence",
        change(EVIDENCE, "superseded_by", "e-9999"),
        True,
    ),
    Breakage(
        "claim with neither evidence nor search",
        "a claim with neither evidence nor search",
        append(CLAIMS, new_claim, "claim_id"),
        False,
    ),
    Breakage("legal claim without a reading", "a legal claim without a reading", unread, False),
    Breakage(
        "reading of a claim that is not legal",
        "a reading of a claim that is not legal",
        change(READINGS, "claim_id", causal),
        False,
    ),
    Breakage(
        "claim of the article without a statement",
        "a claim of the article without a statement",
        change(CLAIMS, "origin", "article", unsaid, told="claim_id"),
        False,
    ),
    Breakage(
        "literature claim with a statement",
        "a literature claim with a statement",
        change(CLAIMS, "origin", "literature", holding(origin="article"), told="claim_id"),
        False,
    ),
    Breakage(
        "literature link that relations do not allow",
        "achieved does not go from strategy to",
        change(
            LITERATURE_LINKS,
            "relation",
            "achieved",
            lambda folder: (
                lambda row: row["source"] in matched(folder, "article/entities.csv", "entity_id", kind="strategy")
            ),
        ),
        False,
    ),
    Breakage(
        "literature link to nowhere",
        "a dangling id: not in entities",
        change(LITERATURE_LINKS, "target", "world-peace"),
        True,
    ),
    Breakage(
        "figure as misprinted",
        "its inputs give",
        change(FIGURES, "value", lambda _, row: row["printed"], misprinted),
        False,
    ),
    Breakage("figure without inputs", "needs 2 figures", change(FIGURES, "inputs", "", misprinted), False),
    Breakage(
        "figure of an unknown figure", "needs 2 figures", change(FIGURES, "inputs", "f-001 f-999", misprinted), False
    ),
    Breakage(
        "words not in the finding",
        "words that do not stand in the finding",
        change(FIGURES, "wording", "more than twice as many"),
        False,
    ),
    Breakage(
        "words with another number",
        "words with another number",
        change(FIGURES, "wording", other_words, misprinted),
        False,
    ),
    Breakage(
        "words that point the other way",
        "words that point the other way",
        change(FIGURES, "value", lambda _, row: row["value"].removeprefix("-"), fallen, told="wording"),
        False,
    ),
]
