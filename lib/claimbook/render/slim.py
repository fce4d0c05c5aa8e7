"""Take from a built site what no reader sees: maps of scripts, indentation, end tags and colours that say nothing."""

import re
from pathlib import Path

_SPACE = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)|\s*\n\s*", re.DOTALL)
# the site's style gives names, brackets and space in code the colour of what stands around them
PLAIN = ("n", "nn", "p", "w")
_PLAIN = re.compile(rf'<span class="(?:{"|".join(PLAIN)})">([^<]*)</span>')
# a cell and a row end where the next begins, with or without a tag, by the HTML standard: a tenth of all pages
_ENDS = re.compile(r"(?:</t[dhr]>)?\n(?=</?(?:t[dhr]|thead|tbody|table)\b)")


def slim(site: Path) -> None:
    """Make a built site smaller, in place; every page reads as before.

    Parameters
    ----------
    site : pathlib.Path
        Folder of the site.
    """
    for source_map in site.rglob("*.map"):
        source_map.unlink()
    for page in site.rglob("*.html"):
        page.write_text(squeezed(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def squeezed(html: str) -> str:
    r"""Return HTML that a browser shows alike, without most of its indentation.

    Examples
    --------
    >>> squeezed('<p>\n\n   a\n b</p>\n<pre><span class="n">c</span>\n  d</pre>')
    '<p>\na\nb</p>\n<pre>c\n  d</pre>'
    >>> squeezed("<table>\n  <tr>\n    <td>a  b</td>\n    <td></td>\n  </tr>\n</table>")
    '<table><tr><td>a  b<td></table>'
    """

    def kept(found: re.Match[str]) -> str:
        if found[2] == "pre":
            return _PLAIN.sub(r"\1", found[1])
        return found[1] or "\n"

    return _ENDS.sub("", _SPACE.sub(kept, html))
