// Every bundle of the project that has a valid path: the made fixtures, and what the tests of the rules describe.
#pragma once

#include <string>
#include <vector>

#include "chainlint/chain/analysis.h"
#include "chainlint/formats/reader.h"

namespace chainlint::chain {

// A bundle as entries, so that a test can shuffle, repeat and drop them.
struct AcceptedCase {
  std::string name;
  std::vector<formats::Entry> entries;
  std::vector<x509::CertificatePtr> anchors;
  Instant at;
  std::vector<x509::HostName> hosts;
};

// Bundles whose names say that they are of the same bytes are there once. Read once; everything in them is shared.
const std::vector<AcceptedCase>& accepted_cases();

// The analysis of `entries` in place of the case's own. Keeps what it borrows until the next call of the same object.
class Inquiry {
 public:
  explicit Inquiry(const AcceptedCase& from) : anchors(from.anchors), at(from.at), entries_(from.entries) { hosts = from.hosts; }

  std::vector<x509::CertificatePtr> anchors;
  std::vector<x509::HostName> hosts;
  Instant at;
  bool explain = false;

  const BundleAnalysis& ask(std::vector<formats::Entry> entries);
  const BundleAnalysis& ask() { return ask(entries_); }

 private:
  std::vector<formats::Entry> entries_;
  AnchorSet anchor_set_;
  formats::Bundle bundle_;
  crypto::SignatureVerifier verifier_;
  BundleAnalysis analysis_;
};

}  // namespace chainlint::chain
