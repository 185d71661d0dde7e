// Microsoft certificate trust lists: what authroot.stl and disallowedcert.stl say about certificates that they name by a hash.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/instant.h"

namespace chainlint::formats {

// One certificate that the list names, with what it says of it.
struct TrustListEntry {
  Bytes digest;                             // of what, TrustList::digests says
  std::string friendly_name;                // printable; empty without one
  std::vector<std::string> usages;          // dotted OIDs that the root is trusted for; empty: not restricted
  std::vector<std::string> removed_usages;  // dotted OIDs that it is no longer trusted for
  std::optional<Instant> distrusted_from;   // nothing signed after this is trusted
  std::optional<Instant> not_before_limit;  // certificates issued after this are not trusted ...
  std::vector<std::string> limited_usages;  // ... for these dotted OIDs; empty: for any
};

// What the digests of a list are made of.
enum class TrustListDigest {
  sha1,       // SHA-1 of the certificate: lists of roots
  sha256,     // SHA-256 of the certificate
  signature,  // hash of the to-be-signed part by the certificate's own signature algorithm, or MD5 of the public key, by their lengths:
              // lists of what is disallowed
  other,      // no certificates are named: host names in pin rules
};

// The content of a list (wincrypt.h CTL_INFO). Whether it is signed, and by whom, is not part of it.
struct TrustList {
  std::vector<std::string> usages;  // dotted OIDs: 1.3.6.1.4.1.311.10.3.9 names roots, 1.3.6.1.4.1.311.10.3.30 what is disallowed
  std::string identifier;           // "DisallowedCert_AutoUpdate_1", printable; empty without one
  Bytes sequence_number;            // magnitude, big-endian; empty without one
  std::optional<Instant> this_update, next_update;
  std::string digest_algorithm;  // dotted OID
  TrustListDigest digests = TrustListDigest::other;
  std::vector<TrustListEntry> entries;

  bool lists_roots() const;
  bool lists_disallowed() const;
  // The entry that names a certificate by its SHA-1 or SHA-256, whichever the list has, or null. Linear.
  const TrustListEntry* find(ByteView sha1, ByteView sha256) const;
};

using TrustListPtr = std::shared_ptr<const TrustList>;

}  // namespace chainlint::formats
