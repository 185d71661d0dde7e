// Paths of which nothing could be read, as inputs of a report: no rule evaluates them.
#pragma once

#include <string>

#include "chainlint/base/diagnostic.h"
#include "chainlint/report/report.h"

namespace chainlint::run {

// An error about the whole of a path, with what to do about it.
Diagnostic unread(const std::string& path, std::string code, std::string message);

report::InputReport unread_input(Diagnostic diagnostic);
report::InputReport unread_input(const std::string& path, std::string code, std::string message);

}  // namespace chainlint::run
