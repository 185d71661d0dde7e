#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/report/fix_report.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/file_replacement.h"
#include "chainlint/run/fix_input.h"
#include "chainlint/run/fix_rewriting.h"
#include "chainlint/run/linter.h"
#include "chainlint/run/outputs.h"
#include "commands.h"

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

void validate_fix_arguments(const run::BundleArguments& arguments, run::UsageProblems& problems) {
  if (arguments.paths.size() != 1) problems.add("fix needs one PATH; " + std::to_string(arguments.paths.size()) + " given");
  if (arguments.has("--output") && arguments.flag("--in-place")) {
    problems.add("--output", "", " and --in-place exclude each other; omit one of them");
  }
  if (arguments.flag("--diff") && (arguments.flag("--in-place") || arguments.has("--output"))) {
    problems.add("--diff", "",
                 " writes nothing; omit it to write with " + std::string(arguments.flag("--in-place") ? "--in-place" : "--output"));
  }
  const bool standard_input = arguments.paths.size() == 1 && arguments.paths.front() == "-";
  if (arguments.flag("--in-place") && standard_input) problems.add("--in-place", "", " cannot replace standard input: use --output FILE");
  for (const run::OutputArgument& output : arguments.outputs) {
    if (output.format != "text" || !output.file.empty()) problems.add("fix writes text to standard output; omit --format and --report");
  }
}

// A bundle of the input with all that came of it.
struct FixedBundle {
  const run::ReadBundle* read = nullptr;
  write::FixPlan plan;
  report::FixReport report;
  std::vector<report::BundleReport> before;  // one a target
};

class FixRun {
 public:
  FixRun(const run::BundleArguments& arguments, std::vector<write::FixKind> unsafe, run::BundleRun& run)
      : arguments_(arguments), unsafe_(std::move(unsafe)), run_(run), plan_(run.plan()) {}

  int run();

 private:
  bool is_readable() const;
  void fix(const run::ReadBundle& read);
  bool lint_result(const std::vector<run::RewrittenFile>& files);
  bool brings_new_errors(const FixedBundle& fixed, const std::vector<report::BundleReport>& after);
  int refuse(const Error& error);
  FixedBundle* owner_of(const std::string& path);
  void note_repaired_forms();
  bool tell();
  bool write(const std::vector<run::RewrittenFile>& files);
  bool replace(const std::vector<run::RewrittenFile>& files);
  bool write_to(const std::string& target, const std::string& source, const SecretBytes& content);
  void remove_leftovers() const;
  bool has_errors_left() const;
  std::string why_unwritten(bool changed) const;
  void note_lost_text(const std::vector<run::RewrittenFile>& files);
  bool say(const std::string& text) const;

  const run::BundleArguments& arguments_;
  const std::vector<write::FixKind> unsafe_;
  run::BundleRun& run_;
  const run::LintPlan plan_;
  run::FixInput input_;
  std::vector<FixedBundle> fixed_;
  std::vector<report::FixReport> apart_;  // of files that are part of no bundle
};

// What could not be read cannot be written; nothing of it is guessed.
bool FixRun::is_readable() const {
  bool readable = true;
  std::vector<report::InputReport> inputs = input_.inputs;
  inputs.insert(inputs.end(), run_.trust.damaged.begin(), run_.trust.damaged.end());
  for (const report::InputReport& input : inputs) {
    for (const Diagnostic& diagnostic : input.diagnostics) {
      if (diagnostic.severity != Severity::error) continue;
      Location where = diagnostic.location;
      if (where.path.empty()) where.path = input.path;
      run::complain_at_place(printable(to_string(where)) + ": error: " + printable(diagnostic.message));
      readable = false;
    }
  }
  return readable;
}

// Several targets are served where all want the same.
void FixRun::fix(const run::ReadBundle& read) {
  FixedBundle fixed;
  fixed.read = &read;
  fixed.before = run::Linter(run_.options, plan_).lint(read);
  run::LintPlan planning = plan_;
  bool first = true;
  planning.visit = [&](const facts::FactContext& context) {
    write::FixPlan plan = write::plan_fixes(context, unsafe_);
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
  run::Linter(run_.options, planning).lint(read);
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
      run::complain("error: the result would have an error that the original has not: " + finding.rule->id + ": " +
                    printable(finding.message));
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
      run::complain("error: the parts of the result differ from those of the original; nothing was written");
      return false;
    }
    results.push_back(files.empty() ? fixed.before : run::Linter(run_.options, plan_).lint(*after));
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
                             (form.container.format == formats::Format::kubernetes ? "values of PEM: " : "PEM: ") + join_and(form.problems),
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
  std::string path = error.location.path.empty() ? arguments_.paths.front() : error.location.path;
  run::complain_at_place(printable(path) + ": error: " + error.message);
  return error.code == "rewrite-password" || error.code == "rewrite-damaged" ? run::kStatusUnreadable : run::kStatusFindings;
}

bool FixRun::tell() {
  std::vector<report::FixReport> reports = apart_;
  for (const FixedBundle& fixed : fixed_) reports.push_back(fixed.report);
  return say(report::write_fixes(reports, run::terminal_style(run_.options)));
}

// Standard output belongs to the file where that is written there.
bool FixRun::say(const std::string& text) const {
  if (arguments_.text("--output") != "-") return run::print(text, run::terminal_style(run_.options));
  run::say_beside(text, run::terminal_style(run_.options));
  return true;
}

