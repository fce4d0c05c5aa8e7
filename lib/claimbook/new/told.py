"""What `claimbook new` says in the end: what was found, what was made, and what comes next."""

import shlex
from pathlib import Path

from claimbook.new.statements import Numbered
from claimbook.views.common import plural

_FORMS = {"sentence": "sentence", "list_item": "list item", "list_lead": "lead to a list"}


def told(path: Path, article: Path, numbered: Numbered) -> str:
    """Return the words for a project that was just made."""
    forms = numbered.statements["form"].value_counts()
    parts = ", ".join(plural(int(forms[form]), noun) for form, noun in _FORMS.items() if form in forms)
    project, data, file = (shlex.quote(str(one)) for one in (path, path / "data", article))
    lines = [
        f"{plural(len(numbered.statements), 'statement')} in {plural(len(numbered.sections), 'section')}: {parts}."
        " None is coded.",
    ]
    if numbered.left_out:
        lines.append(
            f"Tables, figures and code were left out, no sentence was looked for in them: {numbered.left_out}."
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
