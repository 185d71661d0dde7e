// A policy file to begin with, written for what is in a folder.
#pragma once

#include <string>

#include "chainlint/run/policy_survey.h"

namespace chainlint::run {

// The rule set that fits what was found, and why: "private-strict", "every chain here is of a private CA".
struct ProposedRules {
  std::string set, reason;
};
ProposedRules propose_rules(const PolicySurvey& survey);

// The text of the file, with comments. What only its owner can know (passwords, targets, waivers) is in comments that are ready to be
// used.
std::string write_policy_draft(const PolicySurvey& survey);

}  // namespace chainlint::run
