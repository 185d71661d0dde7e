"""Lints every fixture and reads the reports back with other people's parsers: JUnit by the rules of the Jenkins xUnit plugin's junit-10.xsd,
the code quality report by GitLab's documentation, CSV, each line of JSON lines, Checkstyle by what the parser of Jenkins (analysis-model)
reads, TAP by prove.

usage: validate_formats.py CHAINLINT PATH..."""
import csv
import io
import json
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "file"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"name", "time", "classname"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
    "system-out": set(),
}


def junit(text):
    root = xml.etree.ElementTree.fromstring(text)
    assert root.tag == "testsuites"
    for element in root.iter():
        assert set(element.keys()) <= ATTRIBUTES[element.tag], (element.tag, element.keys())
    for suite in root:
        children = list(suite)
        cases = [child for child in children if child.tag == "testcase"]
        # The schema of Jenkins has the properties before the cases.
        assert [child.tag for child in children] == ["properties"] * (len(children) - len(cases)) + ["testcase"] * len(cases)
        assert cases and int(suite.get("tests")) == len(cases)
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(attribute)) == sum(case.find(tag) is not None for case in cases)
        names = [(case.get("classname"), case.get("name")) for case in cases]
        assert len(set(names)) == len(names), "GitLab drops the second test of a name"
    for attribute in ("tests", "failures", "errors"):
        assert int(root.get(attribute)) == sum(int(suite.get(attribute)) for suite in root)
    assert int(root.get("failures")) > 0, "the fixtures give findings"
    return int(root.get("tests"))


def gitlab(text):
    entries = json.loads(text)
    assert entries
    for entry in entries:
        assert entry["description"] and entry["check_name"]
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["location"]["lines"]["begin"] >= 1
        assert not entry["location"]["path"].startswith("./")
    assert len({entry["fingerprint"] for entry in entries}) == len(entries), "GitLab drops the second entry of a fingerprint"
    return len(entries)


def table(text):
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    assert not any(value[:1] in "=+@" for row in rows for value in row if value)
    return len(rows) - 1


def lines(text):
    kinds = [json.loads(line)["kind"] for line in text.splitlines()]
    assert kinds[0] == "run" and kinds[-1] == "summary"
    return len(kinds)


def checkstyle(text):
    root = xml.etree.ElementTree.fromstring(text)
    assert root.tag == "checkstyle" and root.get("version")
    names = [file.get("name") for file in root]
    assert all(names) and len(set(names)) == len(names)
    errors = list(root.iter("error"))
    assert len(errors) == sum(len(file) for file in root) > 0
    for error in errors:
        assert set(error.keys()) <= {"line", "column", "severity", "message", "source"}
        assert int(error.get("line")) >= 1 and error.get("severity") in ("error", "warning", "info")
        assert error.get("message") and error.get("source").startswith("chainlint.")
    return len(errors)


def tap(text):
    points = sum(line.startswith(("ok ", "not ok ")) for line in text.splitlines())
    if shutil.which("prove"):
        with tempfile.NamedTemporaryFile("w", suffix=".tap", encoding="utf-8") as stream:
            # Version 14 adds nothing here that prove, which knows 13, would read in another way.
            stream.write(text.replace("TAP version 14", "TAP version 13", 1))
            stream.flush()
            said = subprocess.run(["prove", "--exec", "cat", stream.name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                  check=False).stdout
        assert f"Tests={points}," in said and "Parse errors" not in said and "Result: FAIL" in said, said[-2000:]
    assert points > 0
    return points


def main():
    program, *paths = sys.argv[1:]
    for name, check in (("junit", junit), ("gitlab", gitlab), ("csv", table), ("jsonl", lines), ("checkstyle", checkstyle), ("tap", tap)):
        command = [program, "check", "--no-policy", "--anchors", "none", "--ruleset", "all", "--at", "2026-11-01", "--format", name, *paths]
        text = subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout.decode("utf-8")
        print(f"{name}: {check(text)} entries")


if __name__ == "__main__":
    main()
