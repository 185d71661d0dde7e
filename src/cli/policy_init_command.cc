#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "chainlint/base/text.h"
#include "chainlint/run/file_replacement.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/policy_choice.h"
#include "chainlint/run/policy_draft.h"
#include "commands.h"

namespace chainlint::cli {
namespace {

std::string in_folder(const std::string& folder, const std::string& name) {
  return folder == "." ? name : folder + (folder.ends_with('/') ? "" : "/") + name;
}

void check_folder(const std::string& folder, run::UsageProblems& problems) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) {
    problems.add(in_quotes(folder) + " cannot be opened: " + std::strerror(errno) + "; DIR is a folder with certificates");
    return;
  }
  if (!S_ISDIR(status.st_mode)) {
    problems.add(in_quotes(folder) + " is not a folder");
    return;
  }
  for (const char* name : {".chainlint.yaml", ".chainlint.yml"}) {
    const std::string path = in_folder(folder, name);
    if (::lstat(path.c_str(), &status) != 0) continue;
    problems.add(in_quotes(path) + " exists and is not overwritten; show it with 'chainlint policy show', or remove it");
    return;
  }
  const std::string path = in_folder(folder, ".chainlint.yaml");
  if (const std::string reason = run::cannot_replace(path); !reason.empty()) {
    problems.add(in_quotes(path) + " cannot be written: " + reason);
  }
}

// What was in force here until now.
std::string policy_above(const std::string& folder) {
  run::UsageProblems problems;
  const std::optional<std::string> above = folder == "." ? run::find_policy(problems) : std::nullopt;
  if (!above) return "";
  return "  " + in_quotes(*above) + " no longer applies here; to keep its settings, add it to 'extends'\n";
}

std::string next_steps(const std::string& folder, const std::string& path, const run::PolicySurvey& survey) {
  const run::ProposedRules rules = run::propose_rules(survey);
  const std::string enter = folder == "." ? "" : "cd " + printable(folder) + " && ";
  std::string out = "wrote " + printable(path) + ": rule set " + rules.set + ", because " + rules.reason + "\n";
  out += "next:\n";
  out += "  " + enter + "chainlint policy show  # show the settings in force\n";
  out += "  " + enter + "chainlint check .      # check the bundles here\n";
  if (!survey.locked.empty()) {
    out += "  " + count_noun(survey.locked.size(), "file") + " could not be opened without a password: add its source under 'passwords'\n";
  }
  return out;
}

}  // namespace

int run_policy_init(const std::string& subject, run::UsageProblems problems) {
  const std::string folder = subject.empty() ? "." : subject;
  if (problems.empty()) check_folder(folder, problems);
  run::PolicySurvey survey;
  if (problems.empty()) survey = run::survey_folder(folder, problems);
  if (!problems.empty()) return report_usage(problems, "policy init");
  const std::string path = in_folder(folder, ".chainlint.yaml");
  const std::string above = policy_above(folder);
  if (const std::string reason = run::create_file(path, run::write_policy_draft(survey)); !reason.empty()) {
    run::complain("error: " + in_quotes(path) + " cannot be written: " + reason);
    return run::kStatusInternal;
  }
  run::print(next_steps(folder, path, survey) + above);
  return run::kStatusClean;
}

}  // namespace chainlint::cli
