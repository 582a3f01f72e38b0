"""commands_test.py CITERNE: what the pages tell people to type does what they say.

Of README.md, docs/*.md and scenarios/README.md these are taken in order, each page in a folder of its own:
  * a ```sh block: each of its commands must end with 0, or as a comment on its line says (`# exit 2`);
  * a ```yaml block that is to be saved under a name: it is saved;
  * `citerne ...` within the text of docs/questions.md: a command like those of a block;
  * ```python blocks: one session, run as they stand behind all else of the page.
The program that is tested stands at build/release/citerne and as citerne on the path. Only the number of runs is
another than on the page, of plans of sweeps too: always two, the fewest that can be compared.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md")), PROJECT / "scenarios/README.md"]
LEFT_OUT = {
    "tools/quickstart": "installs packages, as root",
    "tools/check": "installs packages, and runs this very test",
    "tools/bench": "takes half an hour on an idle machine",
    "cmake": "lays files down in /usr/local; cli.install does so elsewhere",
}
# What a page takes for granted.
BEFORE = {"docs/file-format.md": "citerne run scenarios/western-blockade.yaml -n 2 -o out.h5"}
PATIENCE = 180  # seconds until a command counts as hung

PART = re.compile(r"Save this as `(?P<name>[^`\n]+)`:\n+```yaml\n(?P<text>.*?)^```"
                  r"|^```sh\n(?P<block>.*?)^```"
                  r"|^```python\n(?P<session>.*?)^```"
                  r"|`(?P<within>citerne [^`\n]+)`", re.MULTILINE | re.DOTALL)


def commands_of(block):
    """A command over several lines is one."""
    lines = block.replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


class Commands(unittest.TestCase):
    program = None

    def folder_as_a_clone(self):
        """What a clone holds of use to the commands, built, after tools/quickstart."""
        holder = tempfile.TemporaryDirectory(prefix="citerne-docs-")
        self.addCleanup(holder.cleanup)
        clone = pathlib.Path(holder.name)
        shutil.copytree(PROJECT / "scenarios", clone / "scenarios")
        for plan in (clone / "scenarios/sweeps").iterdir():
            self.save_with_few_runs(plan, plan.read_text(encoding="utf-8"))
        (clone / "out").mkdir()
        (clone / "build/release").mkdir(parents=True)
        (clone / "build/release/citerne").symlink_to(self.program)
        return clone

    @staticmethod
    def save_with_few_runs(path, text):
        path.write_text(re.sub(r"^replications: \d+", "replications: 2", text, flags=re.MULTILINE), encoding="utf-8")

    def run_in(self, clone, *arguments):
        path = f"{clone / 'build/release'}:{os.environ['PATH']}"
        return subprocess.run(arguments, cwd=clone, env=os.environ | {"PATH": path}, stdin=subprocess.DEVNULL,
                              capture_output=True, encoding="utf-8", timeout=PATIENCE)

    def expect(self, code, clone, *arguments):
        done = self.run_in(clone, *arguments)
        self.assertEqual(done.returncode, code, f"\n{arguments[-1]}\n{done.stdout[-2000:]}{done.stderr}")

    def type_in(self, clone, command):
        told = re.search(r"#.*\bexit (\d)", command)
        fewer = re.sub(r"(--replications|-n) \d+", r"\1 2", command)
        self.expect(int(told[1]) if told else 0, clone, "bash", "-o", "pipefail", "-c", fewer)

    def follow(self, page):
        """How many commands and sessions were run."""
        clone = self.folder_as_a_clone()
        name = str(page.relative_to(PROJECT))
        commands, session = [BEFORE[name]] if name in BEFORE else [], ""
        for part in PART.finditer(page.read_text(encoding="utf-8")):
            if part["name"]:
                self.save_with_few_runs(clone / part["name"], part["text"])
            elif part["block"]:
                commands += commands_of(part["block"])
            elif part["session"]:
                session += part["session"]
            elif name == "docs/questions.md":
                commands.append(part["within"])
        commands = [c for c in commands if c.split()[0] not in LEFT_OUT]
        for command in commands:
            self.type_in(clone, command)
        if session:
            self.expect(0, clone, "/usr/bin/python3", "-B", "-c", session)
        return len(commands)

    def test_every_command_of_every_page(self):
        run = {}
        for page in PAGES:
            with self.subTest(page=page.name):
                run[page] = self.follow(page)
        self.assertGreater(run[PROJECT / "docs/questions.md"], 20)

    def test_every_example_answers_a_question(self):
        page = (PROJECT / "docs/questions.md").read_text(encoding="utf-8")
        for scenario in [*PROJECT.glob("scenarios/*.yaml"), *PROJECT.glob("scenarios/examples/*.yaml")]:
            self.assertRegex(page, f"`citerne (run|responses) {re.escape(str(scenario.relative_to(PROJECT)))} ")

    def test_what_is_left_out_is_still_there(self):
        typed = {command.split()[0] for page in PAGES for part in PART.finditer(page.read_text(encoding="utf-8"))
                 for command in commands_of(part["block"] or "")}
        self.assertLessEqual(LEFT_OUT.keys(), typed)


if __name__ == "__main__":
    Commands.program = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
