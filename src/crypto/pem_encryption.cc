#include <array>
#include <exception>
#include <new>

#include "bulk_cipher.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/password_encryption.h"
#include "hash_algorithm.h"
#include "password_octets.h"

namespace chainlint::crypto {
namespace {

struct CipherRow {
  const char* name;
  const char* botan;
  std::size_t key_octets;
  std::size_t block;
  unsigned rc2_bits = 0;
};

// The names that OpenSSL writes.
constexpr std::array<CipherRow, 18> kCipherRows{{
    {"AES-256-CBC", "AES-256", 32, 16},
    {"AES-128-CBC", "AES-128", 16, 16},
    {"AES-192-CBC", "AES-192", 24, 16},
    {"DES-EDE3-CBC", "TripleDES", 24, 8},
    {"DES-EDE-CBC", "TripleDES", 16, 8},
    {"DES-CBC", "DES", 8, 8},
    {"RC2-CBC", nullptr, 16, 8, 128},
    {"RC2-64-CBC", nullptr, 8, 8, 64},
    {"RC2-40-CBC", nullptr, 5, 8, 40},
    {"BF-CBC", "Blowfish", 16, 8},
    {"CAST5-CBC", "CAST-128", 16, 8},
    {"SEED-CBC", "SEED", 16, 16},
    {"CAMELLIA-128-CBC", "Camellia-128", 16, 16},
    {"CAMELLIA-192-CBC", "Camellia-192", 24, 16},
    {"CAMELLIA-256-CBC", "Camellia-256", 32, 16},
    {"ARIA-128-CBC", "ARIA-128", 16, 16},
    {"ARIA-192-CBC", "ARIA-192", 24, 16},
    {"ARIA-256-CBC", "ARIA-256", 32, 16},
}};

constexpr std::size_t kPemSaltOctets = 8;

// EVP_BytesToKey with MD5 and one iteration: D1 = MD5(password, salt), Dn = MD5(Dn-1, password, salt).
SecretBytes bytes_to_key(ByteView password, ByteView salt, std::size_t count) {
  const HashAlgorithm& md5 = *hash_by_name("md5");
  SecretBytes key;
  SecretBytes input;
  while (key.size() < count) {
    input.insert(input.end(), password.begin(), password.end());
    input.insert(input.end(), salt.begin(), salt.end());
    const Bytes digest = hash_of(md5, input);
    key.insert(key.end(), digest.begin(), digest.end());
    input.assign(digest.begin(), digest.end());
  }
  key.resize(count);
  return key;
}

}  // namespace

Result<SecretBytes> decrypt_pem(std::string_view cipher, ByteView iv, ByteView ciphertext, const Password& password) {
  for (const CipherRow& row : kCipherRows) {
    if (!equal_ignoring_ascii_case(row.name, cipher)) continue;
    const BulkCipher bulk{row.name, row.botan, row.key_octets, row.block, row.rc2_bits};
    if (!is_available(bulk)) break;
    if (iv.size() != row.block) {
      return Error{"encryption-parameters",
                   "DEK-Info has an initialization vector of " + std::to_string(iv.size()) + " bytes; " + row.name + " needs " +
                       std::to_string(row.block),
                   {}};
    }
    try {
      const SecretBytes key = bytes_to_key(pkcs5_password(password, PasswordForm::standard), iv.first(kPemSaltOctets), row.key_octets);
      auto plaintext = decrypt_bulk(bulk, key, iv, ciphertext);
      if (plaintext) return std::move(*plaintext);
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception&) {
      break;
    }
    return Error{"decrypt-failed", std::string("wrong password or damaged data (") + row.name + ")", {}};
  }
  return Error{"encryption-unsupported", "it is encrypted with " + in_quotes(cipher) + ", which is not supported", {}};
}

}  // namespace chainlint::crypto
