// Waivers from YAML, and findings to try them on.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "chainlint/policy/waiver.h"

namespace chainlint::policy::test {

inline const rules::RuleLibrary& shipped_library() {
  static const rules::RuleLibrary::Loaded kLoaded = rules::RuleLibrary::load(rules::shipped_rule_files());
  return kLoaded.library;
}

// The items of a list in YAML, as they are in `path`.
inline std::vector<policy::WaiverItem> waiver_items(const std::string& list, const std::string& path = ".chainlint.yaml") {
  std::vector<policy::WaiverItem> items;
  yaml::Parsed parsed = yaml::parse({path, list});
  EXPECT_TRUE(parsed.root && parsed.problems.empty()) << list;
  if (!parsed.root) return items;
  for (yaml::Node& item : parsed.root->items) items.emplace_back(std::move(item), path);
  return items;
}

inline policy::ReadWaivers read_list(const std::string& list, const std::string& path = ".chainlint.yaml") {
  return policy::read_waivers(waiver_items(list, path), shipped_library());
}

inline const std::string kDigestA(64, 'a'), kDigestB(64, 'b'), kDigestC(64, 'c');
inline const std::string kWords = ", reason: r, owner: o, expires: 2027-01-01";

// A finding of a shipped rule about a certificate that has the key kDigestC.
inline rules::Finding sample_finding(const std::string& rule = "leaf-expired", const std::string& sha256 = kDigestA,
                                     const std::string& path = "certs/a.pem") {
  rules::Finding finding;
  finding.rule = shipped_library().find_rule(rule);
  EXPECT_NE(finding.rule, nullptr) << rule;
  finding.subject = facts::SubjectKind::certificate;
  finding.subject_sha256 = sha256;
  finding.subject_key_sha256 = kDigestC;
  finding.role = "leaf";
  finding.location.path = path;
  return finding;
}

}  // namespace chainlint::policy::test
