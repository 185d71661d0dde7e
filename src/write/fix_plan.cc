#include "chainlint/write/fix_plan.h"

namespace chainlint {

std::string_view to_string(FixKind kind) {
  switch (kind) {
    case FixKind::reorder:
      return "reorder";
    case FixKind::duplicate:
      return "duplicate";
    case FixKind::root:
      return "root";
    case FixKind::stranger:
      return "stranger";
    case FixKind::missing:
      return "missing";
    case FixKind::stale:
      return "stale";
    case FixKind::re_encrypt:
      return "re-encrypt";
  }
  return "";
}

bool is_safe(FixKind kind) { return kind < FixKind::missing; }

FixPlan plan_fixes(const FactContext&, const std::vector<FixKind>&) { return {}; }

}  // namespace chainlint
