"""A changed number in a tagged output makes nbval fail, and a notebook runs with other parameters than its own."""

import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest

NBVAL = [
    sys.executable,
    "-m",
    "pytest",
    "-q",
    "-p",
    "no:cacheprovider",
    "-W",
    "error",
    "--nbval-lax",
    "--nbval-current-env",
]


def test_a_changed_number_makes_nbval_fail(project: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(project / "notebooks" / "00_start_here.ipynb", as_version=4)
    compared = next(cell for cell in notebook.cells if "nbval-check-output" in cell.metadata.get("tags", []))
    assert "133" in compared.outputs[0].text
    compared.outputs[0].text = compared.outputs[0].text.replace("133", "134")
    changed = tmp_path / "changed.ipynb"
    nbformat.write(notebook, changed)
    done = subprocess.run([*NBVAL, changed], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "1 failed" in done.stdout


@pytest.mark.parametrize(
    ("name", "parameters", "figures"),
    [
        ("00_start_here", {"theme": "technology", "top_count": 3}, 4),
        ("00_start_here", {"theme": "cases", "top_count": 40}, 4),
        ("01_mechanisms", {"theme": "ethics", "bases": "stated", "layer": "difference", "by": "seriation"}, 4),
        ("01_mechanisms", {"theme": "challenges", "layer": "checked", "by": "count"}, 1),
        ("02_challenges", {"level": "ethical", "bases": "stated,implied", "layer": "checked", "by": "count"}, 3),
        ("02_challenges", {"level": "technological", "by": "seriation"}, 2),
        ("03_legal_framework", {"scope": "extension", "effect": "obliges", "from_year": 2000}, 4),
        ("03_legal_framework", {"scope": "article", "effect": "limits"}, 4),
        ("04_local_security", {"theory": "stabilisation", "bases": "aim"}, 3),
        ("04_local_security", {"theory": "local-capacity", "bases": "stated"}, 3),
        ("05_civil_military", {"actor": "peacekeepers", "family": "security", "layer": "difference"}, 4),
        ("05_civil_military", {"actor": "armed-groups", "family": "learning", "layer": "checked"}, 1),
        ("06_technology", {"technology": "drones", "from_year": 2014, "layer": "difference"}, 3),
        ("06_technology", {"technology": "communication-systems", "layer": "checked"}, 3),
        ("08_futures", {"prediction": "pred-integration", "from_year": 2020}, 4),
        ("08_futures", {"prediction": "pred-community", "from_year": 2026}, 1),
        ("09_ethics_rights", {"principle": "transparency", "layer": "checked", "from_year": 2020}, 5),
        ("09_ethics_rights", {"principle": "dignity", "bases": "aim", "from_year": 2026}, 1),
        ("10_lessons", {"weights": "equal", "top_count": 5, "draws_count": 1000}, 4),
        ("10_lessons", {"weights": "direction=0.6,certainty=0.4", "bases": "aim", "draws_count": 1000}, 3),
        ("12_what_is_missing", {"framework": "un-principles", "mentioned": "all", "from_year": 2010}, 3),
        ("12_what_is_missing", {"framework": "epon", "mentioned": "yes"}, 3),
        ("13_reliability", {"code": "kind", "by": "relation", "item": "basis", "resamples_count": 200}, 4),
        ("13_reliability", {"code": "design", "item": "link", "resamples_count": 200}, 4),
        ("14_effects", {"missions": "unmil", "outcome": "deaths", "sample": "after"}, 4),
        ("14_effects", {"missions": "amisom,minusca,monusco", "outcome": "state_based", "after_years": 3}, 4),
        ("briefs/strategy", {"strategy": "peacekeeping-operations", "bases": "stated"}, 2),
        ("briefs/strategy", {"strategy": "diverse-composition"}, 0),
        ("07_case_studies", {"missions": "monusco,unmiss,minusca", "per_inhabitant": True}, 6),
        ("07_case_studies", {"missions": "barkhane,g5s-jf,minusma,serval", "layer": "checked", "years": 3}, 6),
        ("briefs/mission", {"mission": "unosom-ii", "years": 3}, 4),
        ("briefs/mission", {"mission": "unef-i"}, 2),
        ("briefs/country", {"country": "cod", "from_year": 2000}, 5),
        ("briefs/country", {"country": "esh"}, 1),
        ("briefs/challenge", {"challenge": "civilian-blending", "direction": "harms"}, 1),
        ("briefs/challenge", {"challenge": "security-humanitarian-tension", "bases": "implied"}, 2),
    ],
)
def test_a_notebook_runs_with_other_parameters(
    project: Path, tmp_path: Path, name: str, parameters: dict, figures: int
) -> None:
    source = project / "notebooks" / f"{name}.ipynb"
    done = papermill.execute_notebook(source, tmp_path / "out.ipynb", parameters=parameters, progress_bar=False)
    titles = [
        output.data["application/vnd.plotly.v1+json"]["layout"]["meta"]["title"]
        for cell in done.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "application/vnd.plotly.v1+json" in output.get("data", {})
    ]
    # where a choice leaves nothing to draw, words stand in the figure's place
    assert len(titles) == figures
    assert all(titles)


def test_a_misspelt_parameter_stops_the_notebook(project: Path, tmp_path: Path) -> None:
    source = project / "notebooks" / "00_start_here.ipynb"
    with pytest.raises(papermill.PapermillExecutionError, match="did you mean theme"):
        papermill.execute_notebook(source, tmp_path / "out.ipynb", parameters={"thema": "legal"}, progress_bar=False)
