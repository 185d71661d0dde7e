// The words for what a renewal changes.
#pragma once

#include <string>
#include <string_view>

#include "chainlint/renewal/review.h"
#include "chainlint/report/terminal.h"
#include "chainlint/report/writer.h"

namespace chainlint::report {

// "key type", "purposes (EKU)", "container": for people; JSON has to_string(kind).
std::string_view change_title(rules::ChangeKind kind);

// "safe", "needs attention", "breaks".
std::string_view impact_title(renewal::ChangeImpact impact);

// The colour that goes with it.
Ink ink_of(renewal::ChangeImpact impact);

// The title in that colour.
std::string impact_word(const TextStyle& style, renewal::ChangeImpact impact);

}  // namespace chainlint::report
