"""Checks what the program writes as json and jsonl against `rules schema json` and `rules schema jsonl`. Objects of these schemas have no other
members, so a member that only the writer knows is found; a member that only the schema knows is found because every member must be seen.

usage: validate_results.py CHAINLINT   (in the top folder of the project; needs jsonschema, status 77 where it is absent)"""
import base64
import collections
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

MADE = "fixtures/made/"
ALL = ["--ruleset", "all", "--at", "2026-11-01"]
TARGETS = [word for name in ("iis", "nginx", "apache-legacy", "java-keystore", "kubernetes-tls", "aws-acm") for word in ("--target", name)]
STORES = [word for store in ("CA=CA-before.p7b", "Root=Root.p7b")
          for word in ("--store", store.replace("=", f"={MADE}rollout/"))]
RENEWAL = [f"{MADE}renewal/previous.pem", f"{MADE}renewal/next.pem"]

# Command lines whose results differ in what they contain. `{folder}` is a temporary folder, with a policy and waivers.
SHARD = ["check", "--policy-from", "HEAD", "--at", "2026-11-01", "--shard", "1/1", "site.pem"]
RUNS = [
    ["check", "--no-policy", "--anchors", "none", *ALL, "--password-env", "FIXTURE", "fixtures"],
    ["check", "--no-policy", "--anchors", f"{MADE}healthy/anchors.pem", *ALL, "--client", "all", *TARGETS, "--explain", MADE],
    ["check", "--no-policy", "--anchors", "none", *ALL, "{folder}/damaged"],
    ["check", "--baseline", "baseline.json", "--at", "2026-11-01", "expired"],
    ["check", "--policy", "waivers.yaml", "--at", "2026-11-01", "expired"],
    ["check", "--policy-from", "HEAD", "--at", "2026-11-01", "site.pem"],
    ["check", "--at", "2026-11-01", "--no-policy", "live/example.com", "unread.pem", "readme.txt"],
    ["check", "--at", "2026-11-01", "--no-policy", "."],
    ["check", "--at", "2026-11-01", "--no-policy", "--from-jsonl", "records.jsonl"],
    ["check", "--at", "2026-11-01", "--no-policy", "nginx"],
    ["show", "--no-policy", "--anchors", "none", "--at", "2026-11-01", "--password-env", "FIXTURE", "--explain", *TARGETS, "fixtures"],
    ["show", "--no-policy", "--anchors", f"{MADE}windows-stores/anchors.pem", "--at", "2026-11-01", "--target", "iis", *STORES,
     f"{MADE}rollout/next.pfx", "--password-env", "FIXTURE"],
    ["show", "--no-policy", "--anchors", "system", "--at", "2026-11-01", "--target", "iis-my-only", f"{MADE}healthy/site.pem",
     "{folder}/damaged"],
    ["diff", "--no-policy", "--anchors", f"{MADE}renewal/anchors.pem", "--at", "2026-11-20", "--pins", f"{MADE}renewal/pins.txt",
     "--order", "leaf,intermediates", *RENEWAL],
    ["diff", "--no-policy", "--anchors", f"{MADE}windows-stores/anchors.pem", "--at", "2026-11-20", "--target", "iis", *STORES,
     "--password-env", "FIXTURE", f"{MADE}rollout/previous.pfx", f"{MADE}rollout/next.pfx"],
    ["timeline", "--no-policy", "--anchors", "none", *ALL, "--crl", MADE, MADE],
]

# What no run has: a certificate trust list in a Windows store, the bundle of a client, and why one of several possible chains contains a
# certificate.
NEVER_SEEN = ("entries/*/trust_list", "/purpose", "alternatives/*/certificates/*/reason")

POLICY = """\
anchors: none
waivers:
  - { rule: leaf-expired, paths: ["**"], reason: replaced soon, owner: ops, ticket: OPS-1, expires: 2027-01-01 }
"""


class Checker:
    """A schema, what violates it, and which of its members were seen."""

    def __init__(self, program, name):
        self.schema = json.loads(subprocess.run([program, "rules", "schema", name], check=True, stdout=subprocess.PIPE).stdout)
        jsonschema.Draft7Validator.check_schema(self.schema)
        self.validator = jsonschema.Draft7Validator(self.schema)
        self.seen = set()
        self.wrong = collections.Counter()

    def check(self, document):
        for error in self.validator.iter_errors(document):
            best = jsonschema.exceptions.best_match([error])
            self.wrong[f"{'/'.join('*' if isinstance(part, int) else part for part in best.absolute_path)}: {best.message[:200]}"] += 1
        self.mark(self.schema, document)

    def follow(self, schema):
        return self.schema["definitions"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema

    def alternatives(self, schema):
        schema = self.follow(schema)
        parts = [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, []) if "if" not in part]
        return [schema] + [found for part in parts for found in self.alternatives(part)]

    def mark(self, schema, value):
        for part in self.alternatives(schema):
            if isinstance(value, list) and "items" in part:
                for item in value:
                    self.mark(part["items"], item)
            if isinstance(value, dict) and "properties" in part:
                kind = part["properties"].get("kind", {}).get("const")
                if kind not in (None, value.get("kind")):
                    continue
                for name, member in value.items():
                    self.seen.add((id(part), name))
                    self.mark(part["properties"].get(name, {}), member)

    def unseen(self, schema, path="", done=None):
        done = set() if done is None else done
        for part in self.alternatives(schema):
            if id(part) in done:
                continue
            done.add(id(part))
            if "items" in part:
                yield from self.unseen(part["items"], path + "/*", done)
            for name, member in part.get("properties", {}).items():
                if (id(part), name) not in self.seen:
                    yield f"{path}/{name}"
                yield from self.unseen(member, f"{path}/{name}", done)


