// The arguments of the commands that read bundles, as the user typed them: only their form was checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace chainlint::run {

// An output: a format and where it goes. An empty file is standard output.
struct OutputArgument {
  std::string format;
  std::string file;
};

// What the commands that read bundles share. Texts are as typed; an empty one was not given.
struct BundleArguments {
  std::vector<std::string> paths;
  std::vector<std::string> anchors, pools, crls, hosts, rule_sets;
  std::string at, purpose, fail_on, min_severity, color, jobs;
  std::vector<std::string> key_files, chain_files;
  std::vector<std::string> targets, clients, stores;
  std::vector<std::string> password_envs, password_files, password_fds;
  std::vector<OutputArgument> outputs;
  std::string policy, baseline, waivers_from, previous, rollback, window, margin, pins;
  std::string previous_ref, order;
  std::vector<std::string> unsafe_fixes;
  std::string output;            // of `baseline write` and `fix`
  bool writes_baseline = false;  // the baseline is where to write, and is not read
  bool no_policy = false;
  bool policy_bundles = false;           // the policy names bundles, so that no PATH is needed
  std::vector<std::string> from_policy;  // options whose values the policy gave: "--anchors"
  bool ask_password = false;
  bool strict = false;
  bool explain = false;
  bool changed = false;
  bool in_place = false, diff = false;  // of `fix`
  bool margin_typed = false;            // not from the environment, where it may stand for any run
  bool options_unknown = false;         // some are, so that a PATH may be the value of one
};

}  // namespace chainlint::run
