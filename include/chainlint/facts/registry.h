// The registry of facts: each name, type, unit and sentence once. The rule loader's type check, the fact reference and the schema for
// editors all come from it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/result.h"
#include "chainlint/facts/fact.h"
#include "chainlint/facts/subject.h"

namespace chainlint {

using FactFunction = FactValue (*)(const FactContext& context, const Subject& subject);

// One fact about one kind of subject.
struct FactDefinition {
  SubjectKind subject;
  std::string_view name;                      // "validity.days"
  FactType type;
  std::string_view unit;                      // "days", "bits"; empty without one
  std::span<const std::string_view> values;   // every allowed value, for facts of type text and text_list that have a fixed set
  std::string_view sentence;                  // what it says, one sentence
  FactFunction compute;
};

// Every fact, sorted by subject and name.
std::span<const FactDefinition> all_facts();

// Facts reach from one subject to another over prefixes: in a rule `for: link`, `child.` and `issuer.` lead to the certificates; in one
// `for: chain`, `leaf.` and `top.` do; in one for a key, `leaf.` does; `bundle.` leads to the bundle from everywhere; `run.` facts are known everywhere.
struct FactReference {
  const FactDefinition* definition = nullptr;
  enum class Hop { none, child, issuer, leaf, top, bundle } hop = Hop::none;
};

// Finds `name` as it is written in a rule about `subject`. An error has code "fact-unknown" and suggests the nearest name.
Result<FactReference> find_fact(SubjectKind subject, std::string_view name);

// All names that may be written in a rule about `subject`, prefixes included.
std::vector<std::string> fact_names(SubjectKind subject);

// The value. Where the hop leads nowhere (no leaf), absent.
FactValue evaluate_fact(const FactReference& reference, const FactContext& context, const Subject& subject);

}  // namespace chainlint
