// The sample bundle beside dated facts of a test's own.
#pragma once

#include "chainlint/records/records.h"
#include "sample_bundle.h"

namespace chainlint::facts {

inline const Subject kChain{SubjectKind::chain, 0};

// A leaf that a public CA issued on 2026-01-01 and that is valid until 2027-01-01; the CA above it, and the root.
inline constexpr const char* kIssuedDescription =
    "certificates:\n"
    "  root:  { subject: \"CN=Example Root,O=Example\", ca: true }\n"
    "  inter: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true }\n"
    "  leaf:  { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n"
    "  other: { subject: \"CN=Other Root,O=Other\", ca: true }\n"
    "  cross: { subject: \"CN=Example Root,O=Example\", key: same-as:root, issuer: other, ca: true }\n";

class RecordBundle {
 public:
  explicit RecordBundle(const std::string& description = kIssuedDescription) : sample(description) {}

  records::CaIdentity ca(const std::string& name) const {
    const x509::Certificate& certificate = *sample.certificates.at(name);
    records::CaIdentity identity;
    identity.name = certificate.subject().display();
    identity.key_sha256 = to_hex(crypto::sha256(certificate.public_key().der));
    identity.key_id = to_hex(*certificate.extensions().subject_key_id);
    return identity;
  }

  // The root is a public one of `name`'s key.
  void add_public_root(const std::string& name) { records.public_roots.push_back({ca(name), {"test"}}); }

  records::Distrust& add_distrust(const std::string& name, const std::string& from, records::DistrustCompares compares,
                                  const std::string& program = "Chrome") {
    records::Distrust distrust;
    distrust.program = program;
    distrust.cas = {ca(name)};
    distrust.from = *Instant::parse(from);
    distrust.compares = compares;
    records.distrusts.push_back(distrust);
    return records.distrusts.back();
  }

  FactContext context() {
    records.index();
    FactContext context = sample.context();
    context.records = &records;
    context.issuance = issuance;
    return context;
  }

  FactValue fact(const Subject& subject, const std::string& name) {
    const auto reference = find_fact(subject.kind, name);
    EXPECT_TRUE(reference.ok()) << name;
    return reference.ok() ? evaluate_fact(*reference, context(), subject) : FactValue(Absent{});
  }
  std::string text(const std::string& name) { return to_string(fact(kChain, name)); }

  // The path ends below its root, which is not available.
  void lose_root() {
    sample.analysis.path->steps.pop_back();
    sample.analysis.path->links.pop_back();
    sample.analysis.path->stop = chain::StopReason::issuer_missing;
  }

  SampleBundle sample;
  records::Records records;
  Issuance issuance = Issuance::undeclared;
};

}  // namespace chainlint::facts
