// What a client accepts of what it is sent: models of TLS client families.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/chain/sending.h"

namespace chainlint::chain {

// What a model is based on.
enum class Evidence {
  measured,    // compared with the program itself in a test of this project
  source,      // read in its source or documents, not run
  unverified,  // from other sources; every output says so
};
inline constexpr EnumNames<Evidence::unverified> kEvidenceNames{"measured", "source", "unverified"};
constexpr std::string_view to_string(Evidence evidence) { return kEvidenceNames[evidence]; }

// How a client walks up from the leaf.
enum class ChainSearch {
  backtracking,  // every combination of what was sent and what it trusts, until one is valid: Go, Chromium, mozilla::pkix
  greedy,        // one candidate per step without backtracking, trusted ones first: OpenSSL
  newest,        // one candidate per step without backtracking, the newest: NSS
  in_order,      // what was sent, sorted by who issued whom, the first copy that fits: GnuTLS
  as_sent,       // what was sent, if each certificate issued the one before; else backtracking: Java
};
inline constexpr EnumNames<ChainSearch::as_sent> kChainSearchNames{"backtracking", "greedy", "newest", "in_order", "as_sent"};
constexpr std::string_view to_string(ChainSearch search) { return kChainSearchNames[search]; }

// How a client treats a kind of extension or constraint.
enum class Handling { enforced, ignored, refused };
inline constexpr EnumNames<Handling::refused> kHandlingNames{"enforced", "ignored", "refused"};
constexpr std::string_view to_string(Handling handling) { return kHandlingNames[handling]; }

// Whether the name constraints of issuers on DNS names apply to the common name of a leaf that has other names, but no DNS name.
enum class CommonNameConstraint {
  never,       // RFC 5280
  host_names,  // where the common name reads as a host name or as an address: OpenSSL
  always,      // GnuTLS
};
inline constexpr EnumNames<CommonNameConstraint::always> kCommonNameConstraintNames{"never", "host_names", "always"};

// Data, from rules/clients/*.yaml. The defaults are RFC 5280 and RFC 9525. Revocation lists are not part of a model.
struct ClientModel {
  std::string source_path;  // the file that describes it
  std::string name;         // "openssl3"
  std::string title;        // "OpenSSL 3.0 to 3.5 (nginx as a client, Ruby, PHP)"
  Evidence evidence = Evidence::unverified;
  std::string source;  // program and version that it was compared with, or where it was read

  // The walk.
  ChainSearch search = ChainSearch::backtracking;
  bool sent_first = false;             // greedy: what was sent is followed to its end before an anchor is looked for (OpenSSL 1.0)
  bool fetches_intermediates = false;  // by authorityInfoAccess: a missing intermediate may go unnoticed
  bool caches_intermediates = false;   // keeps those that it received earlier or was installed with: likewise; which ones is unknown
  bool key_id_decides = false;         // authorityKeyIdentifier.keyIdentifier against subjectKeyIdentifier excludes a candidate
  bool issuer_serial_decides = false;  // authorityCertIssuer and authorityCertSerialNumber exclude a candidate
  bool names_as_octets = false;        // issuer and subject are compared byte by byte
  bool names_as_text = false;          // as text: the string type does not matter, upper and lower case do
  bool partial_chain = true;           // an anchor need not be self-signed
  std::size_t max_certificates = 0;    // sent; 0: no limit known
  std::size_t max_intermediates = 0;   // on a path that it has to search for; 0: no limit known

  // Anchors: what of them is enforced.
  bool anchor_expiry = true;
  bool anchor_key_usage = true;
  bool anchor_extended_key_usage = true;
  bool anchor_critical_extensions = true;
  bool anchor_constraints = true;                 // path length and names
  bool anchor_without_basic_constraints = false;  // may be one, if its key usage does not deny it
  bool anchor_needs_key_usage = false;            // and if it has a key usage
  bool anchor_ids_decide = false;                 // the key id and serial number of what it issued exclude one, as above
  bool trusted_leaf_as_is = false;                // a leaf that is itself an anchor is not checked further
  bool leaf_as_anchor = true;                     // and is trusted; else an issuer has to be

