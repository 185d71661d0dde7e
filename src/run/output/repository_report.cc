#include "output/repository_report.h"

#include <algorithm>
#include <string>
#include <utility>

#include "chainlint/git/git_repository.h"
#include "chainlint/policy/path_pattern.h"
#include "chainlint/run/working_folder.h"

namespace chainlint::run {
namespace {

class Rewriting {
 public:
  Rewriting(std::string working, std::string top) : working_(std::move(working)), top_(std::move(top)) {}

  void rewrite(std::string& path) const {
    if (path.empty() || path == "-") return;
    if (path.front() != '/' && working_ == top_) return;
    const std::string whole = policy::absolute_path(path, working_);
    const std::string prefix = top_ == "/" ? top_ : top_ + "/";
    if (whole.starts_with(prefix)) path = whole.substr(prefix.size());
  }

  void rewrite(report::InputReport& input) const {
    // Its path is one of the revision, not of the working folder.
    const auto of_revision = [](const Diagnostic& diagnostic) { return diagnostic.code == "revision-unreadable"; };
    if (std::any_of(input.diagnostics.begin(), input.diagnostics.end(), of_revision)) return;
    rewrite(input.path);
    for (Diagnostic& diagnostic : input.diagnostics) rewrite(diagnostic.location.path);
  }

  void rewrite(report::BundleReport& bundle) const {
    for (rules::Finding& finding : bundle.findings) {
      rewrite(finding.location.path);
      if (finding.accepted) rewrite(finding.accepted->location.path);
    }
    for (rules::NotEvaluated& entry : bundle.not_evaluated) rewrite(entry.location.path);
  }

 private:
  std::string working_, top_;
};

}  // namespace

report::Report with_repository_paths(report::Report report) {
  const std::string working = working_folder(), top = git::GitRevision::top_above(working + "/.git");
  if (top.empty()) return report;
  const Rewriting paths(working, top);
  for (report::InputReport& input : report.inputs) paths.rewrite(input);
  for (report::BundleReport& bundle : report.bundles) paths.rewrite(bundle);
  return report;
}

}  // namespace chainlint::run
