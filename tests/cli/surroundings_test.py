"""surroundings_test.py CITERNE: what is missing, shut or full around the program is exit code 3, and does no harm."""
import os
import resource
import shutil
import socket
import subprocess

import program
from program import BRIEF, DONE, SURROUNDINGS, ProgramTest

NOBODY = 65534


class Missing(ProgramTest):
    def test_a_file_of_the_command_line_is_named(self):
        for command in ["run", "check", "show", "info"]:
            done = self.expect_refused(SURROUNDINGS, command, "no-such.file")
            self.assertIn("no-such.file", done.stderr)

    def test_a_folder_is_no_file(self):
        for command in ["run", "check", "info"]:
            self.assertIn("networks", self.expect_refused(SURROUNDINGS, command, "networks").stderr)

    def test_the_folder_of_the_result(self):
        done = self.expect_refused(SURROUNDINGS, "run", "baseline.yaml", "-o", "no-such/out.h5")
        self.assertIn("no-such", done.stderr)
        self.expect_refused(SURROUNDINGS, "run", "baseline.yaml", "-o", "baseline.yaml/out.h5")


class Target(ProgramTest):
    """A result never goes into a device, folder, link or pipe, --force or not."""

    def refuse(self, path, word):
        for force in [[], ["--force"]]:
            done = self.expect_refused(SURROUNDINGS, "run", "baseline.yaml", *BRIEF, "-o", path, *force)
            self.assertIn(word, done.stderr)

    def test_a_device(self):
        self.refuse("/dev/null", "a device")
        self.refuse("/dev/full", "a device")

    def test_a_folder(self):
        self.refuse(self.folder / "networks", "a folder")
        self.refuse(f"{self.folder}/networks/", "a file name is missing")

    def test_a_link(self):
        other = self.write("other.h5", "of somebody")
        (self.folder / "link").symlink_to(other)
        (self.folder / "dangling").symlink_to("nowhere")
        self.refuse(self.folder / "link", "a link")
        self.refuse(self.folder / "dangling", "a link")
        self.assertEqual(other.read_text(), "of somebody")

    def test_a_pipe_or_a_socket(self):
        os.mkfifo(self.folder / "pipe")
        self.refuse(self.folder / "pipe", "pipe")
        with socket.socket(socket.AF_UNIX) as ear:
            ear.bind(str(self.folder / "ear"))
            self.refuse(self.folder / "ear", "socket")

    def test_the_facts_have_a_place_too(self):
        (self.folder / "out.h5.run.json").mkdir()
        self.expect_refused(SURROUNDINGS, "run", "baseline.yaml", *BRIEF, "-o", self.output)


class Permission(ProgramTest):
    """As somebody without rights: root may write anywhere."""

    def setUp(self):
        super().setUp()
        self.who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        shutil.copy(self.program, self.folder / "citerne")  # where it stands may be shut to others
        self.program = str(self.folder / "citerne")
        self.folder.chmod(0o755)

    def test_a_scenario_that_may_not_be_read(self):
        (self.folder / "baseline.yaml").chmod(0)
        done = self.expect_refused(SURROUNDINGS, "check", "baseline.yaml", **self.who)
        self.assertIn("baseline.yaml", done.stderr)

    def test_a_table_that_may_not_be_read(self):
        (self.folder / "tables" / "demand.csv").chmod(0)
        done = self.expect_refused(SURROUNDINGS, "check", "baseline.yaml", **self.who)
        self.assertIn("demand.csv", done.stderr)

    def test_a_folder_that_may_not_be_written(self):
        (self.folder / "shut").mkdir(0o555)
        done = self.expect_refused(SURROUNDINGS, "run", "baseline.yaml", "-o", "shut/out.h5", **self.who)
        self.assertIn("shut", done.stderr)

    def test_a_result_that_may_not_be_read(self):
        self.run_brief()
        self.output.chmod(0)
        self.assertIn("out.h5", self.expect_refused(SURROUNDINGS, "info", "out.h5", **self.who).stderr)


def at_most(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


class Full(ProgramTest):
    def test_a_disk_that_fills_up_leaves_the_earlier_result(self):
        self.run_brief()
        earlier = self.output.read_bytes()
        done = self.call("run", "baseline.yaml", *BRIEF, "--seed", "2", "-q", "-o", self.output, "--force",
                         preexec_fn=at_most(len(earlier) // 2))
        self.assertEqual(done.returncode, SURROUNDINGS, done.stderr)
        self.assertIn(str(self.output), done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(self.output.read_bytes(), earlier)
        self.assertEqual([f for f in self.files() if f.endswith(".part")], [])

    def test_a_disk_that_is_full_from_the_start(self):
        self.expect_refused(SURROUNDINGS, "run", "baseline.yaml", *BRIEF, "-o", self.output, preexec_fn=at_most(0))

    def test_a_small_file_system_fills_up(self):
        """A memory file system of 128 KiB in a name space of its own, so that the machine never sees it."""
        self.run_brief()
        small = self.folder / "small"
        small.mkdir()
        for name, command in [("new.h5", f"{self.program} rerun out.h5 -q -o small/new.h5"), ("made", f"{self.program} export out.h5 small/made"),
                              ("new.svg", f"{self.program} plot out.h5 --svg small/new.svg")]:
            script = f"mount -t tmpfs -o size=128k none small || exit 77; head -c 131072 /dev/zero > small/other; {command}; echo $?; ls small"
            done = subprocess.run(["unshare", "--mount", "sh", "-c", script], cwd=self.folder, capture_output=True, encoding="utf-8")
            if done.stdout == "":  # neither a name space nor a mount was allowed
                self.skipTest(f"no file system is to be had here: {done.stderr}")
            self.assertEqual(done.stdout, f"{SURROUNDINGS}\nother\n", f"{name}: {done.stderr}")
            self.assertIn("No space left on device", done.stderr)
            self.assertIn(f"small/{name}", done.stderr)

    def test_output_that_nobody_can_keep_is_told(self):
        for arguments in [["check", "baseline.yaml"], ["check", "baseline.yaml", "--json"], ["run", "baseline.yaml", *BRIEF, "-q"]]:
            with open("/dev/full", "w") as full:
                done = self.expect(SURROUNDINGS, *arguments, capture_output=False, stdout=full, stderr=-1)
            self.assertIn("cannot write", done.stderr)

    def test_a_word_that_nobody_hears_harms_nothing(self):
        with open("/dev/full", "w") as full:
            self.expect(DONE, "run", "baseline.yaml", *BRIEF, "-n", "3", "-o", self.output, capture_output=False, stderr=full, stdout=-1)
            self.expect(SURROUNDINGS, "check", "no-such.file", capture_output=False, stderr=full, stdout=-1)
        self.expect(DONE, "info", self.output)

    def test_a_closed_stdout_harms_no_result(self):
        done = self.call("run", "baseline.yaml", *BRIEF, "-q", "-o", self.output, preexec_fn=lambda: os.close(1))
        self.assertEqual(done.returncode, SURROUNDINGS)
        self.expect(DONE, "info", self.output)


if __name__ == "__main__":
    program.main()
