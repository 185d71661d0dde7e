// Shards of a run: each checks a part of the bundles, and one report is made of the reports of all.
//
// A shard writes `jsonl` with lines of kind "shard" beside the usual ones:
//
//   {"kind":"shard","part":"run","version":"0.1.0","number":2,"count":4,"value":[...]}   what all shards have in common
//   {"kind":"shard","part":"rule","value":[...]}                       a rule, before the first bundle that names it by its number
//   {"kind":"shard","part":"bundle","number":17,"value":[...]}         a bundle as the writers take it, with its place in the run
//   {"kind":"shard","part":"outcome","value":[...]}                    what became of waivers and baseline in this shard
//   {"kind":"shard","part":"end","sha256":"..."}                       the last line: a digest of all lines before it
//
// The values are arrays with the members of this program's types in their order, so that only the version that wrote a shard reads it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chainlint/base/result.h"
#include "chainlint/policy/waiver.h"
#include "chainlint/report/report.h"
#include "chainlint/report/writer.h"

namespace chainlint::report {

// The same in all shards of a run: what its report says before the first bundle, and what was read.
struct ShardedRun {
  struct Bundle {
    std::string name;
    std::vector<std::string> files;
  };

  std::string version;  // of chainlint
  std::string title;
  std::vector<std::pair<std::string, std::string>> meta;
  RunRecord run;
  Instant at;
  std::optional<PolicyReport> policy;
  std::uint64_t most_bytes = 0;
  TextStyle style;
  bool strict = false;
  bool timeline = false;            // the bundles have timelines
  std::vector<InputReport> inputs;  // before diagnostics become findings
  std::vector<std::string> skipped;
  std::vector<Bundle> bundles;   // all of the run, in its order
  std::size_t most_targets = 1;  // of one bundle: it has so many reports at most
};

// The state of waivers and baseline after the bundles of a shard.
struct ShardOutcome {
  struct Waiver {
    Location location;
    bool decided = false;  // expired or malformed, whatever the bundles are
    policy::WaiverEvidence evidence;
  };

  std::vector<std::size_t> unchecked;  // numbers of the shard's bundles that need more memory than there is
  std::vector<Waiver> waivers;         // in the order of the policy
  std::optional<BaselineReport> baseline;
  std::vector<std::size_t> gone;  // numbers of the baseline's entries that no bundle of the shard met
  // The findings about the run itself, if all waivers that are not decided were in the state of that number in facts::WaiverState: active,
  // unused, out of scope. The first alone where all are decided.
  std::vector<BundleReport> of_run;
};

// A shard while it is checked and written.
struct Shard {
  std::size_t number = 1, count = 1;
  ShardedRun run;        // complete before the first bundle
  ShardOutcome outcome;  // complete at the end
};

// What the files of one run share. Only equal values are shared, so that a hostile file cannot change those of another.
struct ShardTables;
std::shared_ptr<ShardTables> make_shard_tables();

// The file of a shard, which is read twice: open() makes sure that it is whole, next() reads the bundles one by one. Neither trusts what is
// written there. Its bundles borrow rules from the tables, which must outlive them.
class ShardFile {
 public:
  // `version` is that of this program. An error says in one sentence what is wrong with the file, and what to do.
  static Result<ShardFile, std::string> open(const std::string& path, std::shared_ptr<ShardTables> tables, std::string_view version);

  const std::string& path() const { return path_; }
  std::size_t number() const { return number_; }
  std::size_t count() const { return count_; }
  ShardedRun& run() { return run_; }
  const ShardOutcome& outcome() const { return outcome_; }
  // The places in the run of its bundles; a place is repeated for each target.
  const std::vector<std::size_t>& places() const { return places_; }

  // The report of the next bundle; nothing after the last. An error is one sentence.
  Result<std::optional<BundleReport>, std::string> next();

  // For outputs without certificates in full.
  void drop_details() { keeps_details_ = false; }

 private:
  ShardFile(std::string path, std::shared_ptr<ShardTables> tables) : path_(std::move(path)), tables_(std::move(tables)) {}
  // Each gives the problem; empty where there is none.
  std::string check(std::string_view version);
  std::string check_run(const std::string& line, std::string_view version);
  std::string check_part(std::string_view part, const std::string& line);
  std::string damaged(const std::string& what) const;
  std::string incomplete() const;
  std::string no_shard() const;

  std::string path_;
  std::shared_ptr<ShardTables> tables_;
  std::unique_ptr<std::ifstream> file_;
  std::size_t line_ = 0;
  std::size_t number_ = 0, count_ = 0;
  ShardedRun run_;
  ShardOutcome outcome_;
  std::vector<std::size_t> places_;
  std::vector<const rules::Rule*> rules_;  // by their number in the file
  bool keeps_details_ = true;
};

// The differences between two shards that should be of one run: "the rules", "the input 'a.pem'". Empty where there are none.
std::vector<std::string> differences(const ShardedRun& a, const ShardedRun& b);

}  // namespace chainlint::report
