"""nth_call_drill.py CITERNE brief|night FAIL_NTH: the n-th call of the system fails, for every n.

The law: exit code 3 with a word, or 0 and the usual outcome; each output is as it was before or as it should be, and
nothing is left beside.
"""
import collections
import errno
import itertools
import json
import sys

from drill import BRIEF, DONE, NIGHT, SURROUNDINGS, Folder, expect, said, tell, try_all

LIBRARY = sys.argv[3]
OLD = b"of somebody\n"
# What is called, and what it makes.
COMMANDS = {
    "run": (["run", "baseline.yaml", *BRIEF, "-q", "-o", "new.h5"], ["new.h5", "new.h5.run.json"]),
    "run --force": (["run", "baseline.yaml", *BRIEF, "-q", "-o", "old.h5", "--force"], ["old.h5", "old.h5.run.json"]),
    "rerun": (["rerun", "result.h5", "-q", "-o", "new.h5"], ["new.h5"]),
    "rerun --force": (["rerun", "result.h5", "-q", "-o", "old.h5", "--force"], ["old.h5"]),
    "export": (["export", "result.h5", "made"], ["made"]),
    "unpack": (["unpack", "result.h5", "made"], ["made"]),
    "plot": (["plot", "result.h5", "--svg", "new.svg"], ["new.svg"]),
    "plot --force": (["plot", "result.h5", "--svg", "old.svg", "--force"], ["old.svg"]),
    "network export": (["network", "export", "networks/southern-mali", "-o", "made"], ["made"]),
    "network import": (["network", "import", "map/places.geojson", "map/roads.geojson", "-o", "made"], ["made"]),
    "examples": (["examples", "western-blockade", "-o", "made"], ["made"]),
}
# nlohmann::json allocates in its destructor, libstdc++ lists a folder in a function that may not throw: memory
# refused there ends the program.
OF_LIBRARIES = ("export", "network export", "network import", "examples")
FULL, BAD = errno.ENOSPC, errno.EIO
# (call, error, whether all calls after it fail too)
BRIEF_KINDS = [("file", BAD, False), ("short_write", FULL, False), ("malloc", errno.ENOMEM, False)]
NIGHT_KINDS = [("open", errno.EMFILE, False), ("read", BAD, False), ("close", errno.EDQUOT, False), ("rename", errno.EACCES, False),
               ("file", FULL, True), ("write", FULL, True), ("fsync", BAD, True), ("mkdir", FULL, True), ("malloc", errno.ENOMEM, True)]


def numbers(call):
    """Every n; of the many allocations the first ones and a sample of the rest."""
    if call != "malloc":
        yield from itertools.count(1)
    n, step = 1, 1.03 if NIGHT else 1.8
    while True:
        yield n
        n = max(n + 1, int(n * step))


def same(name, is_now, should):
    """The facts of a run hold how long it took: whole is enough."""
    if is_now is None or should is None or not name.endswith(".run.json"):
        return is_now == should
    return is_now.endswith(b"}\n") and json.loads(is_now).keys() == json.loads(should).keys()


def part(content, output):
    """What of the content belongs to one output, a file or a folder; None where there is none."""
    return {name: data for name, data in content.items() if name == output or name.startswith(output + "/")} or None


def is_as(is_now, should, output):
    mine, theirs = part(is_now, output), part(should, output)
    if mine is None or theirs is None:
        return mine is theirs
    return mine.keys() == theirs.keys() and all(same(name, mine[name], theirs[name]) for name in mine)


def fail_each(command, call, error, goes_on):
    arguments, outputs = COMMANDS[command]
    with Folder() as folder:
        expect(folder.call("run", "baseline.yaml", *BRIEF, "-q", "-o", "result.h5").returncode == DONE, "no result")
        expect(folder.call("network", "export", "networks/southern-mali", "-o", "map").returncode == DONE, "no map")
        for name in ["old.h5", "old.svg"]:
            (folder.path / name).write_bytes(OLD)
        before = folder.content()
        usual = folder.call(*arguments)
        expect(usual.returncode == DONE, f"without a failure: {said(usual)}")
        after = folder.content()
        struck = 0
        for n in numbers(call):
            restore(folder, before)
            mark = folder.path / "struck"
            done = folder.call(*arguments, env={"LD_PRELOAD": LIBRARY, "FAIL_CALL": call, "FAIL_NTH": str(n), "FAIL_MARK": str(mark),
                                                "FAIL_ERRNO": str(error), **({"FAIL_ON": "1"} if goes_on else {})})
            if not mark.exists():
                expect(done.returncode == DONE, f"call {n}, not struck: {said(done)}")
                return collections.Counter(struck=struck)
            mark.unlink()
            struck += 1
            hold(f"call {n} of {call}" + " and all after it" * goes_on, done, usual, outputs, before, after, folder.content())


def restore(folder, before):
    now = folder.content()
    for name in now.keys() - before.keys():
        (folder.path / name).unlink()
    for path in sorted(folder.path.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for name, data in before.items():
        if now.get(name) != data:
            (folder.path / name).write_bytes(data)


def hold(which, done, usual, outputs, before, after, now):
    expect(done.returncode in (DONE, SURROUNDINGS), f"{which}: {said(done)}")
    if done.returncode == SURROUNDINGS:
        expect(done.stderr.startswith(b"citerne: "), f"{which}: no word to people ({said(done)})")
    else:
        expect(done.stdout == usual.stdout, f"{which}: done, but another output")
    for output in outputs:
        whole = is_as(now, after, output) or done.returncode != DONE and is_as(now, before, output)
        expect(whole, f"{which}: {output} is neither old nor new ({said(done)})")
    if done.returncode == SURROUNDINGS and which.endswith("malloc and all after it"):  # nothing is left to clean up with
        now = {name: data for name, data in now.items() if ".part/" not in name}
    beside = {name for name in now.keys() - before.keys() if not any(name == o or name.startswith(o + "/") for o in outputs)}
    expect(not beside, f"{which}: left beside: {beside}")


def main():
    kinds = BRIEF_KINDS + (NIGHT_KINDS if NIGHT else [])
    cases = [(command, *kind) for command in COMMANDS for kind in kinds
             if kind[0] != "malloc" or command not in OF_LIBRARIES]
    figures = try_all(fail_each, cases)
    tell(f"the n-th call fails: {figures['struck']} calls in {len(COMMANDS)} commands, each ended with 3 and a word or did no harm;"
         " no half file")


main()
