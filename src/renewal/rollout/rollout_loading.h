// Whether the target loads what it is given at all.
#pragma once

#include <string>

#include "chainlint/facts/subject.h"
#include "chainlint/rules/evaluate.h"

namespace chainlint::renewal {

// A sentence that says why the target refuses to load the next bundle, and what goes on then; empty where nothing is known against it.
//
// The private key, the format and what the rules found are looked at: those of the targets' demands (`profile-...`) and those that name a
// file which no such server reads, with severity error. A PEM file is no fault where the target takes PKCS#12: leaf_command() makes one.
std::string load_refusal(const facts::FactContext& next, const rules::Evaluation& found);

}  // namespace chainlint::renewal
