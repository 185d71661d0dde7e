#include "chainlint/crypto/named_hash.h"

#include "hash_algorithm.h"

namespace chainlint::crypto {

Bytes named_hash(std::string_view name, ByteView data) {
  const HashAlgorithm* hash = hash_by_name(name);
  return hash != nullptr && hash->supported() ? hash_of(*hash, data) : Bytes();
}

}  // namespace chainlint::crypto
