#!/usr/bin/env python3
"""Compares what chainlint predicts of servers with the servers themselves, on random bundles.

usage: compare_sent.py CHAINLINT CHAINLINT_FIXTURES [--seed N] [--count N] [--number N] [--each] [--server NAME]... [--keep] [--all]

A bundle that is served must have no finding that says that the server refuses it, and `sent` must be the chain of the handshake. A bundle
with which the server does not start, or every handshake fails, must not be passed: the exit status is not 0. Servers that are not
installed are passed over; exit status 77 where none is there. Differences fail the test where the server is of the version that was measured.
"""

import argparse
import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import random_bundles
import random_stores
from sent_daemons import DAEMONS
from sent_servers import SERVERS, is_installed

SKIPPED = 77
AT = "2026-06-01"
# Errors that are about clients, or about what an administrator should not do: a server with such a bundle starts.
NOT_OF_THE_SERVER = ("chain-", "leaf-", "trust-", "client-", "renewal-", "crl-", "certificate-", "key-in-repository", "keystore-intermediate",
                     "keystore-chain-length-1", "bundle-no-certificate")

# Of these, the server may also skip the block and start.
SKIPPED_BLOCK = {"file-not-certificate", "pem-block-damaged", "pem-boundary", "pem-escaped-newlines", "pem-glued-blocks", "pem-indented", "pem-label-mismatch", "pem-line-ends",
                 "pem-trusted-label", "pem-utf16", "profile-format-refused", "profile-pem-syntax"}


@dataclass
class Item:
    """A bundle in its folder."""
    bundle: random_bundles.Bundle
    folder: pathlib.Path
    certificate: pathlib.Path
    key: pathlib.Path
    chain: pathlib.Path | None = None


@dataclass
class Prediction:
    status: int
    sent: list      # the chain of the bundle; of a keystore with several keys, of each
    refusals: list  # of each, rules that say that the server refuses it
    rules: set      # of all errors


def write(bundle, folder):
    folder.mkdir(parents=True)
    for name, content in bundle.files.items():
        (folder / name).write_bytes(content)
    if bundle.files:
        return Item(bundle, folder, folder / next(iter(bundle.files)), folder / next(iter(bundle.files)))
    certificate = folder / "site.pem"
    certificate.write_bytes(bundle.certificate)
    item = Item(bundle, folder, certificate, certificate)
    if bundle.key is not None:
        item.key = folder / "site.pem.key"
        item.key.write_bytes(bundle.key)
    if bundle.chain is not None:
        item.chain = folder / "chain.pem"
        item.chain.write_bytes(bundle.chain)
    return item


def predict(chainlint, target, item, anchors):
    command = [chainlint, "check", "--no-policy", "--target", target, "--anchors", str(anchors), "--at", AT, "--format", "json"]
    if item.key != item.certificate:
        command += ["--key", str(item.key)]
    if item.chain:
        command += ["--chain", str(item.chain)]
    for name, value in item.bundle.options:
        (item.folder / name).write_text(value)
        command += ["--password-file", str(item.folder / name)]
    answer = subprocess.run([*command, str(item.certificate)], capture_output=True, text=True, check=False)
    if answer.returncode not in (0, 1, 3):
        sys.exit(f"bundle {item.bundle.number}: chainlint ended with {answer.returncode}\n{answer.stderr}")
    document = json.loads(answer.stdout)
    # The entries of a keystore are bundles; those of trusted certificates are not sent.
    bundles = [each for each in document["bundles"] if any(entry["kind"] == "private_key" for entry in each["entries"])] or document["bundles"]
    errors = [{each["rule"] for each in bundle["findings"] if each["severity"] == "error"} for bundle in bundles] or [set()]
    refusals = [sorted(each for each in rules if not each.startswith(NOT_OF_THE_SERVER)) for rules in errors]
    if answer.returncode == 3:
        refusals = [each + ["status 3"] for each in refusals]
    return Prediction(answer.returncode, [each["chain"]["sent"] for each in bundles] or [[]], refusals, set().union(*errors))


