#include "chainlint/rules/change_kind.h"

#include <algorithm>

namespace chainlint::rules {

std::string_view to_string(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::certificate:
      return "certificate";
    case ChangeKind::names:
      return "names";
    case ChangeKind::key:
      return "key";
    case ChangeKind::key_type:
      return "key-type";
    case ChangeKind::issuer:
      return "issuer";
    case ChangeKind::chain:
      return "chain";
    case ChangeKind::anchor:
      return "anchor";
    case ChangeKind::extended_key_usage:
      return "extended-key-usage";
    case ChangeKind::key_usage:
      return "key-usage";
    case ChangeKind::policies:
      return "policies";
    case ChangeKind::subject:
      return "subject";
    case ChangeKind::lifetime:
      return "lifetime";
    case ChangeKind::extensions:
      return "extensions";
    case ChangeKind::protection:
      return "protection";
    case ChangeKind::order:
      return "order";
  }
  return "";
}

std::optional<ChangeKind> find_change_kind(std::string_view name) {
  const auto* found = std::find_if(kChangeKinds.begin(), kChangeKinds.end(), [&](ChangeKind kind) { return to_string(kind) == name; });
  return found == kChangeKinds.end() ? std::nullopt : std::optional(*found);
}

}  // namespace chainlint::rules
