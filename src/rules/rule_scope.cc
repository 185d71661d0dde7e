#include "rule_scope.h"

#include "chainlint/base/limits.h"

namespace chainlint::rules {
namespace {

// "a fact of a link", "a fact of a key or a link": where else the name is known; empty where nowhere.
std::string other_subjects(std::string_view name) {
  std::string subjects;
  for (const facts::FactDefinition& definition : facts::all_facts()) {
    if (definition.name != name) continue;
    subjects += (subjects.empty() ? "a " : " or a ") + std::string(facts::to_string(definition.subject));
  }
  return subjects;
}

// "a link": the subjects of rules that may write the name, prefix and all; empty where none may.
std::string subjects_that_reach(std::string_view name) {
  std::string subjects;
  for (int kind = 0; kind <= static_cast<int>(facts::SubjectKind::run); ++kind) {
    if (facts::look_up_fact(static_cast<facts::SubjectKind>(kind), name)) {
      subjects += (subjects.empty() ? "a " : " or a ") + std::string(facts::to_string(static_cast<facts::SubjectKind>(kind)));
    }
  }
  return subjects;
}

// The name behind a prefix, as in bundle.has_leaf for has_leaf; else the nearest one.
std::string suggestion(std::string_view name, const std::vector<std::string>& known) {
  for (const std::string& candidate : known) {
    if (candidate.ends_with("." + std::string(name))) return "did you mean '" + candidate + "'?";
  }
  return yaml::did_you_mean(name, known);
}

}  // namespace

std::optional<facts::FactReference> RuleScope::fact(std::string_view name, yaml::Position position) {
  if (!subject_) return std::nullopt;
  if (const auto found = facts::look_up_fact(*subject_, name)) return found;
  std::string message = "a " + std::string(facts::to_string(*subject_)) + " has no fact " + in_quotes(name);
  // Similar names are searched among all facts.
  if (problems_.size() >= YamlLimits::kSuggestions) {
    problems_.add(position, message);
    return std::nullopt;
  }
  const std::string others = other_subjects(name);
  if (!others.empty()) {
    message += "; it is a fact of " + others;
  } else if (const std::string reached = subjects_that_reach(name); !reached.empty()) {
    message += "; a rule about " + reached + " has it";
  }
  problems_.add(position, message, suggestion(name, facts::fact_names(*subject_)));
  return std::nullopt;
}

const Parameter* RuleScope::parameter(const std::string& name, yaml::Position position) {
  const auto found = parameters_.find(name);
  if (found != parameters_.end()) {
    found->second.used = true;
    return &found->second.parameter;
  }
  if (broken_.count(name) == 0) {
    std::vector<std::string> known;
    for (const auto& [declared, unused] : parameters_) known.push_back(declared);
    problems_.add(position, "the rule has no parameter " + in_quotes(name), problems_.did_you_mean(name, known));
  }
  return nullptr;
}

void RuleScope::declare(const std::string& name, Parameter parameter, yaml::Position position) {
  parameters_.emplace(name, Declared{std::move(parameter), position});
}

std::map<std::string, Parameter> RuleScope::parameters() const {
  std::map<std::string, Parameter> result;
  for (const auto& [name, declared] : parameters_) result.emplace(name, declared.parameter);
  return result;
}

void RuleScope::report_unused() {
  for (const auto& [name, declared] : parameters_) {
    if (!declared.used) problems_.add(declared.position, "the parameter " + in_quotes(name) + " is not used");
  }
}

}  // namespace chainlint::rules