def difference(item, outcome, prediction):
    """What is predicted wrongly; empty where all is right."""
    if outcome.sent is None:
        return "refused, and passed by chainlint" if prediction.status == 0 else ""
    if "bundle-multiple-keys" in prediction.rules and item.bundle.files:
        return ""  # reported: it is not defined which of the keys is used
    # A block that the server skips is an error, since a certificate is not sent that is in the file.
    if len(outcome.sent) < item.bundle.certificates and prediction.rules & SKIPPED_BLOCK:
        return ""
    refusals = [refusals for sent, refusals in zip(prediction.sent, prediction.refusals) if sent == outcome.sent]
    if refusals:
        return "served, and reported as refused" if all(refusals) else ""
    return "another chain is sent"


def short(chain, names):
    return [names.get(each, each[:8]) for each in chain or []]


def names_of(material):
    import hashlib
    names = {}
    for path in material.folder.glob("*.pem"):
        if path.stem in random_bundles.CAS or path.stem.count("-") == 1 and "." not in path.stem:
            names[hashlib.sha256(material.der(path.stem)).hexdigest()] = path.stem
    return names


def compare(server, items, chainlint, material, work, show_all):
    outcomes = server.ask(items, work)
    with ThreadPoolExecutor(2) as pool:
        predictions = list(pool.map(lambda item: predict(chainlint, server.target, item, material.folder / "root.pem"), items))
    names, counts, lines = names_of(material), collections.Counter(), []
    for item, prediction in zip(items, predictions):
        outcome = outcomes[item.bundle.number]
        wrong = difference(item, outcome, prediction)
        counts["served" if outcome.sent is not None else "refused"] += 1
        counts[wrong] += 1
        if wrong or show_all:
            lines.append(f"  {server.name} {item.bundle.number}: {wrong or 'agrees'}: {', '.join(item.bundle.kinds) or 'no fault'}")
            lines.append(f"    server: {short(outcome.sent, names) if outcome.sent is not None else outcome.said}")
            lines.append(f"    chainlint: status {prediction.status}, {' or '.join(str(short(each, names)) for each in prediction.sent)}, {', '.join(sum(prediction.refusals, [])) or 'no refusal'}")
    return counts, lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("chainlint")
    parser.add_argument("fixtures")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--number", type=int, action="append", help="only this bundle")
    parser.add_argument("--each", action="store_true", help="every fault alone instead of random bundles")
    parser.add_argument("--server", action="append")
    parser.add_argument("--keep", action="store_true", help="keep the files")
    parser.add_argument("--all", action="store_true", help="show agreement too")
    options = parser.parse_args()
    chosen = [each for each in SERVERS + DAEMONS if not options.server or each.name in options.server]
    absent = [each.name for each in chosen if not is_installed(each)]
    if absent:
        print("not installed, or only root can start them; passed over:", ", ".join(absent))
    chosen = [each for each in chosen if each.name not in absent]
    if not chosen:
        return SKIPPED
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sent"))
    folder.chmod(0o755)
    try:
        material = random_bundles.Material(options.fixtures, folder / "material")
        failures = 0
        print(f"{'server':17}{'version':18}{'bundles':>8}{'served':>8}{'agreed':>8}")
        for server in chosen:
            numbers = options.number or range(options.count)
            if server.stores:
                bundles = random_stores.make(material, options.fixtures, folder / f"{server.name}-stores", options.seed, numbers)
            elif options.each:
                bundles = list(random_bundles.each_fault(material, options.seed, server.layouts))
                bundles = [each for each in bundles if each.number in numbers] if options.number else bundles
            else:
                bundles = [random_bundles.make(material, options.seed, each, server.layouts) for each in numbers]
            items = [write(each, folder / server.name / str(each.number)) for each in bundles]
            counts, lines = compare(server, items, options.chainlint, material, folder / server.name, options.all)
            version = server.version()
            failures += len(items) - counts[""] if version.startswith(server.measured) else 0
            print(f"{server.name:17}{version:18}{len(items):8}{counts['served']:8}{counts['']:8}")
            print(*lines, sep="\n", end="\n" if lines else "", flush=True)
    finally:
        if options.keep:
            print("files:", folder)
        else:
            shutil.rmtree(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
