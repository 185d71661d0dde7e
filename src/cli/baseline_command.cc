#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/policy/baseline.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/file_replacement.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/run_report.h"
#include "chainlint/run/version.h"
#include "chainlint/run/working_folder.h"
#include "commands.h"

namespace chainlint::cli {
namespace {

// What certificates and keys are called, for the hints.
std::map<std::string, std::string> names_in(const report::BundleReport& bundle) {
  std::map<std::string, std::string> names;
  for (const report::ChainStepReport& step : bundle.path) names.emplace(step.certificate->sha256, step.certificate->display);
  for (const report::EntryReport& entry : bundle.entries) {
    if (entry.certificate != nullptr) names.insert_or_assign(entry.certificate->sha256, entry.certificate->subject);
    if (entry.kind == formats::EntryKind::private_key && !entry.key_sha256.empty()) names.emplace(entry.key_sha256, entry.key);
  }
  return names;
}

// What a waiver accepts is not in the baseline: it counts again when the waiver expires. Neither is what is said of the run itself, nor an
// effect of another finding: it never counts while its cause is there, and is new once it stands for itself.
std::vector<policy::BaselineEntry> entries_of(const report::Report& report, const std::string& folder) {
  std::vector<policy::BaselineEntry> entries;
  const std::string working = run::working_folder();
  for (const report::BundleReport& bundle : report.bundles) {
    if (bundle.of_run) continue;
    const std::map<std::string, std::string> names = names_in(bundle);
    for (const rules::Finding& finding : bundle.findings) {
      if (!finding.counts()) continue;
      policy::BaselineEntry entry = policy::baseline_entry(finding, run::baseline_place(finding, run::place_of(bundle), working, folder));
      const auto name = names.find(entry.identity);
      if (name != names.end()) entry.subject = printable(name->second);
      entries.push_back(std::move(entry));
    }
  }
  return entries;
}

std::string told(const std::string& path, std::size_t entries) { return printable(path) + ": " + count_noun(entries, "entry") + "\n"; }

int write_to(const std::string& path, const std::string& baseline, std::size_t entries) {
  if (path.empty()) return run::print(baseline) ? run::kStatusClean : run::kStatusInternal;
  if (const std::string problem = run::replace_file(path, baseline); !problem.empty()) {
    run::complain("error: " + in_quotes(path) + " cannot be written: " + problem);
    return run::kStatusInternal;
  }
  run::print(told(path, entries));
  return run::kStatusClean;
}

}  // namespace

int run_baseline_write(const run::BundleArguments& given, run::UsageProblems problems) {
  run::BundleArguments arguments = given;
  arguments.writes_baseline = true;
  arguments.outputs = {{"text", ""}};  // those of the policy are for its checks
  const std::unique_ptr<run::BundleRun> run = run::prepare_run(arguments, true, problems);
  const std::string path = !given.has("--output") ? run->options.baseline : given.text("--output");
  if (!problems.empty()) return report_usage(problems, "baseline write");
  const report::Report report = run::make_report(*run, "baseline", run::lint_files(run->options, run->plan()));

  struct stat status_of_old {};
  if (report.summary.unreadable > 0 && !path.empty() && ::stat(path.c_str(), &status_of_old) == 0 && status_of_old.st_size > 0) {
    run::complain("error: " + count_noun(report.summary.unreadable, "file") + " could not be read in full, so the baseline " +
                  in_quotes(path) +
                  " is unchanged; 'chainlint check' shows the reasons; to start a new baseline, remove the old one first");
    return run::kStatusUnreadable;
  }
  std::vector<policy::BaselineEntry> entries = entries_of(report, path.empty() ? run::working_folder() : run::folder_of(path));
  const std::string baseline = policy::write_baseline(std::move(entries), run::kVersion);
  const std::size_t lines = static_cast<std::size_t>(std::count(baseline.begin(), baseline.end(), '\n'));
  const int status = write_to(path, baseline, lines - 2);
  if (status != run::kStatusClean || report.summary.unreadable == 0) return status;
  run::complain("error: " + count_noun(report.summary.unreadable, "file") + " could not be read in full, so the baseline is " +
                "incomplete; 'chainlint check' shows the reasons");
  return run::kStatusUnreadable;
}

}  // namespace chainlint::cli
