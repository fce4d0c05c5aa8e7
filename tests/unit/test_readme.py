"""What the README promises is true: its Python runs, its commands and targets are there."""

import re
import subprocess
import sys
from pathlib import Path


def test_the_python_of_the_readme_runs(project: Path, tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (project / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(code.strip().splitlines()) <= 8
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "s7.p1.3" in done.stdout


def test_the_targets_of_the_readme_are_in_the_makefile(project: Path) -> None:
    readme = (project / "README.md").read_text(encoding="utf-8")
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z]+)\b", readme))
    assert {"reports", "test", "lab"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
