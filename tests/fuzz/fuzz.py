"""fuzz.py TARGET: tries a libFuzzer target for FUZZ_SECONDS (30, unless told) from the project's own files.

The corpus lives in a temporary folder. An input that breaks something is left in the working folder and named;
once mended it becomes a kept case in tests/input/wrong.
"""
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
INPUT = PROJECT / "tests/input"
NETWORK = INPUT / "networks/small"
LONGEST_INPUT = 20  # seconds, with the sanitizers and beside other tests; one second alone would be slow
MEMORY = 2048  # MB
AFTER_EXPECTATIONS = re.compile(r"\A(# expect: .*\n)*")


def scenario_seeds():
    for folder in [PROJECT / "scenarios", PROJECT / "scenarios/examples", INPUT / "wrong", INPUT / "good"]:
        for path in sorted(folder.glob("*.yaml")) + sorted(folder.glob("*.case")):
            yield path.name, AFTER_EXPECTATIONS.sub("", path.read_bytes().decode(errors="surrogateescape"))
    for path in sorted((INPUT / "good").iterdir()) + sorted(NETWORK.iterdir()):
        yield "whole-" + path.name, f"=== {path.relative_to(INPUT)}\n{path.read_text()}"


def geojson_seeds():
    """The small network as its export would write it, whole and with a corridor that leads nowhere."""
    def value(name, cell):
        return {"yes": True, "no": False}.get(cell, float(cell) if re.fullmatch(r"[\d.]+", cell) and name != "road" else cell)

    def rows(table):
        with open(NETWORK / table, newline="", encoding="utf-8") as file:
            return [{name: value(name, cell) for name, cell in row.items() if cell} for row in csv.DictReader(file)]

    def feature(form, at, properties):
        return {"type": "Feature", "geometry": {"type": form, "coordinates": at}, "properties": properties}

    places = rows("places.csv")
    at = {place["id"]: [float(place.pop("longitude")), float(place.pop("latitude"))] for place in places}
    points = [feature("Point", at[place["id"]], place) for place in places]
    lines = [feature("LineString", [at[road["from"]], at[road["to"]]], {"kind": "road"} | road) for road in rows("roads.csv")]
    through = {"kind": "corridor", "id": "upper", "name": "By the west", "through": "haven, gate, west, capital"}
    group = {"kind": "group", "id": "both", "name": "Both ways", "corridors": "upper"}
    for name, more in [("whole", [through, group]), ("lost", [through | {"through": "haven, capital"}]), ("bare", [])]:
        layers = [points, lines + [feature("LineString", [at["haven"], at["capital"]], one) for one in more]]
        yield name, "\n===\n".join(json.dumps({"type": "FeatureCollection", "features": layer}) for layer in layers)


def words():
    """What the language is made of: names of fields and words, units, and signs."""
    text = (PROJECT / "docs/reference.md").read_text()
    return sorted(set(re.findall(r"[a-z][a-z_0-9/]{2,30}", text))) + ["=== ", "=== + ", "\\x0a", ": ", "{ ", " }", " %", " km/h"]


def main():
    target = pathlib.Path(sys.argv[1]).resolve()
    seconds = float(os.environ.get("FUZZ_SECONDS", "30"))
    seeds = geojson_seeds() if "geojson" in target.name else scenario_seeds()
    with tempfile.TemporaryDirectory(prefix="citerne-fuzz-") as folder:
        corpus = pathlib.Path(folder) / "corpus"
        corpus.mkdir()
        for name, text in seeds:
            (corpus / name).write_bytes(text.encode(errors="surrogateescape"))
        dictionary = pathlib.Path(folder) / "words"
        dictionary.write_text("".join(f'"{word}"\n' for word in words()))
        done = subprocess.run(
            [target, corpus, f"-dict={dictionary}", f"-max_total_time={seconds:g}", f"-timeout={LONGEST_INPUT}",
             f"-rss_limit_mb={MEMORY}", "-max_len=16384", "-print_final_stats=1", f"-artifact_prefix={os.getcwd()}/{target.name}-"],
            stderr=subprocess.PIPE, encoding="utf-8", errors="replace")
    tail = "\n".join(done.stderr.splitlines()[-60:])
    tried = re.search(r"number_of_executed_units: (\d+)", tail)
    slowest = re.search(r"slowest_unit_time_sec: +(\d+)", tail)
    if done.returncode != 0 or not tried or not slowest:
        sys.exit(f"{tail}\n{target.name} ended with {done.returncode}")
    print(f"reliability: {target.name.removeprefix('citerne_')}: {tried[1]} inputs in {seconds:g} s, none broke anything,"
          f" none took more than {int(slowest[1]) + 1} s")


if __name__ == "__main__":
    main()
