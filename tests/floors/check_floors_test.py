"""Shows that tools/dev/check_floors notices what it is there for, and lets the rest through."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECKER = pathlib.Path(__file__).resolve().parents[2] / "tools" / "dev" / "check_floors"


def check(files):
    """Exit code and lines of the checker over a tree of these files alone."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "sim").mkdir()
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, str(CHECKER), folder], capture_output=True, text=True)
        assert done.stderr == "", done.stderr
        return done.returncode, done.stdout.splitlines()


class CheckFloors(unittest.TestCase):
    def assert_caught(self, name, line, faults=1):
        """The line, third in its file, is the only one reported, and by its place."""
        code, said = check({name: "\n\n" + line + "\nint x;\n"})
        self.assertEqual(code, 1, f"let through in {name}: {line}")
        self.assertEqual(len(said), faults, said)
        for fault in said:
            self.assertTrue(fault.startswith(f"{name}:3: "), fault)

    def assert_let_through(self, name, line):
        self.assertEqual(check({name: "\n\n" + line + "\nint x;\n"}), (0, []))

    def test_an_empty_tree_is_in_order(self):
        self.assertEqual(check({}), (0, []))

    def test_a_floor_may_not_include_one_above_it(self):
        self.assert_caught("include/citerne/base/ids.hpp", '#include "citerne/network/network.hpp"')
        self.assert_caught("sim/model/depot.cpp", '#include "citerne/engine/world.hpp"')
        self.assert_caught("tests/network/routing_test.cpp", '#include "citerne/model/depot.hpp"')

    def test_a_floor_may_not_include_one_beside_its_way(self):
        self.assert_caught("sim/input/read.cpp", '#include "citerne/engine/run.hpp"')
        self.assert_caught("sim/record/meter.cpp", '#include "citerne/network/network.hpp"')
        self.assert_caught("sim/store/write.cpp", '#include "citerne/input/read.hpp"')
        self.assert_caught("sim/analysis/mean.cpp", '#include "citerne/engine/run.hpp"')
        self.assert_caught("sim/report/page.cpp", '#include "citerne/store/read.hpp"')
        self.assert_caught("sim/study/run.cpp", '#include "citerne/sweep/design_points.hpp"')

    def test_a_floor_may_include_itself_and_what_it_stands_on(self):
        self.assert_let_through("sim/engine/run.cpp", '#include "citerne/engine/run.hpp"')
        self.assert_let_through("sim/engine/run.cpp", '#include "citerne/record/result.hpp"')
        self.assert_let_through("sim/store/write.cpp", '#include "citerne/scenario/scenario.hpp"')
        self.assert_let_through("sim/report/page.cpp", '#include "citerne/study/study.hpp"')
        self.assert_let_through("sim/sweep/cells.cpp", '#include "citerne/study/study.hpp"')
        self.assert_let_through("sim/cli/main.cpp", '#include "citerne/base/ids.hpp"')
        self.assert_let_through("tests/property/laws_test.cpp", '#include "citerne/study/study.hpp"')

    def test_private_headers_of_others_are_out_of_reach(self):
        self.assert_caught("sim/engine/run.cpp", '#include "../model/rules.hpp"')
        self.assert_caught("tests/engine/run_test.cpp", '#include "../../sim/engine/calendar.hpp"')

    def test_a_floor_nobody_knows_is_reported(self):
        self.assert_caught("sim/engine/run.cpp", '#include "citerne/helpers/all.hpp"')
        code, said = check({"sim/helpers/all.cpp": "int x;\n"})
        self.assertEqual((code, said), (1, ["sim/helpers/all.cpp:1: there is no floor helpers"]))

    def test_cmake_may_not_use_or_link_a_floor_above(self):
        self.assert_caught("sim/model/CMakeLists.txt", "citerne_module(model SOURCES a.cpp USES base engine LINKS fmt::fmt)")
        self.assert_caught("sim/model/CMakeLists.txt", "target_link_libraries(citerne_model PRIVATE citerne::scenario)")
        self.assert_caught("sim/model/CMakeLists.txt", "citerne_module(model SOURCES a.cpp USES bse)")
        self.assert_caught("tests/model/CMakeLists.txt", "citerne_test(model SOURCES a.cpp LINKS citerne::engine)")
        self.assert_let_through("sim/model/CMakeLists.txt", "citerne_module(model USES base network SOURCES engine)")
        self.assert_let_through("tests/model/CMakeLists.txt", "citerne_test(model SOURCES engine.cpp LINKS citerne::model)")
        self.assert_let_through("sim/model/CMakeLists.txt", "# citerne::engine is above")

    def test_cmake_names_the_line_of_the_fault(self):
        code, said = check({"sim/model/CMakeLists.txt": "citerne_module(model\n  SOURCES a.cpp\n  USES\n    base\n    engine)\n"})
        self.assertEqual((code, said), (1, ["sim/model/CMakeLists.txt:5: model may not use engine"]))

    def test_up_to_analysis_no_file_thread_clock_or_terminal(self):
        for header in ("thread", "iostream", "fstream", "filesystem", "mutex", "ctime"):
            self.assert_caught("sim/analysis/mean.cpp", f"#include <{header}>")
            self.assert_caught("include/citerne/engine/run.hpp", f"#  include <{header}>  // why not")
            self.assert_let_through("sim/study/farm.cpp", f"#include <{header}>")
            self.assert_let_through("tests/engine/run_test.cpp", f"#include <{header}>")
        for code in ("auto t = std::chrono::system_clock::now();", "using std::chrono::steady_clock;", "std::cout << 1;"):
            self.assert_caught("sim/record/meter.cpp", code)
            self.assert_let_through("sim/cli/progress.cpp", code)
        self.assert_let_through("sim/base/dates.cpp", "#include <chrono>")
        self.assert_let_through("sim/base/dates.cpp", "std::chrono::sys_days day;")

    def test_up_to_engine_the_same_bits_everywhere(self):
        for code in (
            "std::normal_distribution<double> d;",
            "std::random_device seed;",
            "std::mt19937_64 generator;",
            "const double y = std::log(x);",
            "const double y = 2.0 * exp(x);",
            "const double y = ::pow(x, 2.0);",
            "const double y = std::sinf(x) ;",
            "return cos (x);",
            "std::unordered_map<int, int> seen;",
            "int i = rand() % 6;",
            "std::shuffle(a, b, g);",
            "#include <random>",
            "#include <unordered_set>",
        ):
            self.assert_caught("sim/engine/run.cpp", code)
            self.assert_let_through("sim/analysis/mean.cpp", code)
            self.assert_let_through("tests/engine/run_test.cpp", code)

    def test_names_that_only_look_alike_are_let_through(self):
        for code in (
            "const double y = std::sqrt(x);",
            "record.log(event);",
            "record->log(event);",
            "double catalog(int);",
            "double natural_log(double);",
            "int expected = explain(x);",
            "constexpr int k = 1'000'000; constexpr unsigned m = 0xffff'ffffu;",
            "#include <cmath>",
        ):
            self.assert_let_through("sim/engine/run.cpp", code)

    def test_a_function_of_the_floor_that_returns_nothing_is_no_logarithm(self):
        own = {"sim/engine/turn.hpp": "void log(Turn& turn, Entry entry);\n"}
        self.assertEqual(check(own | {"sim/engine/run.cpp": "log(turn, {});\n"}), (0, []))
        self.assertEqual(check(own | {"sim/engine/run.cpp": "y = std::log(x);\n"})[0], 1)
        self.assertEqual(check(own | {"sim/model/habit.cpp": "y = log(x);\n"})[0], 1)

    def test_comments_and_strings_are_not_code(self):
        for code in (
            "// std::log( differs between libraries",
            "/* std::random_device */",
            'const char* s = "std::log(x) // std::pow(";',
            "const char* s = R\"~(\"std::log(x)\" std::cout)~\";",
            '// #include <thread>',
        ):
            self.assert_let_through("sim/engine/run.cpp", code)

    def test_code_behind_a_comment_or_a_string_is_still_code(self):
        self.assert_caught("sim/engine/run.cpp", "/* fine */ double y = std::log(x);")
        self.assert_caught("sim/engine/run.cpp", "f(\"a // b\"); double y = std::log(x);")
        self.assert_caught("sim/engine/run.cpp", "char c = '\"'; double y = std::log(x); char d = '\"';")
        self.assert_caught("sim/engine/run.cpp", "int k = 1'000; double y = std::log(x); int m = 2'000;")
        code, said = check({"sim/engine/run.cpp": "/* two\nlines */\nconst char* s = R\"(\n)\";\nstd::cout << s;\n"})
        self.assertEqual(code, 1)
        self.assertTrue(said[0].startswith("sim/engine/run.cpp:5: "), said)

    def test_each_package_has_one_floor(self):
        for header in ("yaml-cpp/yaml.h", "yaml-cpp/eventhandler.h"):
            self.assert_let_through("sim/input/yaml.cpp", f"#include <{header}>")
            self.assert_caught("include/citerne/input/yaml.hpp", f"#include <{header}>")
            self.assert_caught("sim/cli/check.cpp", f'#include "{header}"')
        for header in ("hdf5.h", "hdf5_hl.h", "H5Cpp.h"):
            self.assert_let_through("sim/store/write.cpp", f"#include <{header}>")
            self.assert_let_through("tests/store/write_test.cpp", f"#include <{header}>")
            self.assert_caught("include/citerne/store/write.hpp", f"#include <{header}>")
            self.assert_caught("sim/study/farm.cpp", f"#include <{header}>")
        self.assert_caught("sim/study/CMakeLists.txt", "citerne_module(study SOURCES a.cpp LINKS hdf5::hdf5)")
        self.assert_caught("sim/study/CMakeLists.txt", "citerne_module(study SOURCES a.cpp LINKS yaml-cpp)")
        self.assert_let_through("sim/store/CMakeLists.txt", "citerne_module(store SOURCES a.cpp LINKS hdf5::hdf5 hdf5::hdf5_hl)")

    def test_nobody_changes_the_locale(self):
        for name in ("sim/cli/main.cpp", "tools/citerne/main.cpp", "tests/cli/run_test.cpp", "sim/base/text.cpp"):
            self.assert_caught(name, 'setlocale(LC_ALL, "");')
            self.assert_caught(name, 'std::locale::global(std::locale(""));')


if __name__ == "__main__":
    unittest.main()
