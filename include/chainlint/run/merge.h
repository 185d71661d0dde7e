// One report from the reports of all shards of a run: the report of the run without --shard, byte for byte.
#pragma once

#include <string>
#include <vector>

#include "chainlint/report/shard.h"
#include "chainlint/run/bundle_arguments.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// Opens the reports of all shards of a run. Every mistake is added to `problems`: a file that is no shard or is damaged, a shard that is
// missing or given twice, and shards that differ in version, options, rules, data or inputs. Complete only where there is none.
std::vector<report::ShardFile> open_shards(const std::vector<std::string>& paths, UsageProblems& problems);

// Sets the options of the shards that `arguments`, which are those of `merge`, do not contain: how text looks, the title, the threshold of
// the exit status, limits. An output that needs what the shards do not have is added to `problems`.
void take_options_of(const report::ShardedRun& run, const BundleArguments& arguments, RunOptions& options, UsageProblems& problems);

// Writes the outputs of the options and gives the exit status of the whole run. What open_shards() cannot see, a defect of a single bundle
// in a file that was changed, is reported on standard error: then no file is written, and the status is kStatusUsage. Stops where
// stop_signal() says so.
int merge_shards(std::vector<report::ShardFile> shards, const RunOptions& options);

}  // namespace chainlint::run
