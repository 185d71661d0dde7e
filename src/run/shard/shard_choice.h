// Which part of a run --shard means, and which bundles are in it.
#pragma once

#include <optional>
#include <vector>

#include "chainlint/formats/bundle.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// Nothing without --shard, and where it is a mistake, of which those that concern other options are added to `problems` too.
std::optional<ShardNumber> parse_shard(const BundleArguments& arguments, const std::vector<Output>& outputs, UsageProblems& problems);

// Decided by what the bundle contains alone: other bundles, the order of the files and their names change nothing. Each bundle is in
// exactly one shard of those with the same count.
bool is_in_shard(const formats::Bundle& bundle, const ShardNumber& shard);

}  // namespace chainlint::run
