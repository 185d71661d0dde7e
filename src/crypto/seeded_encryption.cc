#include <array>

#include "bulk_cipher.h"
#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/signing_key.h"
#include "encryption_algorithm.h"
#include "key_derivation.h"
#include "password_octets.h"

namespace chainlint::crypto {
namespace {

constexpr std::size_t kSeededSaltOctets = 8;

// One of the schemes of RFC 7292 appendix C.
struct Pkcs12Row {
  std::string_view name;
  ByteView oid;
  const char* botan;
  std::size_t key_octets;
  unsigned rc2_bits;
};
constexpr auto k3Des = asn1::make_oid<1, 2, 840, 113549, 1, 12, 1, 3>();
constexpr auto kRc2Long = asn1::make_oid<1, 2, 840, 113549, 1, 12, 1, 5>();
constexpr auto kRc2Short = asn1::make_oid<1, 2, 840, 113549, 1, 12, 1, 6>();
constexpr std::array<Pkcs12Row, 3> kPkcs12Rows{{{"pbe-sha1-3des", k3Des, "TripleDES", 24, 0},
                                                {"pbe-sha1-rc2-128", kRc2Long, nullptr, 16, 128},
                                                {"pbe-sha1-rc2-40", kRc2Short, nullptr, 5, 40}}};

Error failed() { return {"encryption-unsupported", "the crypto library was built without the algorithms of the scheme", {}}; }

Result<SeededEncryption> encrypt_pkcs12(const Pkcs12Row& row, ByteView plaintext, const Password& password, std::uint64_t iterations,
                                        std::string_view seed) {
  const HashAlgorithm& hash = *hash_by_name("sha1");
  const Bytes salt = seeded_bytes(std::string(seed) + "/salt", kSeededSaltOctets);
  const SecretBytes octets = pkcs12_password(password, PasswordForm::standard);
  const SecretBytes key = pkcs12_derive(hash, Pkcs12Purpose::key, octets, salt, iterations, row.key_octets);
  const SecretBytes iv = pkcs12_derive(hash, Pkcs12Purpose::iv, octets, salt, iterations, 8);
  const auto ciphertext = encrypt_bulk({std::string(row.name), row.botan, row.key_octets, 8, row.rc2_bits}, key, iv, plaintext);
  if (!ciphertext) return failed();
  return SeededEncryption{pkcs12_scheme(row.oid, salt, iterations), *ciphertext};
}

Result<SeededEncryption> encrypt_pbes2(ByteView plaintext, const Password& password, std::uint64_t iterations, std::string_view seed) {
  const Bytes salt = seeded_bytes(std::string(seed) + "/salt", 2 * kSeededSaltOctets);
  const Bytes iv = seeded_bytes(std::string(seed) + "/iv", 16);
  const auto key = pbkdf2(*hash_by_name("sha256"), pkcs5_password(password, PasswordForm::standard), salt, iterations, 32);
  if (!key) return failed();
  const auto ciphertext = encrypt_bulk({"AES-256-CBC", "AES-256", 32, 16, 0}, *key, iv, plaintext);
  if (!ciphertext) return failed();
  return SeededEncryption{pbes2_aes_256(salt, iv, iterations), *ciphertext};
}

std::optional<Error> wrong_iterations(std::uint64_t iterations) {
  const std::uint64_t limit = Limits().kdf_iterations;
  if (iterations >= 1 && iterations <= limit) return std::nullopt;
  return Error{"kdf-limit", std::to_string(iterations) + " iterations; 1 to " + std::to_string(limit) + " are allowed", {}};
}

}  // namespace

Result<SeededEncryption> encrypt_seeded(std::string_view scheme, ByteView plaintext, const Password& password, std::uint64_t iterations,
                                        std::string_view seed) {
  if (const auto error = wrong_iterations(iterations)) return *error;
  if (scheme == "pbes2-aes256-sha256") return encrypt_pbes2(plaintext, password, iterations, seed);
  for (const Pkcs12Row& row : kPkcs12Rows) {
    if (row.name == scheme) return encrypt_pkcs12(row, plaintext, password, iterations, seed);
  }
  return Error{
      "encryption-scheme",
      "unknown scheme " + in_quotes(scheme) + "; allowed are pbes2-aes256-sha256, pbe-sha1-3des, pbe-sha1-rc2-40 and pbe-sha1-rc2-128",
      {}};
}

Result<Bytes> mac_data_seeded(std::string_view hash, ByteView content, const Password& password, std::uint64_t iterations,
                              std::string_view seed) {
  if (const auto error = wrong_iterations(iterations)) return *error;
  const HashAlgorithm* algorithm = hash_by_name(hash);
  if (algorithm == nullptr || !algorithm->supported()) return Error{"mac-hash", "unknown hash " + in_quotes(hash), {}};
  const Bytes salt = seeded_bytes(std::string(seed) + "/mac salt", kSeededSaltOctets);
  const SecretBytes key =
      pkcs12_derive(*algorithm, Pkcs12Purpose::mac, pkcs12_password(password, PasswordForm::standard), salt, iterations, algorithm->size);
  const Bytes digest = hmac(*algorithm, key, content);
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& fields) {
    fields.sequence([&](asn1::DerWriter& info) {
      info.sequence([&](asn1::DerWriter& identifier) { identifier.oid(algorithm->oid).null(); }).octet_string(digest);
    });
    fields.octet_string(salt);
    if (iterations != 1) fields.integer(static_cast<std::int64_t>(iterations));
  });
  return writer.take();
}

}  // namespace chainlint::crypto
