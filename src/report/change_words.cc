#include "change_words.h"

#include "terminal.h"

namespace chainlint {

std::string_view change_title(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::key_type:
      return "key type";
    case ChangeKind::anchor:
      return "root";
    case ChangeKind::extended_key_usage:
      return "purposes (EKU)";
    case ChangeKind::key_usage:
      return "key usage";
    case ChangeKind::protection:
      return "container";
    case ChangeKind::certificate:
    case ChangeKind::names:
    case ChangeKind::key:
    case ChangeKind::issuer:
    case ChangeKind::chain:
    case ChangeKind::policies:
    case ChangeKind::subject:
    case ChangeKind::lifetime:
    case ChangeKind::extensions:
    case ChangeKind::order:
      break;
  }
  return to_string(kind);
}

std::string_view judgement_title(Judgement judgement) {
  return judgement == Judgement::attention ? "needs attention" : to_string(judgement);
}

std::string judgement_word(const TextStyle& style, Judgement judgement) {
  const Ink color = judgement == Judgement::breaks ? Ink::red : judgement == Judgement::attention ? Ink::yellow : Ink::green;
  return ink(style, color, judgement_title(judgement));
}

}  // namespace chainlint
