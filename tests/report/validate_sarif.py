"""Lints every fixture and validates the SARIF report against the OASIS schema and the limits that GitHub code scanning documents.

usage: validate_sarif.py CHAINLINT SCHEMA PATH...   (needs jsonschema; status 77 where it is absent)
The schema is sarif-schema-2.1.0.json of the OASIS SARIF committee, as the npm package @microsoft/sarif-multitool-linux carries it."""
import json
import re
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)


def main():
    program, schema_path, *paths = sys.argv[1:]
    command = [program, "check", "--no-policy", "--anchors", "none", "--ruleset", "all", "--at", "2026-11-01", "--format", "sarif", *paths]
    log = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout)
    with open(schema_path, encoding="utf-8") as stream:
        schema = json.load(stream)
    jsonschema.validators.validator_for(schema)(schema).validate(log)

    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    results = run["results"]
    assert results, "the fixtures give findings"
    assert len(results) <= 5000 and len(rules) <= 25000
    assert run["automationDetails"]["id"] == "chainlint/check/"
    for rule in rules:
        assert rule["shortDescription"]["text"] and rule["help"]["text"] and rule["help"]["markdown"], rule["id"]
        assert not re.search(r"\{\$?[a-z_.]+\}", rule["help"]["text"]), f"{rule['id']} has a placeholder"
        assert rule["helpUri"].startswith("https://"), rule["id"]
    fingerprints = set()
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        location = result["locations"][0]["physicalLocation"]
        assert location["region"]["startLine"] >= 1
        assert "%" in location["artifactLocation"]["uri"] or " " not in location["artifactLocation"]["uri"]
        fingerprints.add((location["artifactLocation"]["uri"], result["ruleId"], result["partialFingerprints"]["chainlint/v1"]))
    hashes = {(result["ruleId"], result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
               result["partialFingerprints"]["primaryLocationLineHash"]) for result in results}
    assert len(hashes) == len(fingerprints) == len(results), "two results of one file share rule and fingerprint"
    assert any(r["locations"][0]["physicalLocation"]["region"].get("endLine", 0) > 1 for r in results), "PEM blocks have regions"
    print(f"{len(results)} results of {len(rules)} rules are valid SARIF 2.1.0")


if __name__ == "__main__":
    main()
