"""How Sphinx builds the site from the pages here, the generated ones and the executed notebooks."""

from importlib.metadata import version as version_of
from typing import Any

from claimbook.render.mime import PLOT_CLASS

project = "claimbook"
author = "The claimbook authors"
release = version_of("claimbook")
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "claimbook.render.remembering"]
exclude_patterns = ["_doctrees", "_templates", "generated"]
autodoc_typehints = "none"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
nb_execution_mode = "off"
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
# widgets would load their scripts from another host
nb_ipywidgets_js: dict[str, Any] = {}
# a cell of data must never become markup
myst_disable_syntax = ["html_block", "html_inline"]
nb_mime_priority_overrides = [("html", "text/markdown", None)]

html_theme = "pydata_sphinx_theme"
html_title = "claimbook"
html_static_path = ["_static"]
templates_path = ["_templates"]
html_css_files = ["claimbook.css"]
html_js_files = [("navigation.js", {"defer": "defer"}), ("print.js", {"defer": "defer"})]
html_context = {"default_mode": "auto"}
html_show_search_summary = False
# a page of a handful of links needs no list of them beside it
html_sidebars: dict[str, list[str]] = {"**": []}
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {
    "navbar_align": "left",
    "show_prev_next": False,
    # pages without a kernel have no other receipt
    "footer_start": ["copyright", "receipt"],
    "footer_end": [],
    "primary_sidebar_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "search_bar_text": "Search",
}
copyright = "the claimbook authors. Tables CC BY 4.0, code MIT"


def load_scripts_where_needed(
    app: Any, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Load the 5 MB of plotly only on pages with a figure, the sorting only where there is a table to sort."""
    body = context.get("body", "")
    scripts = ["address.js", "sortable.js"] if "sortable" in body else []
    if PLOT_CLASS in body:
        scripts += ["plotly.min.js", "exhibit-templates.js", "exhibits.js", "address.js", "matrices.js"]
    for script in scripts:
        app.add_js_file(script, loading_method="defer")


def setup(app: Any) -> None:
    """Connect to Sphinx."""
    app.connect("html-page-context", load_scripts_where_needed)
