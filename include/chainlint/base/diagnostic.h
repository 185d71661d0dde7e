// Defects that readers find in an input. Reading continues after a diagnostic, and every output shows it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/location.h"

namespace chainlint {

// How severe a diagnostic or a finding is, most severe first.
enum class Severity { error, warning, note };

inline constexpr EnumNames<Severity::note> kSeverityNames{"error", "warning", "note"};
constexpr std::string_view to_string(Severity severity) { return kSeverityNames[severity]; }

// One message of a reader about an input. An error means that something could not be read (exit status 3); a warning that it
// was read although others may refuse it, or that a private key stayed locked; a note is for information.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;     // kebab case, stable: "pem-truncated"
  std::string message;  // what is, what is allowed; lower case, no full stop
  Location location;
  std::string found, expected;  // what is there and what belongs there, where a remedy names it: PEM labels
  std::string advice;           // what to do, where the reader alone knows; a rule says the rest
};

// Diagnostics in the order in which they were met.
using Diagnostics = std::vector<Diagnostic>;

}  // namespace chainlint
