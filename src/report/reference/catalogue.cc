#include "chainlint/report/catalogue.h"

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/rules/condition_text.h"
#include "json/json_text.h"
#include "markdown/markdown_text.h"
#include "reference/rule_words.h"

namespace chainlint::report {
namespace {

constexpr std::string_view kQuote = "`";

// "Is there a valid path?"
std::string heading(rules::Question question) {
  std::string text(question_text(question));
  text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text + "?";
}

// As GitHub makes it of a heading of letters and blanks.
std::string anchor(const std::string& text) {
  std::string out;
  for (const char c : to_lower_ascii(text)) {
    if (c == ' ') out += '-';
    if (c != ' ' && c != '?') out += c;
  }
  return out;
}

std::string item(std::string_view name, const std::string& text) {
  return text.empty() ? "" : "- **" + std::string(name) + ":** " + text + "\n";
}

// Names of cases: the first few tell enough.
std::string case_names(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) text += (i == 0 ? "" : "; ") + markdown_prose(names[i]);
  return names.size() > kShown ? text + "; and " + std::to_string(names.size() - kShown) + " more" : text;
}

std::string parameter_table(const rules::Rule& rule) {
  if (rule.logic->parameters.empty()) return "";
  std::string out = "| parameter | type | default | allowed | steps | meaning |\n| --- | --- | --- | --- | --- | --- |\n";
  for (const auto& [name, parameter] : rule.logic->parameters) {
    out += "| " + markdown_code(name) + " | " + std::string(facts::to_string(parameter.type)) + " | " +
           markdown_cell(markdown_prose(value_in_words(parameter.default_value, parameter)));
    for (const std::string& cell :
         {markdown_prose(range_in_words(parameter)), steps_in_words(parameter, kQuote), markdown_prose(parameter.sentence)}) {
      out += cell.empty() ? " |" : " | " + markdown_cell(cell);
    }
    out += " |\n";
  }
  return out + "\n";
}

std::string references(const rules::Rule& rule) {
  std::string out;
  for (const rules::Reference& reference : rule.outcome->references) out += "- " + markdown_link(reference.title, reference.url) + "\n";
  return out.empty() ? "" : "References:\n\n" + out + "\n";
}

std::string fixes(const rules::Rule& rule) {
  std::string out = rule.outcome->fix.empty() ? "" : "**Fix:** " + markdown_prose(rules::describe(rule.outcome->fix)) + "\n\n";
  for (const rules::RuleOutcome::Remedy& remedy : rule.outcome->remedies) {
    out += "**Fix where " + rules::in_words(*remedy.when, kQuote) + ":** " + markdown_prose(rules::describe(remedy.fix)) + "\n\n";
  }
  return out;
}

std::string rule_section(const rules::RuleSet::Member& member, const rules::RuleLibrary& library, const RuleExamples& examples) {
  const rules::Rule& rule = *member.rule;
  std::string sets;
  for (const std::string& id : sets_with(rule, library)) sets += (sets.empty() ? "" : ", ") + markdown_code(id);
  std::string former;
  for (const std::string& id : rule.formerly) former += (former.empty() ? "" : ", ") + markdown_code(id);
  std::string out = "### " + rule.id + "\n\n" + markdown_prose(rule.title) + ".\n\n";
  out += item("Severity", severity_in_words(rule, member.severity, kQuote));
  out += item("Checks", scope_in_words(rule, kQuote));
  out += item("Requires", rules::in_words(*rule.logic->require, kQuote));
  out += item("Sets", sets.empty() ? "none" : sets);
  out += item("Explained by", explanations_in_words(rule, kQuote));
  out += item("Formerly", former);
  out += item("Message", markdown_code(rules::describe(rule.outcome->message)));
  out += item("For example", markdown_code(examples.message));
  out += item("Finds", case_names(examples.found)) + item("Accepts", case_names(examples.accepted));
  out += item("Since", markdown_code(rule.outcome->since)) + item("File", markdown_code(rule.source_path)) + "\n";
  if (!rule.outcome->why.empty()) out += "**Why:** " + markdown_prose(rule.outcome->why) + "\n\n";
  return out + fixes(rule) + parameter_table(rule) + references(rule);
}

// Where a rule file ended a text with blanks, or a template had nothing to say.
std::string without_trailing_blanks(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out.erase(out.find_last_not_of(' ') + 1);
    out += c;
  }
  out.erase(out.find_last_not_of('\n') + 1);
  return out + "\n";
}

}  // namespace

std::string write_catalogue(const rules::RuleSet& set, const rules::RuleLibrary& library, const ExampleFinder& examples) {
  std::string contents, sections;
  for (const rules::Question question : rules::kQuestionNames.values()) {
    std::string entries, bodies;
    for (const rules::RuleSet::Member& member : set.members) {
      const rules::Rule& rule = *member.rule;
      if (rule.about != question) continue;
      entries += "  - [" + rule.id + "](#" + rule.id + "): " + markdown_prose(rule.title) + "\n";
      bodies += rule_section(member, library, examples(rule));
    }
    if (entries.empty()) continue;
    contents += "- [" + heading(question) + "](#" + anchor(heading(question)) + ")\n" + entries;
    sections += "## " + heading(question) + "\n\n" + bodies;
  }
  return without_trailing_blanks("# Rules\n\n" + count_noun(set.members.size(), "rule") +
                                 ", by the question that they answer. A rule checks each of its subjects on its own; names such as "
                                 "`validity.days` are facts, which `chainlint rules facts` explains.\n\n## Contents\n\n" +
                                 contents + "\n" + sections);
}

std::string write_rule_list(const rules::RuleSet& set) {
  OrderedJson list = OrderedJson::array();
  for (const rules::RuleSet::Member& member : set.members) {
    list.push_back({{"id", member.rule->id},
                    {"severity", to_string(member.severity.value_or(member.rule->severity))},
                    {"about", rules::to_string(member.rule->about)},
                    {"title", member.rule->title}});
  }
  return to_lines(list);
}

}  // namespace chainlint::report
