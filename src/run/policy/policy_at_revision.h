// The policy file as it is at a revision.
#pragma once

#include <string>

#include "chainlint/git/git_repository.h"
#include "chainlint/policy/policy.h"

namespace chainlint::run {

// With the files that it extends, all of that revision. An empty policy where the file is not there.
policy::LoadedPolicy policy_at(const git::GitRevision& revision, const std::string& path);

}  // namespace chainlint::run
