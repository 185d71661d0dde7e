// The policy file, `.chainlint.yaml`: the settings of a project. Read once, with the files that it extends.
//
//   extends: [public-web, ./base.yaml]   # rule sets, shipped templates, policy files; later ones and the file itself win
//   rulesets: [./our-rules]              # more rule sets, files or folders of rules, as --ruleset names them
//   rules:
//     leaf-expiring: { severity: error, params: { days: 45 }, when: { bundle.issuance: public } }
//     pem-bom: off
//   overrides:
//     - paths: ["legacy/**"]             # also targets, names, issuers, fingerprints; all that are given must fit
//       rules: { policy-sha1: warning }
//   bundles:
//     - { name: www, files: [certs/www.pem, certs/www.key], targets: [nginx], hosts: [www.example.com] }
//   anchors: [roots.pem]                 # options by their keys: chainlint/policy/options.h
//   fail_on: warning
//   waivers: [...]                       # chainlint/policy/waiver.h
//   venafi: { domains: [example.com], maxValidDays: 90 }   # a policy of a certificate platform, as rules of the template
//
// Where a list is expected, one value is a list of one. A later file replaces what an earlier one sets for the same option, rule or bundle.
// Overrides and waivers of all files are combined.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chainlint/facts/subject.h"
#include "chainlint/policy/options.h"
#include "chainlint/rules/rule.h"
#include "chainlint/yaml/document.h"

namespace chainlint::policy {

// Where a value of a policy comes from. An empty path: it is built in.
struct PolicyOrigin {
  std::string path;
  yaml::Position position;
};

// What one file says of one rule. Validated against the rule when the rules are loaded: the parameters and `when` are kept as written.
struct RuleSetting {
  std::string rule;  // as written: may be a former id
  bool off = false;
  std::optional<Severity> severity;
  std::optional<yaml::Node> parameters, when;
  PolicyOrigin origin;
};

// Rules for some bundles alone. Every selector that is set must match; within one, any of its patterns. `*` matches anything except '/',
// `**` anything.
struct PolicyOverride {
  std::vector<std::string> paths;         // of a file of the bundle, relative to the folder of the file that says so
  std::vector<std::string> targets;       // names of deployment profiles, also NAME@VERSION
  std::vector<std::string> names;         // a name of the leaf: subject alternative name or common name; '*' matches anything
  std::vector<std::string> issuers;       // the leaf's issuer: whole name, common name or organization; '*' matches anything
  std::vector<std::string> fingerprints;  // SHA-256 of the leaf or of its key, or SHA-1 of the leaf; lower-case hexadecimal
  std::vector<RuleSetting> rules;
  bool declares = false;  // it sets `issuance`: `undeclared` then means that the bundle decides
  facts::Issuance issuance = facts::Issuance::undeclared;
  PolicyOrigin origin;
};

// Files that are one bundle although they are in different folders, with their settings. Paths are as written: relative to the folder of
// the file at `origin`.
struct PolicyBundle {
  std::string name;
  std::vector<std::string> files;
  std::vector<std::string> targets, hosts, purposes;
  std::string previous;  // empty where not given
  facts::Issuance issuance = facts::Issuance::undeclared;
  PolicyOrigin origin;
  std::vector<yaml::Position> file_positions;  // of each of `files`
};

// An option of the command line as the policy gives it: "--anchors" and its values. Paths are made relative to the working folder; a flag
// is "true" or "false"; a store is "NAME=FILE".
struct PolicyOption {
  OptionName option;
  std::vector<std::string> values;
  PolicyOrigin origin;
  std::vector<yaml::Position> positions;  // of each value
};

// An output: a format and its file, relative to the working folder; an empty one is standard output.
struct PolicyOutput {
  std::string format, file;
  PolicyOrigin origin;
};

// A setting that cannot be checked, because it is about the certificate platform and not visible in a certificate.
struct PolicyRemark {
  std::string text;
  PolicyOrigin origin;
};

// The effective policy: the file over all that it extends.
struct Policy {
  std::vector<std::string> files;         // the policy file, then those that it extends, each once
  std::vector<yaml::SourceFile> sources;  // the same with their texts, shipped templates among them: for carets in messages
  std::vector<std::pair<std::string, PolicyOrigin>> rule_sets;  // names of built-in sets, and paths from the working folder
  std::vector<RuleSetting> rules;                               // several of one rule: the later one over the earlier
  std::vector<PolicyOverride> overrides;                        // later ones win
  std::vector<PolicyBundle> bundles;
  std::vector<PolicyOption> options;
  std::vector<PolicyOutput> outputs;
  facts::Issuance issuance = facts::Issuance::undeclared;
  PolicyOrigin issuance_origin;
  std::vector<std::pair<yaml::Node, std::string>> waivers;  // items of `waivers` as written, with the path of their file
  std::vector<PolicyRemark> remarks;

  // The text of the file at `path`; null where the policy does not come from it.
  const yaml::SourceFile* source(std::string_view path) const;
};

// Reads a file that a policy extends. This layer opens nothing itself.
using PolicyOpener = std::function<Result<std::string>(const std::string& path)>;

struct LoadedPolicy {
  Policy policy;
  std::vector<std::string> problems;  // `path:line:column: error: ...` of all files; the policy must not be used where there are any
};

// The shipped templates, compiled into the program: rules/templates/*.yaml. `extends` knows each by the name of its file.
const std::vector<yaml::SourceFile>& shipped_policy_templates();

// Follows `extends`, which may not form a circle nor be deeper than 16; each file counts once. Bounds: 1 MiB and 10,000 entries a list in
// each file, 256 files, 100 mistakes shown of each. Never fails: what could be read is returned with the problems.
LoadedPolicy load_policy(const yaml::SourceFile& file, const PolicyOpener& open);

// The sets of rules that are built in, by name: "recommended", ...
const std::vector<std::string>& shipped_rule_set_names();

// "public", "private", "auto".
std::span<const std::string_view> issuance_names();

}  // namespace chainlint::policy
