// The object identifiers that certificates are evaluated by, as the bytes met in a file: `equal(extension.oid, oid::kKeyUsage)`.
#pragma once

#include "chainlint/asn1/oid.h"

namespace chainlint::x509::oid {

// Attribute types (RFC 5280 appendix A.1).
inline constexpr auto kCommonName = asn1::make_oid<2, 5, 4, 3>();
inline constexpr auto kCountry = asn1::make_oid<2, 5, 4, 6>();
inline constexpr auto kOrganization = asn1::make_oid<2, 5, 4, 10>();
inline constexpr auto kOrganizationalUnit = asn1::make_oid<2, 5, 4, 11>();
inline constexpr auto kEmailAddress = asn1::make_oid<1, 2, 840, 113549, 1, 9, 1>();

// Algorithms of public keys (RFC 8017 appendix A.1, RFC 5480, RFC 3279 section 2.3.2, RFC 8410).
inline constexpr auto kRsaEncryption = asn1::make_oid<1, 2, 840, 113549, 1, 1, 1>();
inline constexpr auto kRsassaPss = asn1::make_oid<1, 2, 840, 113549, 1, 1, 10>();
inline constexpr auto kEcPublicKey = asn1::make_oid<1, 2, 840, 10045, 2, 1>();
inline constexpr auto kDsa = asn1::make_oid<1, 2, 840, 10040, 4, 1>();
inline constexpr auto kEd25519 = asn1::make_oid<1, 3, 101, 112>();
inline constexpr auto kEd448 = asn1::make_oid<1, 3, 101, 113>();

// Extensions (RFC 5280 section 4.2).
inline constexpr auto kSubjectKeyId = asn1::make_oid<2, 5, 29, 14>();
inline constexpr auto kKeyUsage = asn1::make_oid<2, 5, 29, 15>();
inline constexpr auto kSubjectAltName = asn1::make_oid<2, 5, 29, 17>();
inline constexpr auto kIssuerAltName = asn1::make_oid<2, 5, 29, 18>();
inline constexpr auto kBasicConstraints = asn1::make_oid<2, 5, 29, 19>();
inline constexpr auto kCrlReason = asn1::make_oid<2, 5, 29, 21>();
inline constexpr auto kNameConstraints = asn1::make_oid<2, 5, 29, 30>();
inline constexpr auto kCrlDistributionPoints = asn1::make_oid<2, 5, 29, 31>();
inline constexpr auto kCertificatePolicies = asn1::make_oid<2, 5, 29, 32>();
inline constexpr auto kPolicyMappings = asn1::make_oid<2, 5, 29, 33>();
inline constexpr auto kAuthorityKeyId = asn1::make_oid<2, 5, 29, 35>();
inline constexpr auto kPolicyConstraints = asn1::make_oid<2, 5, 29, 36>();
inline constexpr auto kExtendedKeyUsage = asn1::make_oid<2, 5, 29, 37>();
inline constexpr auto kInhibitAnyPolicy = asn1::make_oid<2, 5, 29, 54>();
inline constexpr auto kAuthorityInfoAccess = asn1::make_oid<1, 3, 6, 1, 5, 5, 7, 1, 1>();
inline constexpr auto kTlsFeature = asn1::make_oid<1, 3, 6, 1, 5, 5, 7, 1, 24>();
inline constexpr auto kSignedCertificateTimestamps = asn1::make_oid<1, 3, 6, 1, 4, 1, 11129, 2, 4, 2>();
inline constexpr auto kCtPoison = asn1::make_oid<1, 3, 6, 1, 4, 1, 11129, 2, 4, 3>();

// Access methods (RFC 5280 section 4.2.2.1) and anyPolicy.
inline constexpr auto kOcsp = asn1::make_oid<1, 3, 6, 1, 5, 5, 7, 48, 1>();
inline constexpr auto kCaIssuers = asn1::make_oid<1, 3, 6, 1, 5, 5, 7, 48, 2>();
inline constexpr auto kAnyPolicy = asn1::make_oid<2, 5, 29, 32, 0>();

// Extended key usages (RFC 5280 section 4.2.1.12).
inline constexpr auto kAnyExtendedKeyUsage = asn1::make_oid<2, 5, 29, 37, 0>();
inline constexpr auto kServerAuth = asn1::make_oid<1, 3, 6, 1, 5, 5, 7, 3, 1>();
inline constexpr auto kClientAuth = asn1::make_oid<1, 3, 6, 1, 5, 5, 7, 3, 2>();
inline constexpr auto kCodeSigning = asn1::make_oid<1, 3, 6, 1, 5, 5, 7, 3, 3>();
inline constexpr auto kEmailProtection = asn1::make_oid<1, 3, 6, 1, 5, 5, 7, 3, 4>();
inline constexpr auto kOcspSigning = asn1::make_oid<1, 3, 6, 1, 5, 5, 7, 3, 9>();
inline constexpr auto kNetscapeServerGatedCrypto = asn1::make_oid<2, 16, 840, 1, 113730, 4, 1>();
inline constexpr auto kMicrosoftServerGatedCrypto = asn1::make_oid<1, 3, 6, 1, 4, 1, 311, 10, 3, 3>();

}  // namespace chainlint::x509::oid