  // Issuers and leaf.
  bool issuer_extended_key_usage = true;      // the extended key usage of issuers is enforced
  bool issuer_any_extended_key_usage = true;  // anyExtendedKeyUsage alone allows an issuer
  bool any_extended_key_usage = true;         // likewise a leaf
  bool issuer_client_auth = false;            // clientAuth allows an issuer too
  bool issuer_server_gated_crypto = false;    // and so do the usages of Netscape and Microsoft from before serverAuth
  bool leaf_server_gated_crypto = false;      // likewise a leaf
  bool leaf_server_auth_required = false;     // the leaf must have an extended key usage with serverAuth
  bool leaf_key_usage = true;                 // a keyUsage of the leaf must allow signatures, key encipherment or key agreement
  bool leaf_digital_signature = false;        // and it must allow signatures
  bool leaf_key_exchange = false;             // that of an RSA leaf must allow key encipherment, that of others signatures or key agreement
  bool empty_key_usage = false;               // a keyUsage without a bit counts as none
  bool must_staple = false;                   // a leaf with the TLS feature status_request needs a stapled OCSP response
  bool ca_as_leaf = true;                     // a certificate with CA:TRUE may be that of a server
  bool ca_usages_are_for_issuing = false;     // extended key usages of a CA certificate do not make it that of a server
  bool self_issued_counts = false;            // for pathLenConstraint, against RFC 5280 section 6.1.4 (l)
  bool critical_key_ids = false;              // authorityKeyIdentifier, subjectKeyIdentifier and authorityInfoAccess may be critical
  bool noncritical_names_alone = true;        // of a leaf without a subject the subjectAltName need not be critical
  bool policies = true;                       // RFC 5280 section 6.1 (d) to (f)
  CommonNameConstraint common_name_constrained = CommonNameConstraint::never;
  Handling directory_constraints = Handling::enforced;           // name constraints on directory names
  Handling excluded_directory_constraints = Handling::enforced;  // of those, excluded ones, where the others are not enforced
  std::vector<std::string> unknown_extensions;  // "policyConstraints", ...: not processed, so that critical ones are refused
  bool strict_rfc5280 = false;                  // enforces the form of certificates of RFC 5280 (Python 3.13's VERIFY_X509_STRICT)
  bool common_name_fallback = false;            // a certificate without DNS names is matched by its common name
  bool common_name_beside_addresses = false;    // even if it has addresses
  bool common_name_beside_uris = true;          // or URIs
  bool common_name_addresses = false;           // an address is compared with it too
  bool every_common_name = false;               // each of several counts, not the last alone
  bool one_common_name = false;                 // with several, none counts
  bool partial_wildcards = false;               // "w*.example.com" covers www.example.com
  bool top_level_wildcards = false;             // "*.local" covers server.local
  std::uint32_t rsa_min_bits = 0;
  bool sha1_signatures = false;  // SHA-1 signatures below the anchor are accepted
  bool reads_all_sent = false;   // critical_key_ids and the members about a certificate "that is sent" apply to those off the path too
  bool negative_serial = true;   // a certificate that is sent may have a negative serial number
  bool unusual_keys = true;      // a certificate that is sent may have a key as in x509::KeyEncoding
  std::vector<std::string> constraints_refused;  // x509::ConstraintForm: of a certificate that is sent, whatever is below it
  bool ed25519 = true;
  bool post_quantum = false;                     // ML-DSA and SLH-DSA; whether a signature is valid cannot be said here
  std::vector<std::string> curves;               // "P-256", ...: of the leaf; empty: any
  std::vector<std::string> issuer_curves;        // likewise of issuers and anchors
  std::vector<std::string> leaf_keys_refused;    // "rsa_pss", "ed448": algorithms of the leaf's key
  std::vector<std::string> issuer_keys_refused;  // likewise of issuers and anchors
  std::vector<std::string> signatures_refused;   // "sha224": hashes of signatures below the anchor
  std::uint32_t leaf_max_days = 0;               // 0: no limit
  std::optional<Instant> leaf_rules_from;        // leaf_max_days and leaf_server_auth_required apply to certificates issued since
};

// Why a client refuses a chain. Findings about the same chain are compared with it.
enum class RefusalCause {
  issuer_missing,   // neither sent nor trusted
  root_unknown,     // a self-signed certificate that is not trusted ends the path
  issuer_mismatch,  // a certificate of the issuer's name has another key id, serial number, name encoding or key
  expired,
  not_yet_valid,
  weak_key,
  weak_signature,
  key_type,  // an algorithm or curve that the client does not use
  key_usage,
  extended_key_usage,
  host,      // the names do not cover a requested host
  no_names,  // no subject alternative name that clients compare
  lifetime,  // valid for longer than the client allows
  ca_as_leaf,
  not_a_ca,
  path_length,
  name_constraint,
  policy,
  critical_extension,
  malformed,
  form,  // not in the form that RFC 5280 requires, where the client enforces it
  certificate_count,
  other,
};
inline constexpr EnumNames<RefusalCause::other> kRefusalCauseNames{
    "issuer_missing",    "root_unknown", "issuer_mismatch",    "expired", "not_yet_valid",      "weak_key",  "weak_signature",
    "key_type",          "key_usage",    "extended_key_usage", "host",    "no_names",           "lifetime",  "ca_as_leaf",
    "not_a_ca",          "path_length",  "name_constraint",    "policy",  "critical_extension", "malformed", "form",
    "certificate_count", "other"};
constexpr std::string_view to_string(RefusalCause cause) { return kRefusalCauseNames[cause]; }

// What the model says of one sent chain.
struct ClientVerdict {
  std::string client;
  bool accepted = false;
  bool known = true;                         // false: cannot be evaluated, see the reason
  std::string reason;                        // "chain complete up to 'Example Root'", "refuses: no certificate for 'Example CA' was sent"
  RefusalCause cause = RefusalCause::other;  // where it refuses
  Evidence evidence = Evidence::unverified;
  std::string certificate;  // SHA-256 of the one that decides; empty where it is the chain
};

// Predicts the verdict on the chain sent, with the anchors, time, purpose and hosts of the request.
//
// Anchors that were specified as files are assumed to be those of the client. Where they are those of the system or none, a chain whose
// only flaw is that its top is not among them is not evaluated: `known` is false and the reason says what the client would have to trust. A
// chain that may be one of several is evaluated for each; verdicts that differ are not known. Bounded by the limits of the request;
// deterministic.
ClientVerdict predict_client(const ClientModel& model, const Sending& sending, const ChainRequest& request,
                             crypto::SignatureVerifier& verifier);

// The same for several clients, in their order, without doing twice what they have in common.
std::vector<ClientVerdict> predict_clients(std::span<const ClientModel* const> models, const Sending& sending, const ChainRequest& request,
                                           crypto::SignatureVerifier& verifier);

}  // namespace chainlint::chain
