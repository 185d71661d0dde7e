"""Runs the steps of the GitHub Action as a runner does, in clones of a repository with a history.

usage: run_github.py CHAINLINT   (in the top folder of the project; status 77 where git, bash or python3-yaml is absent)"""
import re
import subprocess
import sys

from history import Expectations, History, load_yaml, need


class Runner:
    """As much of a GitHub runner as a composite action needs: inputs, expressions, files of commands."""

    def __init__(self, action, history, base):
        self.action, self.history = action, history
        self.values = {"github.action_path": str(history.folder), "runner.temp": str(history.folder), "github.base_ref": base, "github.action_repository": "", "github.action_ref": "", "github.token": ""}
        self.outputs = {}

    def expand(self, text):
        def value(match):
            name = match.group(1)
            found = re.fullmatch(r"steps\.([\w-]+)\.outputs\.([\w-]+)", name)
            return self.outputs.get((found[1], found[2]), "") if found else self.values[name]
        return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", value, str(text))

    def wanted(self, condition):
        """Conditions of the form A == 'x' && B != 'y'; none holds always."""
        for part in condition.split("&&") if condition else []:
            name, operator, wanted = part.strip().split()
            if (self.expand("${{ " + name + " }}") == wanted.strip("'")) != (operator == "=="):
                return False
        return True

    def run(self, folder, **inputs):
        for name, described in self.action["inputs"].items():
            self.values["inputs." + name] = inputs.pop(name.replace("-", "_"), described.get("default", ""))
        assert not inputs, inputs
        printed, status = "", 0
        summary = self.history.folder / "step-summary.md"
        summary.write_text("")
        for step in self.action["runs"]["steps"]:
            if "run" not in step or not self.wanted(step.get("if")):
                continue
            output = self.history.folder / "step-output"
            output.write_text("")
            environment = dict(self.history.environment, GITHUB_OUTPUT=str(output), GITHUB_STEP_SUMMARY=str(summary),
                               GITHUB_PATH=str(self.history.folder / "step-path"))
            environment.update({key: self.expand(text) for key, text in step.get("env", {}).items()})
            done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=folder, env=environment,
                                  capture_output=True, text=True)
            printed += done.stdout + done.stderr
            for line in output.read_text().splitlines():
                key, value = line.split("=", 1)
                self.outputs[(step["id"], key)] = value
            status = done.returncode
            if status:
                break
        return status, printed, summary.read_text()


def annotations(printed):
    return [re.search(r"title=([^,:]+)", line)[1] for line in printed.splitlines() if line.startswith("::error") and "title=" in line]


def documented_inputs():
    """The inputs that the workflow in the documents sets."""
    with open("docs/pull-requests.md", encoding="utf-8") as stream:
        return re.findall(r"([\w-]+):", re.search(r"with: \{([^}]*)\}", stream.read())[1])


def main(chainlint):
    need("git", "bash")
    action = load_yaml("action.yml")
    history, expect = History(chainlint), Expectations()
    for name in documented_inputs():
        expect.that(name in action["inputs"], f"the action has the documented input '{name}'")
    wanted = {"right": [], "rotated": ["chain-stale-intermediate"], "fewer": ["renewal-san-shrank"], "old-key": ["renewal-key-is-previous"],
              "silenced": ["renewal-key-is-previous"]}
    for branch, rules in wanted.items():
        for options in ([], ["--depth=1"]):
            runner = Runner(action, history, "main")
            status, printed, summary = runner.run(history.clone(branch, *options))
            case = f"{branch} {' '.join(options)}"
            expect.that(status == (1 if rules else 0), f"{case}: status {status}", printed)
            expect.that(all(rule in annotations(printed) for rule in rules), f"{case}: annotations", printed)
            expect.that(bool(rules) or annotations(printed) == [], f"{case}: no annotation", printed)
            expect.that("other.pem" not in printed, f"{case}: only what the branch changed", printed)
            expect.that(runner.outputs[("check", "status")] == str(status), f"{case}: output 'status'", printed)
            expect.that("chainlint" in summary, f"{case}: summary of the job", summary)
    status, printed, _ = runner.run(history.clone("silenced"), policy_from="none")
    expect.that(status == 1 and "branch-changes-policy" in annotations(printed), "a policy that the branch changes is told", printed)
    runner = Runner(action, history, "")
    status, printed, _ = runner.run(history.clone("main"), paths="certs/www.pem\ncerts/other.pem", sarif="out.sarif", summary="false")
    expect.that(status == 0, "a push to main lints everything", printed)
    status, printed, _ = runner.run(history.clone("main"), arguments="--host\nabsent.example.org", paths="certs/www.pem")
    expect.that("leaf-host-not-covered" in annotations(printed), "further arguments are passed on", printed)
    marked = history.folder / "injected"
    runner.run(history.clone("main"), paths=f"$(touch {marked}); `touch {marked}`", target="nginx; touch " + str(marked))
    expect.that(not marked.exists(), "inputs are never run")
    history.remove()
    expect.finish()


if __name__ == "__main__":
    main(sys.argv[1])
