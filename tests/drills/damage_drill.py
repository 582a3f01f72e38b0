"""damage_drill.py CITERNE brief|night: a small result, or a saved day, with one bit flipped, or cut short.

The law: every command that reads it refuses it with exit code 2 and its name and makes nothing, or gives the answer of the
whole file (with a word, where only the digest at its end is lost).
"""
import collections
import random

from drill import BRIEF, DONE, INPUT, NIGHT, SEED, Folder, expect, said, tell, try_all

FLIPS, CUTS = (2_000, 1_000) if NIGHT else (20, 20)
AT_A_TIME = 5
DIGEST_LINE = len(b"citerne-sha256 ") + 64 + 1
COMMANDS = {
    "out.h5": [["info", "out.h5"], ["compare", "out.h5", "out.h5"], ["rerun", "out.h5", "--verify", "-q"], ["export", "out.h5", "made"],
               ["plot", "out.h5"]],
    "out.state.h5": [["run", "--from", "out.state.h5", "-q", "-o", "made.h5"]]}
FILES = list(COMMANDS)


def make_whole(folder):
    done = folder.call("run", "baseline.yaml", *BRIEF, "--set", "calendar.sample_every=1 d", "-q", "--save-at", "2025-01-04",
                       "-o", "out.h5")
    expect(done.returncode == DONE, said(done))
    return {name: (folder.path / name).read_bytes() for name in FILES}


def answers(folder, commands):
    """What each command says, and what it makes."""
    found = []
    for command in commands:
        before = folder.content()
        done = folder.call(*command)
        now = folder.content()
        made = {name: data for name, data in now.items() if name not in before}
        for name in made:
            (folder.path / name).unlink()
        made.pop("made.h5.run.json", None)  # how long it took
        if (folder.path / "made").exists():
            (folder.path / "made").rmdir()
        found.append((command, done, made))
    return found


def damaged(whole, trial):
    """The trial-th damaged copy, and in words what was done to it."""
    luck = random.Random(f"{SEED} {trial}")
    if trial < FLIPS:
        at, bit = luck.randrange(len(whole)), luck.randrange(8)
        return whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1:], f"bit {bit} of byte {at} flipped"
    # Every boundary of 64 KiB, the last hundred bytes one by one, and anywhere.
    places = list(range(0, len(whole), 1 << 16)) + [len(whole) - i for i in [1, DIGEST_LINE, *range(2, 100)]]
    cut = trial - FLIPS
    length = places[cut] if cut < len(places) else luck.randrange(len(whole))
    return whole[:length], f"cut to {length} bytes"


def damage_some(first):
    figures = collections.Counter()
    with Folder() as folder:
        whole = make_whole(folder)
        every = [command for commands in COMMANDS.values() for command in commands]
        usual = {tuple(command): (done, made) for command, done, made in answers(folder, every)}
        for command, (done, _) in usual.items():
            expect(done.returncode == DONE, f"{command}: {said(done)}")
        for trial in range(first, min(first + AT_A_TIME, FLIPS + CUTS)):
            file = FILES[trial % 4 == 3]
            bad, words = damaged(whole[file], trial)
            (folder.path / file).write_bytes(bad)
            commands = COMMANDS[file] if NIGHT else [COMMANDS[file][trial % len(COMMANDS[file])]]
            for command, done, made in answers(folder, commands):
                figures += hold(f"{words}, {command}", file, done, made, *usual[tuple(command)])
            (folder.path / file).write_bytes(whole[file])
    return figures


def hold(which, file, done, made, usual, usually_made):
    if done.returncode == DONE:
        expect(f"{file}: has no digest".encode() in done.stderr, f"{which}: no word of the lost digest")
        first = 5 if which.endswith("['info', 'out.h5']") else 0  # info and rerun tell the digest too
        same = b"made again" in done.stdout or done.stdout.splitlines()[first:] == usual.stdout.splitlines()[first:]
        expect(same and made == usually_made, f"{which}: another answer")
        return collections.Counter(calls=1, whole=1)
    expect(done.returncode == INPUT, f"{which}: {said(done)}")
    expect(f"{file}: ".encode() in done.stderr and not done.stdout and not made, f"{which}: {said(done)}")
    return collections.Counter(calls=1)


def main():
    figures = try_all(damage_some, [(first,) for first in range(0, FLIPS + CUTS, AT_A_TIME)])
    tell(f"damaged results and saved days: {FLIPS} flipped bits and {CUTS} cuts, read {figures['calls']} times by"
         f" {sum(map(len, COMMANDS.values()))} commands;"
         f" {figures['calls'] - figures['whole']} refused by name, {figures['whole']} with the true answer and a word that only the"
         " digest is lost")


main()
