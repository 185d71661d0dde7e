"""Holds the verdict of `--ruleset path` to the true one, on bundles whose verdict is known by construction, and counts other programs beside it.

usage: agreement.py CHAINLINT CHAINLINT_FIXTURES [--table]

Fails where chainlint is wrong. Where a peer is wrong that is counted, and no more: OpenSSL and GnuTLS do not go back and take key ids for
proof, Java takes an anchor for a name and a key alone, Go 1.19 knows no policies and compares names octet by octet. Exit status 77 where no
peer is there.
"""

import collections
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import peers
import shapes
import singles

COUNTED_APART = {"java": ("host", "wrong-purpose")}  # no matter of the program


class Description:
    """One description of everything. What is the same in two cases is one certificate, so that few files of anchors are needed."""

    def __init__(self):
        self.lines, self.files, self.known = [], {}, set()

    def certificate(self, case, name):
        fields = dict(case.certificates[name])
        for key in ("issuer", "signed_by"):
            if key in fields:
                fields[key] = self.certificate(case, fields[key])
        if fields.get("key", "").startswith("same-as:"):
            fields["key"] = "same-as:" + self.certificate(case, fields["key"][8:])
        if fields.get("dns") == "[]":
            del fields["dns"]
        text = ", ".join(f"{key}: {value}" for key, value in fields.items())
        alias = name + "-" + hashlib.sha256(text.encode()).hexdigest()[:12]
        if alias not in self.known:
            self.known.add(alias)
            self.lines.append(f"  {alias}: {{ {text} }}")
        return alias

    def file(self, case, names):
        items = ", ".join(self.certificate(case, name) for name in names)
        return self.files.setdefault(items, f"{len(self.files)}.pem")

    def text(self):
        files = [f"  {name}: {{ pem: [{items}] }}" for items, name in self.files.items()]
        return "\n".join(["title: Agreement", "story: Made for a test.", "certificates:", *self.lines, "files:", *files]) + "\n"


def make(cases, fixtures, folder):
    description, made = Description(), folder / "made/agreement"
    for case in cases:
        for kind, names in (("bundle", case.in_order()), ("leaf", case.bundle[:1]), ("pool", case.in_order()[1:] or case.bundle[:1]),
                            ("anchor", case.anchors)):
            setattr(case, f"{kind}_file", str(made / description.file(case, names)))
        case.self_signed_anchors = all("issuer" not in case.certificates[name] for name in case.anchors)
    (folder / "agreement.fixture.yaml").write_text(description.text())
    outcome = subprocess.run([fixtures, str(folder)], capture_output=True, text=True, check=False)
    if outcome.returncode != 0:
        sys.exit(outcome.stdout + outcome.stderr)


def ask_chainlint(chainlint):
    """One run for all bundles of the same anchors and host."""
    def ask(cases):
        groups = collections.defaultdict(list)
        for case in cases:
            groups[case.anchor_file, case.host].append(case)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            answers = pool.map(lambda group: verdicts(chainlint, *group[0], group[1]), groups.items())
        return {name: verdict for answer in answers for name, verdict in answer.items()}
    return ask


def verdicts(chainlint, anchors, host, cases):
    command = [chainlint, "check", "--no-policy", "--ruleset", "path", "--jobs", "1", "--format", "json", "--anchors", anchors,
               *(["--host", host] if host else []), *dict.fromkeys(case.bundle_file for case in cases)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode not in (0, 1):
        return {case.name: f"status {answer.returncode}: {answer.stderr}" for case in cases}
    found = {}
    for bundle in json.loads(answer.stdout)["bundles"]:
        found[bundle["name"]] = " ".join(entry["rule"] for entry in bundle["findings"] + bundle["not_evaluated"]) or "ok"
    if (answer.returncode == 0) != all(verdict == "ok" for verdict in found.values()):
        sys.exit(f"status {answer.returncode} of {' '.join(command)} is not what it found")
    return {case.name: found.get(case.bundle_file, "no answer") for case in cases}


def print_table(cases, outcomes):
    families = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
    for case in cases:
        for name, answers in outcomes.items():
            accepted = answers.get(case.name) == "ok"
            kind = "agrees" if accepted == case.valid else "false accept" if accepted else "false reject"
            if case.family.split(" anchor")[0] in COUNTED_APART.get(name, ()):
                kind = "not asked"
            families[name][kind][case.family] += 1
    print(f"{len(cases)} bundles, {sum(case.valid for case in cases)} with a valid path")
    for name, kinds in families.items():
        print(f"{name:10}", ", ".join(f"{kind} {sum(kinds[kind].values())}" for kind in ("agrees", "false accept", "false reject", "not asked")))
        for kind in ("false accept", "false reject"):
            if kinds[kind]:
                print(f"{'':10} {kind}: " + ", ".join(f"{family} {count}" for family, count in kinds[kind].most_common()))


def main(chainlint, fixtures, *options):
    asked = peers.installed()
    if not asked:
        return 77
    cases = shapes.cases() + singles.cases()
    with tempfile.TemporaryDirectory() as folder:
        make(cases, fixtures, pathlib.Path(folder))
        outcomes = {"chainlint": ask_chainlint(chainlint)(cases)}
        outcomes.update((name, ask(cases)) for name, ask in asked.items())
    print_table(cases, outcomes)
    wrong = [case for case in cases if (outcomes["chainlint"][case.name] == "ok") != case.valid]
    for case in wrong:
        print(f"{case.name}: has {'a' if case.valid else 'no'} valid path; chainlint: {outcomes['chainlint'][case.name]}")
    if "--table" in options:
        for case in cases:
            print(case.name, "valid" if case.valid else "invalid", *(f"{name}={answers.get(case.name)!r}" for name, answers in outcomes.items()))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
