"""The Job of docs/scale.md: its structure, and what its script does with each index and each exit code.

usage: check_kubernetes.py   (status 77 where python3-yaml is not installed)
With the environment variable CHAINLINT_KUBERNETES_SCHEMA, the Job is compared with that JSON Schema too: job-batch-v1.json of
github.com/yannh/kubernetes-json-schema, which is not part of this project."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from engines import Expectations, blocks, load_yaml

STANDING_IN = """#!/bin/sh
printf '%s\\n' "$@" > arguments
exit $STATUS
"""


def run_script(script, index, status):
    """The arguments of chainlint, and the exit code of the pod."""
    with tempfile.TemporaryDirectory(prefix="chainlint-") as folder:
        program = pathlib.Path(folder) / "chainlint"
        program.write_text(STANDING_IN)
        program.chmod(0o755)
        variables = {"PATH": f"{folder}:{os.environ['PATH']}", "JOB_COMPLETION_INDEX": str(index), "STATUS": str(status)}
        done = subprocess.run(["sh", "-c", script], cwd=folder, env=variables)
        return (pathlib.Path(folder) / "arguments").read_text().split("\n")[:-1], done.returncode


def main():
    expect = Expectations()
    text = next(block for block in blocks("scale.md", "yaml") if "kind: Job" in block)
    job = load_yaml(text)
    spec, pod = job["spec"], job["spec"]["template"]["spec"]
    container = pod["containers"][0]
    expect.that((job["apiVersion"], job["kind"]) == ("batch/v1", "Job"), "it is a Job")
    expect.that(spec["completionMode"] == "Indexed" and 0 < spec["parallelism"] <= spec["completions"], "it is indexed", str(spec))
    expect.that(pod["restartPolicy"] in ("Never", "OnFailure"), "a Job allows no other restart policy")
    mounted = {mount["name"] for mount in container["volumeMounts"]}
    expect.that(mounted == {volume["name"] for volume in pod["volumes"]}, "each volume is mounted and each mount is a volume", str(mounted))
    expect.that(container["command"] == ["sh", "-c"] and len(container["args"]) == 1, "a shell runs one script")
    shards = []
    for index in range(spec["completions"]):
        words, status = run_script(container["args"][0], index, 0)
        expect.that(status == 0 and words[0] == "check", "the script runs chainlint check", str(words))
        shards.append(words[words.index("--shard") + 1])
        expect.that(f"/results/shard-{index}.jsonl" in words, "each index has its own report", str(words))
    expect.that(shards == [f"{k + 1}/{spec['completions']}" for k in range(spec["completions"])], "the indexes are all shards", str(shards))
    for status, ends in {0: 0, 1: 0, 2: 1, 3: 0, 4: 1, 137: 1}.items():
        expect.that(run_script(container["args"][0], 0, status)[1] == ends, f"exit code {status} of chainlint is {ends} of the pod")
    places = [mount["mountPath"] for mount in container["volumeMounts"] if mount.get("readOnly")]
    expect.that(words[-1] in places, "the bundles are on a volume that is read only", str(words))
    if schema := os.environ.get("CHAINLINT_KUBERNETES_SCHEMA"):
        import jsonschema
        problems = list(jsonschema.Draft7Validator(json.loads(pathlib.Path(schema).read_text())).iter_errors(job))
        expect.that(not problems, "it is valid by the schema of Kubernetes", "\n".join(problem.message for problem in problems))
    expect.finish()


main()
