// Bytes that look random and depend on a seed alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "chainlint/base/bytes.h"
#include "chainlint/base/secret.h"

namespace chainlint::crypto {

// SHA-256 of the seed, a zero byte and a block counter (eight bytes, big-endian), block after block.
class SeededStream {
 public:
  explicit SeededStream(std::string_view seed) : seed_(seed) {}
  SecretBytes take(std::size_t count);

 private:
  std::string seed_;
  std::uint64_t counter_ = 0;
  Digest256 block_{};
  std::size_t used_ = sizeof(Digest256);
};

}  // namespace chainlint::crypto
