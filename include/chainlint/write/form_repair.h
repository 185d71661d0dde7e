// Rewrites files that chainlint can read and whose form servers refuse.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/write/rewrite.h"

namespace chainlint::write {

// What was wrong with the form of a file: the messages of its diagnostics, each once. Empty where nothing can be repaired.
std::vector<std::string> form_problems(const formats::Container& read);

// The file in a form that every server reads: PEM as repaired_pem() writes it; of a manifest, the values that are not PEM in the encoding
// of their fields, and all else as it was. The result contains the same certificates and keys. Errors are those of rewrite_container().
Result<Bytes> repair_form(const formats::Container& read, ByteView original, const RewriteOptions& options);

}  // namespace chainlint::write
