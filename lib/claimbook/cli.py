"""The command line: each command reads its arguments, calls the library and prints."""

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from claimbook.errors import ClaimbookError

app = typer.Typer(
    help="What an article on peacekeeping and counter-terrorism asserts, and what was checked.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
# each command imports what it needs, so that the others start without plotly, papermill and Sphinx

Package = Annotated[Path | None, typer.Argument(help="Folder of a data package; by default the collection's own.")]
Data = Annotated[Path | None, typer.Option("--data", help="Folder of a data package; by default the collection's own.")]
Article = Annotated[Path, typer.Argument(help="The article as a text, Markdown or HTML file.", dir_okay=False)]


def main() -> None:
    """Run the command line; bad input ends with its problems on stderr and exit code 2."""
    try:
        app()
    except ClaimbookError as error:
        typer.echo(f"claimbook: {error}", err=True)
        sys.exit(2)


@app.command()
def check(path: Package = None) -> None:
    """Check every table; print each problem with its place and what to do. Exit code 1 if there is one."""
    from claimbook.book import open_book
    from claimbook.checks import check as find_problems
    from claimbook.evidence import stale

    book = open_book(path)
    problems = find_problems(book.folder)
    for problem in problems:
        typer.echo(problem)
    if problems:
        files = len({problem.file for problem in problems})
        typer.echo(f"{_count(len(problems), 'problem')} in {_count(files, 'file')} of {book.folder}", err=True)
        raise typer.Exit(1)
    for row in stale(book, dt.date.today()).itertuples():
        typer.echo(
            f"warning: {row.evidence_id} ({row.claim_id}) was to be looked at again by {row.review_by:%Y-%m-%d}",
            err=True,
        )
    rows = sum(len(table) for table in book.tables.values())
    typer.echo(f"No problem in {_count(len(book.tables), 'table')} with {rows:,} rows.")


@app.command()
def tidy(path: Package = None) -> None:
    """Sort rows, write the entity index, the row counts and the dictionary, clean the notebooks."""
    from claimbook.book import open_book
    from claimbook.tidy import tidy as put_in_order

    changed = put_in_order(open_book(path).folder)
    typer.echo("\n".join(f"tidied {name}" for name in changed) or "All was tidy.")


class Coded(StrEnum):
    """What was coded twice."""

    ARTICLE = "article"
    EVIDENCE = "evidence"


@app.command()
def agreement(
    what: Annotated[Coded, typer.Argument(help="What was coded twice.")] = Coded.ARTICLE, data: Data = None
) -> None:
    """Print how far the two codings of the article, or of the evidence, agree."""
    from claimbook.agreement import evidence_agreement, link_agreement, statement_agreement
    from claimbook.book import open_book

    book = open_book(data)
    if what is Coded.EVIDENCE:
        typer.echo("Codes of evidence (Krippendorff's alpha, ordinal for the design; percent coded alike)\n")
        typer.echo(evidence_agreement(book).to_string(index=False, float_format="{:.2f}".format))
        return
    typer.echo("Codes of statements (Krippendorff's alpha, nominal; percent coded alike)\n")
    typer.echo(statement_agreement(book).to_string(index=False, float_format="{:.2f}".format))
    typer.echo("\nLinks (the first coder is the reference)\n")
    typer.echo(link_agreement(book).to_string(index=False, float_format="{:.2f}".format))


@app.command()
def effects(
    write: Annotated[bool, typer.Option("--write", help="Write the results to evidence/own_analysis.csv.")] = False,
    data: Data = None,
) -> None:
    """Estimate anew what the record says of missions and violence, and print it or write it down."""
    from claimbook.book import open_book
    from claimbook.effects.store import analyses, write_analyses

    book = open_book(data)
    if write:
        typer.echo(f"wrote {write_analyses(book)} results; run `claimbook tidy`")
        return
    told = analyses(book)[
        ["analysis_id", "unit", "estimate", "estimate_low", "estimate_high", "sign", "detectable_pct"]
    ]
    typer.echo(told.to_string(index=False, float_format="{:.2f}".format))


@app.command()
def explain(
    source: Annotated[str, typer.Argument(help="Id of an entity, for example minusma.")],
    target: Annotated[str, typer.Argument(help="Id of another, for example violence-reduction.")],
    article: Annotated[Path | None, typer.Option(help="The article, to print its sentences as well.")] = None,
    data: Data = None,
) -> None:
    """Print what the article says to connect two entities, with the statements that say so."""
    from claimbook.book import open_book
    from claimbook.links import explain as find_links
    from claimbook.verify import find_sentences

    book = open_book(data)
    told = find_links(book, source, target)
    sentences = find_sentences(_read(article), book.tables["statements"]) if article else None
    typer.echo(told.to_text(sentences))


@app.command()
def fetch(
    producer: Annotated[list[str] | None, typer.Argument(help="Names of producers; all of them by default.")] = None,
    from_dir: Annotated[Path | None, typer.Option(help="Folder with the producers' files, to fetch nothing.")] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take a file that the producer replaced.")] = False,
    project: Annotated[Path, typer.Option(help="Folder with reports/, to tell which notebooks read what.")] = Path(),
    data: Data = None,
) -> None:
    """Compile the figures on missions and violence anew from the producers' files; all of it or nothing.

    Prints what changed: rows added, dropped and revised, the largest revisions, and what reads them.
    """
    from claimbook.book import open_book
    from claimbook.sources.fetch import fetch as compile_figures
    from claimbook.sources.report import told

    book = open_book(data)
    for fetched in compile_figures(book.folder, producer or [], from_dir, accept):
        typer.echo(told(open_book(book.folder), fetched, project))


class Form(StrEnum):
    """Forms in which the claims can be exported."""

    JSONLD = "jsonld"
    CSV = "csv"
    JSON = "json"
    BIBTEX = "bibtex"


export = typer.Typer(help="Write the collection's contents for other programs.", no_args_is_help=True)
app.add_typer(export, name="export")


@export.command("claims")
def export_claims(
    form: Annotated[Form, typer.Option("--format", help="jsonld is schema.org's ClaimReview, bibtex the sources.")],
    site: Annotated[str, typer.Option(help="Address of your published site, for the links in jsonld.")] = "",
    data: Data = None,
) -> None:
    """Print all claims with their verdicts, or the sources behind them."""
    from claimbook.book import open_book
    from claimbook.export import export_claims as write

    typer.echo(write(open_book(data), form.value, site), nl=False)


@export.command("page")
def export_page(
    name: Annotated[str, typer.Argument(help="The page, e.g. 01_mechanisms, briefs/mission/minusma or c-021.")],
    output: Annotated[Path | None, typer.Option(help="The file; by default named after the page.")] = None,
    site: Annotated[str, typer.Option(help="Address of your published site, for links to its other pages.")] = "",
    project: Annotated[Path, typer.Option(help="Folder with reports/, whose site was rendered.")] = Path(),
) -> None:
    """Write one page of the built site as one HTML file for mail, which needs neither the site nor a network."""
    from claimbook.render.offline import export_page as write

    file = write(project, name, output, site)
    typer.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


@app.command()
def new(
    path: Annotated[Path, typer.Argument(help="Folder to make; it may be there if it is empty.")],
    article: Annotated[Path, typer.Option(help="Your article as a text, Markdown or HTML file in UTF-8.")],
) -> None:
    """Make a project for an article of your own, with nothing coded.

    It holds a data package (ids and checksums of the sentences, a stub of
    a claim for each, all other tables empty), a codebook to fill in,
    notebooks and pages. The sentences themselves stay in your file.

    Next: see how they were split (claimbook verify-article FILE --data
    PATH/data --sentences), fill in the codebook, code, and tidy, check and
    render after each step, as the README.md in the folder says.
    """
    from claimbook.new import new_project
    from claimbook.new.told import told

    typer.echo(told(path, article, new_project(path, article)))


@app.command("verify-article")
def verify_article(
    article: Article,
    data: Data = None,
    sentences: Annotated[bool, typer.Option("--sentences", help="Print each sentence that is found, by id.")] = False,
) -> None:
    """Tell which statements a copy of the article still contains. Exit code 1 if one is not there."""
    from claimbook.book import open_book
    from claimbook.verify import find_sentences
    from claimbook.verify import verify_article as find_statements

    book = open_book(data)
    found = find_statements(book, _read(article))
    if sentences:
        said = find_sentences(_read(article), book.tables["statements"])
        typer.echo("\n".join(f"{statement} {sentence}" for statement, sentence in said.items()))
    missing = found.loc[~found["found"], "statement_id"]
    typer.echo(f"{found['found'].sum()} of {len(found)} statements found in {article}.")
    if len(missing):
        typer.echo(f"Not found, or changed: {' '.join(missing)}")
        raise typer.Exit(1)


@app.command()
def render(
    notebook: Annotated[str | None, typer.Argument(help="Execute this notebook alone, e.g. briefs/challenge.")] = None,
    parameter: Annotated[list[str] | None, typer.Option("-p", help="name=value, for NOTEBOOK; repeatable.")] = None,
    project: Annotated[Path, typer.Option(help="Folder with notebooks/ and reports/.")] = Path(),
    jobs: Annotated[int | None, typer.Option(min=1, help="How many runs at once; by default at most two.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only runs with such a name, e.g. 'briefs/*'.")] = None,
    summary: Annotated[Path | None, typer.Option(help="Write what became of each run, as JSON.")] = None,
    why: Annotated[bool, typer.Option("--why", help="Say why each run was executed or reused.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Execute what is up to date as well.")] = False,
    warm: Annotated[bool, typer.Option(help="Fork kernels from a process that has imported plotly (Linux).")] = True,
    scheduler: Annotated[str | None, typer.Option(help="Execute on a Dask cluster: address or scheduler file.")] = None,
) -> None:
    """Execute the notebooks of reports/runs.yml and build the site.

    Exit codes: 0 done, 1 a run failed or the site could not be built, 2 bad input, 3 another rendering is under way,
    130 interrupted.
    """
    from claimbook.render import LockedError, SiteError

    try:
        if notebook:
            if only or summary or why or scheduler:
                raise typer.BadParameter(
                    "--only, --summary, --why and --scheduler go with the run list, not with one notebook"
                )
            _render_one(project, notebook, parameter or [])
        elif parameter:
            raise typer.BadParameter("-p goes with one notebook: claimbook render NOTEBOOK -p name=value")
        elif jobs and scheduler:
            raise typer.BadParameter("--jobs goes with this machine; the workers of a cluster have as many as threads")
        else:
            _render_all(project, jobs, only or [], summary, why, force, warm, scheduler)
    except LockedError as error:
        typer.echo(f"claimbook: {error}", err=True)
        raise typer.Exit(3) from None
    except (SiteError, OSError) as error:
        typer.echo(f"claimbook: {error}", err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo("interrupted; the last good site stays.", err=True)
        raise typer.Exit(130) from None


def _render_all(
    project: Path,
    jobs: int | None,
    only: list[str],
    summary: Path | None,
    why: bool,
    force: bool,
    warm: bool,
    scheduler: str | None,
) -> None:
    from claimbook.render import render as render_project
    from claimbook.render.progress import show_progress

    if summary and not summary.absolute().parent.is_dir():
        raise ClaimbookError(f"{summary} can't be written: there is no folder {summary.parent}")
    report = render_project(
        project, jobs=jobs, only=only, force=force, warm=warm, watch=show_progress, scheduler=scheduler
    )
    if summary:
        report.write_summary(summary)
    if why:
        typer.echo("\n".join(f"{outcome.name}: {outcome.state}, {outcome.why}" for outcome in report.outcomes))
    if report.failures:
        typer.echo(f"{_count(len(report.failures), 'run')} failed; the last good site stays.", err=True)
        raise typer.Exit(1)
    executed = sum(outcome.state == "executed" for outcome in report.outcomes)
    states = f"{_count(executed, 'run')} executed, {len(report.outcomes) - executed} reused"
    typer.echo(f"{states} in {report.seconds:.1f} s: {report.site / 'index.html'}")


def _render_one(project: Path, notebook: str, parameters: list[str]) -> None:
    from claimbook.render import render_one

    if wrong := [parameter for parameter in parameters if "=" not in parameter]:
        raise ClaimbookError(f"{wrong[0]!r} is no parameter: write -p name=value")
    given = dict(parameter.split("=", maxsplit=1) for parameter in parameters)
    outcome, copy = render_one(project, notebook, given)
    if outcome.error:
        typer.echo(f"failed: {outcome.name}\n{outcome.error}", err=True)
        raise typer.Exit(1)
    typer.echo(copy)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ClaimbookError(f"{file} can't be read: {error}") from error


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
