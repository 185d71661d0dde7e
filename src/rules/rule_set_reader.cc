#include "rule_set_reader.h"

#include "chainlint/yaml/mapping_reader.h"
#include "rule_reader.h"

namespace chainlint::rules {
namespace {

using Need = yaml::MappingReader::Need;

void read_extends(WrittenRuleSet& set, yaml::MappingReader& fields, yaml::Problems& problems) {
  for (const yaml::Node* item : fields.items("extends")) {
    if (const auto id = read_text(*item, "an item of 'extends'", problems)) set.extends.push_back({*id, item->position, std::nullopt});
  }
}

void read_rule_entry(const yaml::Node& item, WrittenRuleSet& set, yaml::Problems& problems) {
  if (item.kind != yaml::Kind::mapping) {
    if (const auto id = read_text(item, "an item of 'rules'", problems)) set.rules.push_back({*id, item.position, std::nullopt});
    return;
  }
  yaml::MappingReader entry(item, "an item of 'rules'", problems);
  const std::optional<std::string> id = entry.text("id", Need::required);
  const auto severity = entry.choice("severity", kSeverityNames);
  entry.finish();
  if (id) set.rules.push_back({*id, item.find("id")->position, severity});
}

void read_rules(WrittenRuleSet& set, yaml::MappingReader& fields, const yaml::Node& root, yaml::Problems& problems) {
  const yaml::Node* rules = root.find("rules");
  if (rules != nullptr && rules->kind == yaml::Kind::scalar) {
    fields.node("rules");
    set.all_rules = rules->as_text() == "all";
    if (!set.all_rules) problems.add(rules->position, "'rules' is a list of rule ids, or 'all', not " + rules->describe());
    return;
  }
  for (const yaml::Node* item : fields.items("rules", set.extends.empty() ? Need::required : Need::optional)) {
    read_rule_entry(*item, set, problems);
  }
}

}  // namespace

WrittenRuleSet read_rule_set(const yaml::Node& root, const std::string& path, yaml::Problems& problems) {
  WrittenRuleSet set;
  yaml::MappingReader fields(root, "a rule set", problems);
  if (!fields.is_mapping()) return set;
  set.id = fields.text("set", Need::required).value_or("");
  if (!set.id.empty()) {
    set.position = root.find("set")->position;
    if (!is_kebab_case(set.id)) {
      problems.add(set.position, "the id of a rule set is lower-case words joined by '-', not " + in_quotes(set.id));
    } else if (set.id != file_stem(path)) {
      problems.add(set.position, "the rule set id " + in_quotes(set.id) + " is not the name of its file, " + in_quotes(file_stem(path)));
    }
  }
  set.title = fields.text("title", Need::required).value_or("");
  set.description = fields.text("description").value_or("");
  set.assume_server_chain = fields.boolean("assume_server_chain").value_or(false);
  read_extends(set, fields, problems);
  read_rules(set, fields, root, problems);
  fields.finish();
  return set;
}

}  // namespace chainlint::rules
