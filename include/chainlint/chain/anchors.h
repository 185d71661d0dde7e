// Trust anchors: certificates that a path may end at.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chainlint/base/location.h"
#include "chainlint/x509/certificate.h"

namespace chainlint {

// Where the anchors of this run come from; decides the severity of an unknown top. `incomplete`: from files of which one could not be
// read, so that nothing is known of a top that is not among the others.
enum class AnchorOrigin { none, system, files, incomplete };
std::string_view to_string(AnchorOrigin origin);

// A set of trust anchors, indexed by name. Immutable once made; safe to share between threads.
//
// Any certificate may be an anchor, an intermediate or a self-signed leaf too. An anchor is its name and its key, not its fingerprint:
// another certificate of the same name and key is the same anchor (RFC 5280 section 6.1.1 (d)). Its validity and its constraints are
// enforced: an expired anchor ends no valid path.
class AnchorSet {
 public:
  AnchorSet() = default;
  // `locations` has one place for each certificate, or is empty where their places are of no interest (the store of the system).
  AnchorSet(std::vector<CertificatePtr> certificates, AnchorOrigin origin, std::vector<Location> locations = {});

  AnchorOrigin origin() const { return origin_; }
  std::size_t size() const { return certificates_.size(); }

  // Anchors whose subject is this canonical name, in the order in which they were given.
  std::span<const CertificatePtr> named(const std::string& canonical_subject) const;

  // The anchor with the same subject and key, or null.
  const CertificatePtr* same_entity(const Certificate& certificate) const;

  // An anchor with this key and another subject, or null.
  const CertificatePtr* renamed(const Certificate& certificate) const;

  // Where this very certificate was read from; its path is empty where that is not known.
  Location location_of(const Certificate& certificate) const;

  const std::vector<CertificatePtr>& certificates() const { return certificates_; }

 private:
  std::vector<CertificatePtr> certificates_;
  std::unordered_map<std::string, std::vector<CertificatePtr>> by_subject_;
  std::unordered_map<std::string_view, std::vector<CertificatePtr>> by_key_;  // the bytes of SubjectPublicKeyInfo
  std::unordered_map<Digest256, Location, DigestHash> locations_;
  AnchorOrigin origin_ = AnchorOrigin::none;
};

}  // namespace chainlint
