// The ciphers that passwords drive: block ciphers in CBC mode, and RC4.
#pragma once

#include <optional>
#include <string>

#include "chainlint/base/secret.h"

namespace chainlint::crypto {

struct BulkCipher {
  std::string name;             // "AES-256-CBC"
  const char* botan = nullptr;  // the block cipher or stream cipher; nullptr for RC2
  std::size_t key_octets = 0;
  std::size_t block = 0;  // bytes; 0 for a stream cipher
  unsigned rc2_bits = 0;  // effective key bits (RFC 2268 section 2), 0 for everything but RC2
};

// Takes off the cipher and then the padding of RFC 8018 section 6.1.1, every byte of which is checked. Nothing where length or padding
// are wrong, or where the library was built without the cipher. `iv` has a block's bytes.
std::optional<SecretBytes> decrypt_bulk(const BulkCipher& cipher, ByteView key, ByteView iv, ByteView ciphertext);

// The opposite direction.
std::optional<Bytes> encrypt_bulk(const BulkCipher& cipher, ByteView key, ByteView iv, ByteView plaintext);

// Whether the library has the cipher.
bool is_available(const BulkCipher& cipher);

}  // namespace chainlint::crypto
