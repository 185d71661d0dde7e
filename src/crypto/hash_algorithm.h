// The hash functions that other identifiers refer to: one row each, with every name that it uses.
#pragma once

#include <string>
#include <string_view>

#include "chainlint/base/bytes.h"
#include "chainlint/x509/public_key.h"

namespace chainlint::crypto {

struct HashAlgorithm {
  std::string_view name;   // in rules and JSON: "sha256"
  std::string_view label;  // inside other names: "SHA256"
  const char* botan;       // nullptr where there is no implementation
  std::size_t size;        // bytes of output
  std::size_t block;       // bytes of input that one compression takes: `v` of RFC 7292 appendix B
  ByteView oid;
  ByteView hmac_oid;  // empty where there is none

  bool supported() const { return botan != nullptr; }
};

// The row for the identifier of a hash, of HMAC with it, or for its name; nullptr where there is none.
const HashAlgorithm* hash_by_oid(ByteView oid);
const HashAlgorithm* hash_by_hmac_oid(ByteView oid);
const HashAlgorithm* hash_by_name(std::string_view name);

// The hash of `data`. `hash` must be supported.
Bytes hash_of(const HashAlgorithm& hash, ByteView data);

// Whether the parameters are absent or NULL, which are the two ways to have none.
bool has_no_parameters(const x509::AlgorithmIdentifier& algorithm);

}  // namespace chainlint::crypto
