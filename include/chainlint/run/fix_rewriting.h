// The files of a bundle with all edits made, and the proof that nothing else changed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/result.h"
#include "chainlint/base/secret.h"
#include "chainlint/formats/reader.h"
#include "chainlint/run/fix_input.h"
#include "chainlint/write/fix_plan.h"

namespace chainlint::run {

// What is to be done to one bundle of the input.
struct PlannedBundle {
  const ReadBundle* read = nullptr;
  write::FixPlan plan;
};

// A file with its edits made.
struct RewrittenFile {
  std::string path;
  SecretBytes content;
  formats::Container container;  // what is in it now
  std::size_t lost_lines = 0;    // of a PEM file: text outside of the blocks that is no longer there
};

// Makes the edits of all bundles, file by file. The result was read again: it contains the certificates of the plans and the same private
// keys as before. Errors are those of rewrite_container(), "rewrite-changed" (the file is no longer what was evaluated) and
// "rewrite-differs" (the result differs from the plan and must not be used).
Result<std::vector<RewrittenFile>> rewrite_files(const FixInput& input, const std::vector<PlannedBundle>& planned,
                                                 const formats::ReadOptions& reading, formats::CertificateCache& certificates);

// The bundle as it is in the rewritten files. Nothing where it is no longer one.
std::optional<ReadBundle> after_rewriting(const ReadBundle& read, const std::vector<RewrittenFile>& files);

}  // namespace chainlint::run
