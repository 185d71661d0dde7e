// Mistakes in the options and arguments of the user.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chainlint/policy/options.h"

namespace chainlint::run {

// One mistake. Code decides by the fields; the message is for people alone.
struct UsageProblem {
  enum class Origin {
    request,  // the command line, the environment, or an option of the policy that has no place yet
    file,     // a file that the run reads; the message begins with path:line:column
    policy    // the policy; likewise
  };

  std::optional<policy::OptionName> option;
  std::string value;    // the wrong value of the option; empty for the option as a whole
  std::string message;  // a sentence; where there is an option, what follows its name: " is 'noon'; allowed is ..."
  std::string code;     // empty where no code needs it
  Origin origin = Origin::request;

  // As shown, with `subject` in place of the option's name.
  std::string text(std::string_view subject) const { return std::string(subject) + message; }
  std::string text() const { return text(option ? option->name() : ""); }
};

class UsageProblems : public std::vector<UsageProblem> {
 public:
  void add(std::string message) { push_back({std::nullopt, "", std::move(message), "", UsageProblem::Origin::request}); }
  void add(policy::OptionName option, std::string value, std::string message, std::string code = "") {
    push_back({option, std::move(value), std::move(message), std::move(code), UsageProblem::Origin::request});
  }
  // Problems that begin with their place: `path:line:column: error: ...`.
  void add_placed(const std::vector<std::string>& problems, UsageProblem::Origin origin) {
    for (const std::string& problem : problems) push_back({std::nullopt, "", problem, "", origin});
  }
};

}  // namespace chainlint::run
