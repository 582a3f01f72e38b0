"""completion_test.py CITERNE: shells complete what the program knows; the manual page says what --help says."""
import os
import re
import select
import shutil
import subprocess
import time

import program
from program import DONE, INPUT, PATIENCE, ProgramTest

# A line that is typed, and words that must come, and words that must not.
LINES = [("citerne ", {"run", "check", "plot", "network", "completion"}, {"health", "--help"}),
         ("citerne ru", {"run"}, {"check", "rerun"}),
         ("citerne run --re", {"--replications", "--record"}, {"--seed"}),
         ("citerne run --record ", {"summary", "bands", "full"}, {"baseline.yaml"}),
         ("citerne run -j 2 base", {"baseline.yaml"}, {"bamako"}),
         ("citerne network ", {"health", "export", "import"}, {"run"}),
         ("citerne network export --", {"--output", "--help"}, {"--json"}),
         ("citerne completion ", {"bash", "zsh", "fish"}, {"run"})]


class Completion(ProgramTest):
    def script(self, shell):
        path = self.folder / ("_citerne" if shell == "zsh" else f"citerne.{shell}")
        path.write_text(self.expect(DONE, "completion", shell).stdout, encoding="utf-8")
        return path

    def need(self, shell):
        if not shutil.which(shell):
            self.skipTest(f"there is no {shell} here")

    def shell(self, *call):
        done = subprocess.run(call, cwd=self.folder, capture_output=True, timeout=PATIENCE, encoding="utf-8")
        self.assertEqual((done.returncode, done.stderr), (0, ""), call)
        return done.stdout

    def assert_offered(self, offered, line, wanted, unwanted):
        self.assertLessEqual(wanted, offered, line)
        self.assertFalse(unwanted & offered, (line, offered))

    def by_bash(self, script, *words):
        """What bash's variables hold when these are the words before and under the cursor."""
        return set(self.shell("bash", "--norc", "-c", '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _citerne;'
                              ' printf "%s\\n" "${COMPREPLY[@]}"', "bash", script, *words).split())

    def test_bash(self):
        script = self.script("bash")
        for line, wanted, unwanted in LINES:
            self.assert_offered(self.by_bash(script, *line.split(" ")), line, wanted, unwanted)

    def test_bash_takes_a_value_behind_an_equals_sign(self):
        script = self.script("bash")
        self.assertEqual(self.by_bash(script, "citerne", "run", "--record", "=", "su"), {"summary"})
        self.assertEqual(self.by_bash(script, "citerne", "run", "--record", "="), {"summary", "bands", "full"})

    def test_bash_keeps_names_with_spaces_whole(self):
        (self.folder / "my blockade.yaml").touch()
        said = self.shell("bash", "--norc", "-c", '. "$1"; COMP_WORDS=(citerne run my); COMP_CWORD=2; _citerne; echo "${#COMPREPLY[@]} ${COMPREPLY[0]}"',
                          "bash", self.script("bash"))
        self.assertEqual(said, "1 my blockade.yaml\n")

    def test_fish(self):
        self.need("fish")
        script = self.script("fish")
        for line, wanted, unwanted in LINES:
            said = self.shell("fish", "--no-config", "-c", f"source {script}; complete -C '{line}'")
            self.assert_offered({row.split("\t")[0] for row in said.splitlines()}, line, wanted, unwanted)

    def read_until(self, ours, mark):
        said, patience = "", time.monotonic() + PATIENCE
        while mark not in said:
            self.assertLess(time.monotonic(), patience, f"no {mark!r} in {said!r}")
            if select.select([ours], [], [], 1)[0]:
                said += os.read(ours, 65536).decode(errors="replace")
        return said

    def test_zsh(self):
        """In a terminal, as zsh completes nowhere else; as a file of fpath, and read by a user."""
        self.need("zsh")
        script = self.script("zsh")
        for known in (f"fpath=({script.parent} $fpath); autoload -Uz compinit; compinit -u -D",
                      f"autoload -Uz compinit; compinit -u -D; . {script}"):
            ours, theirs = self.terminal()
            called = subprocess.Popen(["zsh", "-f", "-i"], cwd=self.folder, stdin=theirs, stdout=theirs, stderr=theirs,
                                      env=os.environ | {"TERM": "dumb", "COLUMNS": "200"}, start_new_session=True)
            os.close(theirs)
            try:
                # ^X lists what may come and shows prompt and line again; ^U takes the line away.
                os.write(ours, f"{known}; list() {{ zle list-choices }}; zle -N list; bindkey '^X' list; PS1='rea''dy> '\n".encode())
                self.read_until(ours, "ready> ")
                for line, wanted, unwanted in LINES:
                    os.write(ours, line.encode() + b"\x18")
                    rows = self.read_until(ours, "ready> " + line).splitlines()[1:-1]
                    offered = {word for row in rows for word in (row.split()[:1] if "  -- " in row else row.split())}
                    self.assert_offered(offered, line, wanted, unwanted)
                    os.write(ours, b"\x15")
            finally:
                os.close(ours)
                called.kill()
                called.wait(PATIENCE)

    def test_another_shell_is_refused(self):
        self.expect_refused(INPUT, "completion", "tcsh")
        self.expect_refused(INPUT, "completion")


class Manual(ProgramTest):
    def commands(self, *path):
        """Every command with its --help."""
        text = self.expect(DONE, *path, "--help").stdout
        yield path, text
        below = text.split("\nSubcommands:\n")[1] if "\nSubcommands:\n" in text else ""
        for name in re.findall(r"^  (\w+)", below, re.MULTILINE):
            yield from self.commands(*path, name)

    def test_says_what_help_says(self):
        page = self.expect(DONE, "manual").stdout
        plain = re.sub(r"\\f[BIR]", "", page).replace("\\-", "-").replace("\\(aq", "'")
        seen = 0
        for path, text in self.commands():
            part = plain if not path else plain.split(f"\n.SS citerne {' '.join(path)}\n")[1].split("\n.SS ")[0]
            flat = " ".join(text.split())
            for about in re.findall(r"\.TP\n.+\n(.+)", part.split("\n.SH ")[0]) if path else []:
                self.assertIn(re.sub(r" (Unless told: .*|May be written several times)\.$", "", about).rstrip("."), flat)
            for option in re.findall(r"(?<![\w-])--?[a-z][\w-]*(?=[ ,])", text.split("ptions:\n")[-1].split("Subcommands")[0]):
                if path and option in ("-h", "--help"):  # told once
                    continue
                self.assertIn(option, part, path)
                seen += 1
        self.assertGreater(seen, 40)

    def test_is_clean_roff(self):
        if not shutil.which("groff"):
            self.skipTest("there is no groff here")
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww"], input=self.expect(DONE, "manual").stdout, capture_output=True,
                              timeout=PATIENCE, encoding="utf-8")
        self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    program.main()
