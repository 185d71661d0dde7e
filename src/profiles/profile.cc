#include "chainlint/profiles/profile.h"

#include <algorithm>

namespace chainlint::profiles {
namespace {

// The runs of digits of a version. Digits past the ninth of a run say nothing.
std::vector<std::uint32_t> numbers_of(std::string_view version) {
  constexpr std::size_t kDigits = 9;
  std::vector<std::uint32_t> numbers;
  std::size_t digits = 0;
  for (const char c : version) {
    if (c < '0' || c > '9') {
      digits = 0;
      continue;
    }
    if (digits == 0) numbers.push_back(0);
    if (digits++ < kDigits) numbers.back() = numbers.back() * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return numbers;
}

std::uint32_t line_of(std::string_view version) {
  const std::vector<std::uint32_t> numbers = numbers_of(version);
  return numbers.empty() ? 0 : numbers.front();
}

}  // namespace

bool version_before(const Profile& profile, std::string_view a, std::string_view b) {
  const auto place = [&](std::string_view version) { return std::find(profile.versions.begin(), profile.versions.end(), version); };
  const auto first = place(a), second = place(b);
  if (first != profile.versions.end() && second != profile.versions.end()) return first < second;
  return numbers_of(a) < numbers_of(b);
}

bool reads(const Target& target, const PfxStance& stance) {
  if (stance.never || target.profile == nullptr) return !stance.never;
  const Profile& profile = *target.profile;
  const std::string newest = profile.versions.empty() ? std::string() : profile.versions.back();
  const std::string& version = target.version.empty() ? newest : target.version;
  if (version.empty() || stance.since.empty()) return true;
  return std::any_of(stance.since.begin(), stance.since.end(), [&](const std::string& since) {
    const bool same_line = line_of(since) == line_of(version) || &since == &stance.since.back();
    return same_line && !version_before(profile, version, since);
  });
}

}  // namespace chainlint::profiles
