"""Runs the pre-commit hooks as pre-commit does: entry, arguments, and the names of the files that a hook asks for.

usage: run_pre_commit.py CHAINLINT   (in the top folder of the project; status 77 where git or python3-yaml is absent)"""
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

from history import Expectations, History, load_yaml, need


def run(hook, history, folder):
    """Nothing where no file of the commit is for the hook."""
    staged = subprocess.run(["git", "diff", "--cached", "--name-only", "-z"], cwd=folder, env=history.environment, check=True,
                            capture_output=True, text=True).stdout.split("\0")
    names = [name for name in staged if name and re.search(hook["files"], name)]
    if not names:
        return None, ""
    command = shlex.split(hook["entry"]) + hook.get("args", []) + (names if hook.get("pass_filenames", True) else [])
    done = subprocess.run(command, cwd=folder, env=history.environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def main(chainlint):
    need("git")
    hooks = {hook["id"]: hook for hook in load_yaml(".pre-commit-hooks.yaml")}
    history, expect = History(chainlint), Expectations()
    folder = history.clone("main")
    expect.that(run(hooks["chainlint"], history, folder)[0] is None, "nothing staged, nothing run")
    shutil.copy("fixtures/made/renewal/old-key.pem", folder / "certs/www.pem")
    history.git("add", "-A", folder=folder)
    status, printed = run(hooks["chainlint"], history, folder)
    expect.that(status == 1 and "private key matches the deployed certificate" in printed, "the deployed certificate's key is found", printed)
    status, printed = run(hooks["chainlint-files"], history, folder)
    expect.that(status == 1 and "key-leaf-mismatch" in printed, "a file alone is linted", printed)
    shutil.copy("fixtures/made/renewal/next.pem", folder / "certs/www.pem")
    history.git("add", "-A", folder=folder)
    for hook in ("chainlint", "chainlint-files"):
        status, printed = run(hooks[hook], history, folder)
        expect.that(status == 0, f"{hook}: a right renewal passes", printed)
    # Only what is staged counts.
    shutil.copy("fixtures/made/renewal/old-key.pem", folder / "certs/www.pem")
    shutil.copy("fixtures/made/pull-request/shop.pem", folder / "certs/not-staged.pem")
    for hook in ("chainlint", "chainlint-files"):
        status, printed = run(hooks[hook], history, folder)
        expect.that(status == 0 and "not-staged" not in printed, f"{hook}: changes that are not staged are not seen", printed)
    (folder / "certs/not-staged.pem").unlink()
    history.git("add", "-A", folder=folder)
    shutil.copy("fixtures/made/renewal/next.pem", folder / "certs/www.pem")
    for hook in ("chainlint", "chainlint-files"):
        status, printed = run(hooks[hook], history, folder)
        expect.that(status == 1 and "certs/www.pem" in printed, f"{hook}: what is staged is seen", printed)
    history.git("add", "-A", folder=folder)
    (folder / ".chainlint.yaml").write_text("anchors: [roots.pem]\nrules:\n  pem-bmo: off\n")
    history.git("add", "-A", folder=folder)
    status, printed = run(hooks["chainlint-policy"], history, folder)
    expect.that(status == 1 and "pem-bom" in printed or status == 2 and "pem-bom" in printed, "a mistake in the policy is told", printed)
    (folder / "rules").mkdir()
    for ending in (".yaml", ".test.yaml"):
        text = pathlib.Path("rules/bundle/bundle-no-leaf" + ending).read_text(encoding="utf-8")
        (folder / ("rules/own-no-leaf" + ending)).write_text(text.replace("bundle-no-leaf", "own-no-leaf"), encoding="utf-8")
    history.git("add", "-A", folder=folder)
    status, printed = run(hooks["chainlint-rules"], history, folder)
    expect.that(status == 0, "tests beside rules are run", printed)
    history.remove()
    expect.finish()


if __name__ == "__main__":
    main(sys.argv[1])
