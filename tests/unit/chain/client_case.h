// One client and one chain, from a few lines of description.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "chainlint/chain/client.h"
#include "unit/minted.h"

namespace chainlint::chain {

// Mints the certificates described (one a line) and predicts. Everything that a prediction borrows lives as long as the chain.
class SentChain {
 public:
  explicit SentChain(const std::string& certificates) {
    request.at = *Instant::parse("2026-06-01");
    request.anchors = &anchors_;
    certificates_ = certificates_of(minted_from("certificates:\n" + certificates));
  }

  SentChain& trust(const std::vector<std::string>& names, AnchorOrigin origin = AnchorOrigin::files) {
    std::vector<x509::CertificatePtr> anchors;
    for (const std::string& name : names) anchors.push_back(certificates_.at(name));
    anchors_ = AnchorSet(std::move(anchors), origin);
    return *this;
  }

  SentChain& send(const std::vector<std::string>& names) {
    sending.certificates = chain(names);
    return *this;
  }

  SentChain& or_send(const std::vector<std::string>& names, const std::string& reason) {
    sending.alternatives.push_back({chain(names), reason});
    return *this;
  }

  ClientVerdict verdict(const ClientModel& model) { return predict_client(model, sending, request, verifier); }

  // "accepted: chain complete up to 'Example Root'".
  std::string says(const ClientModel& model) {
    const ClientVerdict said = verdict(model);
    return std::string(!said.known ? "unknown" : said.accepted ? "accepted" : "refused") + ": " + said.reason;
  }

  std::string word(const ClientModel& model) {
    const std::string said = says(model);
    return said.substr(0, said.find(':'));
  }

  std::string sha256_of(const std::string& name) const { return to_hex(certificates_.at(name)->sha256()); }

  ChainRequest request;
  Sending sending;
  crypto::SignatureVerifier verifier;

 private:
  std::vector<SentCertificate> chain(const std::vector<std::string>& names) const {
    std::vector<SentCertificate> sent;
    for (const std::string& name : names) {
      sent.emplace_back();
      sent.back().certificate = certificates_.at(name);
    }
    return sent;
  }

  std::map<std::string, x509::CertificatePtr> certificates_;
  AnchorSet anchors_;
};

inline ClientModel client_that(ChainSearch search) {
  ClientModel model;
  model.name = "client";
  model.evidence = Evidence::measured;
  model.search = search;
  return model;
}

inline const std::string kHierarchy = R"(
  root:  { subject: "CN=Example Root,O=Example", ca: true }
  old:   { subject: "CN=Old Root,O=Example", ca: true }
  cross: { subject: "CN=Example Root,O=Example", key: same-as:root, issuer: old, ca: true }
  inter: { subject: "CN=Issuing CA,O=Example", issuer: root, ca: true }
  leaf:  { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com] }
)";

}  // namespace chainlint::chain
