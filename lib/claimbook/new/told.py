"""What `claimbook new` says in the end: what was found, what was made, and what comes next."""

import shlex
from pathlib import Path

from claimbook.new.statements import Numbered


def told(path: Path, article: Path, numbered: Numbered) -> str:
    """Return the words for a project that was just made."""
    forms = numbered.statements["form"].value_counts()
    project, data, file = (shlex.quote(str(one)) for one in (path, path / "data", article))
    lines = [
        f"{len(numbered.statements)} statements in {len(numbered.sections)} sections: "
        f"{forms.get('sentence', 0)} sentences, "
        f"{forms.get('list_item', 0)} list items, {forms.get('list_lead', 0)} leads to lists. None is coded.",
    ]
    if numbered.left_out:
        lines.append(
            f"Left out: {numbered.left_out} tables, figures or pieces of code, in which no sentences were looked for."
        )
    steps = {
        f"claimbook verify-article {file} --data {data} --sentences": "see that the sentences are split as you would",
        f"claimbook check {data}": "no problem, now and after each step",
        f"claimbook render --project {project}": "the site, which says what is coded so far",
    }
    width = max(map(len, steps))
    lines += ["", f"Made {path}. Next:", "", *(f"  {step:<{width}}  {why}" for step, why in steps.items()), ""]
    lines.append(
        f"Then fill in {path / 'data' / 'article' / 'codebook.md'} and code: {path / 'README.md'} goes through it."
    )
    return "\n".join(lines)
