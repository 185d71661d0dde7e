#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>

#include "chainlint/base/text.h"
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
    problems.add(in_quotes(folder) + " is no folder; a policy is written into one");
    return;
  }
  for (const char* name : {".chainlint.yaml", ".chainlint.yml"}) {
    const std::string path = in_folder(folder, name);
    if (::lstat(path.c_str(), &status) != 0) continue;
    problems.add(in_quotes(path) + " is there already, and nothing is overwritten; see it with 'chainlint policy show', or remove it");
  }
}

// Creates the file; nothing that is there is touched, whoever made it meanwhile. Gives the reason where it fails.
std::string create(const std::string& path, const std::string& text) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) return std::strerror(errno);
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t count = ::write(descriptor, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  const std::string reason = rest.empty() ? "" : std::strerror(errno);
  return ::close(descriptor) == 0 || !reason.empty() ? reason : std::strerror(errno);
}

// What was in force here until now.
std::string policy_above(const std::string& folder) {
  run::UsageProblems problems;
  const std::optional<std::string> above = folder == "." ? run::find_policy(problems) : std::nullopt;
  if (!above) return "";
  return "  " + in_quotes(*above) + " counts here no longer; to keep what it says, add it to 'extends'\n";
}

std::string next_steps(const std::string& folder, const std::string& path, const run::PolicySurvey& survey) {
  const run::ProposedRules rules = run::propose_rules(survey);
  const std::string enter = folder == "." ? "" : "cd " + printable(folder) + " && ";
  std::string out = "wrote " + printable(path) + ": rule set " + rules.set + ", because " + rules.reason + "\n";
  out += "next:\n";
  out += "  " + enter + "chainlint policy show  # what is in force\n";
  out += "  " + enter + "chainlint check .      # lint the bundles here\n";
  if (!survey.locked.empty()) {
    out += "  " + count_noun(survey.locked.size(), "file") + " stayed locked: name where the passwords are under 'passwords'\n";
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
  if (const std::string reason = create(path, run::write_policy_draft(survey)); !reason.empty()) {
    problems.add(in_quotes(path) + " cannot be written: " + reason);
    return report_usage(problems, "policy init");
  }
  run::print(next_steps(folder, path, survey) + above);
  return run::kStatusClean;
}

}  // namespace chainlint::cli
