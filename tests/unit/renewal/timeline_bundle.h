// A bundle made from a description, evaluated by the shipped rules at any moment.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/chain/analysis.h"
#include "chainlint/records/records.h"
#include "chainlint/renewal/timeline.h"
#include "chainlint/rules/library.h"
#include "unit/minted.h"

namespace chainlint::renewal {

inline const rules::RuleSet& recommended_rules() {
  static const rules::RuleLibrary::Loaded kLoaded = rules::RuleLibrary::load(rules::shipped_rule_files());
  return *kLoaded.library.find_set("recommended");
}

class TimelineBundle {
 public:
  // `sent` and `anchors` name certificates of the description; all lists of it are given to the run.
  TimelineBundle(const std::string& description, const std::vector<std::string>& sent, const std::vector<std::string>& anchors = {"root"}) {
    const mint::Minted minted = minted_from(description);
    certificates = certificates_of(minted);
    for (const auto& [name, der] : minted.crls) request.crls.push_back(x509::Crl::parse(der).value());
    std::vector<x509::CertificatePtr> trusted;
    for (const std::string& name : anchors) trusted.push_back(certificates.at(name));
    anchors_ = chain::AnchorSet(std::move(trusted), chain::AnchorOrigin::files);
    request.anchors = &anchors_;
    request.at = *Instant::parse("2026-06-01");
    bundle.name = "site.pem";
    bundle.containers.emplace_back();
    bundle.containers.front().path = "site.pem";
    bundle.containers.front().format = formats::Format::pem;
    for (const std::string& name : sent) add(name);
  }

  TimelineBundle(const TimelineBundle&) = delete;  // the request points at the anchors
  TimelineBundle& operator=(const TimelineBundle&) = delete;

  rules::Evaluation evaluate_at(Instant at) {
    chain::ChainRequest then = request;
    then.at = at;
    const chain::BundleAnalysis analysis = chain::analyze(bundle, then, verifier_);
    facts::FactContext context{bundle, analysis, then, {}};
    context.records = records;
    rules::Evaluation evaluation = rules::evaluate(recommended_rules(), context);
    if (accept) accept(evaluation, at);
    return evaluation;
  }

  Timeline timeline() {
    const chain::BundleAnalysis analysis = chain::analyze(bundle, request, verifier_);
    facts::FactContext context{bundle, analysis, request, {}};
    context.records = records;
    return make_timeline(
        context, [&](Instant at) { return evaluate_at(at); }, &recommended_rules());
  }

  std::map<std::string, x509::CertificatePtr> certificates;
  formats::Bundle bundle;
  chain::ChainRequest request;
  const records::Records* records = nullptr;
  std::function<void(rules::Evaluation&, Instant)> accept;

 private:
  void add(const std::string& name) {
    std::vector<formats::Entry>& entries = bundle.containers.front().entries;
    formats::Entry entry;
    entry.kind = formats::EntryKind::certificate;
    entry.certificate = certificates.at(name);
    entry.location.path = "site.pem";
    entry.location.entry = static_cast<std::uint32_t>(entries.size() + 1);
    entries.push_back(std::move(entry));
  }

  chain::AnchorSet anchors_;
  crypto::SignatureVerifier verifier_;
};

// "2027-01-01T00:00:01Z certificate-ends warning -> error: leaf 'www.example.com' ends".
inline std::vector<std::string> in_lines(const Timeline& timeline) {
  std::vector<std::string> lines;
  for (const TimelineEvent& event : timeline.events) {
    lines.push_back(event.at.to_string() + " " + std::string(to_string(event.cause)) + " " + std::string(to_string(event.before)) + " -> " +
                    std::string(to_string(event.after)) + ": " + event.message);
  }
  return lines;
}

inline constexpr const char* kTimelineDescription =
    "certificates:\n"
    "  root:  { subject: \"CN=Example Root,O=Example\", ca: true, not_after: 2046-01-01 }\n"
    "  inter: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true, path_length: 0, not_after: 2030-01-01 }\n"
    "  leaf:  { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n";

}  // namespace chainlint::renewal
