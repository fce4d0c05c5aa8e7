"""What an estimate says, of what, on which sample, how little it could have seen, and what it can't show."""

from dataclasses import asdict, dataclass
from math import exp, nan, sqrt

Z, POWER_Z = 1.959964, 0.841621
# what holds of every estimate here that compares country-years
BLIND = (
    "Missions go to hard places at their worst moment: what sends a mission also drives deaths, and no control here "
    "measures all of it. Deaths below UCDP's threshold are no deaths here, and terrorism is no category of these data."
)


@dataclass(frozen=True)
class Result:
    """One estimate, with all that a reader needs to doubt it.

    Attributes
    ----------
    estimand : str
        What is estimated, in words.
    unit : str
        `ratio` or `points` (of a share, from 0 to 1).
    estimate, low, high : float
        With the 95 per cent interval.
    p : float
        Two-sided.
    inference : str
        Where the interval comes from.
    rows, countries, treated : int
        Country-years, countries, and country-years with a mission in the sample.
    sample : str
        Which country-years.
    detectable : float
        Smallest fall, in per cent (of a ratio) or points times 100, that would be seen in four cases of five.
    bias : float
        For a ratio the E-value of the end of the interval nearer to 1 (1 where the interval holds 1); for points
        Oster's delta (see `oster_delta`), which is not a number where no control is in the model.
    assumptions, blind, method : str
        What has to hold, what it can't show, and the citation of the method.
    """

    estimand: str
    unit: str
    estimate: float
    low: float
    high: float
    p: float
    inference: str
    rows: int
    countries: int
    treated: int
    sample: str
    detectable: float
    bias: float
    assumptions: str
    blind: str
    method: str

    @property
    def sign(self) -> str:
        """The side on which the whole interval lies: `fewer`, `more`, or `open` where it holds no difference."""
        null = 1.0 if self.unit == "ratio" else 0.0
        if self.low > null:
            return "more"
        return "fewer" if self.high < null else "open"

    def to_dict(self) -> dict[str, object]:
        """Return the attributes and the sign, for a row of a table."""
        return asdict(self) | {"sign": self.sign}


def ratio_of(coefficient: float, error: float) -> tuple[float, float, float]:
    """Return a ratio and its interval from a coefficient on the logarithm and its standard error."""
    return exp(coefficient), exp(coefficient - Z * error), exp(coefficient + Z * error)


def detectable(error: float, unit: str = "ratio") -> float:
    """Return the smallest fall that is seen with 80 per cent power at 5 per cent, two-sided, in per cent or points.

    Examples
    --------
    >>> round(detectable(0.25), 1)
    50.4
    """
    size = (Z + POWER_Z) * error
    return 100 * (1 - exp(-size)) if unit == "ratio" else 100 * size


def e_value(low: float, high: float, common: bool = False) -> float:
    """Return the E-value of an interval of a ratio: how strong an unmeasured cause would have to be to explain it away.

    Parameters
    ----------
    low, high : float
        The interval.
    common : bool
        Whether it is a ratio of hazards of what befalls more than some 15 per cent, which is no ratio of risks.

    Returns
    -------
    float
        The ratio by which such a cause would have to be tied both to missions and to deaths to move the interval to 1;
        1 where the interval holds 1 already.

    Notes
    -----
    VanderWeele and Ding (2017), doi:10.7326/M16-2607; their approximation turns a ratio of common hazards into one of
    risks.

    Examples
    --------
    >>> round(e_value(0.5, 0.8), 2), e_value(0.8, 1.2)
    (1.81, 1.0)
    >>> round(e_value(0.5, 0.8, common=True), 2)
    1.61
    """
    if low <= 1 <= high:
        return 1.0
    near = high if high < 1 else low
    near = 1 / near if near < 1 else near
    if common:
        near = (1 - 0.5 ** sqrt(near)) / (1 - 0.5 ** sqrt(1 / near))
    return near + sqrt(near * (near - 1))


def oster_delta(without: float, r2_without: float, estimate: float, r2: float) -> float:
    """Return how much stronger than the controls something unmeasured would have to pull, to make an estimate zero.

    Parameters
    ----------
    without, r2_without : float
        The estimate without controls, and the share of the outcome's variance that this model explains.
    estimate, r2 : float
        Both with controls.

    Returns
    -------
    float
        Delta: 1 where what is unmeasured has to pull as much as the controls do; negative where the controls push the
        estimate away from zero, so that more of their kind would too; not a number where they change nothing.

    Notes
    -----
    Oster (2019), doi:10.1080/07350015.2016.1227711, in its simple form, with the largest share that could be explained
    at 1.3 times that which the controls reach.

    Examples
    --------
    >>> round(oster_delta(-0.10, 0.02, -0.08, 0.10), 2)
    10.67
    """
    reach = min(1.0, 1.3 * r2) - r2
    moved = (without - estimate) * reach
    return estimate * (r2 - r2_without) / moved if moved else nan
