// The bundle that `fix` is to correct, read so that it can be written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/result.h"
#include "chainlint/base/secret.h"
#include "chainlint/report/report.h"
#include "chainlint/run/bundle_files.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// A file whose form servers refuse, as it is written for them.
struct RepairedForm {
  std::string path;
  SecretBytes content;
  formats::Container container;
  std::vector<std::string> problems;  // what was wrong
};

struct FixInput {
  std::vector<ReadBundle> bundles;  // of one file, or one of several files
  std::vector<report::InputReport> inputs;
  std::optional<SecretBytes> standard_input;  // what was read from there, because it can be read once only
  UsageProblems problems;                     // several bundles that have nothing to do with each other

  std::vector<RepairedForm> repaired;  // the bundles are those of the repaired files
  std::optional<Error> unrepaired;     // why a form cannot be repaired

  // The bytes of a file of the input, repaired where its form was.
  Result<SecretBytes> content(const std::string& path, const Limits& limits) const;
};

// Reads the bundle at PATH with the files that belong to it.
FixInput read_fix_input(BundleRun& run);

}  // namespace chainlint::run
