// A newer certificate that a server sends in place of another.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/chain/known_certificate.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::chain {

// Two certificates of one kind are for the same names, with keys of the same algorithm: a server sends one in place of the other.
using CertificateKind = std::pair<std::vector<std::string>, x509::KeyAlgorithm>;

// Nothing for a certificate without names.
std::optional<CertificateKind> kind_of(const x509::Certificate& certificate);

// Whether `a` is valid from later and until later than `b`.
bool is_newer(const x509::Certificate& a, const x509::Certificate& b);

struct Successor {
  KnownCertificate known;
  bool has_key = false;  // its private key is in the same bundle
};

}  // namespace chainlint::chain
