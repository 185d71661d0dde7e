// The object identifiers that certificates are judged by, as the octets met in a file: `equal(extension.oid, oid::kKeyUsage)`.
#pragma once

#include "chainlint/asn1/oid.h"

namespace chainlint::oid {

// Attribute types (RFC 5280 appendix A.1).
inline constexpr auto kCommonName = make_oid<2, 5, 4, 3>();
inline constexpr auto kCountry = make_oid<2, 5, 4, 6>();
inline constexpr auto kOrganization = make_oid<2, 5, 4, 10>();
inline constexpr auto kOrganizationalUnit = make_oid<2, 5, 4, 11>();
inline constexpr auto kEmailAddress = make_oid<1, 2, 840, 113549, 1, 9, 1>();

// Extensions (RFC 5280 section 4.2).
inline constexpr auto kSubjectKeyId = make_oid<2, 5, 29, 14>();
inline constexpr auto kKeyUsage = make_oid<2, 5, 29, 15>();
inline constexpr auto kSubjectAltName = make_oid<2, 5, 29, 17>();
inline constexpr auto kIssuerAltName = make_oid<2, 5, 29, 18>();
inline constexpr auto kBasicConstraints = make_oid<2, 5, 29, 19>();
inline constexpr auto kCrlReason = make_oid<2, 5, 29, 21>();
inline constexpr auto kNameConstraints = make_oid<2, 5, 29, 30>();
inline constexpr auto kCrlDistributionPoints = make_oid<2, 5, 29, 31>();
inline constexpr auto kCertificatePolicies = make_oid<2, 5, 29, 32>();
inline constexpr auto kPolicyMappings = make_oid<2, 5, 29, 33>();
inline constexpr auto kAuthorityKeyId = make_oid<2, 5, 29, 35>();
inline constexpr auto kPolicyConstraints = make_oid<2, 5, 29, 36>();
inline constexpr auto kExtendedKeyUsage = make_oid<2, 5, 29, 37>();
inline constexpr auto kInhibitAnyPolicy = make_oid<2, 5, 29, 54>();
inline constexpr auto kAuthorityInfoAccess = make_oid<1, 3, 6, 1, 5, 5, 7, 1, 1>();
inline constexpr auto kTlsFeature = make_oid<1, 3, 6, 1, 5, 5, 7, 1, 24>();
inline constexpr auto kSignedCertificateTimestamps = make_oid<1, 3, 6, 1, 4, 1, 11129, 2, 4, 2>();
inline constexpr auto kCtPoison = make_oid<1, 3, 6, 1, 4, 1, 11129, 2, 4, 3>();

// Access methods (RFC 5280 section 4.2.2.1) and anyPolicy.
inline constexpr auto kOcsp = make_oid<1, 3, 6, 1, 5, 5, 7, 48, 1>();
inline constexpr auto kCaIssuers = make_oid<1, 3, 6, 1, 5, 5, 7, 48, 2>();
inline constexpr auto kAnyPolicy = make_oid<2, 5, 29, 32, 0>();

// Extended key usages (RFC 5280 section 4.2.1.12).
inline constexpr auto kAnyExtendedKeyUsage = make_oid<2, 5, 29, 37, 0>();
inline constexpr auto kServerAuth = make_oid<1, 3, 6, 1, 5, 5, 7, 3, 1>();
inline constexpr auto kClientAuth = make_oid<1, 3, 6, 1, 5, 5, 7, 3, 2>();
inline constexpr auto kCodeSigning = make_oid<1, 3, 6, 1, 5, 5, 7, 3, 3>();
inline constexpr auto kEmailProtection = make_oid<1, 3, 6, 1, 5, 5, 7, 3, 4>();
inline constexpr auto kOcspSigning = make_oid<1, 3, 6, 1, 5, 5, 7, 3, 9>();

}  // namespace chainlint::oid
