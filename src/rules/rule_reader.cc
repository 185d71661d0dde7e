#include "rule_reader.h"

#include <stdexcept>

#include "chainlint/yaml/mapping_reader.h"
#include "condition_reader.h"
#include "message.h"
#include "parameter_reader.h"

namespace chainlint::rules {
namespace {

using Need = yaml::MappingReader::Need;

void read_id(Rule& rule, yaml::MappingReader& fields, const yaml::Node& root, yaml::Problems& problems) {
  rule.id = fields.text("id", Need::required).value_or("");
  if (rule.id.empty()) return;
  const yaml::Position position = root.find("id")->position;
  if (!is_kebab_case(rule.id)) {
    problems.add(position, "a rule id is lower-case words joined by '-', not " + in_quotes(rule.id));
  } else if (rule.id != file_stem(rule.source_path)) {
    problems.add(position, "the rule id " + in_quotes(rule.id) + " is not the name of its file, " + in_quotes(file_stem(rule.source_path)));
  }
}

void read_former_ids(Rule& rule, yaml::MappingReader& fields, const yaml::Node& root, yaml::Problems& problems) {
  rule.formerly = fields.texts("formerly");
  for (const std::string& former : rule.formerly) {
    if (!is_kebab_case(former)) {
      problems.add(root.find("formerly")->position, "a rule id is lower-case words joined by '-', not " + in_quotes(former));
    }
  }
}

void read_references(RuleOutcome& outcome, yaml::MappingReader& fields, yaml::Problems& problems) {
  for (const yaml::Node* item : fields.items("references")) {
    yaml::MappingReader reference(*item, "a reference", problems);
    if (!reference.is_mapping()) continue;
    outcome.references.push_back({reference.text("title", Need::required).value_or(""), reference.text("url").value_or("")});
    reference.finish();
  }
}

void read_escalations(RuleOutcome& outcome, yaml::MappingReader& fields, RuleScope& scope) {
  for (const yaml::Node* item : fields.items("severity_when")) {
    yaml::MappingReader entry(*item, "an entry of 'severity_when'", scope.problems());
    if (!entry.is_mapping()) continue;
    const auto severity = entry.choice("severity", kSeverityNames, Need::required);
    const yaml::Node* when = entry.node("when", Need::required);
    entry.finish();
    if (when == nullptr) continue;
    auto condition = std::make_shared<const Condition>(read_condition(*when, scope));
    if (severity) outcome.escalations.push_back({*severity, std::move(condition)});
  }
}

Template read_template(std::string text, yaml::Position position, RuleScope& scope) {
  auto compiled = std::make_shared<const Message>(read_message(text, position, scope));
  return {std::move(text), std::move(compiled)};
}

Template read_template_field(std::string_view key, yaml::MappingReader& fields, const yaml::Node& node, RuleScope& scope) {
  std::string text = fields.text(key, Need::required).value_or("");
  const yaml::Node* field = node.find(key);
  return read_template(std::move(text), field == nullptr ? node.position : field->position, scope);
}

// One step, or a list of them.
Steps read_steps(const yaml::Node& field, RuleScope& scope) {
  Steps steps;
  const auto read = [&](const yaml::Node& item) {
    std::optional<std::string> text = yaml::read_text(item, "a step of 'fix'", scope.problems());
    if (text) steps.push_back(read_template(*std::move(text), item.position, scope));
  };
  if (field.kind != yaml::Kind::sequence) {
    read(field);
  } else {
    for (const yaml::Node& item : field.items) read(item);
  }
  return steps;
}

void read_details(RuleOutcome& outcome, yaml::MappingReader& fields, RuleScope& scope) {
  const yaml::Node* node = fields.node("details");
  if (node == nullptr) return;
  yaml::MappingReader details(*node, "'details'", scope.problems());
  if (!details.is_mapping()) return;
  for (const yaml::Node::Member& member : node->members) {
    outcome.details.push_back({member.key, read_template_field(member.key, details, *node, scope)});
  }
  details.finish();
}

void read_remedies(RuleOutcome& outcome, yaml::MappingReader& fields, RuleScope& scope) {
  for (const yaml::Node* item : fields.items("fix_when")) {
    yaml::MappingReader entry(*item, "an entry of 'fix_when'", scope.problems());
    if (!entry.is_mapping()) continue;
    const yaml::Node* when = entry.node("when", Need::required);
    RuleOutcome::Remedy remedy;
    if (const yaml::Node* fix = entry.node("fix", Need::required)) remedy.fix = read_steps(*fix, scope);
    entry.finish();
    if (when == nullptr || remedy.fix.empty()) continue;
    remedy.when = std::make_shared<const Condition>(read_condition(*when, scope));
    outcome.remedies.push_back(std::move(remedy));
  }
}

// Ids, or mappings of an id and the condition under which it explains. Whether there are such rules is asked when all are loaded.
void read_explanations(RuleOutcome& outcome, yaml::MappingReader& fields, RuleScope& scope) {
  for (const yaml::Node* item : fields.items("explained_by")) {
    Explanation explanation;
    if (item->kind == yaml::Kind::mapping) {
      yaml::MappingReader entry(*item, "an entry of 'explained_by'", scope.problems());
      explanation.rule = entry.text("rule", Need::required).value_or("");
      if (const yaml::Node* when = entry.node("when", Need::required)) {
        explanation.when = std::make_shared<const Condition>(read_condition(*when, scope));
      }
      entry.finish();
    } else {
      explanation.rule = yaml::read_text(*item, "an entry of 'explained_by'", scope.problems()).value_or("");
    }
    if (!explanation.rule.empty()) outcome.explained_by.push_back(std::move(explanation));
  }
}

RuleLogic read_logic(yaml::MappingReader& fields, RuleScope& scope) {
  RuleLogic logic;
  if (const yaml::Node* params = fields.node("params")) read_parameters(*params, scope);
  if (const yaml::Node* when = fields.node("when")) logic.when = std::make_shared<const Condition>(read_condition(*when, scope));
  const yaml::Node* require = fields.node("require", Need::required);
  logic.require = std::make_shared<const Condition>(require == nullptr ? Condition{} : read_condition(*require, scope));
  logic.parameters = scope.parameters();
  return logic;
}

RuleOutcome read_outcome(yaml::MappingReader& fields, const yaml::Node& root, RuleScope& scope) {
  RuleOutcome outcome;
  outcome.why = fields.text("why").value_or("");
  outcome.since = fields.text("since").value_or("");
  read_references(outcome, fields, scope.problems());
  read_escalations(outcome, fields, scope);
  outcome.message = read_template_field("message", fields, root, scope);
  read_details(outcome, fields, scope);
  if (const yaml::Node* fix = fields.node("fix")) outcome.fix = read_steps(*fix, scope);
  read_remedies(outcome, fields, scope);
  if (!outcome.remedies.empty() && outcome.fix.empty()) {
    scope.problems().add(root.find("fix_when")->position, "'fix_when' needs a 'fix' for the case that none of its conditions is true");
  }
  read_explanations(outcome, fields, scope);
  return outcome;
}

// Calls `read` for what `keys` of a shipped file contain; everything where there are none. A mistake in it is one of this program.
template <class Read>
auto read_shipped(const yaml::ShippedFile& file, std::span<const std::string_view> keys, facts::SubjectKind subject, Read read) {
  const yaml::SourceFile source{std::string(file.path), {}, &file};
  const yaml::Parsed parsed = yaml::parse(source, keys);
  yaml::Problems problems;
  RuleScope scope(subject, problems);
  yaml::MappingReader fields(*parsed.root, "a rule", problems);
  auto part = read(fields, *parsed.root, scope);
  if (!problems.empty()) throw std::logic_error(problems.format(source).front());
  return part;
}

// What LibraryLoader does not read of a shipped file at first.
void read_later(Rule& rule, const yaml::ShippedFile* file) {
  rule.logic = Lazy<RuleLogic>::of([file, subject = rule.subject] {
    static constexpr std::string_view kKeys[] = {"params", "when", "require"};
    return read_shipped(*file, kKeys, subject, [](auto& fields, const yaml::Node&, RuleScope& scope) { return read_logic(fields, scope); });
  });
  rule.outcome = Lazy<RuleOutcome>::of([file, subject = rule.subject] {
    return read_shipped(*file, {}, subject, [](auto& fields, const yaml::Node& root, RuleScope& scope) {
      read_logic(fields, scope);
      return read_outcome(fields, root, scope);
    });
  });
}

}  // namespace

std::unique_ptr<Rule> read_rule(const yaml::Node& root, const yaml::SourceFile& source, yaml::Problems& problems) {
  auto rule = std::make_unique<Rule>();
  rule->source_path = source.path;
  yaml::MappingReader fields(root, "a rule", problems);
  if (!fields.is_mapping()) return rule;
  read_id(*rule, fields, root, problems);
  rule->title = fields.text("title", Need::required).value_or("");
  read_former_ids(*rule, fields, root, problems);
  if (const auto severity = fields.choice("severity", kSeverityNames, Need::required)) rule->severity = *severity;
  if (const auto about = fields.choice("about", kQuestionNames, Need::required)) rule->about = *about;
  if (const auto change = fields.choice("change", kChangeKindNames, Need::optional)) rule->change = *change;
  const auto subject = fields.choice("for", facts::kSubjectKindNames, Need::required);
  if (subject) rule->subject = *subject;
  if (source.packed()) {
    read_later(*rule, source.shipped_content);
  } else {
    RuleScope scope(subject ? std::optional(rule->subject) : std::nullopt, problems);
    rule->logic = read_logic(fields, scope);
    rule->outcome = read_outcome(fields, root, scope);
    scope.report_unused();
  }
  fields.finish();
  return rule;
}

std::string file_stem(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  for (const std::string_view ending : {".yaml", ".yml"}) {
    if (name.ends_with(ending)) name.remove_suffix(ending.size());
  }
  return std::string(name);
}

bool is_kebab_case(std::string_view text) {
  if (text.empty() || text.front() == '-' || text.back() == '-' || text.find("--") != std::string_view::npos) return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace chainlint::rules
