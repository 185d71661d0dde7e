#include "chainlint/base/text.h"
#include "chainlint/facts/registry.h"
#include "commands.h"
#include "outputs.h"

namespace chainlint::cli {
namespace {

std::string padded(std::string text, std::size_t columns) {
  if (text.size() < columns) text.append(columns - text.size(), ' ');
  return text;
}

}  // namespace

int run_rules_facts(const BundleArguments&, std::vector<std::string> problems) {
  if (!problems.empty()) return report_usage(problems, "rules facts");
  std::string out;
  const FactDefinition* last = nullptr;
  for (const FactDefinition& fact : all_facts()) {
    if (last == nullptr || last->subject != fact.subject) {
      out += (last == nullptr ? "" : "\n") + std::string("Facts about a ") + std::string(to_string(fact.subject)) + "\n";
    }
    last = &fact;
    out += "  " + padded(std::string(fact.name), 32) + padded(std::string(to_string(fact.type)), 14);
    out += std::string(fact.sentence);
    if (!fact.unit.empty()) out += " In " + std::string(fact.unit) + ".";
    if (!fact.values.empty()) out += " One of: " + join_and(std::vector<std::string>(fact.values.begin(), fact.values.end())) + ".";
    out += "\n";
  }
  print(out);
  return kStatusClean;
}

}  // namespace chainlint::cli
