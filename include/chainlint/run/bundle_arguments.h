// The arguments of a command, as the user typed them or as the environment or policy has them: only their form was checked.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/policy/options.h"

namespace chainlint::run {

// An output: a format and where it goes. An empty file is standard output.
struct OutputArgument {
  std::string format;
  std::string file;
};

enum class ValueSource { none, command_line, environment, policy };

// The paths, and the values of the options of chainlint/policy/options.h by their names.
class BundleArguments {
 public:
  std::vector<std::string> paths;
  std::vector<OutputArgument> outputs;  // --format and --report in pairs
  bool writes_baseline = false;         // the baseline is where to write, and is not read
  bool policy_bundles = false;          // the policy names bundles, so that no PATH is needed
  bool pairs_previous = false;          // several bundles of --previous are paired with those of the paths

  // Empty where the option is not given.
  const std::vector<std::string>& list(policy::OptionName option) const { return of(option).values; }
  const std::string& text(policy::OptionName option) const;
  bool flag(policy::OptionName option) const { return text(option) == "true"; }

  // Whether a text is given that is not empty.
  bool has(policy::OptionName option) const { return !text(option).empty(); }

  ValueSource source(policy::OptionName option) const { return of(option).source; }
  bool is_from_policy(policy::OptionName option) const { return source(option) == ValueSource::policy; }

  void set(policy::OptionName option, std::vector<std::string> values, ValueSource source = ValueSource::command_line) {
    given_[option.place()] = {std::move(values), source};
  }

 private:
  struct Given {
    std::vector<std::string> values;  // a flag is "true" or "false"
    ValueSource source = ValueSource::none;
  };
  const Given& of(policy::OptionName option) const { return given_[option.place()]; }

  std::array<Given, policy::kOptionCount> given_;
};

inline const std::string& BundleArguments::text(policy::OptionName option) const {
  static const std::string kNone;
  return list(option).empty() ? kNone : list(option).front();
}

}  // namespace chainlint::run
