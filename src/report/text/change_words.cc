#include "text/change_words.h"

#include "text/terminal.h"

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
    case rules::ChangeKind::protection:
      return "container";
    case rules::ChangeKind::certificate:
    case rules::ChangeKind::names:
    case rules::ChangeKind::key:
    case rules::ChangeKind::issuer:
    case rules::ChangeKind::chain:
    case rules::ChangeKind::policies:
    case rules::ChangeKind::subject:
    case rules::ChangeKind::lifetime:
    case rules::ChangeKind::extensions:
    case rules::ChangeKind::order:
      break;
  }
  return rules::to_string(kind);
}

std::string_view judgement_title(renewal::Judgement judgement) {
  return judgement == renewal::Judgement::attention ? "needs attention" : renewal::to_string(judgement);
}

std::string judgement_word(const TextStyle& style, renewal::Judgement judgement) {
  const Ink color = judgement == renewal::Judgement::breaks      ? Ink::red
                    : judgement == renewal::Judgement::attention ? Ink::yellow
                                                                 : Ink::green;
  return ink(style, color, judgement_title(judgement));
}

}  // namespace chainlint::report
