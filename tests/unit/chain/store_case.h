// A bundle, the stores of a machine and the chain that the machine would send, from a few lines of description.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "chainlint/chain/sending.h"
#include "chainlint/formats/reader.h"

namespace chainlint::chain {

// What is minted from the description in "certificates". Everything that the result borrows lives as long as the case.
class StoreCase {
 public:
  explicit StoreCase(const std::string& certificates);

  // The names of the certificates and, as "key(leaf)", keys of the bundle, in order.
  StoreCase& file(std::vector<std::string> items);
  // An exported store, which contains these and nothing else. It may be empty.
  StoreCase& store(StoreName name, const std::vector<std::string>& names);
  StoreCase& anchors(const std::vector<std::string>& names);

  const Sending& run();

  x509::CertificatePtr certificate(const std::string& name);
  formats::Bundle bundle();

  std::string name_of(const x509::Certificate& certificate) const;
  std::string chain() const { return names_of(sending.certificates); }  // "leaf inter"
  std::string root() const { return sending.dropped_root ? name_of(*sending.dropped_root->certificate) : "-"; }
  std::string reasons() const;       // "leaf: the bound certificate", one line each
  std::string alternatives() const;  // "leaf other: why", one line each
  std::string remarks() const;       // one line each

  ChainRequest request;
  WindowsStores stores;
  PfxImport import = PfxImport::wizard;
  Sending sending;

 private:
  std::string names_of(const std::vector<SentCertificate>& certificates) const;

  std::string description_;
  std::map<std::string, Bytes> minted_;
  formats::CertificateCache cache_;
  crypto::SignatureVerifier verifier_;
  AnchorSet anchors_;
  formats::Bundle bundle_;
  BundleAnalysis analysis_;
  std::vector<std::string> items_;
};

}  // namespace chainlint::chain
