// What `fix` does to a bundle, for people: the certificates before and after, what was mended and what was not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/instant.h"
#include "chainlint/facts/subject.h"
#include "chainlint/report/writer.h"
#include "chainlint/rules/evaluate.h"
#include "chainlint/write/fix_plan.h"

namespace chainlint::report {

// One certificate before or after.
struct FixStep {
  std::string display, sha256;
  chain::Role role = chain::Role::leaf;
  std::optional<Instant> not_before, not_after;
  char mark = ' ';     // '-' goes, '+' comes
  std::string remark;  // "root", "duplicate": why it goes
};

// One file, or one part of it, that changes.
struct FixedPart {
  std::string title;  // the path; the value of a manifest
  std::vector<FixStep> before, after;
};

struct FixReport {
  std::string name;  // of the bundle
  std::vector<FixedPart> parts;
  std::vector<write::Fix> fixes;
  std::vector<write::RefusedFix> refused;
  std::vector<std::string> ask_ca;
  std::vector<std::string> lost_text;     // "1 line of text in site.pem, above what is removed"; the caller's
  std::vector<rules::Finding> remaining;  // findings about the result; borrows the rules
};

// Plain data from a plan; `remaining` is the caller's.
FixReport describe_fixes(const facts::FactContext& context, const write::FixPlan& plan);

// Each bundle as a block: before, after, fixes, what is left.
std::string write_fixes(const std::vector<FixReport>& reports, const TextStyle& style);

}  // namespace chainlint::report
