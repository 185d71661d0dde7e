// The policy file, `.chainlint.yaml`: what a project wants of its bundles. Read once, with the files that it extends.
//
//   extends: [public-web, ./base.yaml]   # rule sets, shipped templates, policy files; later ones and the file itself win
//   rulesets: [./our-rules]              # more rule sets, files or folders of rules, as --ruleset names them
//   rules:
//     leaf-expiring: { severity: error, params: { days: 45 }, when: { leaf.issuer.organization: Example } }
//     pem-bom: off
//   overrides:
//     - paths: ["legacy/**"]             # also targets, names, issuers, fingerprints; all that are given must fit
//       rules: { policy-sha1: warning }
//   bundles:
//     - { name: www, files: [certs/www.pem, certs/www.key], targets: [nginx], hosts: [www.example.com] }
//   anchors: [roots.pem]                 # every option of the command line by its name: pools, crls, hosts, purpose, targets, ...
//   fail_on: warning
//   waivers: [...]                       # chainlint/policy/waiver.h
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/facts/subject.h"
#include "chainlint/rules/rule.h"
#include "chainlint/yaml/document.h"

namespace chainlint {

// Where a value of a policy comes from. An empty path: it is built in.
struct PolicyOrigin {
  std::string path;
  yaml::Position position;
};

// What a policy says of one rule. Judged against the rule when the rules are loaded: the parameters and `when` are kept as written.
struct RuleSetting {
  std::string rule;
  bool off = false;
  std::optional<Severity> severity;
  std::optional<yaml::Node> parameters, when;
  PolicyOrigin origin;
};

// Rules for some bundles alone. Every selector that is given must fit; within one, any of its patterns. `*` stands for anything but '/',
// `**` for anything.
struct PolicyOverride {
  std::vector<std::string> paths;         // of a file of the bundle, relative to the folder of the policy
  std::vector<std::string> targets;       // names of deployment profiles
  std::vector<std::string> names;         // a name of the leaf: subject alternative name or common name
  std::vector<std::string> issuers;       // the leaf's issuer: whole name, common name or organization
  std::vector<std::string> fingerprints;  // SHA-256 of the leaf or of its key, or SHA-1 of the leaf
  std::vector<RuleSetting> rules;
  Issuance issuance = Issuance::undeclared;
  PolicyOrigin origin;
};

// Files that are one bundle although they lie apart, and what is meant by it. Paths are relative to the folder of the policy.
struct PolicyBundle {
  std::string name;
  std::vector<std::string> files;
  std::vector<std::string> targets, hosts;
  std::string purpose, previous;  // empty where not given
  Issuance issuance = Issuance::undeclared;
  PolicyOrigin origin;
};

// An option of the command line as the policy gives it: "--anchors" and its values. Paths are made relative to the working folder.
struct PolicyOption {
  std::string name;
  std::vector<std::string> values;
  PolicyOrigin origin;
};

// An output: a format and its file.
struct PolicyOutput {
  std::string format, file;
  PolicyOrigin origin;
};

// The effective policy: the file over all that it extends.
struct Policy {
  std::vector<std::string> files;  // the policy file, then those that it extends, each once
  std::vector<std::pair<std::string, PolicyOrigin>> rule_sets;
  std::vector<RuleSetting> rules;  // one a rule: the one that wins
  std::vector<PolicyOverride> overrides;
  std::vector<PolicyBundle> bundles;
  std::vector<PolicyOption> options;
  std::vector<PolicyOutput> outputs;
  Issuance issuance = Issuance::undeclared;
  std::vector<std::pair<yaml::Node, std::string>> waivers;  // items of `waivers` as written, with the path of their file
};

// A policy file by its text. `path` as it is shown; what it names is relative to its folder.
struct PolicyFile {
  std::string path;
  std::string text;
};

// Reads a file that a policy extends. This layer opens nothing itself.
using PolicyOpener = std::function<Result<std::string>(const std::string& path)>;

struct LoadedPolicy {
  Policy policy;
  std::vector<std::string> problems;  // `path:line:column: error: ...` of all files; the policy must not be used where there are any
};

// Follows `extends`, which may not form a circle nor be deeper than 16.
LoadedPolicy load_policy(const PolicyFile& file, const PolicyOpener& open);

}  // namespace chainlint
