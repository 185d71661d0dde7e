"""Holds what chainlint predicts of TLS clients to what the clients themselves do.

usage: compare_clients.py CHAINLINT CHAINLINT_FIXTURES [--table] [--random SEED COUNT]

Every case is made, sent by a real TLS server and asked of every client that is installed. Fails where a prediction of a model whose evidence
is "measured" is not what the client did, where the client is of the version that was measured. Exit status 77 where no client is there. With --random, COUNT random chains take the place of the cases.
"""

import collections
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile

import certificate_cases
import client_cases
import key_cases
import random_cases
import real_clients
import tls_server


def make(cases, fixtures, folder):
    described = [case for case in cases if isinstance(case, client_cases.Case)]
    for case in described:
        (folder / f"{case.name}.fixture.yaml").write_text(case.manifest())
    subprocess.run([fixtures, str(folder)], check=True, stdout=subprocess.DEVNULL)
    for case in cases:
        if case not in described:
            case.make(folder / "made" / case.name)
        case.folder = folder / "made" / case.name
        case.port = tls_server.Server(case.folder).port


def predict(case, chainlint):
    """The verdicts of all models, by client."""
    command = [chainlint, "check", "--no-policy", "--client", "all", "--format", "json", "--anchors", str(case.folder / "anchors.pem"),
               "--host", case.host, str(case.folder / "sent.pem")]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode > 1:
        sys.exit(f"{case.name}: chainlint ended with {answer.returncode}\n{answer.stderr}")
    return {verdict["client"]: verdict for verdict in json.loads(answer.stdout)["bundles"][0]["clients"]}


# Accepted by the client and refused by its model, which knows the older usages of servers together or not at all.
CAUTIOUS = {("gnutls", "intermediate-netscape-step-up"), ("nss", "leaf-netscape-step-up"), ("nss", "intermediate-time-stamping"),
            ("nss3.110", "leaf-netscape-step-up"), ("nss3.110", "intermediate-netscape-step-up")}
# The model of Node.js has the security level of version 24 and of Debian 13, and OpenSSL 3.5 knows the curve again.
if ssl.OPENSSL_VERSION_INFO < (3, 5):
    CAUTIOUS |= {("nodejs", f"{which}-rsa-1024") for which in ("leaf", "intermediate", "anchor")}
else:
    CAUTIOUS |= {(client, "leaf-brainpool256") for client in ("openssl3", "python3.13", "curl", "nodejs")}
# Refused by the model, and by the client since a release of its version: Java 17.0.15 accepts, 17.0.19 refuses.
SINCE_RELEASE = {("java17", "leaf-sha224"), ("java17", "leaf-sha224-rsa")}


def agrees(client, case, predicted, outcome):
    if predicted["verdict"] == "unknown" and getattr(case, "undecided", False):
        return True
    if (client, case.name) in CAUTIOUS:
        return predicted["verdict"] == "refused" and outcome == "ok"
    if (client, case.name) in SINCE_RELEASE:
        return predicted["verdict"] == "refused" and outcome != "no answer"
    return predicted["verdict"] == ("accepted" if outcome == "ok" else "refused")


def print_table(cases, predictions, outcomes):
    width = max(len(case.name) for case in cases)
    print(" " * width, *(f"{client:>10}" for client in outcomes))
    for case in cases:
        cells = []
        for client, answers in outcomes.items():
            outcome = answers.get(case.name, "none").split()[0]
            predicted = predictions[case.name].get(client)
            cells.append(outcome + ("" if predicted is None or agrees(client, case, predicted, outcome) else "!" + predicted["verdict"][:4]))
        print(f"{case.name:{width}}", *(f"{cell:>10}" for cell in cells))


def compare(cases, predictions, outcomes):
    """Per client how many predictions came true, and those that did not."""
    agreed, differences = collections.Counter(), []
    for client, answers in outcomes.items():
        for case in cases:
            predicted = predictions[case.name].get(client)
            outcome = answers.get(case.name, "no answer")
            if predicted is None:
                continue
            if agrees(client, case, predicted, outcome):
                agreed[client] += 1
            else:
                differences.append((client, case, predicted, outcome))
    return agreed, differences


def main(chainlint, fixtures, *options):
    cases = client_cases.CASES + certificate_cases.CASES + key_cases.CASES
    if "--random" in options:
        seed, count = options[options.index("--random") + 1:][:2]
        cases = random_cases.cases(seed, int(count))
    clients = real_clients.installed()
    if not clients:
        return 77
    with tempfile.TemporaryDirectory() as folder:
        make(cases, fixtures, pathlib.Path(folder))
        predictions = {case.name: predict(case, chainlint) for case in cases}
        outcomes = {name: client.ask(cases) for name, client in clients.items()}
    agreed, differences = compare(cases, predictions, outcomes)
    for name, client in clients.items():
        note = "" if client.measured else ", a version that the model was not compared with"
        print(f"{name} ({client.version}{note}): {agreed[name]} of {len(cases)} as predicted")
    for name, case, predicted, outcome in differences:
        print(f"{case.name}: {name} ({predicted['evidence']}): predicted {predicted['verdict']}: {predicted['reason']}\n  was: {outcome}")
    if "--table" in options or differences:
        print_table(cases, predictions, outcomes)
    failed = [name for name, _, predicted, _ in differences if predicted["evidence"] == "measured" and clients[name].measured]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
