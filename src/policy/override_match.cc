#include "override_match.h"

#include <algorithm>
#include <utility>

#include "chainlint/base/glob.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/x509/general_name.h"

namespace chainlint::policy {
namespace {

std::string folder_of(const std::string& policy_path, const std::string& working_folder) {
  const std::size_t slash = policy_path.rfind('/');
  return absolute_path(slash == std::string::npos ? "." : policy_path.substr(0, slash + 1), working_folder);
}

// In names of certificates and issuers '*' alone matches anything.
std::vector<std::string> with_stars_alone(const std::vector<std::string>& patterns) {
  std::vector<std::string> globs;
  for (const std::string& pattern : patterns) {
    std::string& glob = globs.emplace_back();
    for (const char c : pattern) {
      if (c == '?' || c == '\\') glob += '\\';
      glob += c;
    }
  }
  return globs;
}

std::vector<std::string> in_lower_case(std::vector<std::string> texts) {
  for (std::string& text : texts) text = to_lower_ascii(text);
  return texts;
}

std::vector<std::string> names_of(const x509::Certificate& leaf) {
  std::vector<std::string> names;
  if (const auto& alternatives = leaf.extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *alternatives) names.push_back(name.to_string());
  }
  if (auto common_name = leaf.subject().common_name()) names.push_back(std::move(*common_name));
  return names;
}

std::vector<std::string> issuers_of(const x509::Certificate& leaf) {
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

BundleTraits::BundleTraits(const facts::FactContext& context, const std::string& working_folder) {
  for (const formats::Container& container : context.bundle.containers) paths.push_back(absolute_path(container.path, working_folder));
  if (!context.target.empty()) targets.emplace_back(context.target);
  if (!context.target.empty() && context.deployment != nullptr && !context.deployment->target.version.empty()) {
    targets.push_back(targets.front() + "@" + context.deployment->target.version);
  }
  if (!context.analysis.leaf) return;
  const x509::Certificate& leaf = *context.analysis.members.at(*context.analysis.leaf).certificate;
  names = in_lower_case(names_of(leaf));
  issuers = in_lower_case(issuers_of(leaf));
  fingerprints = {to_hex(leaf.sha256()), to_hex(crypto::sha256(leaf.public_key().der)), crypto::thumbprint(leaf)};
}

OverrideSelector::OverrideSelector(const PolicyOverride& override, const std::string& working_folder)
    : targets_(override.targets),
      names_(with_stars_alone(in_lower_case(override.names))),
      issuers_(with_stars_alone(in_lower_case(override.issuers))),
      fingerprints_(override.fingerprints) {
  const std::string folder = folder_of(override.origin.path, working_folder);
  for (const std::string& pattern : override.paths) paths_.emplace_back(pattern, folder);
}

bool OverrideSelector::fits(const BundleTraits& traits) const {
  const auto same = [](const std::string& a, const std::string& b) { return a == b; };
  const auto path_fits = [](const PathPattern& pattern, const std::string& path) { return pattern.fits(path); };
  return any_fits(targets_, traits.targets, same) && any_fits(fingerprints_, traits.fingerprints, same) &&
         any_fits(names_, traits.names, glob_matches) && any_fits(issuers_, traits.issuers, glob_matches) &&
         any_fits(paths_, traits.paths, path_fits);
}

}  // namespace chainlint::policy
