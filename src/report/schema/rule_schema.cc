#include "schema/rule_schema.h"

#include "schema/condition_schema.h"
#include "schema/fact_test_schema.h"
#include "schema/schema_parts.h"

namespace chainlint::report {
namespace {

OrderedJson value_schema(facts::FactType type) {
  switch (type) {
    case facts::FactType::boolean:
      return boolean_schema();
    case facts::FactType::integer:
      return integer_schema();
    case facts::FactType::text:
      return text_schema();
    case facts::FactType::time:
      return time_schema();
    case facts::FactType::text_list:
      break;
  }
  return {{"type", "array"}, {"items", text_schema()}};
}

// The keys of a parameter whose type is known: values of that type; 'min' and 'max' for integers alone.
OrderedJson with_type(facts::FactType type) {
  OrderedJson properties{{"default", value_schema(type)}, {"steps", {{"items", {{"properties", {{"value", value_schema(type)}}}}}}}};
  if (type != facts::FactType::integer) {
    properties["min"] = false;
    properties["max"] = false;
  }
  return {{"if", {{"properties", {{"type", {{"const", type_name(type)}}}}}, {"required", {"type"}}}},
          {"then", {{"properties", std::move(properties)}}}};
}

OrderedJson parameter_schema() {
  std::vector<std::string> types;
  for (const facts::FactType type : facts::kFactTypeNames.values()) types.emplace_back(type_name(type));
  const OrderedJson step = mapping_schema({{"from", described(time_schema(), "The first moment at which the value is in force.")},
                                           {"value", described(OrderedJson::object(), "The value from then on, of the parameter's type.")}},
                                          {"from", "value"});
  OrderedJson schema = mapping_schema(
      {{"type", described(words_schema(types), "The type of the value.")},
       {"unit", described(text_schema(), "`days`, `bits`, ...: where the fact it is compared with has a unit, the same.")},
       {"default", described(OrderedJson::object(), "The value if the policy sets none, and before the first step.")},
       {"min", described(integer_schema(), "The smallest value that a policy may set.")},
       {"max", described(integer_schema(), "The largest value that a policy may set.")},
       {"by", described(text_schema(), "The fact, a time, that chooses the step: `validity.not_before`. Used with `steps`.")},
       {"steps", described(list_schema(step), "Values that apply from a date on, in ascending order.")},
       {"sentence", described(text_schema(), "What the parameter is for, one sentence.")}},
      {"type", "default"});
  schema["dependencies"] = {{"by", {"steps"}}, {"steps", {"by"}}};
  schema["allOf"] = OrderedJson::array();
  for (const facts::FactType type : facts::kFactTypeNames.values()) schema["allOf"].push_back(with_type(type));
  return schema;
}

OrderedJson words_properties() {
  const OrderedJson reference = mapping_schema({{"title", described(text_schema(), "What the reference is, with the section.")},
                                                {"url", described(text_schema(), "Where it is on the web.")}},
                                               {"title"});
  const OrderedJson steps = any_of({text_schema(), list_schema(text_schema())});
  OrderedJson details = mapping_schema(OrderedJson::object());
  details["additionalProperties"] = text_schema();
  const OrderedJson remedy = mapping_schema(
      {{"when", described(OrderedJson::object(), "The condition for that fix.")}, {"fix", described(steps, "The fix, as in `fix`.")}},
      {"when", "fix"});
  const std::string message_words =
      "The defect, in at most 160 characters with its values. `{validity.days}` is replaced by the fact, `{$max_days}` by the parameter; "
      "`{{` is a brace.";
  return {{"message", described(text_schema(), message_words)},
          {"why", described(text_schema(), "Why it matters, for a reader who does not know the defect.")},
          {"details", described(details, "Values that the message leaves out, by name. One whose fact is absent is left out.")},
          {"fix", described(steps, "What fixes it: one step or several, each a sentence or a command. Braces as in `message`.")},
          {"fix_when", described(list_schema(remedy), "Other fixes: the first entry whose condition is true applies.")},
          {"references", described(list_schema(reference), "Where the rule comes from: standard, clause, handbook.")},
          {"formerly", described(list_schema(id_schema()), "Ids that the rule had before.")},
          {"since", described(text_schema(), "The version that had it first.")}};
}

OrderedJson rule_properties() {
  const OrderedJson escalation =
      mapping_schema({{"severity", severity_schema()}, {"when", described(OrderedJson::object(), "The condition for that severity.")}},
                     {"severity", "when"});
  const OrderedJson explanation = mapping_schema(
      {{"rule", described(id_schema(), "The rule that finds the cause.")},
       {"when", described(OrderedJson::object(), "The condition under which it explains, over facts of this rule's subject.")}},
      {"rule", "when"});
  OrderedJson properties{
      {"id", described(id_schema(), "The name of the file without its ending. Names the defect: `leaf-too-old`.")},
      {"title", described(text_schema(), "The defect in a few words.")},
      {"severity", described(severity_schema(), "Severity of the finding. A policy may change it.")},
      {"severity_when", described(list_schema(escalation), "Other severities: the first entry whose condition is true applies.")},
      {"about", described(words_schema(rules::kQuestionNames),
                          "Which question it answers: is there a valid path, what does the server send, what do clients accept, or what is "
                          "in the file.")},
      {"change", described(words_schema(rules::kChangeKindNames), "What of a renewal it checks, for `chainlint diff` and `--previous`.")},
      {"for", described(words_schema(facts::kSubjectKindNames),
                        "What is checked. Each subject is checked on its own and has a finding of its own.")},
      {"when", described(OrderedJson::object(), "Which subjects the rule is for; others are skipped.")},
      {"require", described(OrderedJson::object(), "What must be true. Where it is not, there is a finding.")},
      {"explained_by", described(list_schema(any_of({id_schema(), explanation})),
                                 "Rules that find the cause of what this one finds. Where both have findings about one thing, that of this "
                                 "rule is shown under the cause and not counted, unless it is more severe.")},
      {"params", described({{"type", "object"},
                            {"propertyNames", {{"pattern", "^[a-z][a-z0-9_]*$"}}},
                            {"additionalProperties", reference_to("declared_parameter")}},
                           "Values that a policy may set, used as `$name`.")}};
  properties.update(words_properties());
  return properties;
}

// Which facts there are depends on the subject.
OrderedJson about_subject(facts::SubjectKind kind) {
  const OrderedJson condition = condition_about(kind);
  const OrderedJson by{{"properties", {{"by", words_schema(time_fact_names(kind))}}}};
  return {{"if", {{"properties", {{"for", {{"const", facts::to_string(kind)}}}}}, {"required", {"for"}}}},
          {"then",
           {{"properties",
             {{"when", condition},
              {"require", condition},
              {"severity_when", {{"items", {{"properties", {{"when", condition}}}}}}},
              {"fix_when", {{"items", {{"properties", {{"when", condition}}}}}}},
              {"explained_by", {{"items", {{"properties", {{"when", condition}}}}}}},
              {"params", {{"additionalProperties", by}}}}}}}};
}

}  // namespace

OrderedJson rule_schema() {
  OrderedJson schema = mapping_schema(rule_properties(), {"id", "title", "severity", "about", "for", "require", "message"});
  schema["dependencies"] = {{"fix_when", {"fix"}}};
  schema["allOf"] = OrderedJson::array();
  for (const facts::SubjectKind kind : facts::kSubjectKindNames.values()) schema["allOf"].push_back(about_subject(kind));
  OrderedJson definitions{{"declared_parameter", parameter_schema()}};
  define_conditions(definitions);
  schema["definitions"] = std::move(definitions);
  return schema;
}

OrderedJson rule_set_schema(const rules::RuleLibrary& library) {
  const OrderedJson with_severity = mapping_schema(
      {{"id", reference_to("rule_id")}, {"severity", described(severity_schema(), "Replaces the severity of the rule.")}}, {"id"});
  const OrderedJson rules = any_of({{{"const", "all"}}, list_schema(any_of({reference_to("rule_id"), with_severity}))});
  OrderedJson schema = mapping_schema(
      {{"set", described(id_schema(), "The name of the set and of its file.")},
       {"title", described(text_schema(), "What the set is, in a few words.")},
       {"description", described(text_schema(), "Whom it is for.")},
       {"assume_server_chain", described(boolean_schema(), "Files of CA certificates are checked as server chains too.")},
       {"extends", described(list_schema(set_id_schema(library)), "Sets whose rules this one has as well.")},
       {"rules", described(rules, "The rules: `all`, or a list of ids, each alone or as `{ id: leaf-expiring, severity: error }`.")}},
      {"set", "title"});
  schema["anyOf"] = {{{"required", {"rules"}}}, {{"required", {"extends"}}}};
  schema["definitions"] = {{"rule_id", rule_id_schema(library)}};
  return schema;
}

}  // namespace chainlint::report
