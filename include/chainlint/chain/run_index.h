// What the files of a run contain besides the bundle that is evaluated: CA certificates by name, certificates by their keys, revocation
// lists, newer certificates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "chainlint/chain/known_certificate.h"
#include "chainlint/chain/successor.h"
#include "chainlint/formats/bundle.h"
#include "chainlint/x509/certificate.h"
#include "chainlint/x509/crl.h"

namespace chainlint::chain {

// The CA certificates of a run, and what the private keys fit that fit nothing in their own bundle. Immutable once made; safe to share
// between threads. It owns its content and does not need the bundles. Linear in the entries of the run.
class RunIndex {
 public:
  using Leaves = std::unordered_set<Digest256, DigestHash>;

  RunIndex() = default;
  // `deployed`: by their SHA-256, the leaves that a policy or the configuration of a server names. Nothing supersedes them.
  explicit RunIndex(std::span<const formats::Bundle* const> bundles, const Leaves& deployed = {});

  // CA certificates with this subject, each once, at the place nearest to `near`: those of its folders first, then those with the key id
  // (where it is not empty), then the others; within each in the order of the run. ChainLimits::kFoundInRun of each kind at most.
  std::vector<KnownCertificate> cas_named(const x509::Name& subject, ByteView key_id, const formats::Bundle& near) const;

  // Certificates with this public key (PublicKeyInfo::canonical), where a private key of the run has it and fits nothing in its own
  // bundle. Those of the folders of `near` first, then in the order of the run; ChainLimits::kFoundInRun at most.
  std::vector<KnownCertificate> with_key(ByteView public_canonical, const formats::Bundle& near) const;

  // Where the first private key of the run with this public key is; null where there is none.
  const Location* place_of_key(ByteView public_canonical) const;

  // Leaves with this DNS name in subjectAltName, each once, in the order of the run; ChainLimits::kFoundInRun at most.
  std::vector<KnownCertificate> leaves_named(std::string_view dns_name) const;

  // The revocation lists of this issuer, each once, in the order of the run.
  std::span<const x509::CrlPtr> lists_of(const x509::Name& issuer) const;

  // Where the run has the revocation list; null where it has none.
  const Location* place_of(const x509::Crl& list) const;

  // Whether a bundle with certificates in several files has the CA certificate in this file and above one of its leaves.
  bool is_used(const x509::Certificate& ca, std::string_view path) const;

  // The newest leaf of its kind in another bundle, where it is newer than this one; null where there is none.
  const Successor* successor_of(const x509::Certificate& leaf) const;

 private:
  struct Ca {
    x509::CertificatePtr certificate;
    std::size_t first_place = 0;
  };
  struct Place {
    std::size_t ca = 0;
    Location location;  // the first of its folder
  };
  // Sorted by hash, then by what they point at, so that a lookup costs no string.
  struct Key {
    std::uint64_t hash = 0;
    std::size_t target = 0;
    friend auto operator<=>(const Key&, const Key&) = default;
  };

  void add_cas(std::span<const formats::Bundle* const> bundles);
  void add_keys(std::span<const formats::Bundle* const> bundles);
  void add_leaves(std::span<const formats::Bundle* const> bundles);
  void add_lists(std::span<const formats::Bundle* const> bundles);
  void add_used(std::span<const formats::Bundle* const> bundles);
  void add_successors(std::span<const formats::Bundle* const> bundles, const Leaves& deployed);
  static std::span<const Key> find(const std::vector<Key>& keys, std::uint64_t hash);

  std::vector<Ca> cas_;
  std::vector<Place> places_;
  std::vector<Key> by_name_, by_key_id_;  // of cas_
  std::vector<Key> by_folder_;            // of places_
  std::unordered_map<std::string, std::vector<KnownCertificate>> by_key_;
  std::unordered_map<std::string, Location> private_keys_;  // by their public halves
  std::vector<KnownCertificate> leaves_;
  std::vector<Key> by_dns_name_;                                      // of leaves_
  std::unordered_map<std::string, std::vector<x509::CrlPtr>> lists_;  // by the canonical name of the issuer
  std::unordered_map<const x509::Crl*, Location> list_places_;
  std::unordered_map<Digest256, Successor, DigestHash> successors_;  // by the leaf that each supersedes
  std::set<std::pair<Digest256, std::string>> used_;                 // CA certificates and their files
};

}  // namespace chainlint::chain
