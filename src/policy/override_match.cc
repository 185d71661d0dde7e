#include "override_match.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/x509/general_name.h"

namespace chainlint {
namespace {

std::string working_folder() {
  std::error_code error;
  return std::filesystem::current_path(error).string();
}

std::string folder_of(const std::string& policy_path) {
  const std::size_t slash = policy_path.rfind('/');
  return absolute_path(slash == std::string::npos ? "." : policy_path.substr(0, slash + 1), working_folder());
}

std::vector<std::string> in_lower_case(std::vector<std::string> texts) {
  for (std::string& text : texts) text = to_lower_ascii(text);
  return texts;
}

std::vector<std::string> names_of(const Certificate& leaf) {
  std::vector<std::string> names;
  if (const auto& alternatives = leaf.extensions().subject_alt_name) {
    for (const GeneralName& name : *alternatives) names.push_back(name.to_string());
  }
  if (auto common_name = leaf.subject().common_name()) names.push_back(std::move(*common_name));
  return names;
}

std::vector<std::string> issuers_of(const Certificate& leaf) {
  std::vector<std::string> names{leaf.issuer().to_string()};
  if (auto common_name = leaf.issuer().common_name()) names.push_back(std::move(*common_name));
  if (auto organization = leaf.issuer().organization()) names.push_back(std::move(*organization));
  return names;
}

template <class Patterns, class Fits>
bool any_fits(const Patterns& patterns, const std::vector<std::string>& texts, Fits fits) {
  return patterns.empty() || std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) {
           return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) { return fits(pattern, text); });
         });
}

}  // namespace

BundleTraits::BundleTraits(const FactContext& context) {
  const std::string folder = working_folder();
  for (const Container& container : context.bundle.containers) paths.push_back(absolute_path(container.path, folder));
  if (!context.target.empty()) targets.emplace_back(context.target);
  if (!context.target.empty() && context.deployment != nullptr && !context.deployment->target.version.empty()) {
    targets.push_back(targets.front() + "@" + context.deployment->target.version);
  }
  if (!context.analysis.leaf) return;
  const Certificate& leaf = *context.analysis.members.at(*context.analysis.leaf).certificate;
  names = in_lower_case(names_of(leaf));
  issuers = in_lower_case(issuers_of(leaf));
  fingerprints = {to_hex(leaf.sha256()), to_hex(sha256(leaf.public_key().der)), to_hex(sha1(leaf.der()))};
}

OverrideSelector::OverrideSelector(const PolicyOverride& override)
    : targets_(override.targets),
      names_(in_lower_case(override.names)),
      issuers_(in_lower_case(override.issuers)),
      fingerprints_(override.fingerprints) {
  const std::string folder = folder_of(override.origin.path);
  for (const std::string& pattern : override.paths) paths_.emplace_back(pattern, folder);
}

bool OverrideSelector::fits(const BundleTraits& traits) const {
  const auto same = [](const std::string& a, const std::string& b) { return a == b; };
  const auto path_fits = [](const PathPattern& pattern, const std::string& path) { return pattern.fits(path); };
  return any_fits(targets_, traits.targets, same) && any_fits(fingerprints_, traits.fingerprints, same) &&
         any_fits(names_, traits.names, name_fits) && any_fits(issuers_, traits.issuers, name_fits) &&
         any_fits(paths_, traits.paths, path_fits);
}

// Only the last '*' is ever gone back to: what an earlier one took can only make the rest fit later, never better.
bool name_fits(std::string_view pattern, std::string_view text) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t p = 0, t = 0, star = kNone, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != kNone) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == kNone;
}

}  // namespace chainlint
