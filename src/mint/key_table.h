// The keys of a description: which certificate has which.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/base/result.h"
#include "chainlint/crypto/signing_key.h"
#include "chainlint/yaml/document.h"
#include "fields.h"

namespace chainlint::mint {

// A certificate, CRL or file as it is in a description.
struct NamedNode {
  std::string name;
  const yaml::Node* node = nullptr;
};

// All that a key depends on.
struct KeyChoice {
  std::string kind = "p256";
  std::string seed;

  bool is_rsa() const { return kind.rfind("rsa", 0) == 0; }
};

// The keys by the names of their certificates. A certificate without `key` has a P-256 key of its own, made from its name.
class KeyTable {
 public:
  // Reads the member `key` of each certificate.
  static KeyTable read(const std::vector<NamedNode>& certificates, Problems& problems);

  // The key of a certificate that is described.
  const KeyChoice& choice(const std::string& certificate) const { return choices_.at(certificate); }

 private:
  std::map<std::string, KeyChoice> choices_;
};

// The key itself. Made once in a process and kept, since RSA keys take long to make. Safe to call from several threads.
Result<crypto::SigningKey> signing_key(const KeyChoice& choice);

// The bytes of the public key's BIT STRING hashed as RFC 5280 section 4.2.1.2 (1) says.
Bytes key_identifier(const crypto::SigningKey& key);

}  // namespace chainlint::mint
