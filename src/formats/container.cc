#include "chainlint/formats/container.h"

#include <algorithm>

namespace chainlint::formats {

std::size_t Container::count(EntryKind kind) const {
  return static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), [kind](const Entry& entry) { return entry.kind == kind; }));
}

bool Container::has_error() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
}

bool Container::has_doubt() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) { return d.severity != Severity::note; });
}

bool Container::has_diagnostic(std::string_view code) const {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [code](const Diagnostic& d) { return d.code == code; });
}

}  // namespace chainlint::formats
