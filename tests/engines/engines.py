"""Records of bundles for the tests of this folder, and what a single run says about them."""
import base64
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integrations"))
from history import SKIPPED, Expectations, need  # noqa: E402, F401: for the tests

PROJECT = pathlib.Path(__file__).resolve().parents[2]
OPTIONS = ["--no-policy", "--at", "2026-11-20", "--anchors", "none", "--target", "nginx"]
KINDS = {".pem", ".pfx", ".p7b", ".jks", ".yaml"}


def environment(chainlint):
    """chainlint on the PATH, and nothing that sets its options."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CHAINLINT_")}
    clean["PATH"] = f"{os.path.dirname(os.path.abspath(chainlint))}:{clean['PATH']}"
    return clean


def records():
    """A line for each bundle of the fixtures; some are no records, and one has several files."""
    made = PROJECT / "fixtures/made"
    lines = []
    for path in sorted(path for path in made.rglob("*") if path.suffix in KINDS):
        lines.append(json.dumps({"name": str(path.relative_to(made)), "base64": encoded(path)}))
        if len(lines) % 50 == 0:
            lines.append('{"name": "damaged", "base64": "!"}')
    files = [{"name": name, "base64": encoded(made / "healthy" / name)} for name in ("leaf.key", "chain.pem", "leaf.pem")]
    return [*lines, json.dumps({"name": "parts", "files": files})]


def load_yaml(text):
    try:
        import yaml
    except ImportError:
        print("skipped: python3-yaml is not installed")
        sys.exit(SKIPPED)
    return yaml.safe_load(text)


def encoded(path):
    return base64.b64encode(path.read_bytes()).decode()


def blocks(document, language):
    """The fenced blocks of a document in docs/."""
    text = (PROJECT / "docs" / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def answers(lines):
    """What is said of each record. Of a part of the records, numbers of lines and summaries differ."""
    kept = []
    for line in lines:
        value = json.loads(line)
        if value["kind"] in ("bundle", "input"):
            place = value.get("diagnostics") or []
            for each in place:
                if value["path"] == "-":
                    each.pop("line", None)
            kept.append(json.dumps(value))
        elif value["kind"] == "record":
            del value["line"]
            kept.append(json.dumps(value))
    return kept


def single_run(chainlint, lines, *options):
    """Of all records, on one thread."""
    done = subprocess.run([chainlint, "check", *OPTIONS, *options, "--from-jsonl", "-", "--format", "jsonl", "--jobs", "1"],
                          input="".join(line + "\n" for line in lines), capture_output=True, text=True, env=environment(chainlint))
    if done.returncode != 3 or done.stderr:
        sys.exit(f"status {done.returncode}: {done.stderr}")
    return answers(done.stdout.splitlines())
