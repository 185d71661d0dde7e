// Certificates as bytes.
#pragma once

#include <map>
#include <string>

#include "certificate_description.h"
#include "chainlint/base/result.h"

namespace chainlint::mint {

using CertificateDescriptions = std::map<std::string, CertificateDescription>;

// The certificate, DER. Its issuer and signer must be among `all`. Fails where the key cannot sign with the hash.
Result<Bytes> make_certificate(const CertificateDescription& description, const CertificateDescriptions& all);

// The key identifier that certificates issued by `issuer` name; empty where it has none.
Result<Bytes> subject_key_id(const CertificateDescription& issuer);

// SEQUENCE { tbs, algorithm, BIT STRING } signed with `key`.
struct SignatureOptions {
  std::string hash = "sha256";
  bool damage_signature = false;
  bool damage_algorithm = false;
};
Result<Bytes> sign_structure(const Bytes& to_be_signed, const crypto::SigningKey& key, const SignatureOptions& options);

}  // namespace chainlint::mint
