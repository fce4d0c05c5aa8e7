"""One page as one file: whatever it needs stands in it, nothing ends it early, and its links lead somewhere."""

import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from claimbook import ClaimbookError
from claimbook.render.offline import export_page, find_page, offline_page

PIXEL = b"\x89PNG not a picture"
PAGE = """<!DOCTYPE html>
<html data-content_root="../" data-theme="auto"><head><title>A page</title>
<link rel="stylesheet" href="../_static/site.css?digest=1f" />
<link rel="preload" as="script" href="../_static/late.js" /><link rel="next" href="b.html" />
<link rel="icon" href="../_static/dot.png" /><style>b { background: url(../_static/dot.png) }</style>
<script defer src="../_static/late.js?v=2"></script><script src="../_static/early.js"></script>
<script>window.order = ["inline"]; // 1 < 2 && 3
</script><script src="../searchindex.js"></script></head>
<body><nav><a href="../index.html">Front</a> <a href="#">Here</a></nav><nav><a href="#part">Part</a></nav>
<dialog id="pst-search-dialog"><form action="../search.html"></form></dialog>
<h1 id="part">One &amp; two</h1><p style="background: url(../_static/dot.png)">Text
<a class="reference" href="b.html#x">other page</a> <a href="a.html#part">this page</a>
<a href="https://un.org/">other host</a> <a download="x.csv" href="data:text/csv,a%2Cb">file</a></p>
<img src="../_static/dot.png" alt="a dot"><script type="application/json">{"a":"\\u003c/script>"}</script>
</body></html>
"""
LATE = "late = '</script><b>' + `</SCRIPT>` + '<!-- <script>';"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    site = tmp_path / "reports" / "_build" / "site"
    (site / "notebooks").mkdir(parents=True)
    (site / "briefs").mkdir()
    (site / "_static" / "fonts").mkdir(parents=True)
    for name in ("index", "notebooks/b", "briefs/b", "_static/webpack"):
        (site / f"{name}.html").write_text("<html></html>", encoding="utf-8")
    (site / "notebooks" / "a.html").write_text(PAGE, encoding="utf-8")
    (site / "_static" / "late.js").write_text(LATE, encoding="utf-8")
    (site / "_static" / "early.js").write_text("early = 1", encoding="utf-8")
    (site / "searchindex.js").write_text("the whole site", encoding="utf-8")
    (site / "_static" / "dot.png").write_bytes(PIXEL)
    (site / "_static" / "fonts" / "f.woff2").write_bytes(b"font")
    (site / "_static" / "basic.css").write_text("p { background: url('dot.png') }", encoding="utf-8")
    sheet = (
        '@import "basic.css";@font-face { src: url(fonts/f.woff2) format("woff2") }'
        """i { content: "</style>"; mask: url("data:image/svg+xml,%3Csvg xmlns='x)'/>") }"""
    )
    (site / "_static" / "site.css").write_text(sheet, encoding="utf-8")
    return tmp_path


@pytest.fixture
def site(project: Path) -> Path:
    return project / "reports" / "_build" / "site"


def read(site: Path, address: str = "") -> BeautifulSoup:
    return BeautifulSoup(offline_page(site, "notebooks/a", address), "html.parser")


def data(kind: str, contents: bytes) -> str:
    return f"data:{kind};base64,{b64encode(contents).decode()}"


def test_nothing_is_left_to_load(site: Path) -> None:
    page = read(site)
    assert [tag.name for tag in page.find_all(src=True)] == ["img"]
    assert [link["rel"] for link in page.find_all("link")] == [["icon"]]
    assert page.img["src"] == page.link["href"] == data("image/png", PIXEL)
    assert page.p["style"] == f'background: url("{data("image/png", PIXEL)}")'


def test_a_style_sheet_brings_its_fonts_pictures_and_imports(site: Path) -> None:
    style, own = (style.string for style in read(site).find_all("style"))
    assert own == f'b {{ background: url("{data("image/png", PIXEL)}") }}'
    assert f'src: url("{data("font/woff2", b"font")}") format("woff2")' in style
    assert style.count("@import") == 0
    assert f'p {{ background: url("{data("image/png", PIXEL)}") }}' in style
    assert """url("data:image/svg+xml,%3Csvg xmlns='x)'/>")""" in style
    assert r'content: "<\/style>"' in style


