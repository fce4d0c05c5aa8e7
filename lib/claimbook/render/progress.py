"""What a rendering shows while it works: a bar where somebody watches, else a few plain lines."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from claimbook.render.execute import Outcome


@contextmanager
def show_progress(total: int) -> Iterator[Callable[[Outcome], None]]:
    """Give a function to call with each outcome; it prints failures on stderr, and draws a bar on a terminal only."""
    console = Console(stderr=True, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # what goes to stdout may go to a file
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), redirect_stdout=False) as progress:
        bar = progress.add_task("Rendering", total=total)

        def tell(outcome: Outcome) -> None:
            if outcome.state == "failed":
                text = f"failed: {outcome.name}\n{outcome.error}"
                progress.console.print(text, markup=False, highlight=False, emoji=False)
            progress.advance(bar)

        yield tell
