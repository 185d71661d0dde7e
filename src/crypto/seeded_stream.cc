#include "seeded_stream.h"

#include "chainlint/crypto/digest.h"
#include "chainlint/crypto/signing_key.h"

namespace chainlint::crypto {

SecretBytes SeededStream::take(std::size_t count) {
  SecretBytes out;
  out.reserve(count);
  while (out.size() < count) {
    if (used_ == block_.size()) {
      std::string input = seed_ + '\0';
      for (int shift = 56; shift >= 0; shift -= 8) input += static_cast<char>((counter_ >> shift) & 0xFF);
      ++counter_;
      block_ = sha256(as_bytes(input));
      used_ = 0;
    }
    out.push_back(block_[used_++]);
  }
  return out;
}

Bytes seeded_bytes(std::string_view seed, std::size_t count) {
  const SecretBytes octets = SeededStream(seed).take(count);
  return Bytes(octets.begin(), octets.end());
}

}  // namespace chainlint::crypto
