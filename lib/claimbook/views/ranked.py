"""Strategies ranked by what was checked: which may come first, under which weights, and what flips the order."""

from collections.abc import Mapping, Sequence

import pandas as pd

from claimbook.book import Book
from claimbook.charts import bars, heatmap
from claimbook.checked import evidence_on_links, judge_links
from claimbook.errors import ClaimbookError
from claimbook.exhibit import Exhibit
from claimbook.ranking import acceptability, check_weights, flips, stretched
from claimbook.verdict import CERTAINTIES
from claimbook.views.common import Listing, Nothing, cited, sources

CRITERIA = ("direction", "certainty", "consent", "burden")
_ORDINAL = ("certainty", "consent", "burden")
_SCALE = (1, 3)
MIN_FAMILIES = 2
EQUAL, ANY = "equal", "any"
_TABLES = ("strategies", "evidence_links", "evidence", "strategy_codes")


def weights_of(text: str) -> dict[str, float] | None:
    """Return weights from text: `any` for None (all weightings alike), `equal`, or `direction=0.5,burden=0.5`.

    Raises
    ------
    ClaimbookError
        If a part is no name and number, or the weights can't be used.
    """
    if text == ANY:
        return None
    if text == EQUAL:
        return {name: 1 / len(CRITERIA) for name in CRITERIA}
    given = {}
    for part in text.split(","):
        name, _, number = (piece.strip() for piece in part.partition("="))
        try:
            given[name] = float(number)
        except ValueError:
            raise ClaimbookError(
                f"no weight {part!r}: write {EQUAL}, {ANY}, or for example direction=0.5,burden=0.5"
            ) from None
    return check_weights(given, CRITERIA)


class Weights:
    """Weights of the criteria, as a rule for the parameter of a notebook."""

    def read(self, raw: object) -> dict[str, float] | None:
        """Return the weights, or raise a ValueError that says all that is wrong with them."""
        try:
            return weights_of(str(raw))
        except ClaimbookError as error:
            raise ValueError(
                "; ".join(f"{one.rule} ({one.value}): {one.todo}" for one in error.problems) or str(error)
            ) from None


def candidates(book: Book, only: Sequence[str] = ()) -> pd.DataFrame:
    """Return every strategy, or `only` some, with what its evidence says and whether it can be ranked.

    Returns
    -------
    pandas.DataFrame
        Indexed by strategy: `name`, `family`, `families` (of studies that vote on its links), `score` (-1 to 1),
        `verdict`, `certainty`, `low` and `high` codes of consent and burden, and `why_not` (empty where it is ranked).
    """
    rows = evidence_on_links(book)
    table = book.tables["strategies"].astype("str").set_index("strategy_id")
    codes = book.tables.get("strategy_codes")
    found = {}
    for strategy, row in (table.loc[list(only)] if only else table).iterrows():
        verdict = judge_links(book, rows[rows["source"] == strategy]) if len(rows) else None
        told: dict[str, object] = {"name": row["name"], "family": row["family"]}
        told |= {"families": verdict.family_count if verdict else 0, "score": verdict.score if verdict else None}
        told |= {"verdict": verdict.verdict if verdict else "", "certainty": verdict.certainty if verdict else ""}
        for criterion in ("consent", "burden"):
            told |= _code(codes, str(strategy), criterion)
        told["why_not"] = _why_not(told)
        found[strategy] = told
    return pd.DataFrame.from_dict(found, orient="index").astype({"score": "float64"})


