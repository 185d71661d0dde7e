#include <memory>

#include "chainlint/base/interruption.h"
#include "chainlint/run/merge.h"
#include "chainlint/run/outputs.h"
#include "commands.h"

namespace chainlint::cli {

int run_merge(const run::BundleArguments& arguments, run::UsageProblems problems) {
  if (arguments.paths.empty()) {
    problems.add("SHARD is missing; specify the report of every shard, which 'chainlint check --shard K/N --format jsonl' writes");
    return report_usage(problems, "merge");
  }
  run::RunOptions options = run::validate_arguments(arguments, problems);
  run::check_outputs(options, {}, problems);
  std::vector<report::ShardFile> shards = run::open_shards(arguments.paths, problems);
  if (!shards.empty()) run::take_options_of(shards.front().run(), arguments, options, problems);
  if (!problems.empty()) return report_usage(problems, "merge");
  int status = run::kStatusClean, signal = 0;
  {
    const StopOnSignals noted;
    status = run::merge_shards(std::move(shards), options);
    signal = stop_signal();
  }
  return signal == 0 ? status : end_by_signal(signal, "nothing was merged", options);
}

}  // namespace chainlint::cli
