// The properties that Windows keeps with a certificate: a list of identifiers and values in serialized stores, in the registry, and as
// attributes in certificate trust lists ([MS-GPEF] 2.2.1.1.1.1, [MS-OSHARED] 2.3.2.5, wincrypt.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/instant.h"
#include "reading.h"

namespace chainlint::formats {

namespace property {
inline constexpr std::uint32_t kEnd = 0, kKeyProvider = 2, kSha1 = 3, kKeySpec = 6, kUsages = 9, kFriendlyName = 11, kArchived = 19,
                               kCertificate = 32, kCrl = 33, kTrustList = 34, kDistrustedFrom = 104, kSha256 = 107, kRemovedUsages = 122,
                               kNotBeforeLimit = 126, kNotBeforeUsages = 127;
// Whether a value with this identifier is a certificate, a revocation list or a trust list and no property of one.
constexpr bool is_object(std::uint32_t id) { return id >= kCertificate && id <= kTrustList; }
}  // namespace property

// What the properties before or after a certificate say of it. Views borrow from the list.
struct StoreProperties {
  ByteView sha1, sha256;      // of the certificate, as its store says; empty where it does not
  std::string friendly_name;  // printable
  std::optional<WindowsKey> key;
  bool archived = false;
  std::vector<std::string> usages;          // dotted OIDs
  bool limits_usages = false;               // no other usages than these, perhaps none
  std::vector<std::string> removed_usages;  // dotted OIDs
  std::optional<Instant> distrusted_from;   // nothing signed after this is trusted; an empty value takes the date away
  std::optional<Instant> not_before_limit;  // certificates issued after this are not trusted
  std::vector<std::string> limited_usages;  // dotted OIDs that the limit is for; empty: all

  // Takes a property; one of an unknown identifier is skipped. False where the value is not what the identifier asks for.
  bool take(std::uint32_t id, ByteView value);

  // What the certificate is disabled for: "all purposes", "server authentication"; empty where it is enabled. The console writes the
  // enabled purposes into CERT_ENHKEY_USAGE_PROP_ID, and an empty list with "Disable all purposes for this certificate".
  std::string disabled_for() const;

  // "archived certificate, distrusted from 2021-08-01".
  std::string describe(std::string_view object) const;
};

}  // namespace chainlint::formats
