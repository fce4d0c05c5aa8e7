"""The data package's descriptor, datapackage.json, as frozen dataclasses."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Self

from claimbook.errors import ClaimbookError, Problem

DESCRIPTOR = "datapackage.json"
# code of what a coder has not looked at yet; an empty cell means that there is no value
NOT_CODED = "not-coded"
TYPES = frozenset({"string", "integer", "number", "boolean", "date", "year"})


@dataclass(frozen=True)
class Field:
    """One column: what it holds and what it may hold.

    `categories` maps each allowed code to its label; it is empty for a column that is not coded.
    """

    name: str
    type: str
    description: str
    required: bool = False
    pattern: str = ""
    minimum: float | None = None
    categories: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_descriptor(cls, raw: Mapping[str, Any]) -> Self:
        """Read one field of a Table Schema (Data Package v2)."""
        constraints = raw.get("constraints", {})
        # Data Package v2 allows bare codes and codes with a label
        pairs = [one if isinstance(one, dict) else {"value": one} for one in raw.get("categories", ())]
        return cls(
            name=raw["name"],
            type=raw.get("type", "string"),
            description=raw.get("description", ""),
            required=constraints.get("required", False),
            pattern=constraints.get("pattern", ""),
            minimum=constraints.get("minimum"),
            categories={str(one["value"]): str(one.get("label", one["value"])) for one in pairs},
        )


@dataclass(frozen=True)
class ForeignKey:
    """Columns of one table whose values must stand in columns of another."""

    fields: tuple[str, ...]
    table: str
    table_fields: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One CSV file and its columns.

    `entity_kind` names the kind of entity that the table lists (`challenge`, `strategy`, …), and is empty for
    every other table; `row_count` is what `claimbook tidy` counted last, or None.
    """

    name: str
    path: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    row_count: int | None = None
    entity_kind: str = ""

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in the file's order."""
        return [field.name for field in self.fields]

    def is_free_text(self, field: Field) -> bool:
        """Tell whether people write the column freely: no code, no pattern, no key."""
        keyed = {*self.primary_key, *(name for key in self.foreign_keys for name in key.fields)}
        return field.type == "string" and not field.categories and not field.pattern and field.name not in keyed

    @classmethod
    def from_descriptor(cls, raw: Mapping[str, Any]) -> Self:
        """Read one resource of a data package."""
        schema = raw["schema"]
        return cls(
            name=raw["name"],
            path=raw["path"],
            title=raw.get("title", raw["name"]),
            description=raw.get("description", ""),
            fields=tuple(Field.from_descriptor(column) for column in schema["fields"]),
            primary_key=_names(schema.get("primaryKey", ())),
            unique_keys=tuple(_names(key) for key in schema.get("uniqueKeys", ())),
            foreign_keys=tuple(
                ForeignKey(
                    fields=_names(key["fields"]),
                    # Table Schema: no resource named means the table itself
                    table=key["reference"].get("resource") or raw["name"],
                    table_fields=_names(key["reference"]["fields"]),
                )
                for key in schema.get("foreignKeys", ())
            ),
            row_count=raw.get("rowCount"),
            entity_kind=raw.get("entityKind", ""),
        )


@dataclass(frozen=True)
class Package:
    """A data package: its tables and other files, and who may use it how."""

    title: str
    version: str
    created: str
    description: str
    licence: str
    sources: tuple[str, ...]
    tables: Mapping[str, Table]
    other_files: tuple[str, ...]

    @classmethod
    def from_descriptor(cls, raw: Mapping[str, Any]) -> Self:
        """Read a whole descriptor."""
        tables = [Table.from_descriptor(resource) for resource in raw["resources"] if "schema" in resource]
        return cls(
            title=raw.get("title", raw.get("name", "")),
            version=str(raw.get("version", "")),
            created=str(raw.get("created", "")),
            description=raw.get("description", ""),
            licence=", ".join(one.get("title", one.get("name", "")) for one in raw.get("licenses", ())),
            sources=tuple(source.get("title", "") for source in raw.get("sources", ())),
            tables={table.name: table for table in tables},
            other_files=tuple(one["path"] for one in raw["resources"] if "schema" not in one),
        )

    @property
    def kind_tables(self) -> dict[str, Table]:
        """The tables of entities, by kind (`challenge` → the table `challenges`)."""
        return {table.entity_kind: table for table in self.tables.values() if table.entity_kind}


def load_package(folder: Path) -> Package:
    """Read `datapackage.json` in a folder.

    Raises
    ------
    ClaimbookError
        If there is none, if it is no JSON or no tabular data package, if a column has a type that claimbook
        does not know, or if a path is absolute, remote, contains `..` or leaves the folder through a link.
    """
    file = folder / DESCRIPTOR
    try:
        package = Package.from_descriptor(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ClaimbookError(f"{folder} holds no {DESCRIPTOR}: name a folder that is a data package") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ClaimbookError(f"{file} can't be read: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        message = f"{file} is no tabular Data Package: {error!r} is missing or of the wrong type"
        raise ClaimbookError(message) from error
    tables = list(package.tables.values())
    problems = [_bad_path(folder, path) for path in [*(table.path for table in tables), *package.other_files]]
    problems += [_bad_type(field) for table in tables for field in table.fields]
    problems += [_bad_key(key, table, tables) for table in tables for key in table.foreign_keys]
    if found := [problem for problem in problems if problem]:
        raise ClaimbookError(f"{file} can't be used:", found)
    return package


def _names(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _bad_path(folder: Path, path: object) -> Problem | None:
    if not isinstance(path, str):
        rule, value = "a resource is one file", json.dumps(path)
    elif "://" in path or "\\" in path or ":" in path.split("/", maxsplit=1)[0]:
        rule, value = "a path must be local", path
    elif PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        rule, value = "a path must be relative and without ..", path
    elif not (folder / path).resolve().is_relative_to(folder.resolve()):
        rule, value = "a path must not leave the package through a link", path
    else:
        return None
    return Problem(DESCRIPTOR, rule, "put the file into the package and name it from there", column="path", value=value)


def _bad_type(field: Field) -> Problem | None:
    if field.type in TYPES:
        return None
    return Problem(
        DESCRIPTOR,
        "unknown type",
        f"use one of {', '.join(sorted(TYPES))}",
        column=field.name,
        value=field.type,
    )


def _bad_key(key: ForeignKey, table: Table, tables: list[Table]) -> Problem | None:
    parents = {parent.name: parent for parent in tables}
    parent = parents.get(key.table)
    if parent and set(key.table_fields) <= set(parent.columns) and set(key.fields) <= set(table.columns):
        return None
    value = f"{table.name}({', '.join(key.fields)}) → {key.table}({', '.join(key.table_fields)})"
    return Problem(DESCRIPTOR, "a foreign key names a table or column that is not there", "mend the key", value=value)
