"""Runs the script of the GitLab template as a runner does, in clones of a repository with a history.

usage: run_gitlab.py CHAINLINT   (in the top folder of the project; status 77 where git, sh or python3-yaml is absent)"""
import json
import subprocess
import sys
import xml.etree.ElementTree

from history import Expectations, History, load_yaml, need


def run(job, history, folder, **variables):
    environment = dict(history.environment, **{key: str(value) for key, value in job["variables"].items()})
    environment.update(variables)
    script = "set -e\n" + "\n".join(job["script"])
    done = subprocess.run(["sh", "-c", script], cwd=folder, env=environment, capture_output=True, text=True)
    with open(folder / job["artifacts"]["reports"]["codequality"], encoding="utf-8") as stream:
        quality = json.load(stream)
    xml.etree.ElementTree.parse(folder / job["artifacts"]["reports"]["junit"])
    return done.returncode, done.stdout + done.stderr, quality


def main(chainlint):
    need("git", "sh")
    job = load_yaml(".gitlab/chainlint.yml")["chainlint"]
    history, expect = History(chainlint), Expectations()
    wanted = {"right": None, "rotated": "chain-stale-intermediate", "fewer": "renewal-san-shrank", "old-key": "renewal-key-is-previous",
              "silenced": "renewal-key-is-previous"}
    for branch, rule in wanted.items():
        folder = history.clone(branch, "--depth=50", "--single-branch")
        status, printed, quality = run(job, history, folder, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
        expect.that(status == (1 if rule else 0), f"{branch}: status {status}", printed)
        grave = [issue for issue in quality if issue["severity"] in ("critical", "blocker", "major")]
        expect.that(rule is None or rule in [issue["check_name"] for issue in grave], f"{branch}: {rule}", quality)
        for issue in quality:
            expect.that(issue["location"]["path"] == "certs/www.pem", f"{branch}: path {issue['location']['path']}")
            expect.that(issue["location"]["lines"]["begin"] >= 1, f"{branch}: line")
        expect.that(len({issue["fingerprint"] for issue in quality}) == len(quality), f"{branch}: fingerprints differ", quality)
    status, printed, _ = run(job, history, history.clone("main"), CHAINLINT_PATHS="certs/www.pem certs/other.pem")
    expect.that(status == 0, "without a merge request everything is linted", printed)
    history.remove()
    expect.finish()


if __name__ == "__main__":
    main(sys.argv[1])
