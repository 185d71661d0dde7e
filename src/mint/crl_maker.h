// Certificate revocation lists, described and as bytes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "certificate_maker.h"

namespace chainlint::mint {

// A revoked certificate: one that is described, or a serial number.
struct Revocation {
  std::string certificate;
  Bytes serial;  // content bytes, where `certificate` is empty
  Instant date;
  std::optional<std::int64_t> reason;  // CRLReason (RFC 5280 section 5.3.1)
  std::vector<EncodedExtension> extensions;
  yaml::Position position;
};

struct CrlDescription {
  std::string name;
  yaml::Position position;
  std::string issuer;     // name of a certificate
  std::string signed_by;  // `issuer` unless said otherwise
  std::string hash = "sha256";
  Instant this_update;
  std::optional<Instant> next_update;
  std::int64_t number = 1;
  std::vector<Revocation> revoked;
  std::vector<EncodedExtension> extensions;  // beside the authority key id and the number
  bool damage_signature = false;
};

// Reads one member of `crls`; names of certificates must be among `all`.
CrlDescription read_crl(const NamedNode& crl, const CertificateDescriptions& all, Problems& problems);

// The list, DER, version 2. Only for a description that was read without problems.
Result<Bytes> make_crl(const CrlDescription& description, const CertificateDescriptions& all);

}  // namespace chainlint::mint
