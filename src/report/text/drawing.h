// The parts that text reports share: the line about a file, its diagnostics, and the chain as it is sent.
#pragma once

#include <string>

#include "chainlint/report/report.h"
#include "chainlint/report/writer.h"

namespace chainlint::report {

// "3 certificates, 1 private key". Empty for a file without any.
std::string counts(const InputReport& input);

// "pkcs12, 3 certificates, 1 private key; opened with the empty password".
std::string file_words(const TextStyle& style, const InputReport& input);

// "site.pfx: pkcs12, 3 certificates, 1 private key; opened with the empty password".
std::string file_line(const TextStyle& style, const InputReport& input);

// Every diagnostic at or above the style's severity, as a block each. Empty where there is none.
std::string diagnostic_lines(const TextStyle& style, const InputReport& input);

// The certificates as they are sent, numbered, where the chain ends, what clients say, and the paths that were tried where that was asked
// for. Empty for a bundle that sends nothing.
std::string chain_drawing(const TextStyle& style, const BundleReport& bundle);

}  // namespace chainlint::report
