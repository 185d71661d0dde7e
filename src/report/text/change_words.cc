#include "text/change_words.h"

#include "chainlint/report/terminal.h"

namespace chainlint::report {

std::string_view change_title(rules::ChangeKind kind) {
  switch (kind) {
    case rules::ChangeKind::key_type:
      return "key type";
    case rules::ChangeKind::anchor:
      return "root";
    case rules::ChangeKind::extended_key_usage:
      return "purposes (EKU)";
    case rules::ChangeKind::key_usage:
      return "key usage";
    case rules::ChangeKind::lifetime:
      return "validity period";
    case rules::ChangeKind::protection:
      return "container";
    case rules::ChangeKind::certificate:
    case rules::ChangeKind::names:
    case rules::ChangeKind::key:
    case rules::ChangeKind::issuer:
    case rules::ChangeKind::chain:
    case rules::ChangeKind::policies:
    case rules::ChangeKind::subject:
    case rules::ChangeKind::extensions:
    case rules::ChangeKind::order:
      break;
  }
  return rules::to_string(kind);
}

std::string_view impact_title(renewal::ChangeImpact impact) {
  return impact == renewal::ChangeImpact::attention ? "needs attention" : renewal::to_string(impact);
}

Ink ink_of(renewal::ChangeImpact impact) {
  return impact == renewal::ChangeImpact::breaks ? Ink::red : impact == renewal::ChangeImpact::attention ? Ink::yellow : Ink::green;
}

std::string impact_word(const TextStyle& style, renewal::ChangeImpact impact) { return ink(style, ink_of(impact), impact_title(impact)); }

}  // namespace chainlint::report
