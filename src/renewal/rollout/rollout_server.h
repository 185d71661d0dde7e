// A server on its way from the previous bundle to the next: what it contains after each step, and what it then sends.
#pragma once

#include <vector>

#include "chainlint/chain/sending.h"
#include "chainlint/facts/subject.h"

namespace chainlint::renewal {

// Copies are states to go back to. Borrows the contexts and the verifier.
class RolloutServer {
 public:
  // `next.renewal` is set and both sides have a leaf.
  RolloutServer(const facts::FactContext& next, crypto::SignatureVerifier& verifier);

  // Whether the leaf and its intermediates are in places that change one after the other.
  bool two_places() const { return family_ == chain::ServerFamily::store_engine || split_; }
  bool has_stores() const { return family_ == chain::ServerFamily::store_engine; }
  chain::ServerFamily family() const { return family_; }

  // Of the next bundle: CA certificates that are not where the server looks for intermediates. Roots are not among them where there are
  // stores: what is in Root is trusted.
  const std::vector<x509::CertificatePtr>& new_intermediates() const { return new_intermediates_; }
  // Certificates that are harmful once the new leaf is in use: certificates in stores with the name of an issuer, and expired ones; what
  // the chain file contained for the old.
  std::vector<x509::CertificatePtr> leftovers() const;
  bool leaf_changes() const;
  // Whether what is deployed in one moment is another than before.
  bool files_change() const;

  void bring_intermediates();
  void bind_leaf();
  void clean_up();

  chain::Sending sending() const;
  bool bound_to_next() const { return bound_to_next_; }
  // Every certificate that is in the stores, before and after.
  std::vector<x509::CertificatePtr> stored() const;

 private:
  void start_with_stores();
  void start_with_files();

  const facts::FactContext& next_;
  crypto::SignatureVerifier& verifier_;
  const profiles::Profile* profile_ = nullptr;
  chain::ServerFamily family_ = chain::ServerFamily::file_order;
  bool split_ = false;
  bool bound_to_next_ = false;
  formats::Bundle bundle_;  // the files unchanged; with stores the bound leaf alone
  chain::WindowsStores stores_;
  std::vector<x509::CertificatePtr> new_intermediates_;
};

}  // namespace chainlint::renewal
