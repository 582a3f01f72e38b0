"""mutants_drill.py CITERNE brief|night: shipped scenarios, tables and networks with one fault each.

The law of all: exit code 0 or 2, a refusal tells file, line and column. Of a fault that is one for sure (a field, column or
name that does not exist, a value of another kind or out of range, a name given twice): it is refused, and told on its line.
"""
import collections
import json
import random
import re

from drill import DONE, INPUT, NIGHT, SEED, Broken, Folder, expect, said, tell, try_all

MUTANTS = 10_000 if NIGHT else 300
AT_A_TIME = 25
ON_ITS_LINE = 0.99  # of sure faults, at least
NETWORK = "networks/southern-mali"
FILES = ["baseline.yaml", "western-blockade.yaml", "tables/demand.csv", "tables/sites.csv", "tables/suppliers.csv",
         f"{NETWORK}/corridors.yaml", f"{NETWORK}/places.csv", f"{NETWORK}/roads.csv"]
TOLD = re.compile(r"^(?P<file>[^:\n]+):(?P<line>\d+):(?P<column>\d+): error: .", re.MULTILINE)
NUMBER = re.compile(r"(?<![\w:.-])\d+(\.\d+)?(?= ?[a-zA-Z%])(?![-:T])")  # with a unit behind it
NAMES = ("place", "class", "product", "supplier", "corridor", "from", "to", "surface")
NOISE = [":", "{", "}", "[", "]", ",", ";", "'", '"', "\n", "  ", "- ", "null", "&a ", "*a", "<<: ", "!!x ", "---\n", "%", "-1", ".nan",
         "1e999", "\t", "\\", "|", "#", "../", "/", "\u202e", "\0", "é", "9" * 400]


class Luck(random.Random):
    def line(self, lines, fits):
        """The number of a line that fits, or nothing."""
        found = [i for i, line in enumerate(lines) if fits(line)]
        return self.choice(found) if found else None

    def replace(self, line, pattern, text):
        """The line with one place of the pattern replaced, outside quotes and remarks."""
        found = self.choice(list(pattern.finditer(code_of(line))))
        return line[:found.start()] + text + line[found.end():]


def is_code(line):
    return line.strip() and not line.lstrip().startswith("#")


def code_of(line):
    """The line up to its remark, quoted texts made blank."""
    return re.sub(r'"[^"]*"', lambda text: "_" * len(text[0]), line.split("  #")[0])


def mutate_yaml(luck, kind, lines, fields):
    # A name before a map may be one that people chose.
    patterns = {"field": re.compile(rf"\b({'|'.join(fields)})(?=: [^{{])"), "kind": NUMBER, "range": NUMBER,
                "name": re.compile(r"(?<=place: )\w+|(?<=base: )\w+|(?<=corridors: )\w+|(?<=extends: )\S+|(?<=kind: )\w+(?=,)")}
    texts = {"field": "sped_q", "kind": "many", "range": "1e17", "name": "nowhere_q"}
    pattern = patterns[kind]
    i = luck.line(lines, lambda line: is_code(line) and pattern.search(code_of(line)))
    if i is None:
        return None
    lines[i] = luck.replace(lines[i], pattern, texts[kind])
    return i


def mutate_table(luck, kind, lines):
    cells = [line.split(",") for line in lines]
    header = cells[0]
    if kind == "field":
        cells[0][luck.randrange(len(header))] += "_q"
        i = 0
    else:
        whole = [row for row in cells[1:] if len(row) == len(header)]
        numeric = [j for j in range(len(header)) if all(re.fullmatch(r"-?[\d.]*", row[j]) for row in whole)]
        names = [j for j, name in enumerate(header) if name in NAMES]
        i = 1 + luck.line(lines[1:], lambda line: line and '"' not in line)
        wanted = [j for j in (names if kind == "name" else numeric) if j < len(cells[i]) and cells[i][j]]
        if not wanted:
            return None
        cells[i][luck.choice(wanted)] = {"kind": "many", "range": "1e17", "name": "nowhere_q"}[kind]
    lines[i] = ",".join(cells[i])
    return i


def mutate(luck, path, text, fields):
    """The text with one fault, and the number of the line that must be told (none: the fault may be none)."""
    kind = luck.choice(["field", "kind", "range", "name", "twice", "drop", "noise", "noise"])
    lines = text.split("\n")
    sure = None
    if kind in ("field", "kind", "range", "name"):
        sure = mutate_yaml(luck, kind, lines, fields) if path.endswith(".yaml") else mutate_table(luck, kind, lines)
    elif kind == "twice":
        i = luck.line(lines, lambda line: is_code(line) and (path.endswith(".csv") or re.match(r"\s*[\w-]+:", line)))
        lines.insert(i, lines[i])
        if path.endswith(".yaml") and lines[i].count("{") == lines[i].count("}"):
            sure = i + 1
    elif kind == "drop":
        del lines[luck.randrange(len(lines))]
    else:
        damaged = list("\n".join(lines))
        for _ in range(luck.randint(1, 4)):
            at = luck.randrange(len(damaged))
            damaged[at:at + luck.choice([0, 1, 12])] = luck.choice(NOISE)
        return kind, "".join(damaged), None
    return kind, "\n".join(lines), None if sure is None else sure + 1


def check_some(first):
    with Folder() as folder:
        schema = json.loads(folder.call("schema").stdout)
        fields = sorted(fields_of(schema))
        figures = collections.Counter()
        for trial in range(first, first + AT_A_TIME):
            luck = Luck(f"{SEED} {trial}")
            path = luck.choice(FILES)
            whole = folder.path / path
            text = whole.read_text()
            kind, mutant, sure = mutate(luck, path, text, fields)
            whole.write_text(mutant, encoding="utf-8", errors="surrogateescape")
            try:
                figures += hold(folder.call("check", path if path == "baseline.yaml" else "western-blockade.yaml"), path, sure)
            except Broken as words:
                raise Broken(f"mutant {trial}, {kind} in {path}, line {sure}: {words}") from None
            whole.write_text(text)
    return figures


def fields_of(schema):
    """Every field that the schema knows; what people name is not in it."""
    if isinstance(schema, list):
        return set().union(*map(fields_of, schema))
    if not isinstance(schema, dict):
        return set()
    own = schema.get("properties", {})
    return (set(own) if isinstance(own, dict) else set()).union(*map(fields_of, schema.values()))


def hold(done, path, sure):
    expect(done.returncode in (DONE, INPUT), said(done))
    told = [(m["file"], int(m["line"])) for m in TOLD.finditer(done.stderr.decode())]
    if done.returncode == INPUT:
        expect(told and not done.stdout, f"refused without a place: {said(done)}")
        expect(all(line >= 1 for _, line in told), "lines count from 1")
    if sure is not None:
        expect(done.returncode == INPUT, f"accepted: {said(done)}")
    return collections.Counter(mutants=1, refused=done.returncode == INPUT, sure=sure is not None, on_its_line=(path, sure) in told)


def main():
    figures = try_all(check_some, [(first,) for first in range(0, MUTANTS, AT_A_TIME)])
    mutants, refused, sure, on_its_line = (figures[name] for name in ["mutants", "refused", "sure", "on_its_line"])
    if on_its_line < ON_ITS_LINE * sure:
        raise SystemExit(f"of {sure} sure faults only {on_its_line} were told on their line")
    tell(f"mutants of scenarios, tables and networks: {mutants}, of which {refused} were refused, each with file, line and column;"
         f" of {sure} sure faults none was accepted, {on_its_line} were told on their very line")


main()
