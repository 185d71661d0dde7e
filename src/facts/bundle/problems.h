// The names of path problems, once for all tables.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "chainlint/chain/path.h"

namespace chainlint::facts {

inline constexpr std::array kPathProblems = {
    chain::PathProblem::malformed,
    chain::PathProblem::expired,
    chain::PathProblem::not_yet_valid,
    chain::PathProblem::signature_unsupported,
    chain::PathProblem::algorithm_mismatch,
    chain::PathProblem::not_a_ca,
    chain::PathProblem::key_usage,
    chain::PathProblem::path_length,
    chain::PathProblem::extended_key_usage,
    chain::PathProblem::name_constraint,
    chain::PathProblem::unknown_critical_extension,
    chain::PathProblem::policy,
    chain::PathProblem::host,
    chain::PathProblem::weak_key,
    chain::PathProblem::revoked,
    chain::PathProblem::weak_signature,
};

// The texts of kPathProblems, in the same order.
std::span<const std::string_view> path_problem_names();

}  // namespace chainlint::facts
