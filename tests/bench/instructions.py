#!/usr/bin/env python3
"""Counts the instructions of chainlint's own code, with the C and C++ library that it calls, and compares them with limits.

usage: tests/bench/instructions.py CHAINLINT FIXTURES

Counts do not depend on the load of the machine, as times do. Those of Botan, other libraries and the dynamic linker are not counted: they
change with the system. Needs valgrind; without it the exit code is 77. FIXTURES are copied, so that no repository is above them.

The limits are those of preset default with g++ 12; other compilers may need more. Above a limit by more than the tolerance, find out what
became slower (docs/development.md) before you raise it. Below it by as much, lower it."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TOLERANCE = 0.10
# Millions of instructions; the arguments follow 'check --no-policy'.
LIMITS = {
    "one bundle": (24, ["--anchors", "made/healthy/anchors.pem", "made/healthy/fullchain.pem"]),
    "all made fixtures": (213, ["--anchors", "none", "--format", "json", "made"]),
}
COUNTED = re.compile(r"/(chainlint|libc|libm|libstdc\+\+|libgcc_s)[^/]*$")


def own_instructions(profile):
    """The sum of all costs in the counted objects of a callgrind profile. A cost behind 'calls=' is that of the called function again."""
    names, counted, inclusive, total = {}, False, False, 0
    for line in profile.read_text(errors="replace").splitlines():
        if line.startswith(("ob=", "cob=")):
            number, _, name = line.partition("=")[2].partition(" ")
            names[number] = name or names[number]
            if line.startswith("ob="):
                counted = COUNTED.search(names[number]) is not None
        elif line.startswith("calls="):
            inclusive = True
        elif line[:1].isdigit() or line[:1] in "+-*":
            position_and_cost = line.split()
            if counted and not inclusive and len(position_and_cost) == 2:
                total += int(position_and_cost[1])
            inclusive = False
    return total


def measure(program, arguments, folder):
    profile = folder / "profile"
    command = ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={profile}", program, "check", "--no-policy", "--at",
               "2026-12-01", "--jobs", "1", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 3) or not done.stdout:
        sys.exit(f"{' '.join(map(str, command))} ended with status {done.returncode}\n{done.stderr}")
    return own_instructions(profile) / 1e6


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, fixtures = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    if shutil.which("valgrind") is None:
        print("valgrind is not installed")
        sys.exit(77)
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        shutil.copytree(fixtures / "made", folder / "made")
        for name, (limit, arguments) in LIMITS.items():
            count = measure(program, arguments, folder)
            slower, faster = count > limit * (1 + TOLERANCE), count < limit * (1 - TOLERANCE)
            advice = "find out what became slower" if slower else "lower the limit" if faster else "ok"
            print(f"{name}: {count:.1f} million instructions, limit {limit} with {TOLERANCE:.0%}: {advice}")
            failed |= slower
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
