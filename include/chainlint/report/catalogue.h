// Rules and facts as their users read them: a catalogue in Markdown, and pages for a terminal. Taken from the rule files, their tests and
// the registry of facts; nothing is written twice.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/facts/subject.h"
#include "chainlint/report/writer.h"
#include "chainlint/rules/library.h"

namespace chainlint::report {

// Examples from the tests of a rule.
struct RuleExamples {
  std::vector<std::string> found, accepted;  // names of the cases that fail and that pass
  std::string message;                       // of a finding, where a case says it in full; else empty
};

// The examples in the text of a test file. A file with mistakes gives what could be read of it.
RuleExamples read_examples(const std::string& path, const std::string& text);

// The examples of a rule; empty ones where it has no tests.
using ExampleFinder = std::function<RuleExamples(const rules::Rule&)>;

// The rules of `set` as one Markdown document, by the question that they answer: contents first, then a section for each rule. CommonMark
// with the tables of GitHub; all text of rule files is escaped. No line ends with blanks.
std::string write_catalogue(const rules::RuleSet& set, const rules::RuleLibrary& library, const ExampleFinder& examples);

// The rules of the set as a JSON array: id, severity in the set, question and title.
std::string write_rule_list(const rules::RuleSet& set);

// All about one rule, for a terminal; its severity is that of the set that the member is of.
std::string write_rule_page(const rules::RuleSet::Member& member, const rules::RuleLibrary& library, const RuleExamples& examples,
                            const TextStyle& style);

// Every fact about subjects of the kind, or about all: name, type, what it says, unit, allowed values; then the prefixes.
std::string write_fact_reference(std::optional<facts::SubjectKind> about, const TextStyle& style);

// The facts of one bundle: each subject with the value of each fact about it. An absent value is 'none', an unavailable one comes with its
// reason. Long values are cut. Facts never contain secrets.
std::string write_fact_values(const facts::FactContext& context, std::optional<facts::SubjectKind> about, const TextStyle& style);

}  // namespace chainlint::report
