// The words for what a renewal changes.
#pragma once

#include <string>
#include <string_view>

#include "chainlint/renewal/review.h"
#include "chainlint/report/writer.h"

namespace chainlint::report {

// "key type", "purposes (EKU)", "container": for people; JSON has to_string(kind).
std::string_view change_title(rules::ChangeKind kind);

// "safe", "needs attention", "breaks".
std::string_view judgement_title(renewal::Judgement judgement);

// The same in the colour that goes with it.
std::string judgement_word(const TextStyle& style, renewal::Judgement judgement);

}  // namespace chainlint::report