def run(program, words, folder, form):
    words = [word.replace("{folder}", folder) for word in words]
    inside = "fixtures" not in " ".join(words)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CHAINLINT_")}
    ran = subprocess.run([program, words[0], "--format", form, *words[1:]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                         cwd=folder if inside else None, env=environment | {"FIXTURE": "fixture"})
    assert ran.returncode in (0, 1, 3) and ran.stdout, (words, ran.returncode, ran.stderr.decode())
    return ran.stdout.decode()


def damage(folder, copy):
    """Files with what no fixture has: two objects in one DER file, an extension that does not decode, a keystore that is cut off, and an
    archived certificate in a Windows store."""
    def read(name):
        with open(name, "rb") as stream:
            return stream.read()

    def write(name, content):
        with open(f"{folder}/damaged/{name}", "wb") as stream:
            stream.write(content)

    leaf = read(f"{MADE}windows-stores/leaf.der")
    copy(f"{MADE}healthy/site.pem", f"{folder}/damaged/site.pem")
    write("two.der", leaf + read(f"{MADE}windows-stores/root.der"))
    names = leaf.index(b"\x55\x1d\x11\x04") + 5  # id-ce-subjectAltName; its value is a SEQUENCE (0x30), and then a SET
    write("names.der", leaf[:names] + b"\x31" + leaf[names + 1:])
    write("cut.jks", read("fixtures/foreign/keytool.jks")[:-30])
    store = read(f"{MADE}windows-stores/My.sst")
    write("archived.sst", store[:8] + bytes([19, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]) + store[8:])  # CERT_ARCHIVED_PROP_ID


def prepare(program, folder):
    """A repository with a policy, a folder as certbot has it, and files that cannot be read."""
    def copy(source, target):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(source, "rb") as stream, open(target, "wb") as out:
            out.write(stream.read())

    def write(name, text):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
            stream.write(text)

    copy(f"{MADE}healthy/site.pem", f"{folder}/site.pem")
    for source, name in (("leaf.pem", "cert.pem"), ("chain.pem", "chain.pem"), ("leaf.key", "privkey.pem"), ("site.pem", "fullchain.pem")):
        copy(f"{MADE}healthy/{source}", f"{folder}/live/example.com/{name}")
    write("unread.pem", "<html>no certificate</html>\n")
    write("readme.txt", "no certificate\n")
    copy(f"{MADE}healthy/site.pem", f"{folder}/nginx/site.pem")
    write("nginx/nginx.conf", "events {}\nhttp { server { listen 443 ssl; server_name www.example.com;\n"
          "  ssl_certificate site.pem; ssl_certificate_key site.pem; } }\n")
    copy(f"{MADE}expired-leaf/site.pem", f"{folder}/expired/site.pem")
    with open(f"{folder}/site.pem", "rb") as stream:
        site = base64.b64encode(stream.read()).decode()
    write("records.jsonl", json.dumps({"name": "www", "files": [{"name": "site.pem", "base64": site}]}) + "\n{}\n")
    damage(folder, copy)
    write("waivers.yaml", POLICY)
    write(".chainlint.yaml", "anchors: none\n")
    git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": folder, "PATH": os.environ["PATH"]}
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "policy"]):
        subprocess.run(["git", *words], cwd=folder, env=git, check=True)
    subprocess.run([program, "baseline", "write", "--at", "2026-11-01", "--output", "baseline.json", "expired"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)


def main():
    program = os.path.abspath(sys.argv[1])
    checkers = {name: Checker(program, name) for name in ("json", "jsonl")}
    with tempfile.TemporaryDirectory() as folder:
        prepare(program, folder)
        for line in run(program, SHARD, folder, "jsonl").splitlines():
            checkers["jsonl"].check(json.loads(line))
        for words in RUNS:
            checkers["json"].check(json.loads(run(program, words, folder, "json")))
            for line in run(program, words, folder, "jsonl").splitlines():
                checkers["jsonl"].check(json.loads(line))
    wrong = []
    for name, checker in checkers.items():
        wrong += [f"{name}: {text} ({count} times)" for text, count in checker.wrong.items()]
        unseen = [path for path in checker.unseen(checker.schema) if not path.endswith(NEVER_SEEN)]
        wrong += [f"{name}: no run has the member {path}" for path in unseen]
    unseen = [path for checker in checkers.values() for path in checker.unseen(checker.schema)]
    wrong += [f"{suffix} is seen, and listed as never seen" for suffix in NEVER_SEEN if not any(path.endswith(suffix) for path in unseen)]
    print("\n".join(wrong) or f"{len(RUNS)} runs: what is written agrees with both schemas")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
