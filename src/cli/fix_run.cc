#include "fix_run.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"
#include "chainlint/run/exit_status.h"
#include "chainlint/run/file_replacement.h"
#include "chainlint/run/linter.h"
#include "chainlint/run/outputs.h"
#include "commands.h"

namespace chainlint::cli {

void FixRun::complain(const std::string& error) {
  run::complain("error: " + error);
  errors_.push_back(error);
}

// Several targets are served where all want the same.
void FixRun::fix(const run::ReadBundle& read) {
  FixedBundle fixed;
  fixed.read = &read;
  fixed.before = run::Linter(shared_.run.options, plan_).lint(read);
  run::LintPlan planning = plan_;
  bool first = true;
  planning.visit = [&](const facts::FactContext& context) {
    write::FixPlan plan = write::plan_fixes(context, shared_.unsafe);
    if (!first) {
      const auto same = [](const write::FixPlan::FileEdit& a, const write::FixPlan::FileEdit& b) {
        return a.container == b.container && a.edit.value == b.edit.value && a.edit.certificates == b.edit.certificates &&
               a.edit.encryption == b.edit.encryption;
      };
      if (std::equal(plan.edits.begin(), plan.edits.end(), fixed.plan.edits.begin(), fixed.plan.edits.end(), same)) return;
      fixed.plan.edits.clear();
      fixed.plan.fixes.clear();
      fixed.plan.refused.push_back({write::FixKind::reorder, "the targets need different files; specify one of them with --target"});
      fixed.report = report::describe_fixes(context, fixed.plan);
      return;
    }
    first = false;
    fixed.plan = std::move(plan);
    fixed.report = report::describe_fixes(context, fixed.plan);
  };
  run::Linter(shared_.run.options, planning).lint(read);
  fixed_.push_back(std::move(fixed));
}

bool FixRun::brings_new_errors(const FixedBundle& fixed, const std::vector<report::BundleReport>& after) {
  std::set<std::string> known;
  for (const report::BundleReport& report : fixed.before) {
    for (const rules::Finding& finding : report.findings) {
      if (finding.severity == Severity::error) known.insert(finding.rule->id);
    }
  }
  bool any = false;
  for (const report::BundleReport& report : after) {
    for (const rules::Finding& finding : report.findings) {
      if (finding.severity != Severity::error || !finding.counts() || known.count(finding.rule->id) != 0) continue;
      complain("the result would have an error that the original does not have: " + finding.rule->id + ": " + printable(finding.message));
      any = true;
    }
  }
  return any;
}

// Evaluates each bundle as it would be. False where one is worse than before.
bool FixRun::lint_result(const std::vector<run::RewrittenFile>& files) {
  std::vector<std::vector<report::BundleReport>> results;
  for (const FixedBundle& fixed : fixed_) {
    const std::optional<run::ReadBundle> after = run::after_rewriting(*fixed.read, files);
    if (!after) {
      complain("the parts of the result differ from those of the original; nothing was written");
      return false;
    }
    results.push_back(files.empty() ? fixed.before : run::Linter(shared_.run.options, plan_).lint(*after));
  }
  bool good = true;
  for (std::size_t i = 0; i < fixed_.size(); ++i) {
    good = good && !brings_new_errors(fixed_[i], results[i]);
    std::set<std::string> seen;
    for (const report::BundleReport& linted : results[i]) {
      for (const rules::Finding& finding : linted.findings) {
        if (seen.insert(finding.fingerprint).second) fixed_[i].report.remaining.push_back(finding);
      }
    }
  }
  return good;
}

// The first bundle that the file is part of; null where there is none.
FixedBundle* FixRun::owner_of(const std::string& path) {
  const auto owner = std::find_if(fixed_.begin(), fixed_.end(), [&](const FixedBundle& fixed) {
    const std::vector<formats::Container>& containers = fixed.read->bundle.containers;
    return std::any_of(containers.begin(), containers.end(), [&](const formats::Container& each) { return each.path == path; });
  });
  return owner == fixed_.end() ? nullptr : &*owner;
}

// The form of a file is said with the first bundle that the file is part of; a key alone has none.
void FixRun::note_repaired_forms() {
  for (const run::RepairedForm& form : input_.repaired) {
    const write::Fix fix{write::FixKind::form,
                         "writes " + form.path + " as plain " +
                             (form.container.format == formats::Format::kubernetes ? "PEM values: " : "PEM: ") + join_and(form.problems),
                         ""};
    FixedBundle* const owner = owner_of(form.path);
    if (owner != nullptr) {
      owner->report.fixes.insert(owner->report.fixes.begin(), fix);
    } else {
      report::FixReport alone;
      alone.name = form.path;
      alone.fixes.push_back(fix);
      apart_.push_back(std::move(alone));
    }
  }
}

int FixRun::refuse(const Error& error) {
  const std::string path = error.location.path.empty() ? input_.path() : error.location.path;
  run::complain_at_place(printable(path) + ": error: " + error.message);
  errors_.push_back(path + ": " + error.message);
  return error.code == "rewrite-password" || error.code == "rewrite-damaged" ? run::kStatusUnreadable : run::kStatusFindings;
}

// A file that the bundles of other files need as it is: a fix for one of them may break another.
std::optional<Error> FixRun::shared_file() const {
  std::set<std::string> changed;
  for (const run::RepairedForm& form : input_.repaired) changed.insert(form.path);
  for (const FixedBundle& fixed : fixed_) {
    for (const write::FixPlan::FileEdit& edit : fixed.plan.edits) changed.insert(fixed.read->bundle.containers[edit.container].path);
  }
  for (const std::string& path : input_.shared) {
    if (!changed.contains(path)) continue;
    return Error{"fix-shared-file",
                 "is part of several bundles, so it is not changed here; to fix it for one bundle, run: chainlint fix --chain " +
                     shell_word(path, "FILE") + " " + shell_word(input_.path(), "FILE"),
                 {.path = path}};
  }
  return std::nullopt;
}

std::vector<report::FixReport> FixRun::reports() const {
  std::vector<report::FixReport> reports = apart_;
  for (const FixedBundle& fixed : fixed_) reports.push_back(fixed.report);
  if (reports.empty()) {
    reports.emplace_back();
    reports.front().name = input_.path();
    reports.front().files = {input_.path()};
  }
  reports.front().errors = errors_;
  for (report::FixReport& report : reports) {
    const bool changes = !report.parts.empty() || !report.fixes.empty();
    if (changes) report.written = written_;
  }
  return reports;
}

bool FixRun::tell() {
  if (shared_.json) return true;
  std::vector<report::FixReport> reports = apart_;
  for (const FixedBundle& fixed : fixed_) reports.push_back(fixed.report);
  if (shared_.several) std::erase_if(reports, [](const report::FixReport& each) { return state_of(each) == report::FixState::ok; });
  if (reports.empty()) return true;
  const std::string text = report::write_fixes(reports, run::terminal_style(shared_.run.options));
  return say_of_fixes(shared_.arguments, shared_.run.options, text + (shared_.several ? "\n" : ""));
}

bool say_of_fixes(const run::BundleArguments& arguments, const run::RunOptions& options, const std::string& text) {
  if (arguments.text("--output") != "-") return run::print(text, run::terminal_style(options));
  run::say_beside(text, run::terminal_style(options));
  return true;
}

void FixRun::note_written(const std::string& path) {
  written_.push_back(path);
  if (!shared_.json && path != "-") run::print("written: " + printable(path) + "\n" + (shared_.several ? "\n" : ""));
}

// Comments go with the certificate that they are above.
void FixRun::note_lost_text(const std::vector<run::RewrittenFile>& files) {
  for (const run::RewrittenFile& file : files) {
    if (file.lost_lines == 0) continue;
    FixedBundle* const owner = owner_of(file.path);
    if (owner == nullptr) continue;
    owner->report.lost_text.push_back(count_noun(file.lost_lines, "line") + " of text in " + file.path + ", above a removed certificate");
  }
}

bool FixRun::write_to(const std::string& target, const std::string& source, const SecretBytes& content) {
  if (target == "-") return std::fwrite(content.data(), 1, content.size(), stdout) == content.size() && std::fflush(stdout) == 0;
  // A new file gets the mode of the source file, because it may contain the same private key.
  struct stat status {};
  const bool known = ::stat(source.c_str(), &status) == 0 && S_ISREG(status.st_mode);
  const std::string problem = run::replace_file(target, as_text(content), known ? status.st_mode & 0777u : 0600u);
  if (!problem.empty()) complain("" + in_quotes(target) + " cannot be written: " + problem);
  return problem.empty();
}

// All of them, or none: key, leaf and chain are one thing for the server that reads them.
bool FixRun::replace(const std::vector<run::RewrittenFile>& files) {
  std::vector<run::StagedFile> staged;
  staged.reserve(files.size());
  for (const run::RewrittenFile& file : files) {
    Result<run::StagedFile, std::string> next = run::StagedFile::stage(file.path, as_text(file.content));
    // A service that reads another name would go on with the old file, which may be the broken one.
    const std::string problem = !next                      ? next.error()
                                : next->other_names() == 0 ? ""
                                                           : "it has other hard links, which would keep the old content; "
                                                             "replace them with symbolic links, or write to another file with --output";
    if (!problem.empty()) {
      complain("" + in_quotes(file.path) + " cannot be written: " + problem + "; nothing was written");
      return false;
    }
    staged.push_back(std::move(*next));
  }
  for (std::size_t i = 0; i < staged.size(); ++i) {
    const std::string reason = staged[i].put(staged.size() > 1);
    if (reason.empty()) continue;
    std::vector<std::string> left;
    for (std::size_t done = 0; done <= i; ++done) {
      if (!staged[done].put_back()) left.push_back(in_quotes(files[done].path));
    }
    complain("" + in_quotes(files[i].path) + " cannot be written: " + reason +
             (left.empty() ? "; all files are unchanged" : "; changed, and could not be restored: " + join_and(left)));
    return false;
  }
  return true;
}

bool FixRun::write(const std::vector<run::RewrittenFile>& files) {
  if (shared_.arguments.flag("--in-place")) {
    if (!replace(files)) return false;
    for (const run::RewrittenFile& file : files) note_written(file.path);
    return true;
  }
  const std::string& target = shared_.arguments.text("--output");
  if (files.empty()) {
    const std::string path = input_.path();
    const Result<SecretBytes> content = input_.content(path, shared_.run.reading.limits);
    if (!content) {
      complain(in_quotes(path) + " " + content.error().message);
      return false;
    }
    if (!write_to(target, path, *content)) return false;
  } else if (!write_to(target, files.front().path, files.front().content)) {
    return false;
  }
  note_written(target);
  return true;
}

// A run that was killed may have written some of its files, which need no fix now, and removed nothing.
void FixRun::remove_leftovers() const {
  for (const FixedBundle& fixed : fixed_) {
    for (const formats::Container& container : fixed.read->bundle.containers) run::remove_leftovers(container.path);
  }
}

bool FixRun::has_errors_left() const {
  for (const FixedBundle& fixed : fixed_) {
    for (const rules::Finding& finding : fixed.report.remaining) {
      if (finding.severity == Severity::error && finding.counts()) return true;
    }
  }
  return false;
}

// Evaluates and writes the result, which may be no change at all.
int FixRun::write_result(std::vector<run::RewrittenFile>& files) {
  const bool in_place = shared_.arguments.flag("--in-place"), to_output = shared_.arguments.has("--output");
  if (to_output && files.size() > 1) {
    std::vector<std::string> paths;
    for (const run::RewrittenFile& file : files) paths.push_back(in_quotes(file.path));
    run::UsageProblems problems;
    errors_.push_back("--output needs one file, but " + join_and(paths) + " change");
    problems.add("--output", "",
                 " needs one file, but " + join_and(paths) + " change; use --in-place, on copies if the originals must not change");
    return report_usage(problems, "fix");
  }
  const bool good = lint_result(files);
  note_lost_text(files);
  if (!tell()) return run::kStatusInternal;
  if (!good) {
    complain("nothing was written");
    return run::kStatusFindings;
  }
  changed_ = !files.empty();
  const bool errors = has_errors_left();
  const bool copies = to_output && !changed_ && !errors && !fixed_.empty();
  const bool writes = changed_ && (in_place || to_output);
  if ((writes || copies) && !write(files)) return run::kStatusInternal;
  if (in_place) remove_leftovers();
  return errors ? run::kStatusFindings : run::kStatusClean;
}

int FixRun::run() {
  if (input_.unrepaired) return refuse(*input_.unrepaired);
  for (const run::ReadBundle& read : input_.bundles) fix(read);
  note_repaired_forms();
  if (const std::optional<Error> shared = shared_file()) return refuse(*shared);
  std::vector<run::PlannedBundle> planned;
  for (const FixedBundle& fixed : fixed_) planned.push_back({fixed.read, fixed.plan});
  Result<std::vector<run::RewrittenFile>> files = run::rewrite_files(input_, planned, shared_.run.reading, shared_.run.certificates);
  if (!files) {
    // A plan for a file that cannot be written is of no use.
    if (files.error().code != "rewrite-unsupported") tell();
    return refuse(files.error());
  }
  for (const run::RepairedForm& form : input_.repaired) {
    const bool written = std::any_of(files->begin(), files->end(), [&](const run::RewrittenFile& each) { return each.path == form.path; });
    if (!written) files->push_back({form.path, form.content, form.container, 0});
  }
  return write_result(*files);
}

}  // namespace chainlint::cli
