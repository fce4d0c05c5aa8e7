"""What the widgets share: controls above, and below them what they choose, drawn anew when one changes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

import ipywidgets as widgets

from claimbook.errors import ClaimbookError
from claimbook.exhibit import Exhibit
from claimbook.views.common import Listing, Nothing

# a heading, or what a cell of a notebook could end with
Shown = str | Exhibit | Listing | Nothing
# JupyterLab takes keys away from a list that has the focus, even those that move or delete cells
# (jupyter-widgets/ipywidgets#3912), unless the list has this mark, which only a script can set
_CLASS = "claimbook-explore"
_KEEP_KEYS = f"""<script>
  document.currentScript.closest(".{_CLASS}").addEventListener("focusin", (event) =>
    event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
</script>"""
# labels are not cut off
WHOLE = {"description_width": "initial"}


class Panel:
    """Controls and what they choose.

    Parameters
    ----------
    controls : sequence of ipywidgets.Widget
        What stands above.
    draw : callable
        Gives a line of words and what to show for the values that the controls have; a ClaimbookError becomes words.

    Attributes
    ----------
    widget : ipywidgets.VBox
        To show.
    """

    def __init__(self, controls: Sequence[Any], draw: Callable[[], tuple[str, Sequence[Shown]]]) -> None:
        self._draw = draw
        self._held = 0
        self._words = widgets.HTML()
        self._output = widgets.Output()
        row = widgets.HBox(list(controls), layout=widgets.Layout(flex_flow="row wrap", align_items="center"))
        keys = widgets.Output(outputs=_outputs([{"text/html": _KEEP_KEYS, "text/plain": ""}]))
        self.widget = widgets.VBox([row, self._words, self._output, keys])
        self.widget.add_class(_CLASS)

    def draws_on(self, *controls: Any) -> None:
        """Draw anew when the value of one of these changes."""
        for control in controls:
            control.observe(lambda _: self.redraw(), names="value")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold drawing while several controls change, then draw once."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
        self.redraw()

    def redraw(self) -> None:
        """Put what is chosen in the place of what was shown, or say why there is nothing."""
        if self._held:
            return
        self.say("Drawing …")
        try:
            words, shown = self._draw()
        except ClaimbookError as error:
            self._show(str(error), ())
        except Exception as error:
            # what was chosen before must not stand below a new choice; the traceback goes to Lab's log
            self._show(f"This choice can't be shown: {error}", ())
            raise
        else:
            self._show(words, shown)

    def _show(self, words: str, shown: Sequence[Shown]) -> None:
        bundles = [bundle for one in shown for bundle in _bundles(one)]
        # set as one value: nothing of what stood there stays, and nothing is captured from elsewhere
        self._output.outputs = _outputs(bundles)
        self.say(words)

    def say(self, words: str) -> None:
        """Put a line of words above what is shown."""
        lines = "<br>".join(escape(line) for line in words.splitlines())
        self._words.value = f'<p role="status">{lines}</p>'


def choice(label: str, options: Sequence[tuple[str, str]], value: str | None = None) -> Any:
    """Return a list to choose from: what it shows and what it means, pair by pair."""
    chosen = {} if value is None else {"value": value}
    layout = widgets.Layout(width="auto", max_width="calc(100% - 18px)", margin="2px 16px 2px 2px")
    return widgets.Dropdown(options=options, description=label, style=WHOLE, layout=layout, **chosen)


def _outputs(bundles: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    return tuple({"output_type": "display_data", "data": bundle, "metadata": {}} for bundle in bundles)


def _bundles(one: Shown) -> Sequence[dict[str, Any]]:
    if isinstance(one, str):
        return ({"text/html": f"<h3>{escape(one)}</h3>", "text/plain": one},)
    return one.bundles()
