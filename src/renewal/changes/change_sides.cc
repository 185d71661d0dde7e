#include "changes/change_sides.h"

#include <unordered_set>
#include <variant>

#include "chainlint/base/text.h"

namespace chainlint::renewal {

namespace {

// More are counted.
constexpr std::size_t kNamed = 6;

}  // namespace

facts::FactValue ChangeSides::fact(std::string_view name) const {
  const auto reference = facts::find_fact(facts::SubjectKind::renewal, name);
  return reference.ok() ? facts::evaluate_fact(*reference, after, {facts::SubjectKind::renewal, 0}) : facts::FactValue(facts::Absent{});
}

bool ChangeSides::holds(std::string_view name) const { return fact(name) == facts::FactValue(true); }

Texts ChangeSides::list(std::string_view name) const {
  const facts::FactValue value = fact(name);
  const Texts* texts = std::get_if<Texts>(&value);
  return texts == nullptr ? Texts{} : *texts;
}

std::string ChangeSides::text(std::string_view name) const {
  const facts::FactValue value = fact(name);
  const std::string* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : *text;
}

std::string some_of(const Texts& words) {
  Texts named;
  for (std::size_t i = 0; i < words.size() && i < kNamed; ++i) named.push_back(printable(words[i]));
  if (words.size() > kNamed) named.push_back(std::to_string(words.size() - kNamed) + " more");
  return join_and(named);
}

void add_phrase(std::string& message, const std::string& phrase) { message += (message.empty() ? "" : "; ") + phrase; }

Texts missing_in(const Texts& from, const Texts& in) {
  const std::unordered_set<std::string> known(in.begin(), in.end());
  Texts missing;
  for (const std::string& text : from) {
    if (!known.contains(text)) missing.push_back(text);
  }
  return missing;
}

}  // namespace chainlint::renewal
