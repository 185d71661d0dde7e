// The policy file as it is at a revision.
#pragma once

#include <string>

#include "chainlint/policy/policy.h"
#include "git_repository.h"

namespace chainlint::cli {

// With the files that it extends, all of that revision. An empty policy where the file is not there.
LoadedPolicy policy_at(const GitRevision& revision, const std::string& path);

}  // namespace chainlint::cli
