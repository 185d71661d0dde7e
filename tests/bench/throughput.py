#!/usr/bin/env python3
"""Measures chainlint against Go's verifier on a corpus of bundles, both in the same run, round by round in turn.

usage: tests/bench/throughput.py CHAINLINT [--peers DIR] [--bundles N] [--rounds N] [--jobs N ...]

DIR holds the Go programs `gen` (makes the corpus) and `goverify` (the peer); the default is the environment variable CHAINLINT_BENCH_PEERS,
then ../shared/bench beside the checkout. Needs `go`. The corpus is kept in ~/.cache/chainlint-bench, since making it takes longer than a run.
Quote the ratios: the seconds belong to the machine."""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "chainlint-bench"


def build_peer(peers, name):
    program = CACHE / "bin" / name
    program.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["go", "build", "-o", program, "."], cwd=peers / name, check=True)
    return program


def corpus(generator, bundles):
    folder = CACHE / f"corpus-{bundles}"
    if not (folder / "complete").exists():
        print(f"making {bundles} bundles, once ...", file=sys.stderr)
        subprocess.run([generator, "-out", folder, "-n", str(bundles)], check=True, stdout=subprocess.DEVNULL)
        (folder / "complete").touch()
    return folder


def run(command):
    """Wall seconds and peak memory in MB of one run, by the kernel's count."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{command[0]} ended with status {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def measure(programs, rounds):
    results = {name: [] for name in programs}
    for _ in range(rounds):
        for name, command in programs.items():
            results[name].append(run(command))
    return {name: (statistics.median(t for t, _ in runs), max(m for _, m in runs)) for name, runs in results.items()}


def commands(arguments, peer, folder, jobs, report):
    bundles, roots = folder / "b", folder / "roots.pem"
    return {
        "chainlint": [arguments.chainlint, "check", "--no-policy", "--anchors", roots, "--at", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                      "--format", "json", "--report", report, "--jobs", str(jobs), bundles],
        "go": [peer, "-roots", roots, "-j", str(jobs), "-q", bundles],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chainlint")
    parser.add_argument("--peers", type=pathlib.Path, default=os.environ.get("CHAINLINT_BENCH_PEERS", SOURCE.parent / "shared" / "bench"))
    parser.add_argument("--bundles", type=int, default=10000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    generator, peer = build_peer(arguments.peers, "gen"), build_peer(arguments.peers, "goverify")
    growth = {}
    with tempfile.TemporaryDirectory() as scratch:
        report = pathlib.Path(scratch) / "report.json"
        print(f"{'bundles':>8} {'jobs':>4} {'chainlint s':>12} {'Go s':>8} {'ratio':>6} {'chainlint MB':>13} {'Go MB':>6}")
        for bundles in (arguments.bundles // 10, arguments.bundles):
            folder = corpus(generator, bundles)
            for jobs in arguments.jobs:
                result = measure(commands(arguments, peer, folder, jobs, report), arguments.rounds)
                (own, own_memory), (go, go_memory) = result["chainlint"], result["go"]
                growth[bundles, jobs] = own, own_memory
                print(f"{bundles:8} {jobs:4} {own:12.3f} {go:8.3f} {go / own:6.2f} {own_memory:13.0f} {go_memory:6.0f}")
        summary = json.loads(report.read_text())["summary"]
    for jobs in arguments.jobs:
        small, large = growth[arguments.bundles // 10, jobs], growth[arguments.bundles, jobs]
        print(f"growth with {jobs} jobs, ten times the bundles: time x{large[0] / small[0]:.1f}, memory x{large[1] / small[1]:.1f}")
    print(f"last report: {summary}")


if __name__ == "__main__":
    main()
