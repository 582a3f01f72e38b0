"""Each array that docs/metrics.md explains is asked for by its name in some test."""
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def explained():
    page = (ROOT / "docs" / "metrics.md").read_text()
    cells = re.findall(r"^\| (`[^|]*) \|", page[: page.index("## The log")], re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([a-z_/]+)`", cell)]


class Metrics(unittest.TestCase):
    def test_each_has_a_test(self):
        # The second simulator works figures out too, but what it compares is not worked by hand.
        sources = [p for p in (ROOT / "tests").rglob("*_test.*") if "reference" not in p.parts]
        tests = "".join(p.read_text() for p in sources)
        names = explained()
        self.assertGreater(len(names), 60)
        untested = [n for n in names if not re.search(rf"[\"']{n}[\"':]", tests)]
        self.assertEqual(untested, [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
