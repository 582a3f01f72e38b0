"""fuzz.py TARGET: tries a libFuzzer target for FUZZ_SECONDS (30, unless told) from the project's own files.

The corpus lives in a temporary folder. An input that breaks something is left in the working folder and named;
once mended it becomes a kept case in tests/input/wrong.
"""
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
    def feature(form, at, **properties):
        return '{"type":"Feature","geometry":{"type":"%s","coordinates":%s},"properties":{%s}}' % (
            form, at, ",".join(f'"{k}":"{v}"' for k, v in properties.items()))

    def collection(*features):
        return '{"type":"FeatureCollection","features":[%s]}' % ",".join(features)

    places = collection(feature("Point", "[-8.0,12.6]", id="kati", name="Kati", kind="town"),
                        feature("Point", "[-8.2,12.7]", id="neguela", name="Néguéla", kind="town"))
    road = feature("LineString", "[[-8.0,12.6],[-8.2,12.7]]", kind="road", length_km="30", surface="paved",
                   **{"from": "kati", "to": "neguela"})
    corridor = feature("LineString", "[[-8.0,12.6],[-8.2,12.7]]", kind="corridor", id="west", name="West", through="kati neguela")
    yield "both", places + "\n===\n" + collection(road, corridor)
    yield "empty", collection() + "\n===\n" + collection()


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
