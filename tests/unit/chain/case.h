// A bundle, its anchors and the question, from a few lines of description.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "chainlint/chain/analysis.h"
#include "chainlint/chain/run_index.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/formats/reader.h"
#include "chainlint/mint/mint.h"

namespace chainlint::chain {

// What is minted from the description in "certificates" (one a line, without the leading member) and analysed as one PEM file. Everything
// that the result borrows lives as long as the case.
class Case {
 public:
  explicit Case(const std::string& certificates, const std::string& crls = "");

  // The names of the certificates and, as "key(leaf)", keys of the file, in order.
  Case& file(std::vector<std::string> items);
  // Another file of the run, a bundle of its own. Forgotten with the next file().
  Case& beside(const std::string& path, const std::vector<std::string>& items);
  Case& anchors(const std::vector<std::string>& names);
  Case& pool(const std::vector<std::string>& names);
  Case& crl(const std::string& name);
  Case& host(const std::string& name);
  Case& at(const std::string& time);

  const BundleAnalysis& run();

  // After run(): the names in the description.
  std::string name_of(const x509::Certificate& certificate) const;
  std::string name_of(const x509::CertificatePtr& certificate) const { return certificate ? name_of(*certificate) : "-"; }
  std::string path() const;  // "leaf inter root"
  std::string stop() const { return analysis.path ? std::string(to_string(analysis.path->stop)) : "none"; }
  std::string problems() const;  // "inter: expired" a line, path order, without the details
  std::string details() const;   // the details alone, one line each
  bool valid() const { return analysis.path && analysis.path->valid(); }
  const Member& member(const std::string& name) const;
  std::string leaf() const { return analysis.leaf ? name_of(*analysis.members[*analysis.leaf].certificate) : "none"; }

  ChainRequest request;
  BundleAnalysis analysis;

 private:
  x509::CertificatePtr certificate(const std::string& name);
  formats::Container container(const std::string& path, const std::vector<std::string>& items);
  std::vector<x509::CertificatePtr> certificates(const std::vector<std::string>& names);

  std::string description_;
  std::map<std::string, Bytes> minted_;
  std::map<std::string, Bytes> crls_;
  formats::CertificateCache cache_;
  crypto::SignatureVerifier verifier_;
  AnchorSet anchors_, pool_;
  formats::Bundle bundle_;
  std::vector<std::string> items_;
  std::vector<formats::Bundle> others_;
  RunIndex run_;
};

}  // namespace chainlint::chain
