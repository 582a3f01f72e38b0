"""memory_drill.py CITERNE brief|night: the address space of a run is limited, step by step.

The law: exit code 3 with a word, or 0 and the usual result; the earlier result stays until a new one is whole.
"""
import collections
import resource

from drill import BRIEF, DONE, NIGHT, SURROUNDINGS, Folder, expect, said, tell, try_all

STEPS = 50 if NIGHT else 6
OLD = b"of somebody\n"
MB = 1 << 20
CHEAP = ["--version"]
RUN = ["run", "baseline.yaml", *BRIEF, "-n", "4", "-j", "4", "-q", "-o", "out.h5", "--force"]
RERUN = ["rerun", "result.h5", "-q", "-o", "out.h5", "--force"]


def within(megabytes):
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (megabytes * MB, megabytes * MB))


def least(folder, arguments):
    """The fewest megabytes in which the command is done."""
    few, enough = 1, 4_096
    while few + 1 < enough:
        middle = (few + enough) // 2
        if folder.call(*arguments, preexec_fn=within(middle)).returncode == DONE:
            enough = middle
        else:
            few = middle
    return enough


def squeeze(arguments):
    figures = collections.Counter()
    with Folder() as folder:
        expect(folder.call("run", "baseline.yaml", *BRIEF, "-q", "-o", "result.h5").returncode == DONE, "no result")
        usual = folder.call(*arguments)
        expect(usual.returncode == DONE, said(usual))
        whole = (folder.path / "out.h5").read_bytes()
        low, high = least(folder, CHEAP) + 1, least(folder, arguments) + 2
        expect(low < high, f"nothing between {low} and {high} MB")
        for step in range(STEPS):
            megabytes = low + (high - low) * step // (STEPS - 1)
            (folder.path / "out.h5").write_bytes(OLD)
            done = folder.call(*arguments, preexec_fn=within(megabytes))
            expect(done.returncode in (DONE, SURROUNDINGS), f"{megabytes} MB: {said(done)}")
            expect(done.returncode == DONE or done.stderr.startswith(b"citerne: "), f"{megabytes} MB: no word ({said(done)})")
            left = (folder.path / "out.h5").read_bytes()
            expect(left == (whole if done.returncode == DONE else OLD), f"{megabytes} MB: the result is neither old nor new")
            expect(not list(folder.path.glob("*.part")), f"{megabytes} MB: left aside")
            figures += collections.Counter(steps=1, refused=done.returncode == SURROUNDINGS)
    expect(0 < figures["refused"] < figures["steps"], f"the steps show nothing: {figures}")
    return figures


def main():
    figures = try_all(squeeze, [(RUN,), (RERUN,)])
    tell(f"memory limited: {figures['steps']} steps, {figures['refused']} ended with 3 and a word, the others were done;"
         " the earlier file stayed or a whole one came")


main()