// Comments go with the certificate that they stand above.
void FixRun::note_lost_text(const std::vector<run::RewrittenFile>& files) {
  for (const run::RewrittenFile& file : files) {
    if (file.lost_lines == 0) continue;
    FixedBundle* const owner = owner_of(file.path);
    if (owner == nullptr) continue;
    owner->report.lost_text.push_back(count_noun(file.lost_lines, "line") + " of text in " + file.path + ", above what is removed");
  }
}

bool FixRun::write_to(const std::string& target, const std::string& source, const SecretBytes& content) {
  if (target == "-") return std::fwrite(content.data(), 1, content.size(), stdout) == content.size() && std::fflush(stdout) == 0;
  // A new file may hold a private key as the old one does, and is as open as that one.
  struct stat status {};
  const bool known = ::stat(source.c_str(), &status) == 0 && S_ISREG(status.st_mode);
  const std::string problem = run::replace_file(target, as_text(content), known ? status.st_mode & 0777u : 0600u);
  if (!problem.empty()) run::complain("error: " + in_quotes(target) + " cannot be written: " + problem);
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
                                                           : "it has more hard links, which would keep the old content; "
                                                             "replace them with symbolic links, or write to another file with --output";
    if (!problem.empty()) {
      run::complain("error: " + in_quotes(file.path) + " cannot be written: " + problem + "; nothing was written");
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
    run::complain("error: " + in_quotes(files[i].path) + " cannot be written: " + reason +
                  (left.empty() ? "; all files are as they were" : "; written and not put back: " + join_and(left)));
    return false;
  }
  return true;
}

bool FixRun::write(const std::vector<run::RewrittenFile>& files) {
  if (arguments_.flag("--in-place")) {
    if (!replace(files)) return false;
    for (const run::RewrittenFile& file : files) run::print("written: " + printable(file.path) + "\n");
    return true;
  }
  if (files.empty()) {
    const std::string& path = fixed_.empty() ? arguments_.paths.front() : fixed_.front().read->bundle.containers.front().path;
    const Result<SecretBytes> content = input_.content(path, run_.reading.limits);
    if (!content) {
      run::complain("error: " + in_quotes(path) + " " + content.error().message);
      return false;
    }
    if (!write_to(arguments_.text("--output"), path, *content)) return false;
  } else if (!write_to(arguments_.text("--output"), files.front().path, files.front().content)) {
    return false;
  }
  if (arguments_.text("--output") != "-") run::print("written: " + printable(arguments_.text("--output")) + "\n");
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

// What is said below the plan where nothing is written.
std::string FixRun::why_unwritten(bool changed) const {
  const bool asked = arguments_.flag("--in-place") || arguments_.has("--output");
  if (changed) return asked ? "" : "nothing was written; use --in-place or --output FILE\n";
  if (fixed_.empty()) return printable(arguments_.paths.front()) + ": nothing to fix, because it contains no certificate\n";
  return asked && has_errors_left() ? "nothing was written: the remaining errors cannot be fixed here\n" : "";
}

int FixRun::run() {
  input_ = run::read_fix_input(run_);
  if (!is_readable()) return run::kStatusUnreadable;
  if (!input_.problems.empty()) return report_usage(input_.problems, "fix");
  if (input_.unrepaired) return refuse(*input_.unrepaired);
  for (const run::ReadBundle& read : input_.bundles) fix(read);
  note_repaired_forms();
  std::vector<run::PlannedBundle> planned;
  for (const FixedBundle& fixed : fixed_) planned.push_back({fixed.read, fixed.plan});
  Result<std::vector<run::RewrittenFile>> files = run::rewrite_files(input_, planned, run_.reading, run_.certificates);
  if (!files) {
    // A plan for a file that is never written helps nobody.
    if (files.error().code != "rewrite-unsupported") tell();
    return refuse(files.error());
  }
  for (const run::RepairedForm& form : input_.repaired) {
    const bool written = std::any_of(files->begin(), files->end(), [&](const run::RewrittenFile& each) { return each.path == form.path; });
    if (!written) files->push_back({form.path, form.content, form.container, 0});
  }
  if (arguments_.has("--output") && files->size() > 1) {
    std::vector<std::string> paths;
    for (const run::RewrittenFile& file : *files) paths.push_back(in_quotes(file.path));
    run::UsageProblems problems;
    problems.add("--output", "", " needs one file, but " + join_and(paths) + " change; use --in-place, if necessary on copies");
    return report_usage(problems, "fix");
  }
  const bool good = lint_result(*files);
  note_lost_text(*files);
  if (!tell()) return run::kStatusInternal;
  if (!good) {
    run::complain("error: nothing was written");
    return run::kStatusFindings;
  }
  const bool errors = has_errors_left();
  const bool copies = arguments_.has("--output") && files->empty() && !errors && !fixed_.empty();
  const bool writes = !files->empty() && (arguments_.flag("--in-place") || arguments_.has("--output"));
  if ((writes || copies) && !write(*files)) return run::kStatusInternal;
  if (arguments_.flag("--in-place")) remove_leftovers();
  const std::string unwritten = copies ? "" : why_unwritten(!files->empty());
  if (!unwritten.empty()) say((fixed_.empty() ? "" : "\n") + unwritten);
  return errors ? run::kStatusFindings : run::kStatusClean;
}

}  // namespace

int run_fix(const run::BundleArguments& arguments, run::UsageProblems problems) {
  validate_fix_arguments(arguments, problems);
  std::vector<write::FixKind> unsafe = parse_unsafe(arguments.list("--unsafe"), problems);
  const std::unique_ptr<run::BundleRun> run = run::prepare_run(arguments, true, problems);
  if (!problems.empty()) return report_usage(problems, "fix");
  return FixRun(arguments, std::move(unsafe), *run).run();
}

}  // namespace chainlint::cli
