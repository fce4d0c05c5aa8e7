"""The files that a page of the site is made of, as text that can stand in the page itself."""

import re
from base64 import b64encode
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

from claimbook.errors import Problem

# what a style sheet refers to: url("..."), url('...') or url(...)
_REFERENCE = re.compile(r"""url\(\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^"'()\s]+))\s*\)""")
# a sheet that another imports, by url(...) or by a mere string
_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?(?P<address>[^"'()\s;]+)["']?\s*\)?\s*;""")
# what would end a script or a style early, or open a comment in it
_ENDS = re.compile("</(?=script)|<(?=!--)", re.IGNORECASE)


def leads_out(address: str) -> bool:
    """Tell whether an address names anything but a file of the site: another host, data, a place on the same page.

    Examples
    --------
    >>> [leads_out(address) for address in ("https://un.org/", "data:,x", "#top", "../index.html#top")]
    [True, True, True, False]
    """
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc) or not parts.path


class Assets:
    """Files of a built site, read by the addresses by which its pages and style sheets name them.

    Attributes
    ----------
    problems : list of Problem
        What could not be read, or would be asked of another host.
    """

    def __init__(self, site: Path) -> None:
        self.site = site.resolve()
        self.problems: list[Problem] = []

    def text(self, named_by: Path, address: str) -> str:
        """Return a text file of the site, empty if there is a problem with it."""
        file = self._file(named_by, address)
        return file.read_text(encoding="utf-8") if file else ""

    def script(self, named_by: Path, address: str) -> str:
        """Return a script that nothing in it can end early."""
        # where these can stand, in strings, expressions and comments, a script reads the escape as the character
        return _ENDS.sub(lambda found: found[0].replace("<", r"\x3C"), self.text(named_by, address))

    def style(self, named_by: Path, address: str) -> str:
        """Return a style sheet with all that it refers to."""
        file = self._file(named_by, address)
        return self.style_text(file, file.read_text(encoding="utf-8")) if file else ""

    def style_text(self, named_by: Path, text: str) -> str:
        """Return rules of style with all that they refer to as data, and that can't end a style element."""

        def replaced(found: re.Match[str]) -> str:
            address = next(part for part in found.groups() if part is not None)
            return f'url("{self.data(named_by, address)}")'

        # a browser that reads ahead takes a long import for an address on the disk, so that none is left
        whole = _IMPORT.sub(lambda found: self.style(named_by, found["address"]), text)
        return _REFERENCE.sub(replaced, whole).replace("</", r"<\/")

    def data(self, named_by: Path, address: str) -> str:
        """Return an address that holds the file itself; what holds its contents already stays."""
        if address.startswith(("data:", "#")):
            # a quotation mark would end the string that it comes to stand in
            return address.replace('"', "%22")
        file = self._file(named_by, address)
        if file is None:
            return address
        contents = file.read_bytes()
        if file.suffix == ".css":
            contents = self.style_text(file, contents.decode()).encode()
        kind = guess_type(file.name)[0] or "application/octet-stream"
        return f"data:{kind};base64,{b64encode(contents).decode()}"

    def _file(self, named_by: Path, address: str) -> Path | None:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            self._note(named_by, address, "asks another host", "ship the file with the site, in reports/_static")
            return None
        file = (named_by.parent / unquote(parts.path)).resolve()
        if not file.is_file() or not file.is_relative_to(self.site):
            self._note(named_by, address, "names a file that the site does not hold", "run `claimbook render`")
            return None
        return file

    def _note(self, named_by: Path, address: str, rule: str, todo: str) -> None:
        name = named_by.resolve().relative_to(self.site).as_posix()
        self.problems.append(Problem(name, rule, todo, value=address))
