"""What conda and Binder (repo2docker) do with `environment.yml` and `postBuild`, as far as it can be done without them.

Neither is at hand here. Both write the pip section into a file beside `environment.yml` and give that to pip; Binder
does so in the whole repository, since the section names a file of it, and then runs `postBuild`.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml


def pip(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "pip", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def section(project: Path) -> tuple[list[str], list[str]]:
    """Return what conda installs, and the lines that it leaves to pip."""
    dependencies = yaml.safe_load((project / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    (lines,) = [one["pip"] for one in dependencies if isinstance(one, dict)]
    return [one for one in dependencies if isinstance(one, str)], lines


def test_pip_takes_the_lock_as_conda_gives_it(project: Path, tmp_path: Path) -> None:
    _, lines = section(project)
    for name in ("environment.yml", "requirements.lock"):
        (tmp_path / name).write_bytes((project / name).read_bytes())
    (tmp_path / "condaenv.requirements.txt").write_text("\n".join(lines), encoding="utf-8")
    told = pip(tmp_path, "install", "--dry-run", "--no-index", "-r", "condaenv.requirements.txt")
    for name in ("ipywidgets", "jupyterlab", "hatchling", "editables"):
        assert f"Requirement already satisfied: {name}==" in told
    assert "Would install" not in told


def test_the_environment_has_pip_and_a_python_that_the_project_takes(project: Path) -> None:
    conda, _ = section(project)
    assert "pip" in conda
    (python,) = [one.removeprefix("python=") for one in conda if one.startswith("python=")]
    lowest = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert tuple(map(int, python.split("."))) >= tuple(map(int, lowest.removeprefix(">=").split(".")))


def test_the_files_lie_where_binder_looks(project: Path) -> None:
    assert os.access(project / "postBuild", os.X_OK)
    shebang, *lines = (project / "postBuild").read_text(encoding="utf-8").splitlines()
    assert shebang == "#!/usr/bin/env bash"
    # otherwise Binder goes on after an error
    assert "set -euo pipefail" in lines
    # in such a folder Binder would look first, and only there
    assert not [name for name in ("binder", ".binder") if (project / name).exists()]


def test_post_build_installs_the_project(project: Path, tmp_path: Path) -> None:
    ours = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PIP_TARGET": str(tmp_path)}
    environment = os.environ | ours | {"PIP_NO_INDEX": "1"}
    subprocess.run(["./postBuild"], cwd=project, env=environment, capture_output=True, check=True)
    (path,) = tmp_path.glob("*.pth")
    assert path.read_text(encoding="utf-8").strip() == str(project / "lib")
    assert list(tmp_path.glob("claimbook-*.dist-info"))
