"""install_test.py CITERNE: what cmake --install lays down works where it lies."""
import pathlib
import shutil
import subprocess

import program
from program import DONE, PATIENCE, ProgramTest


class Install(ProgramTest):
    def setUp(self):
        super().setUp()
        self.prefix = self.folder / "prefix"
        build = pathlib.Path(self.program).parent
        subprocess.run(["cmake", "--install", build, "--prefix", self.prefix], check=True, capture_output=True, timeout=PATIENCE)

    def test_everything_is_there(self):
        for part in ("bin/citerne", "share/man/man1/citerne.1", "share/bash-completion/completions/citerne",
                     "share/zsh/site-functions/_citerne", "share/fish/vendor_completions.d/citerne.fish",
                     "share/citerne/scenarios/baseline.yaml", "share/citerne/scenarios/networks/southern-mali/roads.csv",
                     "share/citerne/tools/schema/scenario.schema.json", "share/doc/citerne/LICENSE"):
            self.assertTrue((self.prefix / part).is_file(), part)

    def test_it_is_what_the_program_prints(self):
        for part, arguments in (("man/man1/citerne.1", ["manual"]), ("bash-completion/completions/citerne", ["completion", "bash"]),
                                ("zsh/site-functions/_citerne", ["completion", "zsh"]),
                                ("fish/vendor_completions.d/citerne.fish", ["completion", "fish"])):
            self.assertEqual((self.prefix / "share" / part).read_text(encoding="utf-8"), self.expect(DONE, *arguments).stdout)

    def test_the_installed_program_finds_its_scenarios_also_after_a_move(self):
        moved = self.folder / "moved"
        shutil.move(self.prefix, moved)
        said = subprocess.run([moved / "bin/citerne", "examples", "--json"], capture_output=True, timeout=PATIENCE, encoding="utf-8")
        self.assertEqual(said.returncode, DONE, said.stderr)
        self.assertIn(str(moved / "share/citerne/scenarios/examples/rn7-closed.yaml"), said.stdout)


if __name__ == "__main__":
    program.main()
