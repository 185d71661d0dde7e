// The options of a run that reads bundles, validated and converted.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/base/diagnostic.h"
#include "chainlint/base/instant.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/secret.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/facts/subject.h"
#include "chainlint/renewal/rollout.h"
#include "chainlint/report/output.h"
#include "chainlint/run/bundle_arguments.h"
#include "chainlint/run/file_source.h"
#include "chainlint/run/usage_problem.h"
#include "chainlint/x509/host_name.h"

namespace chainlint::run {

struct Output {
  report::OutputFormat format = report::OutputFormat::text;
  std::string file;  // empty is standard output
};

// One of the parts in which the bundles of a run are checked: 2 of 4.
struct ShardNumber {
  std::size_t number = 1, count = 1;
};

struct RunOptions {
  std::vector<std::string> paths, key_files, chain_files;
  std::string records;  // the file of --from-jsonl, in place of paths; "-" is standard input, empty without it
  std::vector<std::string> anchors, pools, crls, rule_sets;
  std::vector<std::string> roots;                                 // folders that contain what is at "/" of a server
  std::shared_ptr<const FileSource> files = disk_with_roots({});  // that are checked
  std::vector<std::string> targets, clients, stores;              // as typed: evaluated where profiles and stores are loaded
  bool explain = false;
  Instant at;
  chain::Purposes purposes;
  bool purpose_given = false;
  std::vector<x509::HostName> hosts;
  std::vector<Password> passwords;
  std::optional<facts::ChangeWindow> window;
  std::string previous, rollback, pins;  // paths; empty where not given
  bool pairs_previous = false;           // `previous` may have several bundles: each bundle finds the one that it replaces (`diff`)
  std::string previous_ref;              // as typed
  bool changed = false;                  // only what the branch changed since `previous_ref`
  std::optional<std::vector<renewal::RolloutAction>> order;
  std::optional<ShardNumber> shard;       // check this part of the bundles alone
  bool timeline = false;                  // look at every future time
  bool details = false;                   // report each certificate in full
  std::string baseline, waivers_from;     // as typed
  std::string output;                     // the file of --output that is not a report; "-" is standard output
  const FileSource* judged_by = &disk();  // where rules, targets, clients, pins and baseline are read: of --policy-from; borrowed
  bool no_policy = false;                 // no baseline either
  bool writes_baseline = false;           // `baseline` is not read
  std::vector<Output> outputs;
  std::string title;  // of the HTML page
  std::vector<std::pair<std::string, std::string>> meta;
  std::optional<Severity> fail_on = Severity::error;  // nothing: never
  Severity min_severity = Severity::note;
  bool strict = false;
  Limits limits;  // with those of --limit
  unsigned jobs = 1;
  policy::ColorWhen color = policy::ColorWhen::automatic;
  policy::GroupBy group_by = policy::GroupBy::automatic;
  bool quiet = false, verbose = false;
};

// What the options name besides the bundle and its rules: trust, targets, clients, stores, what is compared, pins and baseline. Words such
// as "system" are among them.
std::vector<std::string> named_beside(const RunOptions& options);

// Validates every argument and adds each mistake to `problems`; reads the passwords. The options are complete only if there is none.
RunOptions validate_arguments(const BundleArguments& arguments, UsageProblems& problems);

}  // namespace chainlint::run
