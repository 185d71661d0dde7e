#include "changes/change_sides.h"

#include <unordered_set>

#include "chainlint/base/text.h"

namespace chainlint::renewal {

namespace {

// More are counted.
constexpr std::size_t kNamed = 6;

}  // namespace

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
