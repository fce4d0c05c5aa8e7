"""Ways to break the tables of the themed notebooks in a copy of the package, each in one way."""

from breakages import Breakage
from evidence_breakages import change, holding

ANALYSES = "evidence/own_analysis.csv"
CODES = "themes/strategy_codes.csv"
CONDITIONS = "themes/technology_conditions.csv"
ITEMS = "themes/framework_items.csv"
STEPS = "themes/theory_steps.csv"

THEME_BREAKAGES = [
    Breakage(
        "estimates made from other tables",
        "estimates that are stale",
        change(ANALYSES, "inputs_sha256", "0" * 64, holding(analysis_id="base-rate")),
        frictionless=False,
    ),
    Breakage(
        "codes the wrong way round",
        "a range of codes that ends before it begins",
        change(CODES, "low_code", "3", holding(criterion="burden", high_code="1"), told=None),
        frictionless=False,
    ),
    Breakage(
        "mention without a statement",
        "a mention without a statement",
        change(ITEMS, "mentioned", "yes", holding(item_id="un-consent")),
        frictionless=False,
    ),
    Breakage(
        "no mention with a statement",
        "no mention, yet a statement",
        change(ITEMS, "mentioned", "no", holding(item_id="un-impartiality")),
        frictionless=False,
    ),
    Breakage(
        "step that nobody makes",
        "a step that the article does not make",
        change(STEPS, "target", "drones", holding(step_id="step-s1")),
        frictionless=False,
    ),
    Breakage(
        "condition without a statement",
        "a condition of the article without its statement",
        change(CONDITIONS, "statement_id", "", holding(origin="article"), told="source_id"),
        frictionless=False,
    ),
    Breakage(
        "condition without a source",
        "a condition of research without its source",
        change(CONDITIONS, "source_id", "", holding(origin="literature"), told="verified"),
        frictionless=False,
    ),
]
