#include <algorithm>
#include <array>

#include "chainlint/base/text.h"
#include "chainlint/facts/registry.h"
#include "chainlint/report/catalogue.h"
#include "chainlint/report/terminal.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kIndent = 2, kName = 34, kType = 14;

struct Prefix {
  std::string_view prefix, meaning;
};

constexpr std::array<Prefix, 8> kPrefixes{{{"run.", "the options of the run; available for every subject"},
                                           {"bundle.", "the bundle"},
                                           {"chain.", "the chosen chain"},
                                           {"leaf.", "the leaf of the bundle"},
                                           {"previous.", "the deployed leaf, from --previous"},
                                           {"child.", "in a rule 'for: link', the certificate that was issued"},
                                           {"issuer.", "in a rule 'for: link', the certificate that issued it"},
                                           {"top.", "in a rule 'for: chain', the last certificate of the chain"}}};

std::string sentence_of(const facts::FactDefinition& fact) {
  std::string text(fact.sentence);
  if (!fact.unit.empty()) text += " Unit: " + std::string(fact.unit) + ".";
  if (!fact.values.empty()) text += " One of: " + join_and({fact.values.begin(), fact.values.end()}) + ".";
  return text;
}

std::string fact_line(const facts::FactDefinition& fact, const TextStyle& style) {
  const std::string head = std::string(kIndent, ' ') + padded(std::string(fact.name) + " ", kName) +
                           padded(std::string(facts::to_string(fact.type)) + " ", kType);
  // On a narrow terminal the words are below the name.
  if (style.columns != 0 && style.columns < width(head) + 40) return head + "\n" + wrapped(style, sentence_of(fact), 6);
  return hanging(style, head, sentence_of(fact));
}

// The prefixes that a rule about the kind may write; all where it is not said.
std::string prefix_lines(std::optional<facts::SubjectKind> about) {
  const std::vector<std::string> names = about ? facts::fact_names(*about) : std::vector<std::string>{};
  std::string out;
  for (const Prefix& row : kPrefixes) {
    const bool known = !about || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      const Result<facts::FactReference> fact =
          name.starts_with(row.prefix) ? facts::find_fact(*about, name) : Result<facts::FactReference>(facts::FactReference{});
      return fact && fact->definition != nullptr && (row.prefix == "run." || fact->definition->name != name);
    });
    if (known) out += std::string(kIndent, ' ') + padded(row.prefix, kName) + std::string(row.meaning) + "\n";
  }
  return out;
}

}  // namespace

std::string write_fact_reference(std::optional<facts::SubjectKind> about, const TextStyle& style) {
  std::string out;
  std::optional<facts::SubjectKind> last;
  for (const facts::FactDefinition& fact : facts::all_facts()) {
    if (about && fact.subject != *about) continue;
    if (last != fact.subject) {
      out += (last ? "\n" : "") + ink(style, Ink::bold, "Facts about a " + std::string(facts::to_string(fact.subject))) + "\n";
    }
    last = fact.subject;
    out += fact_line(fact, style);
  }
  const std::string prefixes = prefix_lines(about);
  if (prefixes.empty()) return out;
  return out + "\n" + ink(style, Ink::bold, "Facts of another subject") +
         ": put one of these before NAME, as in leaf.validity.days; absent where there is no such subject\n" + prefixes;
}

}  // namespace chainlint::report
