// What differs in the file itself: its kind, and what protects keys and certificates in it.

#include <algorithm>
#include <map>

#include "chainlint/base/text.h"
#include "changes/change_sides.h"

namespace chainlint::renewal {

namespace {

// "private key: PBES2, AES-256-CBC" by what is before the colon.
std::map<std::string, Texts> by_part(const Texts& lines) {
  std::map<std::string, Texts> parts;
  for (const std::string& line : lines) {
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) parts[line.substr(0, colon)].push_back(line.substr(colon + 2));
  }
  return parts;
}

}  // namespace

Difference protection_change(const ChangeSides& sides) {
  Difference change{false, "", facts::protection_of(sides.before), facts::protection_of(sides.after)};
  const std::map<std::string, Texts> before = by_part(change.before), after = by_part(change.after);
  for (const std::string part : {"format", "private key", "certificates", "integrity", "password"}) {
    const auto then = before.find(part), now = after.find(part);
    if (now == after.end() && then == before.end()) continue;
    if (now == after.end()) {
      // A private key that is missing is a change of the key.
      if (part == "private key" && sides.both()) continue;
      add_phrase(change.message,
                 part == "private key" ? "the private key is missing" : part + ": none instead of " + some_of(then->second));
    } else if (then == before.end()) {
      add_phrase(change.message,
                 part == "private key" ? "adds a private key: " + some_of(now->second) : part + ": " + some_of(now->second));
    } else if (then->second != now->second) {
      add_phrase(change.message, part + ": " + some_of(now->second) + " instead of " + some_of(then->second));
    }
  }
  change.differs = !change.message.empty();
  if (!change.differs) change.message = "the same format and protection as before";
  return change;
}

}  // namespace chainlint::renewal
