"""The data dictionary: a page that is printed from the descriptor alone."""

from collections.abc import Iterator

from claimbook.schema import Field, Package, Table


def dictionary_page(package: Package) -> str:
    """Return the data dictionary of a package as Markdown: each table, column, code and key, and who may use it."""
    return "\n".join([*_head(package), *(line for table in package.tables.values() for line in _table(table))])


def _head(package: Package) -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield f"{package.title}, version {package.version}. {package.description}"
    yield ""
    yield f"Licence: {package.licence}. Sources: {'; '.join(package.sources)}."
    yield ""
    yield "This page is written from `datapackage.json` by `claimbook tidy`: change it there."
    yield ""
    yield "| table | what a row is | rows |"
    yield "| --- | --- | ---: |"
    for table in package.tables.values():
        rows = "" if table.row_count is None else table.row_count
        yield f"| [{table.name}](#{table.name}) | {_cell(table.title)} | {rows} |"
    yield ""


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"`{table.path}` · {table.title}. {table.description}".rstrip()
    yield ""
    yield f"One row for each {' + '.join(f'`{name}`' for name in table.primary_key)}."
    yield ""
    yield "| column | type | what it holds |"
    yield "| --- | --- | --- |"
    for field in table.fields:
        yield f"| `{field.name}` | {_type(field)} | {_cell(_meaning(table, field))} |"
    yield ""
    for field in table.fields:
        if any(label != code for code, label in field.categories.items()):
            yield f"Codes of `{field.name}`:"
            yield ""
            yield from (f"- `{code}`: {_cell(label)}" for code, label in field.categories.items())
            yield ""


def _type(field: Field) -> str:
    return f"{'code' if field.categories else field.type}{', required' if field.required else ''}"


def _meaning(table: Table, field: Field) -> str:
    parts = [field.description]
    parts += [
        f"Refers to `{key.table}.{key.table_fields[key.fields.index(field.name)]}`."
        for key in table.foreign_keys
        if field.name in key.fields
    ]
    if field.categories and all(label == code for code, label in field.categories.items()):
        parts.append(f"One of {', '.join(f'`{code}`' for code in field.categories)}.")
    return " ".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
