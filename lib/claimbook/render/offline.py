"""One page of the built site as one file for mail: it opens without the site, and asks nothing of any host."""

from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from claimbook.errors import ClaimbookError, nearest
from claimbook.render.assets import Assets, leads_out
from claimbook.render.files import write_whole

SITE = "reports/_build/site"
# the search knows the whole site: megabytes, for results that lead out of the file
_SEARCH = ("searchindex.js", "searchtools.js", "language_data.js")
# attributes by which the pages of the site name pictures
_PICTURES = {"img": "src", "source": "src", "video": "poster", "object": "data", "embed": "src", "iframe": "src"}


def export_page(project: Path, name: str, output: Path | None = None, address: str = "") -> Path:
    """Write a page of a project's built site as one file, whole or not at all.

    Parameters
    ----------
    project : pathlib.Path
        Folder with `reports/`, whose site was rendered.
    name : str
        The page, e.g. `notebooks/01_mechanisms`; the end of its name will do where no other page has it.
    output : pathlib.Path, optional
        The file; by default one named after the page, in the current folder.
    address : str
        Where the site is published: links to its other pages lead there. Without it they become mere words.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ClaimbookError
        If there is no site or no such page, if the page names a file that is missing, or can't be written.
    """
    site = project / SITE
    page = find_page(site, name)
    text = offline_page(site, page, address)
    file = output or Path(f"{page.replace('/', '-')}.html")
    try:
        write_whole(file, text)
    except OSError as error:
        raise ClaimbookError(f"{file} can't be written: {error}") from error
    return file


def find_page(site: Path, name: str) -> str:
    """Return the whole name of a page of the site, from it or from its end."""
    if not (site / "index.html").is_file():
        raise ClaimbookError(f"there is no built site in {site}: run `claimbook render` first")
    pages = [file.relative_to(site).with_suffix("").as_posix() for file in site.rglob("*.html")]
    pages = [page for page in pages if not page.startswith("_")]
    asked = name.removesuffix(".html").strip("/")
    if asked in pages:
        return asked
    ends = sorted(page for page in pages if page.endswith(f"/{asked}"))
    if len(ends) == 1:
        return ends[0]
    if ends:
        raise ClaimbookError(f"several pages are named {name!r}: {', '.join(ends)}")
    by_end = {page.rsplit("/", maxsplit=1)[-1]: page for page in pages}
    hint = nearest(asked, pages if "/" in asked else list(by_end))
    raise ClaimbookError(f"no page {name!r} in {site}: {hint}")


def offline_page(site: Path, name: str, address: str = "") -> str:
    """Return a page of a built site with its styles, scripts, pictures and fonts in itself.

    A link to a place on the page and one to another host stay. One to another page of the site leads to the published
    site if its address is given. If not, there is nothing to lead to: it becomes its words, menus of nothing else
    go, and a click on a cell of a matrix does nothing. The search goes in any case.
    """
    if address and (urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).netloc):
        raise ClaimbookError(f"{address!r} is no address of a site: write https://...")
    page = site.resolve() / f"{name}.html"
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    assets = Assets(site)
    _drop_search(soup)
    _take_in_styles(soup, page, assets)
    _take_in_scripts(soup, page, assets)
    _take_in_pictures(soup, page, assets)
    _lead_links(soup, name, address and f"{address.rstrip('/')}/")
    if assets.problems:
        raise ClaimbookError(f"{name} can't stand alone:", assets.problems)
    return str(soup)


def _drop_search(soup: BeautifulSoup) -> None:
    for script in soup.find_all("script", src=True):
        if urlsplit(_value(script, "src")).path.endswith(_SEARCH):
            script.decompose()
    for part in soup.select("#pst-search-dialog, .search-button, .search-button-field, .search-button__wrapper"):
        part.decompose()


def _take_in_styles(soup: BeautifulSoup, page: Path, assets: Assets) -> None:
    for style in soup.find_all("style"):
        style.string = assets.style_text(page, style.get_text())
    for link in soup.find_all("link"):
        kinds = set(_value(link, "rel").split())
        if "stylesheet" in kinds:
            style = soup.new_tag("style")
            style.string = assets.style(page, _value(link, "href"))
            link.replace_with(style)
        elif "icon" in kinds:
            link["href"] = assets.data(page, _value(link, "href"))
        elif not leads_out(_value(link, "href")):
            # preloads, and the pages before and after this one
            link.decompose()
    for tag in soup.find_all(style=True):
        tag["style"] = assets.style_text(page, _value(tag, "style"))


def _take_in_scripts(soup: BeautifulSoup, page: Path, assets: Assets) -> None:
    deferred = []
    for script in soup.find_all("script", src=True):
        script.string = assets.script(page, _value(script, "src"))
        if "defer" in script.attrs:
            deferred.append(script.extract())
        for attribute in ("src", "defer", "async", "integrity"):
            script.attrs.pop(attribute, None)
    # a script in the page itself can't wait by an attribute: it waits by its place
    for script in deferred:
        (soup.body or soup).append(script)


def _take_in_pictures(soup: BeautifulSoup, page: Path, assets: Assets) -> None:
    for kind, attribute in _PICTURES.items():
        for tag in soup.find_all(kind, attrs={attribute: True}):
            tag[attribute] = assets.data(page, _value(tag, attribute))


def _lead_links(soup: BeautifulSoup, name: str, address: str) -> None:
    """Let links lead to where they can from a file that stands alone."""
    root = soup.html or soup
    root.attrs.pop("data-content_root", None)
    if address:
        # scripts put addresses of other pages together with it
        root["data-content_root"] = address
    else:
        _drop_menus(soup)
    here = f"{name}.html"
    for link in _links_of_the_site(soup):
        place = urlsplit(urljoin(here, _value(link, "href")))
        if place.path == here:
            link["href"] = f"#{place.fragment}"
        elif address:
            link["href"] = urljoin(address, place.geturl())
        else:
            # keeps its class, and so its looks
            link.name = "span"
            del link["href"]


def _drop_menus(soup: BeautifulSoup) -> None:
    """Drop menus that lead to other pages alone, and what opens them on a phone."""
    for menu in soup.find_all("nav"):
        if _links_of_the_site(menu) and not menu.select("a[href^='#']:not([href='#'])"):
            menu.decompose()
    for part in soup.select(".primary-toggle, #pst-primary-sidebar, #pst-primary-sidebar-modal"):
        part.decompose()


def _links_of_the_site(part: Tag) -> list[Tag]:
    return [link for link in part.find_all("a", href=True) if not leads_out(_value(link, "href"))]


def _value(tag: Tag, attribute: str) -> str:
    value = tag.get(attribute) or ""
    return value if isinstance(value, str) else " ".join(value)
