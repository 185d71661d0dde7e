// The bundle that `fix` is to mend, read so that it can be written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bundle_files.h"
#include "bundle_run.h"
#include "chainlint/base/result.h"
#include "chainlint/base/secret.h"
#include "chainlint/report/report.h"

namespace chainlint::cli {

struct FixInput {
  std::vector<ReadBundle> bundles;  // of one file, or one of several files
  std::vector<InputReport> inputs;
  std::optional<SecretBytes> standard_input;  // what was read from there, because it can be read once only
  std::vector<std::string> problems;          // several bundles that have nothing to do with each other

  // The octets of a file of the input.
  Result<SecretBytes> content(const std::string& path, const Limits& limits) const;
};

// Reads the one PATH of the run with the files that belong to it.
FixInput read_fix_input(BundleRun& run);

}  // namespace chainlint::cli
