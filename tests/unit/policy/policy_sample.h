// Policies from text, for tests.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "chainlint/policy/policy.h"

namespace chainlint::policy {

using PolicyTexts = std::map<std::string, std::string>;  // by path

inline constexpr const char* kPolicyPath = ".chainlint.yaml";

// The policy with the text `text`; what it extends is looked up in `others`.
inline LoadedPolicy load_text(const std::string& text, const PolicyTexts& others = {}, const std::string& path = kPolicyPath) {
  return load_policy({path, text}, [&](const std::string& name) -> Result<std::string> {
    const auto found = others.find(name);
    if (found == others.end()) return Error{"absent", "is not there", {}};
    return found->second;
  });
}

// The first lines of all mistakes, each followed by a new line.
inline std::string mistakes_of(const LoadedPolicy& loaded) {
  std::string text;
  for (const std::string& problem : loaded.problems) text += problem.substr(0, problem.find('\n')) + "\n";
  return text;
}
inline std::string mistakes_in(const std::string& text, const PolicyTexts& others = {}) { return mistakes_of(load_text(text, others)); }

// A policy that has no mistake.
inline Policy good_policy(const std::string& text, const PolicyTexts& others = {}, const std::string& path = kPolicyPath) {
  LoadedPolicy loaded = load_text(text, others, path);
  EXPECT_EQ(mistakes_of(loaded), "");
  return std::move(loaded.policy);
}

// The values of an option: "a, b". Empty where the policy does not give it.
inline std::string values_of(const Policy& policy, const std::string& option) {
  std::string text;
  for (const PolicyOption& given : policy.options) {
    if (given.option.name() != option) continue;
    for (const std::string& value : given.values) text += (text.empty() ? "" : ", ") + value;
  }
  return text;
}

}  // namespace chainlint::policy
