"""Make a project folder for an article: data package, codebook, notebooks, run list and pages, whole or not at all."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

import claimbook
from claimbook.book import Book, open_book
from claimbook.checks import check
from claimbook.claimcheck import ledger
from claimbook.errors import ClaimbookError
from claimbook.new.blocks import read_blocks, read_text
from claimbook.new.package import write_package
from claimbook.new.statements import Numbered, number
from claimbook.tidy import tidy
from claimbook.verify import find_sentences
from claimbook.views import claim_check, connections, start

# what the compared cell of each notebook prints, to be stored as a run would store it
_HEADLINES: dict[str, Callable[[Book], pd.Series]] = {
    "00_start_here": start.headline,
    "01_connections": connections.headline,
    "02_claim_check": lambda book: claim_check.headline(ledger(book)),
}
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# the last lines of reports/conf.py: all else is as in the collection
_CONF = """

# this project's own names
project = html_title = {title}
author = copyright = release = ""
html_theme_options["footer_start"] = []
"""


def new_project(path: str | Path, article: str | Path) -> Numbered:
    """Make a project for an article of one's own.

    Parameters
    ----------
    path : str or pathlib.Path
        Folder to make; it may be there if it is empty.
    article : str or pathlib.Path
        The article as plain text, Markdown or HTML, in UTF-8. The folder gets ids and checksums of its sentences, and
        none of its words but headings.

    Returns
    -------
    Numbered
        The sections and statements that were found.

    Raises
    ------
    ClaimbookError
        If the article can't be read or holds no sentence, or the folder can't be made; then nothing is written.
    """
    folder, file = Path(path).absolute(), Path(article)
    _refuse(folder)
    text = read_text(file)
    numbered = number(read_blocks(text, file.suffix))
    if numbered.statements.empty:
        raise ClaimbookError(f"{file} holds no sentence: name a file with the article's text")
    _recognise(file, text, numbered)
    title = numbered.title or file.stem
    try:
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
            made = Path(beside) / "project"
            _write(made, folder.name, title, numbered)
            made.replace(folder)
    except OSError as error:
        raise ClaimbookError(f"{folder} can't be made: {error}") from error
    return numbered


def _refuse(folder: Path) -> None:
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise ClaimbookError(f"{folder} is there already and not an empty folder: name another, nothing was written")
    if not folder.parent.is_dir():
        raise ClaimbookError(f"{folder} can't be made: there is no folder {folder.parent}")


def _recognise(file: Path, text: str, numbered: Numbered) -> None:
    """See that `verify-article` will find each statement in the very file that it was read from."""
    statements = numbered.statements
    found = find_sentences(text, statements)
    lost = [one for one in statements["statement_id"] if one not in found]
    if lost:
        message = (
            f"{file}: {len(lost)} of {len(statements)} statements can't be recognised again ({', '.join(lost[:5])})"
        )
        raise ClaimbookError(f"{message}: look for tags or < and > that are not closed")


def _write(made: Path, folder_name: str, title: str, numbered: Numbered) -> None:
    starter = _shipped("starter")
    data = made / "data"
    data.mkdir(parents=True)
    write_package(data, folder_name, title, numbered, (starter / "codebook.md").read_text(encoding="utf-8"))
    tidy(data)
    if problems := check(data):
        raise ClaimbookError("the tables of the new project would not be clean, nothing was written:", problems)
    for part in ("notebooks", "reports"):
        _copy(starter / part, made / part)
    # under its own name it would hide files of the checkout that it lies in
    for file, name in {"README.md": "README.md", "pytest.ini": "pytest.ini", "gitignore": ".gitignore"}.items():
        shutil.copyfile(starter / file, made / name)
    _write_reports(made / "reports", title)
    book = open_book(data)
    for notebook, headline in _HEADLINES.items():
        _store(made / "notebooks" / f"{notebook}.ipynb", headline(book).to_string())


def _write_reports(reports: Path, title: str) -> None:
    """Add what the pages share with the collection's, and the title."""
    collection = _shipped("reports")
    _copy(collection / "_static", reports / "_static")
    conf = (collection / "conf.py").read_text(encoding="utf-8")
    (reports / "conf.py").write_text(conf + _CONF.format(title=repr(title)), encoding="utf-8")
    index = reports / "index.md"
    heading = _PUNCTUATION.sub(r"\\\1", title)
    index.write_text(f"# {heading}\n\n{index.read_text(encoding='utf-8')}", encoding="utf-8")


def _store(file: Path, printed: str) -> None:
    """Store what the compared cell of a notebook prints, for nbval to compare."""
    notebook = json.loads(file.read_text(encoding="utf-8"))
    [cell] = [one for one in notebook["cells"] if "nbval-check-output" in one["metadata"].get("tags", ())]
    lines = f"{printed}\n".splitlines(keepends=True)
    cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": lines}]
    cell["execution_count"] = 1
    file.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _copy(source: Path, target: Path) -> None:
    """Copy a folder without what sessions leave in it and without pictures; the copies can be written to."""
    leave = shutil.ignore_patterns(".ipynb_checkpoints", "_build", "__pycache__", "*.png")
    shutil.copytree(source, target, ignore=leave, copy_function=shutil.copyfile)


def _shipped(name: str) -> Path:
    """Return a folder that ships beside the code: in the installed package, or in the checkout."""
    here = Path(claimbook.__file__).parent
    installed = here / name
    return installed if installed.is_dir() else here.parents[1] / name
