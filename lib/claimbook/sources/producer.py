"""What a producer's importer is: which files it reads, from where, and which rows of which tables it makes of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from claimbook.book import Book


@dataclass(frozen=True)
class Download:
    """One file of a producer.

    Attributes
    ----------
    file : str
        Name under which it is kept, and looked for in a folder that the user gives.
    url : str
        Address of the file; or of the page that offers it, where it can't be fetched without a person.
    by_hand : bool
        Whether a person has to fetch it from that page.
    member : str
        Where the address leads to a zip archive: how the name of the one wanted file in it ends.
    """

    file: str
    url: str
    by_hand: bool = False
    member: str = ""


@dataclass(frozen=True)
class Producer:
    """One data set in one version, and how our figures are compiled from its files.

    Attributes
    ----------
    name : str
        What `claimbook fetch` calls it.
    source_id : str
        Its row in the table of sources; every row that is compiled from it names it.
    downloads : tuple of Download
        Its files.
    tables : tuple of str
        The tables that it feeds.
    compile : callable
        Takes the paths of the files by name, and the book; gives for each table the rows of this producer.
    """

    name: str
    source_id: str
    downloads: tuple[Download, ...]
    tables: tuple[str, ...]
    compile: Callable[[Mapping[str, Path], Book], Mapping[str, pd.DataFrame]]
