// The names of path problems, once for all tables.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "chainlint/chain/path.h"

namespace chainlint {

inline constexpr std::array kPathProblems = {
    PathProblem::malformed,
    PathProblem::expired,
    PathProblem::not_yet_valid,
    PathProblem::signature_unsupported,
    PathProblem::algorithm_mismatch,
    PathProblem::not_a_ca,
    PathProblem::key_usage,
    PathProblem::path_length,
    PathProblem::extended_key_usage,
    PathProblem::name_constraint,
    PathProblem::unknown_critical_extension,
    PathProblem::policy,
    PathProblem::host,
    PathProblem::weak_key,
    PathProblem::revoked,
    PathProblem::weak_signature,
};

// The texts of kPathProblems, in the same order.
std::span<const std::string_view> path_problem_names();

}  // namespace chainlint
