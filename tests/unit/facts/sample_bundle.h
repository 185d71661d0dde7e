// A small bundle with a hand-made analysis, so that facts and rules can be asked about any state, even ones that are hard to obtain.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "chainlint/chain/analysis.h"
#include "chainlint/facts/registry.h"
#include "unit/minted.h"

namespace chainlint::facts {

// `leaf` and `inter` in a file, `root` as the anchor; the path of the three is valid until a test changes it.
class SampleBundle {
 public:
  explicit SampleBundle(const std::string& description) : certificates(certificates_of(minted_from(description))) {
    request.at = *Instant::parse("2026-06-01");
    anchors = chain::AnchorSet({certificates.at("root")}, chain::AnchorOrigin::files);
    request.anchors = &anchors;
    bundle.name = "site.pem";
    bundle.containers.emplace_back();
    bundle.containers.front().path = "site.pem";
    bundle.containers.front().format = formats::Format::pem;
    add("leaf", chain::Role::leaf);
    add("inter", chain::Role::intermediate);
    analysis.kind = chain::BundleKind::server;
    analysis.leaf = 0;
    analysis.head = 0;
    analysis.candidates = 1;
    analysis.sent.members = analysis.sent.expected = {0, 1};
    make_path();
  }

  SampleBundle(const SampleBundle&) = delete;  // the parts point at each other
  SampleBundle& operator=(const SampleBundle&) = delete;

  void add(const std::string& name, chain::Role role) {
    std::vector<formats::Entry>& entries = bundle.containers.front().entries;
    formats::Entry entry;
    entry.kind = formats::EntryKind::certificate;
    entry.certificate = certificates.at(name);
    entry.location.path = "site.pem";
    entry.location.entry = static_cast<std::uint32_t>(entries.size() + 1);
    entries.push_back(std::move(entry));
    analysis.entries.clear();
    for (const formats::Entry& each : entries) analysis.entries.push_back(&each);
    chain::Member member;
    member.certificate = certificates.at(name);
    member.entries = {entries.size() - 1};
    member.role = role;
    member.related = true;
    analysis.members.push_back(std::move(member));
  }

  FactContext context() const { return {bundle, analysis, request, ""}; }

  // The value of the fact as a rule about `subject` would write it.
  FactValue fact(const Subject& subject, const std::string& name) const {
    const auto reference = find_fact(subject.kind, name);
    EXPECT_TRUE(reference.ok()) << name;
    return reference.ok() ? evaluate_fact(*reference, context(), subject) : FactValue(Absent{});
  }

  std::map<std::string, x509::CertificatePtr> certificates;
  formats::Bundle bundle;
  chain::AnchorSet anchors;
  chain::ChainRequest request;
  chain::BundleAnalysis analysis;

 private:
  void make_path() {
    chain::Path path;
    path.stop = chain::StopReason::anchor;
    path.steps = {{certificates.at("leaf"), chain::StepSource::bundle, {}},
                  {certificates.at("inter"), chain::StepSource::bundle, {}},
                  {certificates.at("root"), chain::StepSource::anchor, {}}};
    chain::Link link;
    link.name_identical = link.name_equivalent = true;
    link.key_id = chain::KeyIdMatch::match;
    link.signature = crypto::SignatureVerdict::valid;
    path.links = {link, link};
    analysis.path = std::move(path);
    analysis.members[0].path_index = 0;
    analysis.members[1].path_index = 1;
  }
};

inline constexpr const char* kSampleDescription =
    "certificates:\n"
    "  root:  { subject: \"CN=Example Root,O=Example\", ca: true }\n"
    "  inter: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true, path_length: 0, not_after: 2030-01-01 }\n"
    "  leaf:  { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com, example.com], ca_issuers: "
    "\"http://ca.example/1.crt\" }\n";

}  // namespace chainlint::facts
