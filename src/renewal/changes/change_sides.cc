#include "changes/change_sides.h"

#include <unordered_set>

#include "chainlint/base/text.h"

namespace chainlint::renewal {

namespace {

// More are counted.
constexpr std::size_t kNamed = 6;

}  // namespace

std::string some_of(const Texts& words) {
  Texts shown;
  for (const std::string& word : words) shown.push_back(printable(word));
  return join_and(std::move(shown), kNamed);
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
