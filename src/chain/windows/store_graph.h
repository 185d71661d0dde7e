// Who may have issued whom in the stores of a Windows machine, as CryptoAPI looks for it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chainlint/chain/analysis.h"
#include "chainlint/chain/windows_stores.h"
#include "chainlint/crypto/signature.h"

namespace chainlint::chain {

// How a certificate was found to be an issuer, worst first (wincrypt.h: CERT_TRUST_HAS_NAME_MATCH_ISSUER, .._KEY_.., .._EXACT_..).
enum class IssuerMatch {
  contradicted,  // by name, although the key ids differ
  name,
  key_id,  // of authorityKeyIdentifier; the name is not compared (Wine's dlls/crypt32/chain.c, CRYPT_GetIssuer)
  exact,   // authorityCertIssuer and authorityCertSerialNumber
};
// "by name alone", "key id matches", ...
std::string_view to_string(IssuerMatch match);

// A certificate of the stores that may be the issuer of another.
struct StoreIssuer {
  std::size_t node = 0;
  IssuerMatch match = IssuerMatch::name;
  bool named = false;  // has the name that the child gives
  crypto::SignatureVerdict signature = crypto::SignatureVerdict::unsupported;
};

// A certificate, once, however many stores contain it. `places` is empty for a leaf that is in no store.
struct StoreNode {
  x509::CertificatePtr certificate;
  std::vector<const StoredCertificate*> places;  // where it may be chosen: not archived, not in Disallowed
  std::optional<bool> self_signed;
  std::optional<std::string> distrust, entity;
  std::optional<std::vector<StoreIssuer>> issuers;
};

// The certificates of the stores. Verifies signatures on demand, at most `limits.signature_checks` of them; past that names and key ids
// are believed. Borrows its arguments.
class StoreGraph {
 public:
  StoreGraph(const WindowsStores& stores, const ChainRequest& request, crypto::SignatureVerifier& verifier);

  // The node of a certificate, made where the stores do not have it.
  std::size_t node_of(const x509::CertificatePtr& certificate);
  const StoreNode& node(std::size_t id) const { return nodes_[id]; }
  const x509::Certificate& certificate(std::size_t id) const { return *nodes_[id].certificate; }
  const StoredCertificate* place(std::size_t id, StoreName store) const;

  bool self_signed(std::size_t id);
  // Why the machine refuses every path with it: "is in Disallowed" (or named by a list there), "is disabled for all purposes in Root" by
  // its properties (CERT_ENHKEY_USAGE_PROP_ID); empty where it does not.
  const std::string& distrust(std::size_t id);
  const std::string& entity(std::size_t id);  // equal for certificates of one name and key

  // Possible issuers, likeliest first. Those whose key is not the right one are left out where another key was requested by its id.
  const std::vector<StoreIssuer>& issuers(std::size_t id);

  // Certificates that have the issuer's name and are left out, because they have another key.
  std::vector<std::size_t> rekeyed(std::size_t id) const;

  bool spent() const { return checks_ == 0; }

 private:
  std::optional<StoreIssuer> verify_issuer(std::size_t child, std::size_t issuer);
  crypto::SignatureVerdict verify(const x509::Certificate& child, const x509::Certificate& issuer);

  const WindowsStores& stores_;
  const ChainRequest& request_;
  crypto::SignatureVerifier& verifier_;
  std::size_t checks_;
  std::vector<StoreNode> nodes_;
  std::vector<Bytes> disallowed_digests_;
  std::unordered_map<Digest256, std::size_t, DigestHash> ids_;
  std::unordered_map<Digest256, const StoredCertificate*, DigestHash> disallowed_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_subject_, by_key_id_;
};

}  // namespace chainlint::chain
