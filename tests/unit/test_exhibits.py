"""Exhibits carry their words, data and sources; charts draw what the data say; nothing in a label is markup."""

import json
from importlib.metadata import version
from urllib.parse import unquote

import pandas as pd
import pytest

from claimbook import Book, ClaimbookError, Exhibit, charts
from claimbook.render.mime import figure_html
from claimbook.theme import template
from claimbook.views import glance

EXHIBITS = [
    glance.statements_by_section,
    lambda book: glance.statements_by_section(book, "ethics"),
    glance.testable_by_theme,
    lambda book: glance.links_between_kinds(book, "technology"),
    lambda book: glance.most_linked(book, top_count=5),
]
NASTY = "</script><img src=x onerror=alert(1)>"


@pytest.mark.parametrize("make", EXHIBITS)
def test_an_exhibit_is_whole(make, book: Book) -> None:
    exhibit = make(book)
    assert exhibit.title
    assert exhibit.subtitle
    assert exhibit.alt
    assert exhibit.sources[0].startswith("claimbook ")
    assert len(exhibit.frame) > 0
    assert exhibit.to_csv().count("\n") == len(exhibit.frame) + 1
    assert exhibit.figure.layout.meta["key"] == exhibit.key
    assert exhibit.figure.layout.paper_bgcolor or exhibit.figure.layout.template.layout.paper_bgcolor == "rgba(0,0,0,0)"


def test_exhibits_count_what_the_tables_hold(book: Book) -> None:
    statements, links = book.tables["statements"], book.tables["links"]
    by_section = glance.statements_by_section(book).frame
    assert by_section.drop(columns="section").to_numpy().sum() == len(statements)
    assert len(by_section) == 15
    testable = glance.testable_by_theme(book).frame
    assert testable["testable"].sum() == (statements["testable"] == "yes").sum()
    assert glance.links_between_kinds(book).frame.drop(columns="from").to_numpy().sum() == len(links)
    top = glance.most_linked(book, top_count=3).frame
    assert len(top) == 3
    ends = pd.concat([links["source"], links["target"]]).value_counts()
    assert top.drop(columns="entity").to_numpy().sum(axis=1).tolist() == ends.head(3).tolist()


def test_an_unknown_theme_suggests_the_nearest(book: Book) -> None:
    with pytest.raises(ClaimbookError, match="did you mean technology"):
        glance.links_between_kinds(book, "tecnology")


def test_showing_an_exhibit_gives_two_outputs(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict] = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle))
    glance.testable_by_theme(book)._ipython_display_()
    figure, twin = shown
    assert set(figure) == {"application/vnd.plotly.v1+json", "text/plain"}
    assert twin["text/html"].startswith("<details")
    json.dumps(figure)


def nasty_exhibit() -> Exhibit:
    frame = pd.DataFrame({"name": [NASTY, "b"], "count": [2, 0]})
    figure = charts.bars(frame, "name", "count", unit=NASTY)
    return Exhibit("k", NASTY, NASTY, figure, frame, NASTY, (NASTY,))


def test_data_never_become_markup() -> None:
    exhibit = nasty_exhibit()
    page = figure_html(exhibit.bundle()["application/vnd.plotly.v1+json"]) + exhibit.to_html()
    assert "<img" not in page
    assert page.count("</script>") == 1
    assert "<img" not in json.dumps(exhibit.figure.to_plotly_json()["data"], default=list)


def test_a_page_brings_its_own_template_and_title() -> None:
    page = figure_html(nasty_exhibit().bundle()["application/vnd.plotly.v1+json"])
    drawn = json.loads(page.split('<script type="application/json">')[1].split("</script>")[0])
    assert "template" not in drawn["layout"]
    assert "title" not in drawn["layout"]
    assert 'id="k"' in page


def test_a_page_says_no_word_and_no_digit_twice() -> None:
    frame = pd.DataFrame({"name": ["a", "b"], "count": [2.0, 1 / 3]})
    figure = charts.bars(frame, "name", "count")
    figure.update_layout(meta={"min_width": 400, "chains": True})
    exhibit = Exhibit("k", "t", "s", figure, frame, "a", ("x",))
    page = figure_html(exhibit.bundle()["application/vnd.plotly.v1+json"])
    drawn = json.loads(page.split('<script type="application/json">')[1].split("</script>")[0])
    assert drawn["layout"]["meta"] == {"min_width": 400, "chains": True}
    numbers = [number for trace in drawn["data"] for number in trace["x"]]
    assert sorted(numbers) == [0.3333333, 2]
    assert exhibit.figure.layout.meta["alt"] == "a"


