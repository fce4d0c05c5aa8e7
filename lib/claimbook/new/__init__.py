"""Begin a project for an article of one's own: `claimbook new` makes what later coding grows in."""

from claimbook.new.project import new_project

__all__ = ["new_project"]
