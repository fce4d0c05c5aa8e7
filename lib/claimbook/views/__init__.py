"""Exhibits of the notebooks: one module for each, so that a notebook holds words and calls, and no logic."""
