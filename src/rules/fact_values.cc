#include "fact_values.h"

#include <string>

namespace chainlint::rules {
namespace {

constexpr std::size_t kHops = static_cast<std::size_t>(facts::FactReference::Hop::previous) + 1;

// Whether the fact is the same from every subject: bundle and chain exist once, and these hops lead to the same place from everywhere.
bool is_shared(const facts::FactReference& reference) {
  using Hop = facts::FactReference::Hop;
  const facts::SubjectKind subject = reference.definition->subject;
  const Hop hop = reference.hop;
  return subject == facts::SubjectKind::bundle || subject == facts::SubjectKind::chain || hop == Hop::leaf || hop == Hop::top ||
         hop == Hop::previous;
}

bool has_type(const facts::FactValue& value, facts::FactType type) {
  switch (type) {
    case facts::FactType::boolean:
      return std::holds_alternative<bool>(value);
    case facts::FactType::integer:
      return std::holds_alternative<std::int64_t>(value);
    case facts::FactType::text:
      return std::holds_alternative<std::string>(value);
    case facts::FactType::text_list:
      return std::holds_alternative<std::vector<std::string>>(value);
    case facts::FactType::time:
      return std::holds_alternative<Instant>(value);
  }
  return false;
}

bool is_value(const facts::FactValue& value) {
  return !std::holds_alternative<facts::Absent>(value) && !std::holds_alternative<facts::Unavailable>(value);
}

}  // namespace

FactValues::FactValues(const facts::FactContext& context) : context_(context), slots_(facts::all_facts().size() * kHops, 0) {}

void FactValues::begin(const facts::Subject& subject) {
  subject_ = subject;
  first_of_subject_ = values_.size();
}

// With and without the prefix, a fact of the bundle or chain is one and has one slot.
std::size_t FactValues::slot_of(const facts::FactReference& reference) const {
  const auto row = static_cast<std::size_t>(reference.definition - facts::all_facts().data());
  const facts::SubjectKind subject = reference.definition->subject;
  const bool exists_once = subject == facts::SubjectKind::bundle || subject == facts::SubjectKind::chain;
  return row * kHops + (exists_once ? 0 : static_cast<std::size_t>(reference.hop));
}

const facts::FactValue& FactValues::value(const facts::FactReference& reference) {
  std::uint32_t& slot = slots_[slot_of(reference)];
  const std::size_t first = is_shared(reference) ? 0 : first_of_subject_;
  if (slot > first) return values_[slot - 1];
  facts::FactValue value = facts::evaluate_fact(reference, context_, subject_);
  if (is_value(value) && !has_type(value, reference.definition->type)) {
    value = facts::Unavailable{"the fact '" + std::string(reference.definition->name) + "' has a value of a different type than declared"};
  }
  values_.push_back(std::move(value));
  slot = static_cast<std::uint32_t>(values_.size());
  return values_.back();
}

void FactValues::assume(const facts::FactReference& reference, facts::FactValue value) {
  values_.push_back(std::move(value));
  slots_[slot_of(reference)] = static_cast<std::uint32_t>(values_.size());
}

const facts::FactValue& FactValues::value(const Parameter& parameter) {
  if (!parameter.by) return parameter.default_value;
  const facts::FactValue& when = value(*parameter.by);
  if (std::holds_alternative<facts::Unavailable>(when)) return when;
  const Instant* at = std::get_if<Instant>(&when);
  const facts::FactValue* chosen = &parameter.default_value;
  for (const Parameter::Step& step : parameter.steps) {
    if (at != nullptr && step.from <= *at) chosen = &step.value;
  }
  return *chosen;
}

}  // namespace chainlint::rules
