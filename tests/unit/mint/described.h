// Minting from text, for the tests of this layer.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "chainlint/mint/mint.h"

namespace chainlint::mint {

// The result for a description, which must parse as YAML.
inline MintResult mint_text(const std::string& text) {
  const yaml::SourceFile source{"description.yaml", text};
  auto parsed = yaml::parse(source);
  EXPECT_TRUE(parsed.root && parsed.problems.empty()) << text;
  return parsed.root ? mint(*parsed.root) : MintResult{};
}

// What is made from a description without mistakes.
inline Minted minted_from(const std::string& text) {
  const yaml::SourceFile source{"description.yaml", text};
  auto result = mint_text(text);
  for (const auto& problem : result.problems) ADD_FAILURE() << yaml::format_problem(source, problem);
  return std::move(result.minted);
}

// All problems, each as line:column: message (suggestion).
inline std::vector<std::string> problems_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const auto& problem : mint_text(text).problems) {
    lines.push_back(std::to_string(problem.position.line) + ":" + std::to_string(problem.position.column) + ": " + problem.message +
                    (problem.suggestion.empty() ? "" : " (" + problem.suggestion + ")"));
  }
  return lines;
}

}  // namespace chainlint::mint
