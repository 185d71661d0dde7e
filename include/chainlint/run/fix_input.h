// The bundles that `fix` is to correct, read so that they can be written.
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

// The bundles of one file, with the files that belong to them.
struct FixInput {
  std::vector<ReadBundle> bundles;
  std::vector<report::InputReport> inputs;
  std::optional<SecretBytes> standard_input;  // what was read from there, because it can be read once only

  std::vector<RepairedForm> repaired;  // the bundles are those of the repaired files
  std::optional<Error> unrepaired;     // why a form cannot be repaired
  std::vector<std::string> shared;     // files that belong to bundles of other files as well

  // The first file.
  std::string path() const;

  // The bytes of a file of the input, repaired where its form was.
  Result<SecretBytes> content(const std::string& path, const Limits& limits) const;
};

// What `fix` is to correct, file by file, in their order.
struct FixInputs {
  std::vector<FixInput> files;
  std::vector<report::InputReport> unread;  // files that could not be read, in part or at all; their bundles are not among `files`
};

// Reads the bundles at all PATHs with the files that belong to them. A file of --key or --chain that cannot be read leaves no bundle.
FixInputs read_fix_inputs(BundleRun& run);

}  // namespace chainlint::run
