"""A git repository with a history, as a team has it: what is deployed on main, and a branch for each renewal that somebody proposes."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
# The certificates of the fixture are valid around this day: the old one expires on 2026-12-01.
AT = "2026-11-20T00:00:00Z"
# Branches, and the file of the fixture that each brings.
RENEWALS = {"right": "next.pem", "rotated": "issuer-rotated.pem", "fewer": "name-lost.pem", "old-key": "old-key.pem"}


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            print(f"skipped: {program} is not installed")
            sys.exit(SKIPPED)


def load_yaml(path):
    try:
        import yaml
    except ImportError:
        print("skipped: python3-yaml is not installed")
        sys.exit(SKIPPED)
    with open(path, encoding="utf-8") as stream:
        return yaml.safe_load(stream)


class History:
    """Makes the repository `upstream` below a temporary folder, and clones of it."""

    def __init__(self, chainlint):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chainlint-"))
        self.environment = {
            "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
            "PATH": os.path.dirname(os.path.abspath(chainlint)) + ":" + os.environ["PATH"], "CHAINLINT_AT": AT}
        self.upstream = self.folder / "upstream"
        made = pathlib.Path("fixtures/made/renewal")
        (self.upstream / "certs").mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "someone")
        self.git("config", "user.email", "someone@example.com")
        shutil.copy(made / "anchors.pem", self.upstream / "roots.pem")
        shutil.copy(made / "previous.pem", self.upstream / "certs/www.pem")
        shutil.copy("fixtures/made/healthy/site.pem", self.upstream / "certs/other.pem")
        (self.upstream / ".chainlint.yaml").write_text("anchors: [roots.pem]\nrules:\n  key-in-repository: off\n")
        self.commit("what is deployed")
        for branch, file in RENEWALS.items():
            self.git("checkout", "-q", "-b", branch, "main")
            shutil.copy(made / file, self.upstream / "certs/www.pem")
            self.commit("renew www")
        # One that switches off the finding about what it brings.
        (self.upstream / ".chainlint.yaml").write_text("anchors: [roots.pem]\nfail_on: never\nrules: { renewal-key-is-previous: off, key-in-repository: off }\n")
        self.git("checkout", "-q", "-b", "silenced")
        self.commit("policy")
        self.git("checkout", "-q", "main")

    def git(self, *words, folder=None):
        subprocess.run(["git", *words], cwd=folder or self.upstream, env=self.environment, check=True)

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def clone(self, branch, *options):
        """The branch as a CI server has it; with `--depth=1` there is nothing else."""
        target = self.folder / f"clone-{branch}-{len(list(self.folder.iterdir()))}"
        self.git("clone", "-q", *options, "--branch", branch, f"file://{self.upstream}", str(target), folder=self.folder)
        return target

    def remove(self):
        shutil.rmtree(self.folder)


class Expectations:
    """Collects what is not as it should be."""

    def __init__(self):
        self.failed = 0

    def that(self, holds, what, shown=""):
        if not holds:
            self.failed += 1
            print(f"FAILED: {what}\n{shown}")

    def finish(self):
        print("all as expected" if self.failed == 0 else f"{self.failed} expectations failed")
        sys.exit(1 if self.failed else 0)
