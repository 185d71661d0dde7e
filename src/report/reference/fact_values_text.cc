#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/facts/registry.h"
#include "chainlint/facts/subject_key.h"
#include "chainlint/report/catalogue.h"
#include "chainlint/report/terminal.h"
#include "chainlint/x509/display.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kValueIndent = 4, kValueName = 34, kShownOctets = 500;

std::string cut(std::string text) {
  if (text.size() <= kShownOctets) return text;
  std::size_t end = kShownOctets;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
  return text.substr(0, end) + "...";
}

// A text that would be taken for another value: between quotes, as in a rule.
bool looks_like_another(const std::string& text) {
  return text.empty() || text == "none" || text == "true" || text == "false" || text.front() == '[' ||
         text.find_first_not_of("0123456789") == std::string::npos;
}

// As the value would be written in a rule.
std::string shown(const facts::FactValue& value, const facts::FactDefinition& fact) {
  if (const facts::Unavailable* open = std::get_if<facts::Unavailable>(&value)) return "not available: " + printable(open->reason);
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
    return cut("[" + printable(list->empty() ? "" : facts::to_string(value)) + "]");
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return looks_like_another(*text) ? "'" + printable(*text) + "'" : cut(printable(*text));
  }
  const bool counted = std::holds_alternative<std::int64_t>(value) && !fact.unit.empty();
  return facts::to_string(value) + (counted ? " " + std::string(fact.unit) : "");
}

std::string name_of(const x509::Certificate& certificate) { return "'" + printable(x509::display_name(certificate)) + "'"; }

// "certificate 2: intermediate 'Example CA 1'".
std::string title_of(const facts::Subject& subject, const facts::FactContext& context) {
  const std::string kind(facts::to_string(subject.kind));
  const std::string numbered = kind + " " + std::to_string(subject.index + 1);
  switch (subject.kind) {
    case facts::SubjectKind::bundle:
      return kind + " " + in_quotes(context.bundle.name) + (context.target.empty() ? "" : " on " + std::string(context.target));
    case facts::SubjectKind::certificate:
      return numbered + ": " + facts::role_of(subject, context) + " " + name_of(facts::certificate_of(subject, context));
    case facts::SubjectKind::link: {
      const std::vector<chain::PathStep>& steps = context.analysis.path->steps;
      return numbered + ": " + name_of(*steps[subject.index].certificate) + " under " + name_of(*steps[subject.index + 1].certificate);
    }
    case facts::SubjectKind::diagnostic:
      return numbered + ": " + printable(facts::diagnostic_of(subject, context).diagnostic.code);
    case facts::SubjectKind::container:
    case facts::SubjectKind::key:
      return numbered;
    case facts::SubjectKind::chain:
    case facts::SubjectKind::renewal:
    case facts::SubjectKind::waiver:
    case facts::SubjectKind::run:
      break;
  }
  return kind;
}

std::string values_of(const facts::Subject& subject, const facts::FactContext& context, const TextStyle& style) {
  std::string out;
  for (const facts::FactDefinition& fact : facts::all_facts()) {
    if (fact.subject != subject.kind) continue;
    const std::string head = std::string(kValueIndent, ' ') + padded(std::string(fact.name) + " ", kValueName);
    out += hanging(style, head, shown(fact.compute(context, subject), fact));
  }
  return out;
}

}  // namespace

std::string write_fact_values(const facts::FactContext& context, std::optional<facts::SubjectKind> about, const TextStyle& style) {
  std::string out;
  for (int kind = 0; kind <= static_cast<int>(facts::SubjectKind::run); ++kind) {
    if (about && *about != static_cast<facts::SubjectKind>(kind)) continue;
    for (const facts::Subject& subject : facts::subjects_of(static_cast<facts::SubjectKind>(kind), context)) {
      const std::string place = to_string(facts::location_of(subject, context));
      out += ink(style, Ink::bold, title_of(subject, context)) + (place.empty() ? "" : "  (" + printable(place) + ")") + "\n" +
             values_of(subject, context, style);
    }
  }
  return out;
}

}  // namespace chainlint::report
