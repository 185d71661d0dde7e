// Why a conforming client rejects one certificate by itself, on any path.
#pragma once

#include <string_view>
#include <vector>

#include "chainlint/chain/analysis.h"
#include "chainlint/chain/path.h"

namespace chainlint::chain {

// What a certificate does on a path.
enum class StepKind {
  leaf,
  trusted_leaf,  // a leaf that is itself an anchor
  issuer,
  anchor,
};

// Version, validity, CA flag, key usage, extended key usage, critical extensions, algorithms and damage (RFC 5280 sections 4.2, 6.1.3,
// 6.1.4); for a leaf also the requested hosts. An anchor is checked like an issuer, except that its own signature is
// not checked and that a self-issued version 1 certificate is accepted.
//
// Section 4 binds the CAs that issue. Of its rules those are checked that clients in use enforce for, by what was
// measured:
//   refused   a known extension that does not decode, critical or not (Go); critical authorityKeyIdentifier, subjectKeyIdentifier or
//             authorityInfoAccess (OpenSSL, Java); nameConstraints without a subtree (Go); keyUsage without a bit (OpenSSL, Java); a CA
//             without a subject (Java); an end entity with neither subject nor subjectAltName (Java); two extensions of one kind; SHA-1
//             below the anchor (Go, GnuTLS, Java and OpenSSL at its default level)
//   accepted  keyCertSign or nameConstraints in a certificate that is no CA; basicConstraints, nameConstraints or policyConstraints that
//             are not critical; a dNSName constraint with a leading dot (it means subdomains); absent key identifiers; a serial number
//             that is zero, negative or too long; a CA as leaf; an end entity without a subject whose subjectAltName is not critical
//             (Java refuses it, RFC 5280 section 6.1 does not)
//   unjudged  DSA, Ed448, ML-DSA and GOST signatures
std::vector<ProblemDetail> check_certificate(const x509::Certificate& certificate, StepKind kind, const ChainRequest& request);

// "Conforming CAs MUST mark this extension as non-critical" (RFC 5280 sections 4.2.1.1, 4.2.1.2, 4.2.2.1).
bool never_critical(ByteView oid);

// What keeps a certificate from issuing: basicConstraints and keyUsage.
std::vector<ProblemDetail> issuing_problems(const x509::Certificate& certificate, bool anchor);

// The detail of the problem that a keyUsage without a bit is.
inline constexpr std::string_view kEmptyKeyUsage = "keyUsage has no bit set";
inline constexpr std::string_view kNoSubtrees = "nameConstraints has no subtrees";

// Whether the certificate may issue at all: CA:TRUE, or an anchor of the days before extensions.
bool may_issue(const x509::Certificate& certificate, bool anchor);

}  // namespace chainlint::chain
