// A deployment unit of several files and the chain that a server would send, from a few lines of description.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "chainlint/chain/sending.h"
#include "chainlint/formats/reader.h"
#include "chainlint/mint/mint.h"

namespace chainlint::chain {

// What is minted from the sections `certificates` and `files` of the description. Passwords of the PFX files are known. Everything that the
// result borrows lives as long as the case.
class SendingCase {
 public:
  explicit SendingCase(const std::string& description);

  // The files of the bundle, in order; by default all of the description.
  SendingCase& files(const std::vector<std::string>& names);
  // A file that another program made; it is then the only one of the bundle.
  SendingCase& put(mint::File file);
  SendingCase& anchors(const std::vector<std::string>& names);
  SendingCase& pool(const std::vector<std::string>& names);

  const Sending& run(ServerFamily family, bool auto_chain = false, bool sorts = false, std::size_t certificates_read = 0);

  std::string chain() const { return names_of(sending.certificates); }  // "leaf inter"
  std::string alternatives() const;                                     // "leaf inter root: why", one line each
  std::string reasons() const;                                          // "leaf: the certificate", one line each
  std::string remarks() const;                                          // one line each
  std::string names_of(const std::vector<SentCertificate>& certificates) const;
  std::string name_of(const x509::Certificate& certificate) const;
  const mint::File& file(const std::string& name) const;

  ChainRequest request;
  Sending sending;

 private:
  AnchorSet set_of(const std::vector<std::string>& names);

  mint::Minted minted_;
  formats::CertificateCache cache_;
  crypto::SignatureVerifier verifier_;
  AnchorSet anchors_, pool_;
  std::vector<std::string> files_;
  formats::Bundle bundle_;
  BundleAnalysis analysis_;
};

}  // namespace chainlint::chain
