"""Ways to break a copy of the package, each in one way, with the problem that must be told.

`frictionless` says whether that library, the independent second opinion, sees the fault as well; DESIGN: it passes
CRLF, BOM, order, stray files and everything that only the codebook forbids.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Place = tuple[str, int | None, str]  # file, row, value


@dataclass(frozen=True)
class Breakage:
    name: str
    rule: str
    apply: Callable[[Path], Place]
    frictionless: bool


def lines(folder: Path, file: str) -> list[str]:
    return (folder / file).read_text(encoding="utf-8").splitlines()


def save(folder: Path, file: str, rows: list[str]) -> None:
    (folder / file).write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")


def edit(file: str, needle: str, old: str, new: str, value: str | None = None) -> Callable[[Path], Place]:
    """Replace a text once, in the first line that holds the needle."""

    def apply(folder: Path) -> Place:
        rows = lines(folder, file)
        place = next(place for place, row in enumerate(rows) if needle in row)
        assert old in rows[place], f"{old!r} not in {rows[place]!r}"
        rows[place] = rows[place].replace(old, new, 1)
        save(folder, file, rows)
        return file, place + 1, new if value is None else value

    return apply


def column(file: str, change: Callable[[list[str]], list[str]], value: str) -> Callable[[Path], Place]:
    """Change every row of a table whose cells hold no commas."""

    def apply(folder: Path) -> Place:
        save(folder, file, [",".join(change(row.split(","))) for row in lines(folder, file)])
        return file, 1, value

    return apply


def swap_rows(folder: Path) -> Place:
    rows = lines(folder, "article/relations.csv")
    rows[1], rows[2] = rows[2], rows[1]
    save(folder, "article/relations.csv", rows)
    return "article/relations.csv", 3, ", ".join(rows[2].split(",")[:3])


def repeat_row(folder: Path) -> Place:
    rows = lines(folder, "article/lessons.csv")
    save(folder, "article/lessons.csv", [*rows[:2], rows[1], *rows[2:]])
    return "article/lessons.csv", 3, rows[1].split(",")[0]


def drop_last_row(folder: Path) -> Place:
    rows = lines(folder, "article/mentions.csv")
    save(folder, "article/mentions.csv", rows[:-1])
    return "article/mentions.csv", None, f"{len(rows) - 2} rows"


def cut_end(folder: Path) -> Place:
    file = folder / "article/links.csv"
    content = file.read_bytes()
    file.write_bytes(content[:-5])
    return "article/links.csv", content.count(b"\n"), ""


def rewrite(file: str, change: Callable[[bytes], bytes], row: int | None, value: str = "") -> Callable[[Path], Place]:
    def apply(folder: Path) -> Place:
        path = folder / file
        path.write_bytes(change(path.read_bytes()))
        return file, row, value

    return apply


def remove(file: str) -> Callable[[Path], Place]:
    def apply(folder: Path) -> Place:
        (folder / file).unlink()
        return file, None, ""

    return apply


def stray(folder: Path) -> Place:
    (folder / "article" / "notes.txt").write_text("a note\n", encoding="utf-8")
    return "article/notes.txt", None, ""


def second_twin(folder: Path) -> Place:
    """Let a strategy address the challenge whose absence it produces in the same statement."""
    rows = lines(folder, "article/links.csv")
    produced = next(row.split(",") for row in rows if ",produces,restricted-resourcing," in row)
    place = next(
        place
        for place, row in enumerate(rows)
        if row.split(",")[1] == produced[1] and ",addresses," in row and row.split(",")[4] == produced[4]
    )
    cells = rows[place].split(",")
    rows[place] = ",".join([*cells[:3], "terrorist-resourcing", *cells[4:]])
    save(folder, "article/links.csv", rows)
    return "article/links.csv", place + 1, "terrorist-resourcing"


def link_twice(folder: Path) -> Place:
    rows = lines(folder, "article/links.csv")
    first, second = rows[1].split(","), rows[2].split(",")
    rows[2] = ",".join([second[0], *first[1:]])
    save(folder, "article/links.csv", rows)
    return "article/links.csv", 3, ", ".join([first[4], *first[1:4]])


def unclaimed(folder: Path) -> Place:
    """Take a statement out of the claims that it makes."""
    rows = lines(folder, "article/claim_statements.csv")
    statement = rows[1].split(",")[1]
    save(folder, "article/claim_statements.csv", [row for row in rows if not row.endswith(f",{statement}")])
    statements = lines(folder, "article/statements.csv")
    place = next(place for place, row in enumerate(statements) if row.startswith(f"{statement},"))
    return "article/statements.csv", place + 1, statement


def foreign_link(testable: str) -> Callable[[Path], Place]:
    """Give a claim a link of a statement that is not its own, testable or not."""

    def apply(folder: Path) -> Place:
        links = [row.split(",") for row in lines(folder, "article/links.csv")[1:]]
        statements = [row.split(",") for row in lines(folder, "article/statements.csv")[1:]]
        coded = {row[0]: row[7] for row in statements}
        rows = lines(folder, "article/claim_links.csv")
        claim, _ = rows[1].split(",")
        own = {row.split(",")[1] for row in lines(folder, "article/claim_statements.csv") if row.startswith(claim)}
        other = next(link[0] for link in links if coded[link[4]] == testable and link[4] not in own)
        rows[1] = f"{claim},{other}"
        save(folder, "article/claim_links.csv", rows)
        return "article/claim_links.csv", 2, other

    return apply


def unmentioned(folder: Path) -> Place:
    rows = lines(folder, "article/groups.csv")
    row = (
        "veterans,Veterans,Former fighters who have gone home; excludes those still in arms (armed-groups).,age,article"
    )
    save(folder, "article/groups.csv", [*rows, row])
    entities = lines(folder, "article/entities.csv")
    save(folder, "article/entities.csv", [entities[0], *sorted([*entities[1:], "veterans,group"])])
    return "article/groups.csv", len(rows) + 1, "veterans"


def missing_from_index(folder: Path) -> Place:
    return edit("article/entities.csv", "drones,technology", "drones,technology", "drones,strategy", "drones")(folder)


def descriptor(change: Callable[[dict], None]) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        file = folder / "datapackage.json"
        content = json.loads(file.read_text(encoding="utf-8"))
        change(content)
        file.write_text(json.dumps(content), encoding="utf-8")

    return apply


_TEXT = "article/actors.csv"
_FORMULA = "free text that begins with = + - or @"
_CELL = "Armed groups"

BREAKAGES = [
    Breakage("duplicate id", "a duplicate id", repeat_row, True),
    Breakage(
        "dangling id",
        "a dangling id: not in statements",
        edit("article/mentions.csv", "s0.p1.1", "s0.p1.1", "s0.p1.9"),
        True,
    ),
    Breakage(
        "unknown code",
        "an unknown code",
        edit("article/statements.csv", "s0.p1.2", ",empirical,", ",emprical,", "emprical"),
        True,
    ),
    Breakage(
        "kinds that a relation does not allow",
        "produces does not go from actor to strategy",
        edit(
            "article/links.csv",
            "peacekeepers,performs,secure-environment",
            "performs",
            "produces",
            "peacekeepers, produces, secure-environment",
        ),
        False,
    ),
    Breakage(
        "link to itself",
        "a link from an entity to itself",
        edit(
            "article/links.csv",
            ",part_of,civil-military-collaboration",
            "joint-planning",
            "civil-military-collaboration",
        ),
        False,
    ),
    Breakage("wrong type", "the wrong type", edit("article/sections.csv", "s0,", ",3", ",three", "three"), True),
    Breakage("too small", "too small", edit("article/sections.csv", "s0,", ",3", ",0", "0"), True),
    Breakage("wrong form", "not of the form of its column", edit("article/links.csv", "l-001", "l-001", "L1"), True),
    Breakage("missing column", "a missing column", column("article/links.csv", lambda row: row[:-1], ""), True),
    Breakage("extra column", "an extra column", column("article/links.csv", lambda row: [*row, "note"], ""), True),
    Breakage("renamed column", "a renamed column", edit("article/links.csv", "link_id", "basis", "bases"), True),
    Breakage(
        "column twice",
        "a column stands twice",
        edit("article/links.csv", "link_id", "polarity", "basis"),
        True,
    ),
    Breakage("missing table", "a missing table", remove("article/twins.csv"), True),
    Breakage("missing other file", "a missing file", remove("article/codebook.md"), True),
    Breakage("empty file", "an empty table", rewrite("article/twins.csv", lambda _: b"", None), True),
    Breakage(
        "header alone",
        "an empty table",
        rewrite("article/lessons.csv", lambda old: old[: old.index(b"\n") + 1], None),
        False,
    ),
    Breakage("cut in a line", "a truncated table", cut_end, True),
    Breakage("rows lost", "a truncated table: 73 rows at the last tidy", drop_last_row, False),
    Breakage(
        "empty required cell",
        "an empty required cell",
        edit("article/relations.csv", "is an element of", "is an element of", ""),
        True,
    ),
    Breakage(
        "blanks around a value",
        "blanks around a value",
        edit("article/relations.csv", "is an element of", "is an element of", " is an element of"),
        False,
    ),
    Breakage(
        "carriage returns",
        "a carriage return",
        rewrite("article/twins.csv", lambda old: old.replace(b"\n", b"\r\n"), 1),
        False,
    ),
    Breakage(
        "byte order mark",
        "a byte order mark",
        rewrite("article/twins.csv", lambda old: b"\xef\xbb\xbf" + old, 1),
        False,
    ),
    Breakage(
        "not UTF-8",
        "not UTF-8",
        rewrite("article/actors.csv", lambda old: old.replace(b"Armed groups", b"Arm\xe9s"), 2, "b'\\xe9'"),
        True,
    ),
    Breakage("rows out of order", "a row out of order", swap_rows, False),
    Breakage("stray file", "a stray file", stray, False),
    Breakage(
        "row over two lines",
        "a line break inside a cell",
        edit(_TEXT, _CELL, _CELL, '"Armed\ngroups"', ""),
        False,
    ),
    Breakage(
        "too few cells",
        "a row of 6 cells where the header has 7",
        edit("article/links.csv", "l-002", ",positive", ""),
        True,
    ),
    Breakage("broken quoting", "broken quoting", edit(_TEXT, _CELL, _CELL, '"Armed" groups', ""), False),
    Breakage("HTML tag", "an HTML tag in free text", edit(_TEXT, _CELL, _CELL, "<b>Armed</b> groups"), False),
    *(
        Breakage(f"leading {mark}", _FORMULA, edit(_TEXT, _CELL, _CELL, f"{mark}Armed groups"), False)
        for mark in "=+-@"
    ),
    Breakage(
        "testable but normative",
        "a testable statement of this kind",
        edit("article/statements.csv", "s0.p1.2", ",empirical,", ",normative,", "normative"),
        False,
    ),
    Breakage(
        "framing with other links",
        "a framing statement with such a link",
        edit("article/statements.csv", "s10.p1.1", ",normative,", ",framing,"),
        False,
    ),
    Breakage("both twins", "both twins in one statement", second_twin, False),
    Breakage("same link twice", "the same row twice", link_twice, False),
    Breakage("testable statement in no claim", "a testable statement in no claim", unclaimed, False),
    Breakage("claim with a link of another", "which is no statement of", foreign_link("yes"), False),
    Breakage("claim with an untestable link", "a link of a statement that is not testable", foreign_link("no"), False),
    Breakage("entity that nothing mentions", "an entity that nothing mentions", unmentioned, False),
    Breakage("index differs", "entities differ from the tables of kinds", missing_from_index, False),
    Breakage(
        "statements missing from a section",
        "the section has 3 statements",
        edit("article/sections.csv", "s0,", ",3", ",4", "4"),
        False,
    ),
]
