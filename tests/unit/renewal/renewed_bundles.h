// Two minted bundles, one to replace the other, evaluated by the shipped rules as a run would.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/facts/renewal.h"
#include "chainlint/formats/bundle.h"
#include "chainlint/formats/reader.h"
#include "chainlint/renewal/review.h"
#include "chainlint/rules/library.h"
#include "unit/minted.h"

namespace chainlint::renewal {

inline const rules::RuleLibrary& shipped_rules() {
  static const rules::RuleLibrary::Loaded kLoaded = rules::RuleLibrary::load(rules::shipped_rule_files());
  return kLoaded.library;
}

// The description has the files old.* and new.*; what they are called tells which is which. Evaluated on 2026-06-01; the anchor is the
// certificate `root`, or none.
class RenewedBundles {
 public:
  explicit RenewedBundles(const std::string& description, bool with_anchor = true, const std::string& set = "recommended") {
    const mint::Minted minted = minted_from(description);
    if (with_anchor) {
      const auto root = cache_.intern(minted.certificates.at("root"));
      anchors_ = chain::AnchorSet({root.value()}, chain::AnchorOrigin::files);
    }
    request_.anchors = &anchors_;
    request_.at = *Instant::parse("2026-06-01");
    before_ = std::make_unique<facts::ComparedBundle>(bundle_of(minted, "old."), request_, nullptr, verifier_);
    renewal_.emplace(facts::Renewal{before_->context(), nullptr});
    next_ = bundle_of(minted, "new.");
    analysis_ = chain::analyze(next_, request_, verifier_);
    const facts::FactContext context = next_context();
    const rules::RuleSet& rules = *shipped_rules().find_set(set);
    found = rules::evaluate(rules, context);
    found_before = rules::evaluate(rules, before_->context());
    review = review_renewal(context, found, found_before);
  }

  // The review if these had been found.
  RenewalReview review_of(std::vector<rules::Finding> after, std::vector<rules::Finding> before) const {
    return review_renewal(next_context(), {std::move(after), {}}, {std::move(before), {}});
  }

  // Null where that does not differ and no rule says anything.
  const Change* change(rules::ChangeKind kind) const {
    const auto at = std::find_if(review.changes.begin(), review.changes.end(), [&](const Change& c) { return c.kind == kind; });
    return at == review.changes.end() ? nullptr : &*at;
  }

  std::string message(rules::ChangeKind kind) const { return change(kind) == nullptr ? "(none)" : change(kind)->message; }

  // "safe", "needs-attention", "breaks", "(none)".
  std::string impact(rules::ChangeKind kind) const {
    return change(kind) == nullptr ? "(none)" : std::string(to_string(change(kind)->impact));
  }

  bool blames(rules::ChangeKind kind, const std::string& rule) const {
    return change(kind) != nullptr && std::any_of(change(kind)->findings.begin(), change(kind)->findings.end(),
                                                  [&](std::size_t index) { return found.findings[index].rule->id == rule; });
  }

  rules::Evaluation found, found_before;
  RenewalReview review;

 private:
  facts::FactContext next_context() const {
    facts::FactContext context{next_, analysis_, request_, {}};
    context.renewal = &*renewal_;
    return context;
  }

  formats::Bundle bundle_of(const mint::Minted& minted, const std::string& start) {
    std::vector<formats::FoundContainer> containers;
    for (const mint::File& file : minted.files) {
      if (!file.name.starts_with(start)) continue;
      formats::ReadOptions options;
      if (file.password) options.passwords.emplace_back(*file.password);
      containers.push_back({formats::read_container(file.name, file.content, options, cache_), true, false});
    }
    std::vector<formats::Bundle> bundles = formats::make_bundles(std::move(containers)).bundles;
    EXPECT_EQ(bundles.size(), 1u) << start;
    return bundles.empty() ? formats::Bundle{} : std::move(bundles.front());
  }

  formats::CertificateCache cache_;
  crypto::SignatureVerifier verifier_;
  chain::AnchorSet anchors_;
  chain::ChainRequest request_;
  std::unique_ptr<facts::ComparedBundle> before_;
  std::optional<facts::Renewal> renewal_;
  formats::Bundle next_;
  chain::BundleAnalysis analysis_;
};

// A root, two CAs below it, and two leaves with what is said of them.
inline std::string leaves(
    const std::string& before, const std::string& after,
    const std::string& files = "  old.pem: { pem: [old, r10, key(old)] }\n  new.pem: { pem: [new, r10, key(new)] }\n") {
  const auto subject = [](const std::string& said) { return said.starts_with("subject:") ? "" : "subject: CN=www.example.com, "; };
  return "certificates:\n"
         "  root: { subject: \"CN=Example Root,O=Example\", ca: true }\n"
         "  r10:  { subject: \"CN=R10,O=Example\", issuer: root, ca: true }\n"
         "  r11:  { subject: \"CN=R11,O=Example\", issuer: root, ca: true }\n"
         "  old:  { issuer: r10, not_after: 2026-07-01, serial: 7, " +
         (subject(before) + before) + " }\n  new:  { not_before: 2026-05-01, not_after: 2026-11-01, serial: 8, " +
         (subject(after) + after) + " }\nfiles:\n" + files;
}

}  // namespace chainlint::renewal
