// What the pages of a rule have in common, in words. `quote` stands around names and values: "`" for Markdown, nothing for a terminal.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/rules/library.h"

namespace chainlint::report {

// "is there a valid path".
std::string_view question_text(rules::Question question);

// "warning; error where run.anchors is files"; what a set says in place of that.
std::string severity_in_words(const rules::Rule& rule, std::optional<Severity> of_set, std::string_view quote);

// "each certificate where role is leaf".
std::string scope_in_words(const rules::Rule& rule, std::string_view quote);

// "chain-missing-intermediate; issuer-expired where clients.causes is only expired"; empty where no rule explains it.
std::string explanations_in_words(const rules::Rule& rule, std::string_view quote);

// "398 days", "a, b".
std::string value_in_words(const facts::FactValue& value, const rules::Parameter& parameter);

// "200 days from 2026-03-15, 100 days from 2027-03-15, by validity.not_before"; empty without steps.
std::string steps_in_words(const rules::Parameter& parameter, std::string_view quote);

// "1 to 90 days", "at least 1 day"; empty without a range.
std::string range_in_words(const rules::Parameter& parameter);

// The ids of the sets that have the rule.
std::vector<std::string> sets_with(const rules::Rule& rule, const rules::RuleLibrary& library);

}  // namespace chainlint::report
