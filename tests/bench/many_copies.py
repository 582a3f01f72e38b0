#!/usr/bin/env python3
"""Writes the shipped network many times over, with all that stands on it: many_copies.py FOLDER COPIES

FOLDER/baseline.yaml is then the normal year of COPIES countries side by side, each as large as the shipped one, and
FOLDER/western-blockade.yaml the shipped blockade in the first of them. A long road, which nobody takes, joins each
copy to the next: a network is one piece. Work per event should not depend on COPIES.
"""
import csv
import pathlib
import re
import sys

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
NETWORK = SCENARIOS / "networks/southern-mali"
BY_PLACE = ("terminals", "fleets", "posts", "assemblies")  # sections with one line for each entry


def read_table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_table(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, rows[0], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def renamed(name, copy):
    """`bamako/depot` to `bamako-c3/depot`; nothing stays nothing."""
    first, *kind = name.split("/")
    return "/".join([f"{first}-c{copy}", *kind]) if name else name


def copies_of(rows, columns, copies, **changes):
    """All rows once for each copy, with the names in these columns renamed."""
    return [row | {c: renamed(row[c], k) for c in columns} | {c: change(row[c]) for c, change in changes.items()}
            for k in range(copies) for row in rows]


def renamed_entry(line, copy):
    """`  dakar: { place: dakar, serves: [dakar] }` with every name in it renamed."""
    name, rest = re.fullmatch(r"  ([\w-]+)(: \{.*)", line).groups()
    rest = re.sub(r"(place|base): ([\w-]+)", lambda m: f"{m[1]}: {renamed(m[2], copy)}", rest)
    rest = re.sub(r"serves: \[([^]]*)\]",
                  lambda m: "serves: [" + ", ".join(renamed(n, copy) for n in m[1].split(", ")) + "]", rest)
    return f"  {renamed(name, copy)}{rest}"


def scenario_text(copies):
    lines, section = [], ""
    for line in (SCENARIOS / "baseline.yaml").read_text(encoding="utf-8").splitlines():
        if re.match(r"\w", line):
            section = line.split(":")[0]
        if section in BY_PLACE and re.match(r"  [\w-]+: \{", line):
            lines += [renamed_entry(line, k) for k in range(copies)]
        elif line.startswith("  levels_for: "):
            lines.append(f"  levels_for: {float(re.search(r'([0-9.]+) ML/day', line)[1]) * copies:g} ML/day")
        elif "total: {" in line:
            total = re.search(r"value: ([\d.]+) ML/day", line)[1]
            lines.append(f"  total: {float(total) * copies:g} ML/day")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def blockade_text():
    text = (SCENARIOS / "western-blockade.yaml").read_text(encoding="utf-8")
    text = text.replace("corridors: west,", "corridors: west-c0,")
    text = re.sub(r"between: \[(\w+), (\w+)\]", r"between: [\1-c0, \2-c0]", text)
    lines = [renamed_entry(line, 0) if line.startswith("  kenieba: {") else line for line in text.splitlines()]
    return "\n".join(lines) + "\n"


def corridors_text(copies):
    """Every corridor and group once for each copy."""
    head, *sections = re.split(r"^(?=\w+:$)", (NETWORK / "corridors.yaml").read_text(encoding="utf-8"), flags=re.M)
    text = head
    for section in sections:
        title, *entries = section.splitlines()
        text += title + "\n"
        for k in range(copies):
            for line in entries:
                line = re.sub(r"^  ([\w-]+):", lambda m: f"  {renamed(m[1], k)}:", line)
                line = re.sub(r"\[([^]]*)\]",
                              lambda m: "[" + ", ".join(renamed(n, k) for n in m[1].split(", ")) + "]", line)
                text += line + "\n"
    return text


def main():
    folder, copies = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    network, tables = folder / "networks/southern-mali", folder / "tables"
    write_table(network / "places.csv", copies_of(read_table(NETWORK / "places.csv"), ["id"], copies))
    roads = read_table(NETWORK / "roads.csv")
    links = [roads[0] | {"from": renamed("dakar", k), "to": renamed("dakar", k + 1), "road": "", "length_km": "5000"}
             for k in range(copies - 1)]
    write_table(network / "roads.csv", copies_of(roads, ["from", "to"], copies) + links)
    (network / "corridors.yaml").write_text(corridors_text(copies), encoding="utf-8")
    write_table(tables / "demand.csv", copies_of(read_table(SCENARIOS / "tables/demand.csv"), ["place"], copies,
                                                 share=lambda share: f"{max(float(share) / copies, 1e-4):.4f}"))
    write_table(tables / "sites.csv",
                copies_of(read_table(SCENARIOS / "tables/sites.csv"), ["place", "clears_at"], copies,
                          tank_m3=lambda tank: f"{1.1 * float(tank):.0f}"))  # room, since shares are rounded
    write_table(tables / "suppliers.csv",
                copies_of(read_table(SCENARIOS / "tables/suppliers.csv"), ["place", "supplier", "corridor"], copies))
    (folder / "baseline.yaml").write_text(scenario_text(copies), encoding="utf-8")
    (folder / "western-blockade.yaml").write_text(blockade_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
