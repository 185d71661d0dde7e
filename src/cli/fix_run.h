// Fixing the bundles of one file.
#pragma once

#include <string>
#include <vector>

#include "chainlint/report/fix_report.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/fix_input.h"
#include "chainlint/run/fix_rewriting.h"

namespace chainlint::cli {

// A bundle of the file with all that came of it.
struct FixedBundle {
  const run::ReadBundle* read = nullptr;
  write::FixPlan plan;
  report::FixReport report;
  std::vector<report::BundleReport> before;  // one a target
};

// Plans, evaluates the result and, if that was requested, writes. Prints the plan, unless the output is JSON. Borrows everything.
class FixRun {
 public:
  // What the fixes of all files share. `several`: of many files only those are shown of which there is anything to say.
  struct Plan {
    const run::BundleArguments& arguments;
    const std::vector<write::FixKind>& unsafe;
    run::BundleRun& run;
    bool json = false, several = false;
  };

  FixRun(const Plan& plan, run::FixInput& input) : shared_(plan), plan_(plan.run.plan()), input_(input) {}

  // The exit code for this file. Called once.
  int run();

  // After run(): one for each bundle; at least one.
  std::vector<report::FixReport> reports() const;
  bool has_changes() const { return changed_; }
  // Whether the content of the file was written to --output, with or without a change.
  bool has_written() const { return !written_.empty(); }

 private:
  void fix(const run::ReadBundle& read);
  int write_result(std::vector<run::RewrittenFile>& files);
  bool lint_result(const std::vector<run::RewrittenFile>& files);
  bool brings_new_errors(const FixedBundle& fixed, const std::vector<report::BundleReport>& after);
  int refuse(const Error& error);
  std::optional<Error> shared_file() const;
  FixedBundle* owner_of(const std::string& path);
  void note_repaired_forms();
  bool tell();
  bool write(const std::vector<run::RewrittenFile>& files);
  bool replace(const std::vector<run::RewrittenFile>& files);
  bool write_to(const std::string& target, const std::string& source, const SecretBytes& content);
  void remove_leftovers() const;
  bool has_errors_left() const;
  void note_lost_text(const std::vector<run::RewrittenFile>& files);
  void note_written(const std::string& path);
  // To standard error, and into the report.
  void complain(const std::string& error);

  const Plan& shared_;
  const run::LintPlan plan_;
  run::FixInput& input_;
  std::vector<FixedBundle> fixed_;
  std::vector<report::FixReport> apart_;  // of files that are part of no bundle
  std::vector<std::string> errors_, written_;
  bool changed_ = false;
};

// Text on standard output, or on standard error if the corrected file is written there.
bool say_of_fixes(const run::BundleArguments& arguments, const run::RunOptions& options, const std::string& text);

}  // namespace chainlint::cli
