"""Make the data package of a new article: the collection's schema, the article's statements, and nothing coded."""

import copy
import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from claimbook.book import data_folder
from claimbook.new.statements import Numbered
from claimbook.schema import DESCRIPTOR, NOT_CODED
from claimbook.tidy import csv_text

# tables of the article and of evidence; those on missions and violence, and what was made from them, stay behind
_FOLDERS = ("article/", "evidence/")
_LEFT_BEHIND = ("own_analysis", "worked_sets", "worked_evidence", "downloads", "figures")
# codes and words that a coder gives, which a statement or a claim does not have at first
_CODES = {
    "statements": ("kind", "modality", "testable", "theme"),
    "coded_statements": ("kind", "modality", "testable", "theme"),
    "claims": ("type", "scope"),
}
_WORDS = {"statements": ("paraphrase",), "claims": ("proposition", "population", "comparison", "outcome", "period")}
_SCOPES = {"general": "the article's subject in general", "case": "one of its cases"}
_ROWS_ARE = {
    "challenges": "What stands in the way",
    "strategies": "What is done about it",
    "outcomes": "What strategies are said to bring about",
    "cases": "What the article takes as examples",
}
_LABEL = "not coded yet"


def write_package(folder: Path, name: str, title: str, article: Numbered, codebook: str) -> None:
    """Write descriptor, tables and codebook into an empty folder.

    Parameters
    ----------
    folder : pathlib.Path
        Where the package goes.
    name, title : str
        Of the package.
    article : Numbered
        The article's sections and statements.
    codebook : str
        The codebook, as Markdown.
    """
    collection = json.loads((data_folder() / DESCRIPTOR).read_text(encoding="utf-8"))
    descriptor = _descriptor(collection, name, title, article)
    rows = _rows(article)
    for resource in descriptor["resources"]:
        file = folder / resource["path"]
        file.parent.mkdir(parents=True, exist_ok=True)
        if "schema" not in resource:
            file.write_text(codebook, encoding="utf-8", newline="\n")
            continue
        columns = [field["name"] for field in resource["schema"]["fields"]]
        frame = rows.get(resource["name"], pd.DataFrame(columns=columns))
        key = resource["schema"].get("primaryKey", ())
        text = csv_text(frame.reindex(columns=columns, fill_value=""), (key,) if isinstance(key, str) else tuple(key))
        file.write_text(text, encoding="utf-8", newline="\n")
        # an empty table is one that the descriptor says is empty
        resource["rowCount"] = len(frame)
    text = json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")


def _descriptor(collection: Mapping[str, Any], name: str, title: str, article: Numbered) -> dict[str, Any]:
    resources = [
        copy.deepcopy(resource)
        for resource in collection["resources"]
        if resource["path"].startswith(_FOLDERS) and resource["name"] not in _LEFT_BEHIND
    ]
    main = article.sections[article.sections["parent_section_id"] == ""]
    themes = dict(main[["section_id", "section_name"]].itertuples(index=False, name=None))
    for resource in resources:
        _amend(resource, themes)
    return {
        "$schema": collection["$schema"],
        "name": re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "article",
        "title": title,
        "version": "0.1.0",
        "created": f"{dt.date.today()}T00:00:00Z",
        "description": "An article as tables: what it asserts, by statement, and what was checked, kept apart.",
        "licenses": [{"name": "not-stated", "title": "not stated"}],
        "sources": [{"title": title}],
        "resources": resources,
    }


def _amend(resource: dict[str, Any], themes: Mapping[str, str]) -> None:
    """Let a table say that something is not coded, and take out what only the collection's article has."""
    name = resource["name"]
    resource["description"] = _ROWS_ARE.get(name, resource["description"])
    codes = _CODES.get(name, ())
    for field in resource.get("schema", {}).get("fields", ()):
        if field["name"] in codes or ("entityKind" in resource and "categories" in field and field["name"] != "scope"):
            field["categories"] = [*_categories(name, field, themes), {"value": NOT_CODED, "label": _LABEL}]
        if field["name"] in _WORDS.get(name, ()):
            field["constraints"].pop("required")
            field["description"] += " Empty until it is coded."
        if field["name"] == "statement_count":
            # a heading may stand over its parts alone
            field["constraints"]["minimum"] = 0
        if "enum" in field.get("constraints", {}):
            field["constraints"]["enum"] = [one["value"] for one in field["categories"]]


def _categories(table: str, field: Mapping[str, Any], themes: Mapping[str, str]) -> list[Any]:
    """Return the codes of a column: its own, but for those that follow the sections or the subject of an article."""
    own = {"theme": themes, "scope": _SCOPES if table == "claims" else {}}.get(field["name"])
    if own is None:
        return list(field["categories"])
    return [{"value": code, "label": label} for code, label in own.items()]


def _rows(article: Numbered) -> dict[str, pd.DataFrame]:
    """Return the rows that follow from the article's text alone, and the relations that the schema allows."""
    statements = article.statements.assign(**dict.fromkeys(_CODES["statements"], NOT_CODED))
    # a lead to a list asserts nothing without its items
    told = statements.loc[statements["form"] != "list_lead", "statement_id"].tolist()
    claims = _claim_ids(told)
    relations = pd.read_csv(data_folder() / "article" / "relations.csv", dtype="str", keep_default_na=False)
    return {
        "sections": article.sections,
        "statements": statements,
        "relations": relations,
        "claims": pd.DataFrame({"claim_id": claims, "type": NOT_CODED, "scope": NOT_CODED, "origin": "article"}),
        "claim_statements": pd.DataFrame({"claim_id": claims, "statement_id": told}),
    }


def _claim_ids(statements: Sequence[str]) -> list[str]:
    return [f"c-{place:03}" for place in range(1, len(statements) + 1)]
