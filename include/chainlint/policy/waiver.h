// Waivers: findings that are accepted until a date. Written in the policy file under `waivers`.
//
//   waivers:
//     - rule: issuer-expires-before-leaf  # a former id of the rule too
//       certificate: 3f1c...            # SHA-256 of the certificate; or `key`: SHA-256 of its SubjectPublicKeyInfo; or `paths` alone
//       paths: ["legacy/**"]            # narrows it down: patterns from the folder of the file (policy/path_pattern.h)
//       reason: the appliance is replaced in March
//       owner: network team
//       ticket: CHG-1234                # optional
//       expires: 2027-03-31             # required: valid until the end of that day, UTC; or a time, valid until that second
//
// A waiver for a certificate does not apply to the renewed one, which has another fingerprint. It accepts findings about that
// certificate, about the link whose child it is, and about a chain, bundle, container or renewal whose leaf it is. One that names a key
// accepts the same of any certificate that has the key, and findings about the key itself. `paths` are those at which findings point. All
// that is given must fit. A rule that could not be evaluated and an input that could not be read are no findings: nothing accepts them.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chainlint/facts/run_state.h"
#include "chainlint/policy/path_pattern.h"
#include "chainlint/rules/evaluate.h"
#include "chainlint/rules/library.h"
#include "chainlint/yaml/document.h"

namespace chainlint::policy {

// An item of `waivers` as written, and the path of its file.
using WaiverItem = std::pair<yaml::Node, std::string>;

// A mistake in a waiver, and its file.
struct WaiverProblem {
  std::string path;
  yaml::Problem problem;
};

struct ReadWaivers {
  std::vector<facts::WaiverOutcome> waivers;  // one an item, in order: malformed where there is a problem, else unused
  std::vector<WaiverProblem> problems;        // every mistake, in order
};

// Validates every item. `library` knows the rules; a rule that it does not know is a mistake. Never fails.
ReadWaivers read_waivers(const std::vector<WaiverItem>& items, const rules::RuleLibrary& library);

// What a run covered: this decides whether a waiver that accepted nothing is unused.
struct RunReach {
  std::set<std::string> rules;              // that ran
  std::vector<std::string> files, folders;  // absolute paths: files that were read, folders that were walked
  std::set<std::string> certificates;       // SHA-256 of those that were seen
  std::set<std::string> keys;
  std::set<std::string> not_evaluated;  // rules that could not be evaluated somewhere
  std::vector<std::string> unread;      // absolute paths of what could not be read in full
};

// What a run, or a part of its bundles, says of one waiver.
struct WaiverEvidence {
  bool met = false;      // it accepts a finding
  bool open = false;     // its rule did not run, or could not be evaluated somewhere
  bool seen = false;     // its certificate or key was seen, and it has no paths
  bool covered = false;  // all places that it may mean were looked at, and read in full

  // Adds what another part of the same run says.
  void add(const WaiverEvidence& other);
  // The state of a waiver that is neither expired nor malformed.
  facts::WaiverState state() const;
};

// Accepts findings. Paths of findings are relative to the working folder, as are those of policy files.
class WaiverTable {
 public:
  // `working_folder` is absolute. Those that have expired at `at` are marked and accept nothing.
  WaiverTable(std::vector<facts::WaiverOutcome> waivers, std::string working_folder, Instant at);

  // Marks every waiver that fits the finding as active.
  void note(const rules::Finding& finding);

  // What accepts the finding at a moment not before that of the table: the first waiver that fits. Marks nothing.
  std::optional<rules::Acceptance> acceptance_at(const rules::Finding& finding, Instant at) const;

  // The state of each. One that accepted nothing is unused if the run looked at all that it is about: its rule ran and was evaluated
  // everywhere; all places that its `paths` may mean were looked at and read in full; without `paths`, its certificate or key was seen, or
  // the whole folder of its policy file was looked at and all of it was read. Else it is out of scope.
  std::vector<facts::WaiverOutcome> outcomes(const RunReach& reach) const;

  // The evidence for these states, in the same order.
  std::vector<WaiverEvidence> evidence(const RunReach& reach) const;

 private:
  struct Entry {
    facts::WaiverOutcome waiver;
    std::string folder;  // of its file, absolute
    std::vector<PathPattern> patterns;
  };
  bool fits(const Entry& entry, const rules::Finding& finding, const std::string& path) const;
  WaiverEvidence evidence_of(const Entry& entry, const RunReach& reach) const;
  // Entries in force that fit, in order.
  std::vector<std::size_t> fitting(const rules::Finding& finding) const;

  std::string working_folder_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::vector<std::size_t>> index_;  // by rule and what is named: those in force
};

}  // namespace chainlint::policy