def bounds(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the ends of the criteria of the strategies that can be ranked, the higher the better."""
    rows = rows[rows["why_not"] == ""]
    rated = rows["certainty"].map({word: place for place, word in enumerate(CERTAINTIES, start=1)})
    low, high = (pd.DataFrame({"direction": rows["score"], "certainty": rated}) for _ in range(2))
    for criterion in ("consent", "burden"):
        # the least dependent and the least costly come first, so that the codes are turned round
        low[criterion] = _SCALE[1] + 1 - rows[f"{criterion}_high"]
        high[criterion] = _SCALE[1] + 1 - rows[f"{criterion}_low"]
    return low.set_axis(rows["name"]), high.set_axis(rows["name"])


def acceptable(book: Book, weights: Mapping[str, float] | None = None, draws_count: int = 10_000) -> Exhibit | Nothing:
    """Show how often each strategy takes each rank, over all that is not known."""
    rows = candidates(book)
    low, high = bounds(rows)
    if len(low) < 2:
        return _nothing("ranks")
    found = acceptability(low, high, _ORDINAL, weights, draws_count)
    percent = (100 * found.ranks).round().astype("int64")
    order = found.ranks.mul(found.ranks.columns, axis="columns").sum(axis="columns").sort_values().index
    percent = percent.loc[order]
    first = found.ranks[1].sort_values(ascending=False)
    return Exhibit(
        key="ranks",
        title=f"No strategy is best for certain: “{first.index[0]}” comes first in {first.iloc[0]:.0%} of the draws"
        if first.iloc[0] < 1
        else f"“{first.index[0]}” comes first in every draw",
        subtitle=f"Per cent of {draws_count:,} draws in which a strategy takes a rank; standard error at most "
        f"{100 * found.error:.1f}; weights: {_weights_in_words(weights)}",
        figure=heatmap(percent, "per cent of draws", "strategy", "rank"),
        frame=percent.rename_axis(index="strategy", columns=None)
        .rename(columns=lambda rank: f"rank {rank}, %")
        .reset_index(),
        alt="A table in colour: " + "; ".join(f"{name} first in {share:.0%}" for name, share in first.items()) + ".",
        sources=(*sources(book, *_TABLES), *_coded_from(book)),
    )


def central(book: Book, draws_count: int = 10_000) -> Exhibit | Nothing:
    """Show the weights under which each strategy would come first."""
    low, high = bounds(candidates(book))
    if len(low) < 2:
        return _nothing("central-weights")
    found = acceptability(low, high, _ORDINAL, None, draws_count)
    never = int(found.confidence.isna().sum())
    order = found.ranks[1].sort_values(ascending=False, kind="stable").index
    shown = found.central.loc[order].dropna()
    frame = (100 * shown).round().astype("int64").rename_axis("strategy").reset_index()
    drawn = frame.melt("strategy", var_name="criterion", value_name="weight")
    drawn["criterion"] = pd.Categorical(drawn["criterion"], list(CRITERIA))
    drawn = drawn.sort_values(["strategy", "criterion"]).set_index("strategy").loc[list(shown.index)].reset_index()
    return Exhibit(
        key="central-weights",
        title=f"{never} of {len(order)} strategies never come first, whatever the weights",
        subtitle="Mean weights, in per cent, of the draws in which a strategy comes first",
        figure=bars(drawn, "strategy", "weight", "criterion", unit="per cent of the weight"),
        frame=frame.assign(confidence=[f"{found.confidence[name]:.0%}" for name in frame["strategy"]]),
        alt="Stacked bars of weights for " + ", ".join(shown.index) + ".",
        sources=sources(book, *_TABLES),
    )


def what_flips(book: Book, weights: Mapping[str, float] | None = None) -> Listing | Nothing:
    """List how much weight has to move, and where, for another strategy to come first at the middle of all ranges."""
    low, high = bounds(candidates(book))
    if len(low) < 2:
        return _nothing("flips")
    given = weights or dict.fromkeys(CRITERIA, 1 / len(CRITERIA))
    middle = stretched(low, high)
    first = (middle @ pd.Series(given)).idxmax()
    rows = flips(middle, given)
    moved = ["no weights do" if pd.isna(one) else f"{one:.0%} of the weight" for one in rows["moved"]]
    return Listing(
        pd.DataFrame(
            {
                "instead of": first,
                "would come first": rows["option"],
                "once this moves": moved,
                "to": rows["to"],
                "from": rows["from"],
            }
        )
    )


def not_ranked(book: Book) -> Listing:
    """List the strategies that are left out, and why."""
    rows = candidates(book)
    rows = rows[rows["why_not"] != ""].sort_values(["why_not", "families"], ascending=[True, False])
    return Listing(
        rows[["name", "families", "why_not"]].set_axis(["strategy", "families", "not ranked because"], axis="columns")
    )


def criteria(book: Book) -> Listing:
    """List what the ranking rests on: values and codes of each ranked strategy."""
    rows = candidates(book)
    rows = rows[rows["why_not"] == ""].sort_values("score", ascending=False)
    told = {"strategy": rows["name"], "score": rows["score"].round(2), "certainty": rows["certainty"]}
    for criterion in ("consent", "burden"):
        ends = zip(rows[f"{criterion}_low"], rows[f"{criterion}_high"], strict=True)
        told[criterion] = [f"{low} to {high}" if low != high else str(low) for low, high in ends]
    return Listing(pd.DataFrame(told))


def _code(codes: pd.DataFrame | None, strategy: str, criterion: str) -> dict[str, object]:
    """Return the range of a code; the whole scale where there is none."""
    low, high = _SCALE
    if codes is not None:
        own = codes[(codes["strategy_id"] == strategy) & (codes["criterion"].astype("str") == criterion)]
        if len(own):
            low, high = int(own["low_code"].iloc[0]), int(own["high_code"].iloc[0])
    return {f"{criterion}_low": low, f"{criterion}_high": high}


def _why_not(told: Mapping[str, object]) -> str:
    if told["family"] == "general":
        return "it is an umbrella over others"
    if int(str(told["families"])) < MIN_FAMILIES or told["score"] is None:
        return f"fewer than {MIN_FAMILIES} families of studies"
    return ""


def _weights_in_words(weights: Mapping[str, float] | None) -> str:
    if weights is None:
        return "every weighting alike"
    return ", ".join(f"{name} {weight:.0%}" for name, weight in weights.items())


def _coded_from(book: Book) -> tuple[str, ...]:
    return cited(book, book.tables["strategy_codes"]["source_id"]) if "strategy_codes" in book.tables else ()


def _nothing(key: str) -> Nothing:
    why = f"Fewer than two strategies have evidence from at least {MIN_FAMILIES} families of studies."
    return Nothing(key, "No strategy can be ranked", why)
