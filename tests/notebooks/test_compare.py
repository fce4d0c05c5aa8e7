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
