"""The job array of docs/scale.md on a Slurm of one node that this script starts on the loopback. One task is killed and run again.

usage: run_slurm.py CHAINLINT   (status 77 where Slurm or munge is not installed, or this chainlint has no --shard)"""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from engines import PROJECT, Expectations, blocks, environment, need

CONFIGURATION = """ClusterName=chainlint
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ReturnToService=2
NodeName=localhost NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP
"""

# In place of chainlint: the second task kills its job before the report is complete, once.
KILLED_ONCE = """#!/bin/sh
if [ "$SLURM_ARRAY_TASK_ID" = 2 ] && mkdir "$PWD/killed" 2> /dev/null; then kill -9 $PPID; exit 1; fi
exec {chainlint} "$@"
"""


class Cluster:
    def __init__(self, folder, variables):
        self.folder, self.processes = folder, []
        self.environment = {**variables, "SLURM_CONF": str(folder / "slurm.conf")}
        folder.chmod(0o755)
        for name in ("state", "spool"):
            (folder / name).mkdir()
        key = folder / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o600)
        (folder / "slurm.conf").write_text(CONFIGURATION.format(folder=folder, ports=free_ports(2)))
        self.start("munged", "--foreground", "--force", *(f"--{option}={folder}/munge.{ending}" for option, ending in (
            ("socket", "socket"), ("key-file", "key"), ("pid-file", "pid"), ("log-file", "log"), ("seed-file", "seed"))))
        self.wait_until(lambda: (folder / "munge.socket").exists())
        self.start("slurmctld", "-D", "-c", "-f", folder / "slurm.conf")
        self.start("slurmd", "-D", "-c", "-N", "localhost", "-f", folder / "slurm.conf")
        self.wait_until(lambda: "idle" in self.run("sinfo", "--noheader").stdout)

    def start(self, *command):
        with open(self.folder / f"{command[0]}.out", "wb") as output:
            self.processes.append(subprocess.Popen(command, env=self.environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL))

    def run(self, *command, **options):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=240, **options)

    def wait_until(self, holds):
        for _ in range(300):
            if holds():
                return
            time.sleep(0.2)
        print("\n".join(path.read_text(errors="replace")[-2000:] for path in self.folder.glob("*.log")))
        sys.exit("Slurm does not start")

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def main(chainlint):
    need("munged", "slurmctld", "slurmd", "sbatch", "sinfo")
    if os.geteuid() != 0:
        sys.exit(print("skipped: the daemons of Slurm need root here") or 77)
    if "--shard" not in subprocess.run([chainlint, "check", "--help"], capture_output=True, text=True).stdout:
        sys.exit(print("skipped: this chainlint has no --shard") or 77)
    expect = Expectations()
    scripts = blocks("scale.md", "bash")
    array = next(block for block in scripts if "#SBATCH --array=1-4" in block)
    merge = next(line for block in scripts for line in block.splitlines() if "--dependency" in line)
    merge = merge[merge.index("chainlint merge"):].rstrip('"')
    root = pathlib.Path(tempfile.mkdtemp(prefix="chainlint-"))
    work = root / "work"
    shutil.copytree(PROJECT / "fixtures/made", work / "certs")
    (work / "bin").mkdir()
    (work / "bin/chainlint").write_text(KILLED_ONCE.format(chainlint=os.path.abspath(chainlint)))
    (work / "bin/chainlint").chmod(0o755)
    (work / "chainlint.sbatch").write_text(array)
    (root / "slurm").mkdir()
    variables = {**environment(chainlint), "CHAINLINT_ANCHORS": "none"}
    variables["PATH"] = f"{work}/bin:{variables['PATH']}"
    cluster = Cluster(root / "slurm", variables)
    try:
        done = cluster.run("sbatch", "--wait", "chainlint.sbatch", cwd=work)
        reports = sorted(path.name for path in work.glob("shard-*.jsonl"))
        expect.that(done.returncode != 0, "the killed task fails", done.stdout + done.stderr)
        expect.that(reports == [f"shard-{k}.jsonl" for k in (1, 3, 4)], "it leaves no report, and the others their own", str(reports))
        incomplete = cluster.run("sh", "-c", merge, cwd=work)
        expect.that(incomplete.returncode == 2 and incomplete.stdout == "", "three shards are not merged", incomplete.stderr)
        done = cluster.run("sbatch", "--wait", "--array=2", "chainlint.sbatch", cwd=work)
        expect.that(done.returncode == 0, "the task is run again alone", done.stdout + done.stderr)
    finally:
        cluster.stop()
    at = array[array.index("--at"):].split()[1]
    for output in ("text", "json", "sarif"):
        one = cluster.run(chainlint, "check", "--at", at, "--format", output, "certs/", cwd=work)
        merged = cluster.run("sh", "-c", merge.replace("--format text", f"--format {output}"), cwd=work)
        expect.that(one.returncode == merged.returncode == 3, "the status is that of one run", f"{one.returncode} {merged.returncode}\n{merged.stderr}")
        expect.that(len(one.stdout) > 10000 and one.stdout == merged.stdout, f"the merged report is that of one run as {output}", merged.stderr)
    logs = "".join(path.read_text() for path in work.glob("shard-*.log"))
    expect.that(logs == "", "no task prints anything", logs)
    shutil.rmtree(root)
    expect.finish()


main(sys.argv[1])
