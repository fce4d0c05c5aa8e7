"""Fit one panel model with country and year effects, and say how far each country moves its coefficient."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Fit:
    """A fitted coefficient.

    Attributes
    ----------
    coefficient, error, p : float
        The error is that of leaving out each country in turn; p is two-sided.
    within : float
        Share of the variance within countries and years that the model explains; not a number for Poisson.
    """

    coefficient: float
    error: float
    p: float
    within: float


def fit_panel(rows: pd.DataFrame, exposure: str, terms: Sequence[str], poisson: bool) -> Fit:
    """Fit the column `y` on some terms with country and year effects.

    Parameters
    ----------
    rows : pandas.DataFrame
        `country_id`, `year`, `y` and the terms.
    exposure : str
        The term whose coefficient is wanted.
    terms : sequence of str
        All terms; those that never change are left out.
    poisson : bool
        Poisson regression, or else least squares.

    Notes
    -----
    The error is that of MacKinnon, Nielsen and Webb (2023, arXiv:2301.04527): each country left out in turn. For
    Poisson one step stands for each new fit, as the same authors do for logistic models (arXiv:2406.00650). Where one
    country carries much, one step falls short: for all deaths in the ten years after war, with a mission, it gives
    1.08, fitting anew 1.31 (Liberia alone moves the coefficient by 1.13).
    """
    from scipy.stats import norm

    data = rows.reset_index(drop=True)
    model = fitted(data, terms, poisson)
    means = np.asarray(model.predict(type="response") if poisson else model.predict())
    weights = means if poisson else np.ones(len(data))
    years = pd.get_dummies(data["year"].astype("str"), drop_first=True, dtype="float64")
    design = pd.concat([data[list(model.coef().index)].astype("float64"), years], axis="columns")
    moved = moves(design, data["y"].to_numpy() - means, weights, data["country_id"].to_numpy())
    error = jackknife_error(moved[:, list(design).index(exposure)])
    coefficient = float(model.coef()[exposure])
    within = nan if poisson else float(model._r2_within)
    return Fit(coefficient, error, float(2 * norm.sf(abs(coefficient / error))), within)


def fitted(data: pd.DataFrame, terms: Sequence[str], poisson: bool) -> Any:
    """Return pyfixest's model of the column `y`, with country and year effects."""
    import pyfixest as pf
    from pyfixest.demeaners import LsmrDemeaner

    varying = [term for term in terms if data[term].nunique() > 1]
    formula = f"y ~ {' + '.join(varying) or '1'} | country_id + year"
    # with countries of a single row kept, each row keeps its place; they change no coefficient
    options = {"vcov": "iid", "fixef_rm": "none", "copy_data": False, "store_data": False, "demeaner": LsmrDemeaner()}
    if not poisson:
        return quietly(pf.feols, formula, data, **options)
    return quietly(pf.fepois, formula, data, separation_check=[], iwls_maxiter=200, **options)


def quietly(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Call something of pyfixest, which calls what pandas 3.1 has deprecated."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The inplace keyword", category=DeprecationWarning)
        return work(*given, **named)


def jackknife_error(moved: np.ndarray) -> float:
    """Return the standard error from how far leaving out each cluster moves a coefficient."""
    return float(np.sqrt((len(moved) - 1) / len(moved) * (moved**2).sum()))


def moves(design: pd.DataFrame, residuals: np.ndarray, weights: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return how far leaving out each country moves the coefficients that countries share.

    Returns
    -------
    numpy.ndarray
        A row for each country, in the order of their ids, and a column for each of the design.
    """
    # a country's own effect is taken out of its rows, so that it needs no column when the country is left out
    weighted = design.mul(weights, axis="index").groupby(groups).transform("sum")
    within = (design - weighted.div(pd.Series(weights).groupby(groups).transform("sum"), axis="index")).to_numpy()
    whole = within.T @ (within * weights[:, None])
    rests, pulls = [], []
    for places in pd.Series(range(len(groups))).groupby(groups).indices.values():
        own = within[places]
        rests.append(whole - own.T @ (own * weights[places, None]))
        pulls.append(own.T @ residuals[places])
    # all at once: one by one, this is a quarter of the time of an estimate
    inverses = np.linalg.pinv(np.array(rests), hermitian=True)
    return -np.einsum("gij,gj->gi", inverses, np.array(pulls))
