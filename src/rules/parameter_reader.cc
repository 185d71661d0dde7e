#include "parameter_reader.h"

#include <algorithm>

#include "chainlint/yaml/mapping_reader.h"
#include "literal.h"

namespace chainlint::rules {
namespace {

constexpr facts::FactType kTypes[] = {facts::FactType::boolean, facts::FactType::integer, facts::FactType::text, facts::FactType::text_list,
                                      facts::FactType::time};
const std::vector<std::string>& type_names() {
  static const std::vector<std::string> names = {"boolean", "integer", "text", "text_list", "time"};
  return names;
}

bool is_parameter_name(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

// Reads one parameter. Wherever something is a problem, reading goes on with the rest.
class ParameterReader {
 public:
  ParameterReader(const yaml::Node::Member& member, RuleScope& scope)
      : member_(member),
        scope_(scope),
        problems_(scope.problems()),
        fields_(member.value, "the parameter " + in_quotes(member.key), problems_) {}

  Parameter read() {
    if (!fields_.is_mapping()) return std::move(parameter_);
    if (const auto type = fields_.choice("type", type_names(), yaml::MappingReader::Need::required)) {
      parameter_.type = kTypes[*type];
      typed_ = true;
    }
    parameter_.unit = fields_.text("unit").value_or("");
    parameter_.sentence = fields_.text("sentence").value_or("");
    read_range();
    if (const yaml::Node* value = fields_.node("default", yaml::MappingReader::Need::required)) {
      parameter_.default_value = read_value(*value);
    }
    read_steps();
    fields_.finish();
    return std::move(parameter_);
  }

 private:
  void read_range() {
    parameter_.min = fields_.integer("min");
    parameter_.max = fields_.integer("max");
    if ((parameter_.min || parameter_.max) && typed_ && parameter_.type != facts::FactType::integer) {
      problems_.add(member_.key_position, "'min' and 'max' are for parameters of type integer");
    }
    if (parameter_.min && parameter_.max && *parameter_.min > *parameter_.max) {
      problems_.add(member_.value.find("max")->position, "'max' is " + std::to_string(*parameter_.max) + ", less than 'min', which is " +
                                                             std::to_string(*parameter_.min) + "; no value is allowed");
      parameter_.min = parameter_.max = std::nullopt;
    }
  }

  facts::FactValue read_value(const yaml::Node& node) {
    if (!typed_) return facts::Absent{};
    const std::optional<facts::FactValue> value = read_literal(node, parameter_.type, in_quotes(member_.key), problems_);
    if (!value) return facts::Absent{};
    if (const std::string problem = out_of_range(parameter_, *value); !problem.empty()) {
      problems_.add(node.position, in_quotes(member_.key) + " " + problem);
    }
    return *value;
  }

  void read_steps() {
    const std::optional<std::string> by = fields_.text("by");
    if (by) {
      parameter_.by = scope_.fact(*by, member_.value.find("by")->position);
      if (parameter_.by && parameter_.by->definition->type != facts::FactType::time) {
        problems_.add(member_.value.find("by")->position, "'by' is a fact of type time; " + in_quotes(*by) + " is " +
                                                              std::string(facts::to_string(parameter_.by->definition->type)));
      }
    }
    const bool has_steps = member_.value.find("steps") != nullptr;
    if (by.has_value() != has_steps) {
      problems_.add(member_.key_position, "'by' and 'steps' must be used together: 'by' is the fact that chooses the step");
    }
    for (const yaml::Node* item : fields_.items("steps")) read_step(*item);
  }

  void read_step(const yaml::Node& item) {
    yaml::MappingReader fields(item, "a step", problems_);
    if (!fields.is_mapping()) return;
    Parameter::Step step;
    const yaml::Node* from = fields.node("from", yaml::MappingReader::Need::required);
    if (const yaml::Node* value = fields.node("value", yaml::MappingReader::Need::required)) step.value = read_value(*value);
    fields.finish();
    if (from == nullptr) return;
    const std::optional<facts::FactValue> time = read_literal(*from, facts::FactType::time, "'from'", problems_);
    if (!time) return;
    step.from = std::get<Instant>(*time);
    if (!parameter_.steps.empty() && step.from <= parameter_.steps.back().from) {
      problems_.add(from->position,
                    "steps must be in ascending order of 'from'; this one is not after " + parameter_.steps.back().from.to_string());
    }
    parameter_.steps.push_back(std::move(step));
  }

  const yaml::Node::Member& member_;
  RuleScope& scope_;
  yaml::Problems& problems_;
  yaml::MappingReader fields_;
  Parameter parameter_;
  bool typed_ = false;
};

}  // namespace

std::string out_of_range(const Parameter& parameter, const facts::FactValue& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  if (number == nullptr) return "";
  const std::string unit = parameter.unit.empty() ? "" : " " + parameter.unit;
  if (parameter.min && *number < *parameter.min) {
    return "is " + std::to_string(*number) + unit + "; the minimum is " + std::to_string(*parameter.min) + unit;
  }
  if (parameter.max && *number > *parameter.max) {
    return "is " + std::to_string(*number) + unit + "; the maximum is " + std::to_string(*parameter.max) + unit;
  }
  return "";
}

void read_parameters(const yaml::Node& node, RuleScope& scope) {
  if (node.kind != yaml::Kind::mapping) {
    scope.problems().add(node.position, "'params' is a mapping of names to parameters, not " + node.describe());
    return;
  }
  for (const yaml::Node::Member& member : node.members) {
    const std::size_t before = scope.problems().size();
    if (!is_parameter_name(member.key)) {
      scope.problems().add(member.key_position,
                           "the name of a parameter is lower-case letters, digits and '_', not " + in_quotes(member.key));
    } else if (scope.is_fact(member.key)) {
      scope.problems().add(member.key_position, "the parameter " + in_quotes(member.key) + " has the name of a fact");
    }
    Parameter parameter = ParameterReader(member, scope).read();
    if (scope.problems().size() == before) {
      scope.declare(member.key, std::move(parameter), member.key_position);
    } else {
      scope.declare_broken(member.key);
    }
  }
}

}  // namespace chainlint::rules
