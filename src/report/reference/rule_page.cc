#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/report/catalogue.h"
#include "chainlint/report/terminal.h"
#include "chainlint/rules/condition_text.h"
#include "chainlint/yaml/document.h"
#include "reference/rule_words.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kLabel = 12;

// "  severity  warning; ...", its further lines under the first.
std::string labelled(const TextStyle& style, std::string_view label, std::string_view text) {
  return text.empty() ? "" : hanging(style, padded("  " + std::string(label), kLabel), printable(text));
}

std::string section(const TextStyle& style, std::string_view name, const std::string& body) {
  return body.empty() ? "" : "\n" + ink(style, Ink::bold, name) + "\n" + body;
}

std::string prose(const TextStyle& style, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    out += wrapped(style, printable(text.substr(0, end)), 2);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string parameter_lines(const TextStyle& style, const rules::Rule& rule) {
  std::string out;
  for (const auto& [name, parameter] : rule.logic->parameters) {
    std::string line =
        name + ": " + std::string(facts::to_string(parameter.type)) + ", default " + value_in_words(parameter.default_value, parameter);
    for (const std::string& more : {steps_in_words(parameter, ""), range_in_words(parameter)}) line += more.empty() ? "" : "; " + more;
    if (!parameter.sentence.empty()) line += ". " + parameter.sentence;
    out += wrapped(style, printable(line), 2);
  }
  return out;
}

std::string fix_lines(const TextStyle& style, const rules::Rule& rule) {
  std::string out = prose(style, rules::describe(rule.outcome->fix));
  for (const rules::RuleOutcome::Remedy& remedy : rule.outcome->remedies) {
    out += wrapped(style, printable("where " + rules::in_words(*remedy.when, "") + ": " + rules::describe(remedy.fix)), 2);
  }
  return out;
}

std::string case_lines(const TextStyle& style, const RuleExamples& examples) {
  std::string out;
  for (const std::string& name : examples.found) out += hanging(style, "  finds    ", printable(name));
  for (const std::string& name : examples.accepted) out += hanging(style, "  accepts  ", printable(name));
  return out;
}

std::string reference_lines(const rules::Rule& rule) {
  std::string out;
  for (const rules::Reference& reference : rule.outcome->references) {
    out += "  " + printable(reference.title) + (reference.url.empty() ? "" : " " + printable(reference.url)) + "\n";
  }
  return out;
}

}  // namespace

std::string write_rule_page(const rules::RuleSet::Member& member, const rules::RuleLibrary& library, const RuleExamples& examples,
                            const TextStyle& style) {
  const rules::Rule& rule = *member.rule;
  const std::vector<std::string> sets = sets_with(rule, library);
  std::string out = ink(style, Ink::bold, rule.id) + ": " + printable(rule.title) + "\n\n";
  out += labelled(style, "severity", severity_in_words(rule, member.severity, ""));
  out += labelled(style, "about", std::string(rules::to_string(rule.about)) + ": " + std::string(question_text(rule.about)));
  out += labelled(style, "for", scope_in_words(rule, ""));
  out += labelled(style, "requires", rules::in_words(*rule.logic->require, ""));
  out += labelled(style, "in", sets.empty() ? "no set" : join_and(sets));
  out += labelled(style, "explained", explanations_in_words(rule, ""));
  out += labelled(style, "formerly", rule.formerly.empty() ? "" : join_and(rule.formerly));
  out += labelled(style, "file", rule.source_path);
  const std::string example = examples.message.empty() ? "" : "for example: " + examples.message;
  out += section(style, "Message", prose(style, rules::describe(rule.outcome->message)) + prose(style, example));
  out += section(style, "Why", prose(style, rule.outcome->why)) + section(style, "Fix", fix_lines(style, rule));
  out += section(style, "Parameters", parameter_lines(style, rule)) + section(style, "Tests", case_lines(style, examples));
  return out + section(style, "References", reference_lines(rule));
}

RuleExamples read_examples(const std::string& path, const std::string& text) {
  RuleExamples examples;
  const yaml::Parsed parsed = yaml::parse({path, text});
  const yaml::Node* cases = parsed.root ? parsed.root->find("cases") : nullptr;
  if (cases == nullptr) return examples;
  for (const yaml::Node& one : cases->items) {
    const yaml::Node *name = one.find("name"), *expect = one.find("expect"), *message = one.find("message");
    if (name == nullptr || expect == nullptr) continue;
    if (expect->scalar == "pass") examples.accepted.push_back(name->scalar);
    if (expect->scalar != "fail") continue;
    examples.found.push_back(name->scalar);
    if (message != nullptr && examples.message.empty()) examples.message = message->scalar;
  }
  return examples;
}

}  // namespace chainlint::report
