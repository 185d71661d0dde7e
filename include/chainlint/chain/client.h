// What a client accepts of what it is sent: models of TLS client families.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/chain/analysis.h"
#include "chainlint/chain/sending.h"

namespace chainlint {

// How far a model is to be believed.
enum class Evidence {
  measured,    // compared with the program itself in a test of this project
  source,      // read in its source or documents, not run
  unverified,  // second-hand; said in every output
};
std::string_view to_string(Evidence evidence);

// How a client walks up from the leaf.
enum class ChainSearch {
  backtracking,  // every combination of what was sent and what it trusts, until one is valid: Go, Chromium, NSS, Schannel
  greedy,        // one candidate a step, never taken back, trusted ones first: OpenSSL
  in_order,      // what was sent, sorted by who issued whom, the first copy that fits: GnuTLS
};

// Data, from rules/clients/*.yaml. What is not said is as RFC 5280 has it.
struct ClientModel {
  std::string source_path;  // the file that describes it
  std::string name;         // "openssl3"
  std::string title;        // "OpenSSL 3.0 to 3.5 (curl, nginx as a client, Python, Ruby)"
  Evidence evidence = Evidence::unverified;
  std::string source;  // program and version that it was compared with, or where it was read
  ChainSearch search = ChainSearch::backtracking;
  bool fetches_intermediates = false;     // by AIA, or from a cache: a missing intermediate may go unnoticed
  bool key_id_decides = false;            // authorityKeyIdentifier.keyIdentifier against subjectKeyIdentifier excludes a candidate
  bool issuer_serial_decides = false;     // authorityCertIssuer and authorityCertSerialNumber exclude a candidate
  bool names_as_octets = false;           // issuer and subject are compared octet by octet
  bool common_name_fallback = false;      // a certificate without subject alternative names is matched by its common name
  bool anchor_expiry = true;              // an expired anchor is refused
  bool issuer_extended_key_usage = true;  // the extended key usage of issuers is enforced
  bool any_extended_key_usage = true;     // anyExtendedKeyUsage alone allows servers
  bool partial_chain = true;              // an anchor need not be self-signed
  bool strict_rfc5280 = false;            // refuses what RFC 5280 says of CA certificates' form (Python 3.13's VERIFY_X509_STRICT)
  std::size_t max_certificates = 0;       // sent chain; 0: no limit known
  std::uint32_t rsa_min_bits = 0;
  bool sha1_signatures = false;  // SHA-1 signatures below the anchor are accepted
  bool ed25519 = true;
  std::uint32_t leaf_max_days = 0;         // 0: no limit of its own
  bool leaf_server_auth_required = false;  // the leaf must have an extended key usage with serverAuth
};

// What the model says of one sent chain.
struct ClientVerdict {
  std::string client;
  bool accepted = false;
  bool known = true;   // false: cannot be judged, see the reason
  std::string reason;  // "chain complete up to 'Example Root'", "refuses: no certificate for 'Example CA' was sent"
  Evidence evidence = Evidence::unverified;
  std::string certificate;  // SHA-256 of the one that decides; empty where it is the chain
};

// Predicts the verdict on the chain sent, with the anchors, time, purpose and hosts of the request. Bounded by its limits; deterministic.
ClientVerdict predict_client(const ClientModel& model, const Sending& sending, const ChainRequest& request, SignatureVerifier& verifier);

}  // namespace chainlint
