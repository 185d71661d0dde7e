#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/report/fix_report.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/exit_status.h"
#include "chainlint/run/fix_input.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/version.h"
#include "commands.h"
#include "fix_run.h"

namespace chainlint::cli {
namespace {

constexpr std::array kUnsafe = {write::FixKind::missing, write::FixKind::stale, write::FixKind::re_encrypt};

std::vector<write::FixKind> parse_unsafe(const std::vector<std::string>& given, run::UsageProblems& problems) {
  std::vector<write::FixKind> kinds;
  for (const std::string& name : given) {
    const auto kind = std::find_if(kUnsafe.begin(), kUnsafe.end(), [&](write::FixKind each) { return write::to_string(each) == name; });
    if (kind != kUnsafe.end()) {
      kinds.push_back(*kind);
      continue;
    }
    const std::vector<std::string> known = {"missing", "stale", "re-encrypt"};
    const std::optional<std::string> meant = nearest(name, known);
    problems.add(
        "--unsafe", name,
        " " + in_quotes(name) + " is not one of missing, stale and re-encrypt" + (meant ? "; did you mean '" + *meant + "'?" : ""));
  }
  return kinds;
}

bool is_json(const run::BundleArguments& arguments) { return !arguments.outputs.empty() && arguments.outputs.front().format == "json"; }

void validate_fix_arguments(const run::BundleArguments& arguments, run::UsageProblems& problems) {
  if (arguments.has("--output") && arguments.flag("--in-place")) {
    problems.add("--output", "", " and --in-place exclude each other; omit one of them");
  }
  if (arguments.flag("--diff") && (arguments.flag("--in-place") || arguments.has("--output"))) {
    problems.add("--diff", "",
                 " writes nothing; omit it to write with " + std::string(arguments.flag("--in-place") ? "--in-place" : "--output"));
  }
  const bool standard_input = std::find(arguments.paths.begin(), arguments.paths.end(), "-") != arguments.paths.end();
  if (standard_input && arguments.paths.size() > 1) problems.add("standard input (-) cannot be combined with other PATHs; omit them");
  if (arguments.flag("--in-place") && standard_input) problems.add("--in-place", "", " cannot replace standard input; use --output FILE");
  if (arguments.outputs.size() > 1) problems.add("fix writes one output; omit all but one --format");
  for (const run::OutputArgument& output : arguments.outputs) {
    const bool known = output.format == "text" || output.format == "json";
    if (!known || !output.file.empty()) problems.add("fix writes text or JSON to standard output; omit --report and other formats");
  }
  if (is_json(arguments) && arguments.text("--output") == "-") {
    problems.add("--output", "", " - and --format json both write to standard output; omit one of them");
  }
}

void complain_of_unread(const std::vector<report::InputReport>& unread) {
  for (const report::InputReport& input : unread) {
    for (const Diagnostic& diagnostic : input.diagnostics) {
      if (diagnostic.severity != Severity::error) continue;
      Location where = diagnostic.location;
      if (where.path.empty()) where.path = input.path;
      run::complain_at_place(printable(to_string(where)) + ": error: " + printable(diagnostic.message));
    }
  }
}

// What was done, over all files.
struct FixResult {
  report::FixRunReport report;
  bool changes = false, written = false;
};

// What is said below the plans where nothing was written.
std::string why_unwritten(const run::BundleArguments& arguments, const FixResult& result, bool several) {
  const bool asked = arguments.flag("--in-place") || arguments.has("--output");
  const std::vector<report::FixReport>& bundles = result.report.bundles;
  if (result.changes) {
    const std::string ways = several ? "--in-place" : "--in-place or --output FILE";
    return asked ? "" : "nothing was written; use " + ways + "\n";
  }
  if (bundles.empty()) {
    return result.report.unread.empty() ? printable(arguments.paths.front()) + ": nothing to fix, because it contains no certificate\n"
                                        : "";
  }
  const bool left = asked && !result.written && std::any_of(bundles.begin(), bundles.end(), report::has_error);
  return left ? "nothing was written: the remaining errors cannot be fixed here\n" : "";
}

void tell_end(const run::BundleArguments& arguments, const run::RunOptions& options, const FixResult& result, bool several) {
  std::string text = several ? report::fix_summary(result.report) : "";
  text += report::available_line(result.report.bundles) + why_unwritten(arguments, result, several);
  if (text.empty()) return;
  say_of_fixes(arguments, options, (several || result.report.bundles.empty() ? "" : "\n") + text);
}

}  // namespace

int run_fix(const run::BundleArguments& arguments, run::UsageProblems problems) {
  validate_fix_arguments(arguments, problems);
  const std::vector<write::FixKind> unsafe = parse_unsafe(arguments.list("--unsafe"), problems);
  const std::unique_ptr<run::BundleRun> run = run::prepare_run(arguments, true, problems);
  if (!problems.empty()) return report_usage(problems, "fix");
  FixResult result;
  result.report.version = run::kVersion;
  result.report.at = run->options.at;
  run::FixInputs inputs = run::read_fix_inputs(*run);
  result.report.unread = std::move(inputs.unread);
  // Without what was specified as trusted or known, no verdict is right.
  const std::vector<report::InputReport>& damaged = run->trust.damaged;
  if (std::any_of(damaged.begin(), damaged.end(), report::has_read_error)) inputs.files.clear();
  std::copy_if(damaged.begin(), damaged.end(), std::back_inserter(result.report.unread), report::has_read_error);
  const bool several = inputs.files.size() + result.report.unread.size() > 1;
  if (inputs.files.size() > 1 && arguments.has("--output")) {
    problems.add("--output", "",
                 " needs one file, and there are " + std::to_string(inputs.files.size()) +
                     "; use --in-place, on copies if the originals must not change");
    return report_usage(problems, "fix");
  }
  complain_of_unread(result.report.unread);
  int status = result.report.unread.empty() ? run::kStatusClean : run::kStatusUnreadable;
  const FixRun::Plan plan{arguments, unsafe, *run, is_json(arguments), several};
  for (run::FixInput& file : inputs.files) {
    FixRun fixing(plan, file);
    status = std::max(status, fixing.run());
    result.changes = result.changes || fixing.has_changes();
    result.written = result.written || fixing.has_written();
    std::vector<report::FixReport> reports = fixing.reports();
    std::move(reports.begin(), reports.end(), std::back_inserter(result.report.bundles));
  }
  if (!plan.json) {
    tell_end(arguments, run->options, result, several);
  } else if (!run::print(report::write_fixes_json(result.report))) {
    return run::kStatusInternal;
  }
  return status;
}

}  // namespace chainlint::cli
