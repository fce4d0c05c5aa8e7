"""A small article with evidence: things that bring about, have reached or govern others."""

import json
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pandas as pd

from claimbook import Book, open_book

CREATED = "2026-01-01"
TYPES = {"design": "integer", "year": "year", "hits_count": "integer"}
TYPES |= dict.fromkeys(
    ["observed_from", "observed_to", "review_by", "search_date", "valid_from", "valid_to"],
    "date",
)
CODES = {
    "direction": ["supports", "mixed", "contradicts", "none"],
    "reading": ["correct", "partly", "incorrect"],
    "theme": ["water", "order"],
}
KEYS = {
    "relations": ["relation", "source_kind", "target_kind"],
    "claim_statements": ["claim_id", "statement_id"],
    "claim_links": ["claim_id", "link_id"],
    "evidence_links": ["evidence_id", "link_id"],
}
TABLES = {
    "statements": """
        statement_id,paraphrase,theme
        p1,Wells and rain bring peace and trade.,water
        p2,The law of wells governs trade.,order
    """,
    "things": "thing_id,name\nlaw,Law\npeace,Peace\nrain,Rain\ntrade,Trade\nwells,Wells",
    "entities": "entity_id,kind\nlaw,thing\npeace,thing\nrain,thing\ntrade,thing\nwells,thing",
    "relations": """
        relation,source_kind,target_kind,reads_as
        achieved,thing,thing,has reached
        governs,thing,thing,governs
        produces,thing,thing,brings
    """,
    "links": """
        link_id,source,relation,target,statement_id,basis,polarity
        l-001,wells,produces,peace,p1,stated,positive
        l-002,rain,produces,peace,p1,stated,positive
        l-003,wells,produces,trade,p1,implied,positive
        l-004,wells,achieved,trade,p1,stated,positive
        l-005,law,governs,trade,p2,stated,positive
        l-006,wells,produces,peace,p2,aim,positive
    """,
    "claims": """
        claim_id,proposition,type,scope,population,comparison,outcome,period,origin
        c-001,Water brings peace and trade.,causal,everywhere,towns,no water,calm,any,article
        c-002,Trade has grown.,descriptive,everywhere,towns,none,trade,any,article
        c-003,The law governs trade.,legal,everywhere,towns,none,rules,any,article
        c-004,Rain does not bring trade.,causal,everywhere,towns,drought,trade,any,literature
    """,
    "claim_statements": "claim_id,statement_id\nc-001,p1\nc-001,p2\nc-002,p1\nc-003,p2",
    "claim_links": "claim_id,link_id\nc-001,l-001\nc-001,l-002\nc-001,l-003\nc-001,l-006\nc-002,l-004\nc-003,l-005",
    "literature_links": """
        link_id,claim_id,source,relation,target,polarity
        r-001,c-004,rain,produces,trade,negative
    """,
    "sources": """
        source_id,citation,authors,year,title,outlet,doi,url,kind,licence
        early,Early (2010).,"Early, A.",2010,An early study,Journal of Wells,10.1000/early,,article,all-rights-reserved
        late,Late (2020).,Bureau of Wells,2020,"Wells & {rain}, 50% more_or_less #1 for $2",Bureau,,https://a.org/b_c,report,cc
        undated,Undated (n.d.).,,,A page,,,,web,all-rights-reserved
    """,
    "evidence_links": "evidence_id,link_id",
    "searches": """
        search_id,claim_id,place,query,search_date,hits_count,note
        q-001,c-001,a library,wells peace,2025-05-01,2,
    """,
    "readings": "reading_id,claim_id,source_id,provision,reading,says,verified",
    "review_families": "review_id,family_id",
    "phases": "phase_id,case_id,name,valid_from,valid_to,what,source_id,verified",
}
EVIDENCE = {
    "source_id": "early",
    "design": 2,
    "place_match": "yes",
    "intervention_match": "yes",
    "outcome_match": "yes",
    "period_match": "yes",
    "outcome": "calm",
    "observed_from": "",
    "observed_to": "",
    "place": "towns",
    "finding": "Something was found.",
    "population": "towns",
    "method": "comparison",
    "selection": "addressed",
    "interval": "excludes-zero",
    "upgrade": "",
    "verified": "full-text",
    "superseded_by": "",
    "window_note": "",
    "review_by": "",
}


def found(claim: str, family: str, direction: str, *links: str, **other: object) -> dict[str, object]:
    """Return a row of evidence, and the links on which it bears."""
    return {"claim_id": claim, "family_id": family, "direction": direction, **EVIDENCE, "links": links} | other


def write_package(folder: Path, *evidence: Mapping[str, object], **tables: str) -> Book:
    """Write the package with some evidence, other tables instead of its own, and open it.

    The rows of evidence become e-001, e-002 and so on; each family is a study unless the table `families` says more.
    """
    rows = [
        {"evidence_id": f"e-{place:03}", "finding_id": f"F{place:02}"} | one for place, one in enumerate(evidence, 1)
    ]
    blank = {"evidence_id": "", "finding_id": ""} | found("", "", "")
    frame = pd.DataFrame(rows, columns=list(blank))
    bears = [f"{one['evidence_id']},{link}" for one in rows for link in one["links"]]
    names = sorted({str(one["family_id"]) for one in rows})
    own = {
        "evidence": frame.drop(columns="links").to_csv(index=False),
        "evidence_links": "\n".join(["evidence_id,link_id", *bears]),
        "families": "\n".join(
            ["family_id,name,kind,producer", *(f"{name},Study {name},study,{name}" for name in names)]
        ),
    }
    resources = []
    for name, text in (TABLES | own | tables).items():
        table = pd.read_csv(StringIO(text), dtype="str", keep_default_na=False, skipinitialspace=True)
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
        resources.append({"name": name, "path": f"{name}.csv", "schema": _schema(name, list(table.columns))})
        if name == "things":
            resources[-1]["entityKind"] = "thing"
    descriptor = {"name": "wells", "created": CREATED, "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return open_book(folder)


def _schema(name: str, columns: list[str]) -> dict[str, object]:
    fields = [
        {"name": column, "type": TYPES.get(column, "string")}
        | ({"categories": CODES[column], "constraints": {"enum": CODES[column]}} if column in CODES else {})
        for column in columns
    ]
    return {"fields": fields, "primaryKey": KEYS.get(name, columns[:1])}
