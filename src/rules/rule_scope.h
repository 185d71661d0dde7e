// What the parts of one rule file share while it is read.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "chainlint/rules/rule.h"
#include "chainlint/yaml/problems.h"

namespace chainlint::rules {

// The subject of the rule, its parameters, and which of them were used. Borrows the problems.
class RuleScope {
 public:
  RuleScope(std::optional<facts::SubjectKind> subject, yaml::Problems& problems) : subject_(subject), problems_(problems) {}

  yaml::Problems& problems() { return problems_; }

  // Nothing, and a problem, where the subject has no such fact. Nothing without a problem where the subject of the rule is itself a
  // mistake: nothing can be said of its facts then.
  std::optional<facts::FactReference> fact(std::string_view name, yaml::Position position);

  bool is_fact(std::string_view name) const { return subject_ && facts::look_up_fact(*subject_, name); }

  // Null, and a problem, where the rule has no such parameter. Marks it as used.
  const Parameter* parameter(const std::string& name, yaml::Position position);
  bool has_parameter(const std::string& name) const { return parameters_.count(name) + broken_.count(name) != 0; }

  void declare(const std::string& name, Parameter parameter, yaml::Position position);
  // A parameter whose declaration is a mistake: its uses are none.
  void declare_broken(const std::string& name) { broken_.insert(name); }

  std::map<std::string, Parameter> parameters() const;

  // A problem for each parameter that nothing used.
  void report_unused();

 private:
  struct Declared {
    Parameter parameter;
    yaml::Position position;
    bool used = false;
  };

  std::optional<facts::SubjectKind> subject_;
  yaml::Problems& problems_;
  std::map<std::string, Declared> parameters_;
  std::set<std::string> broken_;
};

}  // namespace chainlint::rules
