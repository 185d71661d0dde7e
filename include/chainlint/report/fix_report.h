// What `fix` does to a bundle, for people: the certificates before and after, what was fixed and what was not.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/instant.h"
#include "chainlint/facts/subject.h"
#include "chainlint/report/report.h"
#include "chainlint/report/writer.h"
#include "chainlint/rules/evaluate.h"
#include "chainlint/write/fix_plan.h"

namespace chainlint::report {

// One certificate before or after.
struct FixStep {
  std::string display, sha256;
  chain::Role role = chain::Role::leaf;
  std::optional<Instant> not_before, not_after;
  char mark = ' ';     // '-' is removed, '+' is added
  std::string remark;  // "root", "duplicate": why it is removed
};

// One file, or one part of it, that changes.
struct FixedPart {
  std::string title;  // the path; the value of a manifest
  std::vector<FixStep> before, after;
};

struct FixReport {
  std::string name;                // of the bundle
  std::vector<std::string> files;  // of the bundle, the first one first
  std::vector<FixedPart> parts;
  std::vector<write::Fix> fixes;
  std::vector<write::RefusedFix> refused;
  std::vector<std::string> ask_ca;
  std::vector<std::string> lost_text;     // "1 line of text in site.pem, above what is removed"; the caller's
  std::vector<rules::Finding> remaining;  // findings about the result; borrows the rules
  std::vector<std::string> errors;        // why the plan was not carried out; the caller's
  std::vector<std::string> written;       // files that were written; the caller's
};

enum class FixState {
  ok,           // nothing to do
  fixable,      // the plan fixes it
  written,      // the plan was carried out
  not_fixable,  // nothing was planned, and a fix was refused, the CA must help or an error remains
  failed,       // FixReport::errors says why
};
inline constexpr EnumNames<FixState::failed> kFixStateNames{"ok", "fixable", "written", "not-fixable", "failed"};
constexpr std::string_view to_string(FixState state) { return kFixStateNames[state]; }
FixState state_of(const FixReport& report);

// Whether an error remains that is neither waived nor in the baseline.
bool has_error(const FixReport& report);

// The whole run of `fix`.
struct FixRunReport {
  std::string version;
  Instant at;
  std::vector<FixReport> bundles;   // in the order of their files
  std::vector<InputReport> unread;  // files that could not be read, in part or at all
};

// Plain data from a plan; `remaining` is the caller's.
FixReport describe_fixes(const facts::FactContext& context, const write::FixPlan& plan);

// Each bundle as a block: before, after, fixes, what is left.
std::string write_fixes(const std::vector<FixReport>& reports, const TextStyle& style);

// "2 fixes are available with --unsafe missing --unsafe stale"; empty where there is none. A line.
std::string available_line(const std::vector<FixReport>& reports);

// "3 bundles: 1 can be fixed, 1 cannot be fixed here, 1 needs no fix; 1 file cannot be read". A line.
std::string fix_summary(const FixRunReport& run);

// One JSON document.
std::string write_fixes_json(const FixRunReport& run);

}  // namespace chainlint::report
