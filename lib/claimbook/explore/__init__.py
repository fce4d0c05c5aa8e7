"""Widgets for JupyterLab: choose a matrix and a layer, compare missions, follow a cell to its sources.

They show the exhibits of the notebooks and briefs, drawn anew on each change. They need the extra `lab`, and are for a
notebook of one's own: a rendered page can't run Python, so that no notebook of the collection holds one.

Examples
--------
>>> import claimbook as cb
>>> from claimbook import explore
>>> panel = explore.matrix(cb.open_book())
"""

from collections.abc import Sequence
from typing import Any

from claimbook.book import Book
from claimbook.errors import ClaimbookError

__all__ = ["cell", "matrix", "missions"]


def matrix(book: Book) -> Any:
    """Choose two kinds of entity, the links between them and a layer; see the matrix.

    Parameters
    ----------
    book : Book
        An opened data package.

    Returns
    -------
    ipywidgets.VBox
        To end a cell with.

    Raises
    ------
    ClaimbookError
        Without ipywidgets.
    """
    _need_widgets()
    from claimbook.explore.matrix_panel import matrix_panel

    return matrix_panel(book)


def missions(book: Book, chosen: Sequence[str] = ()) -> Any:
    """Choose two to six missions and what to compare; see the exhibit.

    Parameters
    ----------
    book : Book
        A data package with missions.
    chosen : sequence of str, optional
        Ids of the missions to begin with; by default those that are cases of the article.

    Returns
    -------
    ipywidgets.VBox
        To end a cell with.

    Raises
    ------
    ClaimbookError
        Without ipywidgets, for an unknown mission, and where the package has none.
    """
    _need_widgets()
    from claimbook.explore.mission_panel import mission_panel

    return mission_panel(book, chosen)


def cell(book: Book, source: str | None = None, target: str | None = None) -> Any:
    """Choose two entities; see the links between them, the statements, claims, evidence and sources.

    Parameters
    ----------
    book : Book
        An opened data package.
    source, target : str, optional
        Ids of the entities to begin with; by default those of the first link.

    Returns
    -------
    ipywidgets.VBox
        To end a cell with.

    Raises
    ------
    ClaimbookError
        Without ipywidgets, and for an unknown entity.
    """
    _need_widgets()
    from claimbook.explore.cell_panel import cell_panel

    return cell_panel(book, source, target)


def _need_widgets() -> None:
    try:
        import ipywidgets  # noqa: F401
    except ImportError:
        raise ClaimbookError("exploring needs ipywidgets: run `pip install 'claimbook[lab]'`") from None
