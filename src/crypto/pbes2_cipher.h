// The encryption schemes that PBES2 can name (RFC 8018 appendix B.2, and the identifiers of national ciphers).
#pragma once

#include "bulk_cipher.h"
#include "chainlint/base/result.h"
#include "chainlint/x509/public_key.h"

namespace chainlint::crypto {

struct Pbes2Cipher {
  BulkCipher cipher;  // `name` alone where it is not supported
  Bytes iv;
  bool any_key_length = false;  // the key derivation may say another than `cipher.key_octets`
  bool supported = false;
};

Result<Pbes2Cipher> read_pbes2_cipher(const x509::AlgorithmIdentifier& algorithm);

}  // namespace chainlint::crypto
