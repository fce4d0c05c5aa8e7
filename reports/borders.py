"""Make the border file of the maps, `lib/claimbook/charts/borders.json`, from Natural Earth.

Run by hand when Natural Earth draws a new version that the maps should follow:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    npm pack i18n-iso-countries@7.14.0 && tar xzf i18n-iso-countries-7.14.0.tgz --one-top-level=iso
    python reports/borders.py package/countries-50m.json iso/package/codes.json

The first package holds Natural Earth's countries at 1:50m (public domain) as TopoJSON, the second the codes of
ISO 3166-1. Arcs stay arcs, so that neighbours keep one border however it is simplified; small islands go.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from claimbook.charts.borders import FILE, Point, area, joined, simplified

ATLAS = "Natural Earth 4.1.0, 1:50m, simplified"
NOTE = "Borders are as Natural Earth draws them; they express no position on the status of any territory."
# what Natural Earth draws and ISO has no code for: the code in use, or that of the country in which the data sets on
# violence and missions count what happens there; the rest belongs to no row of theirs
CODES = {"Kosovo": "xkx", "Somaliland": "som", "N. Cyprus": "cyp"}
NOBODY = "none"
# Antarctica has no row, and would be the largest of all
LEFT_OUT = {"ata"}
# degrees: about a pixel on a map of one country
TOLERANCE = 0.025
# square degrees: an island of 15 km by 15 km
SMALLEST = 0.02
# coordinates are whole numbers of hundredths of a degree
SCALE = 100


def arcs_of(atlas: dict) -> list[list[Point]]:
    """Return the arcs of a quantized topology in degrees."""
    (wide, high), (left, low) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    found = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for across, up in arc:
            x, y = x + across, y + up
            points.append((x * wide + left, y * high + low))
        found.append(points)
    return found


def rings_of(geometry: dict, arcs: list[list[Point]]) -> list[list[int]]:
    """Return the rings of a country as indices of arcs, without small islands; the largest part always stays."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    sized = [(area(joined(indices, arcs)), indices) for polygon in polygons for indices in polygon]
    most = max(size for size, _ in sized)
    return [indices for size, indices in sized if size == most or size >= SMALLEST]


def written(points: Sequence[Point]) -> list[int]:
    """Return a line as whole numbers: its first point, then the steps from point to point."""
    numbers: list[int] = []
    x = y = 0
    for across, up in points:
        here = round(across * SCALE), round(up * SCALE)
        if not numbers or here != (x, y):
            numbers += [here[0] - x, here[1] - y]
        x, y = here
    return numbers


def main(atlas_file: str, codes_file: str) -> None:
    """Write the border file."""
    atlas = json.loads(Path(atlas_file).read_text(encoding="utf-8"))
    codes = {number: three.lower() for _, three, number, _ in json.loads(Path(codes_file).read_text(encoding="utf-8"))}
    fine = arcs_of(atlas)
    places: dict[int, int] = {}
    countries: dict[str, dict] = {}
    for geometry in atlas["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = codes.get(geometry.get("id", ""), CODES.get(name, NOBODY))
        if code in LEFT_OUT:
            continue
        country = countries.setdefault(code, {"name": "", "rings": []})
        if "id" in geometry or code not in codes.values():
            country["name"] = country["name"] or name
        for indices in rings_of(geometry, fine):
            # only the arcs that somebody needs stay, under new numbers
            kept = [places.setdefault(index if index >= 0 else ~index, len(places)) for index in indices]
            country["rings"].append([new if old >= 0 else ~new for new, old in zip(kept, indices, strict=True)])
    countries[NOBODY]["name"] = ""
    head = {"source": ATLAS, "note": NOTE, "scale": SCALE}
    arcs = ",\n".join(_line(written(_simplified(fine[index]))) for index in places)
    lines = ",\n".join(f"{json.dumps(code)}: {_line(countries[code])}" for code in sorted(countries))
    text = f'{json.dumps(head, indent=0)[:-2]},\n"arcs": [\n{arcs}\n],\n"countries": {{\n{lines}\n}}\n}}\n'
    FILE.write_text(text, encoding="utf-8")
    print(f"{FILE.name}: {len(countries)} countries, {len(text) / 1024:.0f} KB")  # noqa: T201


def _simplified(arc: list[Point]) -> list[Point]:
    """Return an arc with fewer points; one that is a ring of its own keeps enough of them to be one."""
    points = simplified(arc, TOLERANCE)
    return points if len(points) > 4 or arc[0] != arc[-1] else simplified(arc, TOLERANCE / 10)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main(*sys.argv[1:])
