"""GNU parallel divides a file of records among processes, with the command of docs/scale.md.

usage: run_parallel.py CHAINLINT   (status 77 where parallel is not installed)"""
import pathlib
import subprocess
import sys
import tempfile

from engines import OPTIONS, Expectations, answers, blocks, environment, need, records, single_run


def main(chainlint):
    need("parallel")
    expect = Expectations()
    lines = records()
    expected = single_run(chainlint, lines)
    command = next(block for block in blocks("scale.md", "bash") if block.startswith("parallel --pipe "))
    # Few records, so that there are several parts.
    command = command.replace("-N1000", "-N37").replace("--from-jsonl -", f"{' '.join(OPTIONS)} --from-jsonl -")
    expect.that("-N37" in command and OPTIONS[0] in command, "the command of the document is the one that is known", command)
    with tempfile.TemporaryDirectory(prefix="chainlint-") as folder:
        (pathlib.Path(folder) / "records.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        done = subprocess.run(["bash", "-c", command], cwd=folder, env={**environment(chainlint), "HOME": folder}, capture_output=True, text=True)
        results = (pathlib.Path(folder) / "results.jsonl").read_text(encoding="utf-8").splitlines()
    parts = sum(line.startswith('{"kind":"run",') for line in results)
    expect.that(parts == -(-len(lines) // 37), f"{parts} parts of {len(lines)} records", done.stderr)
    expect.that(0 < done.returncode <= parts, "the status is the number of parts that failed", str(done.returncode))
    expect.that(answers(results) == expected, "the parts say what a single run says", f"{len(results)} lines\n{done.stderr}")
    expect.that(len(expected) > 300, "there are answers", str(len(expected)))
    expect.finish()


main(sys.argv[1])
