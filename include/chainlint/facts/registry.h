// The registry of facts: each name, type, unit and sentence once. The rule loader's type check, the fact reference and the schema for
// editors all come from it.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/result.h"
#include "chainlint/facts/fact.h"
#include "chainlint/facts/subject.h"

namespace chainlint::facts {

// Computes one fact about one subject of the kind that its definition names. Never fails; cheap enough to be computed once per rule.
using FactFunction = std::function<FactValue(const FactContext& context, const Subject& subject)>;

// One fact about one kind of subject.
struct FactDefinition {
  SubjectKind subject;
  std::string_view name;  // "validity.days"
  FactType type;
  std::string_view unit;                     // "days", "bits"; empty without one
  std::span<const std::string_view> values;  // every allowed value, for facts of type text and text_list that have a fixed set
  std::string_view sentence;                 // the meaning, one sentence
  FactFunction compute;
};

// Every fact, sorted by subject and name. The facts of the run (`run.at`) are among those of the bundle, prefix and all.
std::span<const FactDefinition> all_facts();

// Facts reach from one subject to another over prefixes. Everywhere: `run.` (the options of the run), `bundle.`, `chain.` and `leaf.`. In a
// rule `for: link`: `child.` and `issuer.`. In one `for: chain`: `top.`. A prefix that leads back to the subject itself is not written.
// `previous.` reaches the leaf of the deployed bundle, absent where nothing is replaced.
struct FactReference {
  const FactDefinition* definition = nullptr;
  enum class Hop { none, child, issuer, leaf, top, bundle, chain, previous } hop = Hop::none;
};

// Finds `name` as it is written in a rule about `subject`. A fact of the subject itself comes before one behind a prefix. An error has code
// "fact-unknown" and suggests the nearest name.
Result<FactReference> find_fact(SubjectKind subject, std::string_view name);

// The same without the search for a similar name.
std::optional<FactReference> look_up_fact(SubjectKind subject, std::string_view name);

// All names that may be written in a rule about `subject`, prefixes included, sorted.
std::vector<std::string> fact_names(SubjectKind subject);

// The value. Where the hop leads nowhere (no leaf), absent.
FactValue evaluate_fact(const FactReference& reference, const FactContext& context, const Subject& subject);

}  // namespace chainlint::facts
