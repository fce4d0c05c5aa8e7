"""An article on peacekeeping and counter-terrorism as tables: what it asserts and what was checked, kept apart.

`open_book` opens a data package, the collection's own or a reader's; everything else takes a book or a DataFrame.
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from claimbook.book import Book, open_book
from claimbook.errors import ClaimbookError, Problem
from claimbook.matrix import matrix
from claimbook.params import day, one_of, params, some_of, whole, yes_or_no

if TYPE_CHECKING:
    from claimbook import charts
    from claimbook.agreement import link_agreement, statement_agreement
    from claimbook.checks import check
    from claimbook.claimcheck import find, ledger
    from claimbook.exhibit import Exhibit
    from claimbook.export import export_claims
    from claimbook.links import explain, graph
    from claimbook.verify import verify_article

__version__ = version("claimbook")
__all__ = [
    "Book",
    "ClaimbookError",
    "Exhibit",
    "Problem",
    "charts",
    "check",
    "day",
    "explain",
    "export_claims",
    "find",
    "graph",
    "ledger",
    "link_agreement",
    "matrix",
    "one_of",
    "open_book",
    "params",
    "some_of",
    "statement_agreement",
    "verify_article",
    "whole",
    "yes_or_no",
]

# imported when first used, so that opening tables does not wait for plotly or networkx
_LATER = {
    "Exhibit": "exhibit",
    "check": "checks",
    "explain": "links",
    "export_claims": "export",
    "find": "claimcheck",
    "graph": "links",
    "ledger": "claimcheck",
    "link_agreement": "agreement",
    "statement_agreement": "agreement",
    "verify_article": "verify",
}


def __getattr__(name: str) -> Any:
    if name == "charts":
        return import_module("claimbook.charts")
    if name in _LATER:
        return getattr(import_module(f"claimbook.{_LATER[name]}"), name)
    raise AttributeError(f"module 'claimbook' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
