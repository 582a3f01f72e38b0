"""damage_drill.py CITERNE brief|night: a small result with one bit flipped, or cut short.

The law: every command that reads it refuses it with exit code 2 and its name and makes nothing, or gives the answer of the
whole file (with a word, where only the digest at its end is lost).
"""
import collections
import random

from drill import BRIEF, DONE, INPUT, NIGHT, SEED, Folder, expect, said, tell, try_all

FLIPS, CUTS = (2_000, 1_000) if NIGHT else (20, 20)
AT_A_TIME = 5
DIGEST_LINE = len(b"citerne-sha256 ") + 64 + 1
COMMANDS = [["info", "out.h5"], ["compare", "out.h5", "out.h5"], ["rerun", "out.h5", "--verify", "-q"], ["export", "out.h5", "made"],
            ["plot", "out.h5"]]


def make_whole(folder):
    done = folder.call("run", "baseline.yaml", *BRIEF, "--set", "calendar.sample_every=1 d", "-q", "-o", "out.h5")
    expect(done.returncode == DONE, said(done))
    return (folder.path / "out.h5").read_bytes()


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
        usual = {tuple(command): (done, made) for command, done, made in answers(folder, COMMANDS)}
        for command, (done, _) in usual.items():
            expect(done.returncode == DONE, f"{command}: {said(done)}")
        for trial in range(first, min(first + AT_A_TIME, FLIPS + CUTS)):
            bad, words = damaged(whole, trial)
            (folder.path / "out.h5").write_bytes(bad)
            commands = COMMANDS if NIGHT else [COMMANDS[trial % len(COMMANDS)]]
            for command, done, made in answers(folder, commands):
                figures += hold(f"{words}, {command}", done, made, *usual[tuple(command)])
    return figures


def hold(which, done, made, usual, usually_made):
    if done.returncode == DONE:
        expect(b"out.h5: has no digest" in done.stderr, f"{which}: no word of the lost digest")
        first = 5 if which.endswith("['info', 'out.h5']") else 0  # info and rerun tell the digest too
        same = b"made again" in done.stdout or done.stdout.splitlines()[first:] == usual.stdout.splitlines()[first:]
        expect(same and made == usually_made, f"{which}: another answer")
        return collections.Counter(calls=1, whole=1)
    expect(done.returncode == INPUT, f"{which}: {said(done)}")
    expect(b"out.h5: " in done.stderr and not done.stdout and not made, f"{which}: {said(done)}")
    return collections.Counter(calls=1)


def main():
    figures = try_all(damage_some, [(first,) for first in range(0, FLIPS + CUTS, AT_A_TIME)])
    tell(f"damaged results: {FLIPS} flipped bits and {CUTS} cuts, read {figures['calls']} times by {len(COMMANDS)} commands;"
         f" {figures['calls'] - figures['whole']} refused by name, {figures['whole']} with the true answer and a word that only the"
         " digest is lost")


main()
