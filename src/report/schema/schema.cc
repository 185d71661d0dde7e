#include "chainlint/report/schema.h"

#include "schema/policy_schema.h"
#include "schema/profile_schema.h"
#include "schema/result_schema.h"
#include "schema/rule_schema.h"
#include "schema/schema_parts.h"

namespace chainlint::report {

std::string write_schema(SchemaKind kind, const rules::RuleLibrary& library) {
  switch (kind) {
    case SchemaKind::rule:
      return to_lines(document("chainlint rule", "A rule: a condition over facts, and the texts of its findings.", rule_schema()));
    case SchemaKind::set:
      return to_lines(document("chainlint rule set", "Which rules run, and how severe they are.", rule_set_schema(library)));
    case SchemaKind::test:
      return to_lines(document("chainlint rule tests", "Cases that a rule passes and fails, with certificates minted for them.",
                               rule_test_schema(library)));
    case SchemaKind::target:
      return to_lines(document("chainlint target", "What a deployment target sends and refuses.", target_schema()));
    case SchemaKind::client:
      return to_lines(document("chainlint client", "What a client accepts.", client_schema()));
    case SchemaKind::json:
      return to_lines(document("chainlint json", "The result of a run, --format json.", result_schema()));
    case SchemaKind::jsonl:
      return to_lines(document("chainlint jsonl", "One line of the result of a run, --format jsonl.", result_line_schema()));
    case SchemaKind::policy:
      break;
  }
  return to_lines(document("chainlint policy", "Settings of a project for its bundles: .chainlint.yaml.", policy_schema(library)));
}

}  // namespace chainlint::report