def test_scripts_keep_their_order_and_can_not_be_ended_early(site: Path) -> None:
    scripts = [script.string for script in read(site).find_all("script")]
    late = r"late = '\x3C/script><b>' + `\x3C/SCRIPT>` + '\x3C!-- <script>';"
    assert scripts == [
        "early = 1",
        'window.order = ["inline"]; // 1 < 2 && 3\n',
        '{"a":"\\u003c/script>"}',
        late,
    ]


def test_without_an_address_links_of_the_site_are_words_and_its_menus_go(site: Path) -> None:
    page = read(site)
    assert [(link["href"], link.text) for link in page.find_all("a")] == [
        ("#part", "Part"),
        ("#part", "this page"),
        ("https://un.org/", "other host"),
        ("data:text/csv,a%2Cb", "file"),
    ]
    assert page.find("span", class_="reference").text == "other page"
    assert len(page.find_all("nav")) == 1
    assert not page.find_all("form")
    assert "data-content_root" not in page.html.attrs


@pytest.mark.parametrize("address", ["https://example.org/site", "https://example.org/site/"])
def test_with_an_address_links_of_the_site_lead_there(site: Path, address: str) -> None:
    page = read(site, address)
    links = {link.text: link["href"] for link in page.find_all("a")}
    assert links["Front"] == "https://example.org/site/index.html"
    assert links["other page"] == "https://example.org/site/notebooks/b.html#x"
    assert links["this page"] == links["Part"] == "#part"
    assert page.html["data-content_root"] == "https://example.org/site/"


def test_all_that_is_missing_or_elsewhere_is_told_at_once(site: Path) -> None:
    (site / "_static" / "fonts" / "f.woff2").unlink()
    (site.parent / "secret.txt").write_text("not of the site", encoding="utf-8")
    text = PAGE.replace("../_static/early.js", "https://cdn.example.org/early.js")
    text = text.replace('<img src="../_static/dot.png"', '<img src="../../secret.txt"')
    (site / "notebooks" / "a.html").write_text(text, encoding="utf-8")
    with pytest.raises(ClaimbookError) as error:
        offline_page(site, "notebooks/a")
    assert {(problem.file, problem.value) for problem in error.value.problems} == {
        ("_static/site.css", "fonts/f.woff2"),
        ("notebooks/a.html", "https://cdn.example.org/early.js"),
        ("notebooks/a.html", "../../secret.txt"),
    }


def test_a_page_is_found_by_its_name_and_by_its_end(site: Path) -> None:
    for name in ("notebooks/a", "a", "a.html", "notebooks/a.html"):
        assert find_page(site, name) == "notebooks/a"
    assert find_page(site, "index") == "index"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("b", "briefs/b, notebooks/b"),
        ("notebook/b", "did you mean notebooks/b"),
        ("indx", "did you mean index?"),
        ("../secret", "known: "),
        ("_static/webpack", "known: "),
        ("", "known: "),
    ],
)
def test_other_names_are_refused_with_the_nearest(site: Path, name: str, hint: str) -> None:
    with pytest.raises(ClaimbookError, match=hint):
        find_page(site, name)


def test_the_file_is_written_whole_or_not_at_all(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export_page(project, "a") == Path("notebooks-a.html")
    last = Path("notebooks-a.html").read_text(encoding="utf-8")
    assert last.startswith("<!DOCTYPE html>")
    (project / "reports" / "_build" / "site" / "_static" / "late.js").unlink()
    with pytest.raises(ClaimbookError, match=r"late\.js"):
        export_page(project, "a")
    assert Path("notebooks-a.html").read_text(encoding="utf-8") == last
    with pytest.raises(ClaimbookError, match="can't be written"):
        export_page(project, "index", tmp_path)


def test_the_command_tells_size_and_refuses_what_it_can_not_do(project: Path, tmp_path: Path) -> None:
    def export(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [Path(sys.executable).parent / "claimbook", "export", "page", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    done = export("a", "--project", str(project), "--output", "mail/a.html")
    assert (done.returncode, done.stdout) == (0, "mail/a.html: 0.0 MB\n")
    assert (tmp_path / "mail" / "a.html").is_file()
    for arguments, said in (
        (["c", "--project", str(project)], "no page 'c'"),
        (["a", "--project", str(project), "--site", "example.org"], "no address of a site"),
        (["a", "--project", str(tmp_path / "mail")], "run `claimbook render` first"),
    ):
        done = export(*arguments)
        assert done.returncode == 2
        assert said in done.stderr
