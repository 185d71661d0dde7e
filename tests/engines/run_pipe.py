"""What Spark's RDD.pipe() and Hadoop streaming do, without them: a process for each partition, of which each record is a line that a thread
writes while the answers are read. Also the worker of a queue, as docs/scale.md shows it.

usage: run_pipe.py CHAINLINT"""
import base64
import json
import os
import shlex
import subprocess
import sys
import threading

from engines import OPTIONS, Expectations, answers, blocks, environment, records, single_run

PARTITIONS = 7


def spark_pipe(command, partition, environment):
    """pyspark.RDD.pipe: without `env` the process has an empty environment; an element is stripped of line ends and gets one."""
    process = subprocess.Popen(shlex.split(command), env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def write():
        for element in partition:
            process.stdin.write((str(element).rstrip("\n") + "\n").encode("utf-8"))
        process.stdin.close()

    writer = threading.Thread(target=write)
    writer.start()
    lines = [line.rstrip(b"\n").decode("utf-8") for line in iter(process.stdout.readline, b"")]
    writer.join()
    return lines, process.wait()


def check_spark(chainlint, expect, lines, expected):
    shown = next(line for block in blocks("scale.md", "python") for line in block.splitlines() if ".pipe(" in line)
    command = shown[shown.index('"') + 1:shown.rindex('"')].replace("/usr/bin/chainlint", os.path.abspath(chainlint))
    command = command.replace("--anchors /etc/ssl/roots.pem --no-policy", " ".join(OPTIONS))
    expect.that(OPTIONS[-1] in command and "--fail-on never" in command, "the command of the document is the one that is known", command)
    size = -(-len(lines) // PARTITIONS)
    together, statuses = [], []
    for first in range(0, len(lines), size):
        answered, status = spark_pipe(command, lines[first:first + size], {})
        together += answered
        statuses.append(status)
    expect.that(answers(together) == expected, "the partitions say what a single run says", str(len(together)))
    verdicts = [json.loads(line)["status"] for line in together if line.startswith('{"kind":"record",')]
    parts = [verdicts[first:first + size] for first in range(0, len(lines), size)]
    expect.that(statuses == [max(part) for part in parts], "the status is that of the worst record", f"{statuses} {parts}")
    clean = [line for line, verdict in zip(lines, verdicts) if verdict == 0]
    expect.that(spark_pipe(command, clean, {})[1] == 0, "findings do not fail the task")
    # In Scala any status but 0 fails the task.
    script = next(block for block in blocks("scale.md", "bash") if block.startswith("#!/bin/sh"))
    done = subprocess.run(["sh", "-c", script, "sh", *OPTIONS], input="\n".join(lines), env=environment(chainlint), capture_output=True, text=True)
    expect.that(done.returncode == 0 and answers(done.stdout.splitlines()) == expected, "the script hides unread records alone", done.stderr)
    wrong = subprocess.run(["sh", "-c", script, "sh", "--no-such-option"], env=environment(chainlint), capture_output=True, text=True)
    expect.that(wrong.returncode != 0, "the script does not hide a usage error", wrong.stderr)
    none, status = spark_pipe(command, [], {})
    expect.that(status == 0 and answers(none) == [], "an empty partition is no mistake", str(none))


def check_hadoop(chainlint, expect, lines, expected):
    shown = next(block for block in blocks("scale.md", "bash") if block.startswith("hadoop "))
    mapper = shown[shown.index('-mapper "') + 9:shown.rindex('"')].replace("--anchors roots.pem --no-policy", " ".join(OPTIONS))
    answered, status = spark_pipe(mapper, lines, environment(chainlint))
    expect.that(status == 3 and answers(answered) == expected, "a mapper says what a single run says", str(status))
    # Hadoop takes what is before the first tab as the key.
    expect.that(not any("\t" in line for line in answered), "no line contains a tab")


def check_worker(chainlint, expect):
    names = {}
    block = next(block for block in blocks("scale.md", "python") if "class Checker" in block)
    os.environ["PATH"] = environment(chainlint)["PATH"]
    exec(compile(block, "docs/scale.md", "exec"), names)  # the document is ours
    checker = names["Checker"](*OPTIONS, "--jobs", "2")
    for line in records()[:40]:
        record = json.loads(line)
        answer = checker.check(record["name"], {"bundle": base64.b64decode(record["base64"])} if record["base64"] != "!" else {})
        expect.that(answer[-1]["kind"] == "record" and answer[-1]["name"] in (record["name"], None), "each record has its answer", str(answer[-1]))
        expect.that(sum(each["kind"] == "bundle" for each in answer) == answer[-1]["bundles"], "with its bundles", str(answer[-1]))
    checker.process.stdin.close()
    rest = checker.process.stdout.read().splitlines()
    expect.that(len(rest) == 1 and json.loads(rest[0])["kind"] == "summary", "the summary is last", str(rest))
    checker.process.wait()


def main(chainlint):
    expect = Expectations()
    lines = records()
    check_spark(chainlint, expect, lines, single_run(chainlint, lines, "--fail-on", "never"))
    check_hadoop(chainlint, expect, lines, single_run(chainlint, lines))
    check_worker(chainlint, expect)
    expect.finish()


main(sys.argv[1])
