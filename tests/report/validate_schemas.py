"""Checks files against the JSON Schemas of `rules schema`: those that the program takes must validate, and what a schema refuses the program must
refuse as well.

usage: validate_schemas.py CHAINLINT YAML_TO_JSON   (in the top folder of the project; needs jsonschema, status 77 where it is absent)"""
import glob
import json
import os
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

from schema_samples import BAD, GOOD

KINDS = ("rule", "set", "test", "policy", "target", "client")


def load_schemas(program):
    validators = {}
    for kind in KINDS:
        schema = json.loads(subprocess.run([program, "rules", "schema", kind], check=True, capture_output=True).stdout)
        jsonschema.Draft7Validator.check_schema(schema)
        validators[kind] = jsonschema.Draft7Validator(schema)
    return validators


def kind_of(path):
    if path.startswith("rules/sets/"):
        return "set"
    if path.startswith("rules/templates/"):
        return "policy"
    for kind in ("target", "client"):
        if path.startswith(f"rules/{kind}s/"):
            return kind
    return "test" if path.endswith(".test.yaml") else "rule"


def complaints(validator, document):
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in validator.iter_errors(document)]


def as_json(converter, paths):
    lines = subprocess.run([converter, *paths], stdout=subprocess.PIPE, check=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def check_shipped(validators, converter):
    paths = sorted(path for path in glob.glob("rules/**/*.yaml", recursive=True) if not path.startswith("rules/records/"))
    wrong = []
    for path, document in zip(paths, as_json(converter, paths)):
        wrong += [f"{path}: {complaint}" for complaint in complaints(validators[kind_of(path)], document)]
    stories = sorted(glob.glob("fixtures/*.fixture.yaml"))
    for path, document in zip(stories, as_json(converter, stories)):
        minted = {key: document[key] for key in ("certificates", "crls", "files") if key in document}
        cases = [{"name": "a", "expect": "pass"}, {"name": "b", "expect": "fail"}]
        wrong += [f"{path}: {c}" for c in complaints(validators["test"], {"rule": "x", "cases": cases, **minted})]
    assert len(paths) > 200 and len(stories) > 5, "the shipped files were found"
    return wrong, len(paths) + len(stories)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(text)
    return path


class Sample:
    """A file in a folder of its own, with what it needs beside it."""

    def __init__(self, folder, kind, text):
        self.kind = kind
        self.folder = folder
        name = {"rule": "leaf-sample.yaml", "set": "sample.yaml", "test": "leaf-sample.test.yaml"}.get(kind, kind + ".yaml")
        self.path = write(os.path.join(folder, name), text)
        if kind == "test":
            write(os.path.join(folder, "leaf-sample.yaml"), GOOD["rule"][0])

    def run(self, program):
        command = {"rule": ["rules", "list", "--ruleset", self.path], "set": ["rules", "list", "--ruleset", self.path],
                   "test": ["rules", "test", self.folder], "policy": ["policy", "check", self.path]}
        for kind in ("target", "client"):
            command[kind] = ["show", "--no-policy", "--anchors", "none", "--" + kind, self.path, "fixtures/made/healthy/site.pem"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("CHAINLINT_")}
        return subprocess.run([program, *command[self.kind]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, env=environment)


def check_samples(validators, program, converter, parent):
    wrong = []
    count = 0
    for good, table in ((True, GOOD), (False, BAD)):
        for kind in KINDS:
            for number, text in enumerate(table[kind]):
                sample = Sample(os.path.join(parent, f"{kind}-{'good' if good else 'bad'}-{number}"), kind, text)
                count += 1
                found = complaints(validators[kind], as_json(converter, [sample.path])[0])
                ran = sample.run(program)
                taken = ran.returncode != 2
                if found and good or not found and not good:
                    wrong.append(f"the schema {'refuses' if good else 'takes'} {kind} {number}: {found}\n{text}")
                if taken != good or ran.returncode == 4:
                    wrong.append(f"the program {'takes' if taken else 'refuses'} {kind} {number}:\n{text}\n{ran.stderr.decode()}")
                if not good and b": error: " not in ran.stderr:
                    wrong.append(f"the program says no place for {kind} {number}:\n{text}\n{ran.stderr.decode()}")
    return wrong, count


def main():
    program, converter = (os.path.abspath(path) for path in sys.argv[1:3])
    validators = load_schemas(program)
    wrong, shipped = check_shipped(validators, converter)
    with tempfile.TemporaryDirectory() as parent:
        more, samples = check_samples(validators, program, converter, parent)
    wrong += more
    print("\n".join(wrong) or f"{shipped} shipped files and {samples} samples: schemas and program agree")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
