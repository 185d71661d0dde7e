// Trust anchors: certificates that a path may end at.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/location.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::chain {

// Where the anchors of this run come from; decides the severity of an unknown top. `incomplete`: from files of which at least one could not
// be read, so that it is unknown whether a top that is not in the others is trusted.
enum class AnchorOrigin { none, system, files, incomplete };
inline constexpr EnumNames<AnchorOrigin::incomplete> kAnchorOriginNames{"none", "system", "files", "incomplete"};
constexpr std::string_view to_string(AnchorOrigin origin) { return kAnchorOriginNames[origin]; }

// A set of trust anchors, indexed by name. Immutable once made; safe to share between threads.
//
// Any certificate may be an anchor, an intermediate or a self-signed leaf too. An anchor is its name and its key, not its fingerprint:
// another certificate of the same name and key is the same anchor (RFC 5280 section 6.1.1 (d)). Its validity and its constraints are
// enforced: a path to an expired anchor is not valid.
class AnchorSet {
 public:
  AnchorSet() = default;
  // `locations` has one place for each certificate, or is empty where their places are of no interest (the store of the system).
  AnchorSet(std::vector<x509::CertificatePtr> certificates, AnchorOrigin origin, std::vector<Location> locations = {});

  AnchorOrigin origin() const { return origin_; }
  std::size_t size() const { return certificates_.size(); }

  // Anchors whose subject is this canonical name, in the order in which they were given.
  std::span<const x509::CertificatePtr> named(const std::string& canonical_subject) const;

  // The anchor with the same subject and key, or null.
  const x509::CertificatePtr* same_entity(const x509::Certificate& certificate) const;

  // An anchor with this key and another subject, or null.
  const x509::CertificatePtr* renamed(const x509::Certificate& certificate) const;

  // Where this very certificate was read from; its path is empty where that is not known.
  Location location_of(const x509::Certificate& certificate) const;

  const std::vector<x509::CertificatePtr>& certificates() const { return certificates_; }

 private:
  std::vector<x509::CertificatePtr> certificates_;
  std::unordered_map<std::string, std::vector<x509::CertificatePtr>> by_subject_;
  std::unordered_map<std::string_view, std::vector<x509::CertificatePtr>> by_key_;  // the bytes of SubjectPublicKeyInfo
  std::unordered_map<Digest256, Location, DigestHash> locations_;
  AnchorOrigin origin_ = AnchorOrigin::none;
};

}  // namespace chainlint::chain