def test_a_page_takes_back_the_room_of_the_title() -> None:
    frame = pd.DataFrame({"name": ["a"], "count": [2]})
    bare = charts.bars(frame, "name", "count")
    height, top = bare.layout.height, bare.layout.margin.t
    exhibit = Exhibit("k", "title " * 30, "n = 1", bare, frame, "alt", ("x",))
    again = Exhibit("k", "title", "n = 1", exhibit.figure, frame, "alt", ("x",))
    assert again.figure.layout.height > height
    drawn = json.loads(figure_html(again.bundle()["application/vnd.plotly.v1+json"]).split('json">')[1].split("</")[0])
    assert (drawn["layout"]["height"], drawn["layout"]["margin"]["t"]) == (height, top)


def test_an_exhibit_can_be_downloaded_and_cited(book: Book) -> None:
    exhibit = glance.testable_by_theme(book)
    twin = exhibit.to_html()
    href = twin.split('href="data:text/csv;charset=utf-8,')[1].split('"')[0]
    assert unquote(href) == exhibit.to_csv()
    assert f'download="{exhibit.key}.csv"' in twin
    assert exhibit.figure.layout.meta["citation"] == exhibit.citation
    for part in ("claimbook authors", exhibit.title, f"claimbook {version('claimbook')}", exhibit.key):
        assert part in exhibit.citation
    assert exhibit.citation.endswith(f"data: {book.package.title} {book.package.version}")
    assert "Cite this: The claimbook authors" in twin
    assert "<script" not in twin


def test_what_is_downloaded_never_ends_its_attribute() -> None:
    frame = pd.DataFrame({"name": ['"><img src=x>', "a\nb, é"]})
    exhibit = Exhibit('k"', "t", "s", charts.bars(frame.assign(n=1), "name", "n"), frame, "a", ())
    assert "<img" not in exhibit.to_html()
    assert 'download="k&quot;.csv"' in exhibit.to_html()
    assert "data:" not in exhibit.citation


def test_small_parts_keep_their_number_behind_the_bar() -> None:
    frame = pd.DataFrame({"name": ["a", "a", "b"], "part": ["x", "y", "x"], "count": [100, 1, 0]})
    figure = charts.bars(frame, "name", "count", "part")
    assert [list(trace.text) for trace in figure.data] == [["100", ""], [""]]
    assert [(note.y, note.x) for note in figure.layout.annotations] == [("a", 101)]
    assert ">1</span>" in figure.layout.annotations[0].text
    assert figure.layout.xaxis.range[1] > 101


def test_bars_keep_the_frames_order_and_leave_out_zeros() -> None:
    frame = pd.DataFrame({"name": ["b", "a", "b", "a"], "part": ["x", "x", "y", "y"], "count": [1, 2, 0, 4]})
    figure = charts.bars(frame, "name", "count", "part")
    assert [trace.name for trace in figure.data] == ["x", "y"]
    assert list(figure.data[1].x) == [0, 4]
    assert list(figure.data[1].text) == ["", "4"]
    assert list(figure.layout.yaxis.categoryarray) == ["a", "b"]


def test_a_heatmap_leaves_zeros_empty() -> None:
    figure = charts.heatmap(pd.DataFrame({"x": [1, 0], "y": [0, 3]}, index=["a", "b"]))
    assert [list(row) for row in figure.data[0].z] == [[1, None], [None, 3]]
    assert figure.layout.meta["min_width"] > 0


@pytest.mark.parametrize(
    "draw", [lambda: charts.bars(pd.DataFrame({"a": [], "b": []}), "a", "b"), lambda: charts.heatmap(pd.DataFrame())]
)
def test_nothing_is_not_drawn(draw) -> None:
    with pytest.raises(ClaimbookError, match="nothing to draw"):
        draw()


def test_every_paper_has_its_template() -> None:
    inks = {paper: template(paper)["layout"]["font"]["color"] for paper in ("light", "dark", "neutral")}
    assert len(set(inks.values())) == 3
    assert template("light")["layout"]["colorscale"]["sequential"][0][0] == 0
    assert template("dark")["layout"]["colorscale"]["sequential"][-1][0] == 1
