"""Loads the completions into real shells on a terminal, types the beginning of a word and a tab, and compares the words that the shell then has.

usage: run_completion.py CHAINLINT SHELL   (status 77 where the shell is not installed)"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

# What is typed before the tab, and the words of the line after it.
CASES = {
    "polic": "policy",
    "policy ini": "policy init",
    "check sit": "check site.pem",
    "check --purp": "check --purpose",
    "check --purpose emai": "check --purpose email",
    "check --target envo": "check --target envoy",
    "check --target=haprox": "check --target=haproxy",
    "check --target windows-server@2012": "check --target windows-server@2012r2",
    "check --target ./ou": "check --target ./ours.yaml",
    "check --client=all --client gnut": "check --client=all --client gnutls",
    "check --anchors syst": "check --anchors system",
    "check --anchors roo": "check --anchors roots.pem",
    "check --ruleset private-": "check --ruleset private-strict",
    "check --store Disal": "check --store Disallowed=",
    "check --store CA=roo": "check --store CA=roots.pem",
    "check -f sari": "check -f sarif",
    "check --at 2026-12-01 sit": "check --at 2026-12-01 site.pem",
    "check -- --sit": "check -- --site.pem",
    "fix --unsafe re-": "fix --unsafe re-encrypt",
    "show --format cs": "show --format csv",
    "rules list --format js": "rules list --format json",
    "rules facts --for cont": "rules facts --for container",
    "rules explain chain-stal": "rules explain chain-stale-intermediate",
    "rules schema po": "rules schema policy",
    "rules test ru": "rules test rules-of-ours",
    "list tar": "list targets",
    "completion zs": "completion zsh",
}

START = {
    "bash": (["bash", "--noprofile", "--norc", "-i"], "bind 'set enable-bracketed-paste off' 'set bell-style none'; PS1='$ '; source {file}"),
    "zsh": (["zsh", "-f", "-i"], "unsetopt prompt_sp zle_bracketed_paste; bindkey -e; fpath=({folder} $fpath); autoload -U compinit; "
                                 "compinit -u -d {folder}/dump"),
    "fish": (["fish", "--no-config", "--private", "-i"], "source {file}"),
}
NAMES = {"bash": "chainlint", "zsh": "_chainlint", "fish": "chainlint.fish"}


class Terminal:
    def __init__(self, command, folder, path):
        self.process, self.stream = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            environment = {"PATH": path, "HOME": folder, "TERM": "xterm", "LC_ALL": "C.UTF-8", "COLUMNS": "1000", "LINES": "50"}
            os.execvpe(command[0], command, environment)

    def type(self, text):
        os.write(self.stream, text.encode())

    # What was printed until `pattern` matches.
    def read_until(self, pattern, seconds=60):
        seen, end = "", time.monotonic() + seconds
        while not (match := re.search(pattern, seen, re.DOTALL)):
            if time.monotonic() > end or not select.select([self.stream], [], [], 1)[0] and time.monotonic() > end:
                raise AssertionError(f"the shell did not answer within {seconds} seconds: {seen!r}")
            if select.select([self.stream], [], [], 0)[0]:
                chunk = os.read(self.stream, 65536).decode(errors="replace")
                # Terminals answer what fish asks them for.
                if "\x1b[c" in chunk or "\x1b[0c" in chunk:
                    self.type("\x1b[?62;c")
                seen += chunk
        return match

    def close(self):
        os.close(self.stream)
        os.waitpid(self.process, 0)


def completed(terminal, number, typed):
    # The whole line becomes the arguments of printf: what the shell would have run, word by word.
    terminal.type(f"chainlint {typed}\t")
    time.sleep(0.2)
    terminal.type(f"\x01printf '<%s>' {number}begin \x05 end{number}\r")
    return terminal.read_until(rf"<{number}begin>(.*?)<end{number}>").group(1)


def main():
    program, shell = os.path.abspath(sys.argv[1]), sys.argv[2]
    if not shutil.which(shell):
        print(f"skipped: {shell} is not installed")
        return 77
    try:
        for end in os.openpty():
            os.close(end)
    except OSError as error:
        print(f"skipped: no terminal can be opened: {error}")
        return 77
    wrong = []
    with tempfile.TemporaryDirectory() as parent:
        folder = os.path.join(parent, "work")
        os.makedirs(os.path.join(folder, "rules-of-ours"))
        for name in ("site.pem", "roots.pem", "ours.yaml", "--site.pem"):
            with open(os.path.join(folder, name), "w", encoding="utf-8"):
                pass
        os.makedirs(os.path.join(parent, "bin"))
        os.symlink(program, os.path.join(parent, "bin", "chainlint"))
        file = os.path.join(parent, NAMES[shell])
        with open(file, "wb") as stream:
            stream.write(subprocess.run([program, "completion", shell], check=True, stdout=subprocess.PIPE).stdout)
        command, setup = START[shell]
        terminal = Terminal(command, folder, os.path.join(parent, "bin") + ":" + os.environ["PATH"])
        terminal.type(setup.format(file=file, folder=parent) + "; printf '<%s>' re''ady\r")
        terminal.read_until("<ready>")
        for number, (typed, expected) in enumerate(CASES.items()):
            words = completed(terminal, number, typed).replace("/>", ">")  # zsh removes the slash of a folder before a blank
            if words != "".join(f"<{word}>" for word in ["chainlint", *expected.split()]):
                wrong.append(f"{shell}: 'chainlint {typed}' became {words}")
        terminal.close()
    print("\n".join(wrong) or f"{shell}: {len(CASES)} words were completed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
