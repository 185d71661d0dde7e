// The analysis of a bundle: who issued whom in it, its intended chain, where that chain stops and why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/instant.h"
#include "chainlint/base/limits.h"
#include "chainlint/chain/anchors.h"
#include "chainlint/chain/known_certificate.h"
#include "chainlint/chain/path.h"
#include "chainlint/chain/purposes.h"
#include "chainlint/crypto/signature.h"
#include "chainlint/formats/bundle.h"
#include "chainlint/x509/host_name.h"

namespace chainlint::chain {

class RunIndex;

// The input of the analysis. Everything it borrows must outlive the call.
struct ChainRequest {
  const AnchorSet* anchors = nullptr;
  const AnchorSet* pool = nullptr;  // CA certificates known to the user that are not in the bundle: only ever used to name what is missing
  const RunIndex* run = nullptr;    // what the other files of the run contain: used to name what is missing, and for private roots
  const RunIndex* deployed = nullptr;  // likewise what was read for the bundle that it replaces
  Instant at;
  Purposes purposes;
  std::vector<x509::HostName> hosts;
  std::vector<x509::CrlPtr> crls;
  bool crls_requested = false;       // lists were given: an issuer without one is reported
  bool assume_server_chain = false;  // path validation alone: the first certificate of a chain is its leaf, a CA or not
  bool client_found = false;         // `purposes` is client by the content of the bundle, not by an option
  bool server_expected = false;      // the user says that the bundle is for a server: by a host, a target or a client
  Limits limits;
  bool explain = false;  // list every path that was tried
};

// What a bundle is, by what it contains.
enum class BundleKind {
  server,       // an end-entity certificate, with or without its chain and key; or CA certificates with a key of none of them
  issuing_ca,   // a CA certificate with its private key and no end-entity certificate
  trust_store,  // CA certificates without keys, or a store of trusted certificates
  // Without a certificate:
  request,
  private_key,
  crl,
  parameters,
  public_key,
  other,
};
inline constexpr EnumNames<BundleKind::other> kBundleKindNames{"server", "issuing-ca", "trust-store", "request", "private-key",
                                                               "crl",    "parameters", "public-key",  "other"};
constexpr std::string_view to_string(BundleKind kind) { return kBundleKindNames[kind]; }

enum class Role { leaf, intermediate, root };
inline constexpr EnumNames<Role::root> kRoleNames{"leaf", "intermediate", "root"};
constexpr std::string_view to_string(Role role) { return kRoleNames[role]; }

// One certificate of the bundle, once, however often it is stored. Members are in the order of their first entry.
struct Member {
  x509::CertificatePtr certificate;
  std::vector<std::size_t> entries;  // indexes into BundleAnalysis::entries, first one first
  Role role = Role::leaf;
  bool self_signed = false;               // verifies with its own key
  bool anchor = false;                    // its name and key are those of an anchor
  std::optional<std::size_t> path_index;  // position on the chosen path
  bool related = false;                   // on an upward walk by names from a leaf, or near what is missing: not a stranger
  std::vector<std::size_t> twins;         // other members with the same subject and key; 64 at most
};

// A key of the bundle and the certificates it fits.
struct KeyMatch {
  std::size_t entry = 0;                    // index into BundleAnalysis::entries
  std::vector<std::size_t> members;         // members with this public key
  bool comparable = false;                  // the public half is known, so that no match means something
  std::vector<KnownCertificate> elsewhere;  // of the run, nearest first, where it fits no member
};

// The issuer that the best path lacks, and similar certificates. Set where the path stops for issuer_missing, issuer_rekeyed,
// issuer_renamed, signature_invalid or unsupported.
struct MissingIssuer {
  std::size_t child_step = 0;  // step of the best path whose issuer is not there
  bool child_is_leaf = false;
  x509::CertificatePtr near;                     // right name with another key, or right key under another name
  bool near_in_bundle = false;                   // else see `near_outside`
  std::optional<KnownCertificate> near_outside;  // `near` as an anchor, or as a CA of the bundle's folder
  // CA of the bundle that issues nothing in it and is not above what is missing, with evidence that it is the previous issuer: its name
  // differs from that of the missing one in numbers alone, or the missing one is known and has the same issuer.
  x509::CertificatePtr stale;
  // Intermediates that would fill the gap, best first. Where one of them leads to an anchor, those alone that do.
  std::vector<KnownCertificate> known;
  std::vector<x509::CertificatePtr> in_pool;  // those of them that are in the pool or deployed
};

// The order in which a server that sends the unchanged file would send it.
struct SentOrder {
  std::vector<std::size_t> members;   // in file order, duplicates repeated
  std::vector<std::size_t> expected;  // leaf, its issuer, ...: the members of the chosen path, root last if it is in the file
  bool ordered = true;                // each member of the path is after the one that it issued
  bool leaf_first = true;
};

// A path that was not chosen, and why not.
struct TriedPath {
  std::vector<x509::CertificatePtr> certificates;  // leaf first
  StopReason stop = StopReason::issuer_missing;
  std::size_t problems = 0;  // that a conforming client has with its certificates
  std::string reason;        // "longer than the chosen one", "'CN=Old Root' is not a trust anchor"
};

// The whole of it. Borrows the entries of the bundle, which must outlive it.
struct BundleAnalysis {
  BundleKind kind = BundleKind::other;
  std::vector<const formats::Entry*> entries;  // every entry of the bundle in order; borrowed from the bundle
  std::vector<Member> members;
  bool leaf_unreadable = false;           // a damaged block precedes the first certificate: nothing is known of the leaf
  std::optional<std::size_t> leaf;        // member; only in a bundle of kind `server`
  std::optional<std::size_t> head;        // member at which the path begins: the leaf, or the issuing CA
  std::string leaf_reason;                // "matches the private key", "issues nothing", ...
  std::vector<std::size_t> other_leaves;  // further end-entity certificates
  std::vector<KeyMatch> keys;
  std::optional<Path> path;    // from `head`: the first valid path, else the best failed one; nothing without a head
  std::size_t candidates = 0;  // complete or stopped paths that were looked at, this one included
  bool limit_reached = false;  // a budget ran out before the search was complete
  std::string limit;           // which: "2000 signature checks"
  std::optional<MissingIssuer> missing;
  std::optional<KnownCertificate> rival_anchor;  // where the path ends at a root that is no anchor: an anchor of its name with another
                                                 // key, else one of its key under another name
  SentOrder sent;
  std::vector<TriedPath> tried;  // with ChainRequest::explain alone, best first; ChainLimits::kTriedPaths at most
};

// Adds to the request the lists that are in the bundle and in the other files of the run (ChainRequest::run) and whose issuers are named in
// the certificates of the bundle. Lists of the request are not added again.
void add_revocation_lists(const formats::Bundle& bundle, ChainRequest& request);

// Analyzes one bundle according to RFC 5280 section 6, with the initial policy set any-policy and no explicit policy required. Any anchor
// may end a path, a leaf that is itself an anchor too; anchors are subject to their validity and constraints. Never fails. Deterministic;
// does not depend on the order of the entries, on duplicates or on strangers, except in what it says about order and duplicates. `bundle`
// must outlive the result.
BundleAnalysis analyze(const formats::Bundle& bundle, const ChainRequest& request, crypto::SignatureVerifier& verifier);

}  // namespace chainlint::chain
