// The two encryptions that a PKCS#12 file can be given for a target.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "pkcs12/pfx_file.h"

namespace chainlint::write {

// What is requested by name. Iterations are those that programs write today, or those of the file where it has more:
// - "aes-256": PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA256, MAC with SHA-256. 10000, as Java writes; OpenSSL 3 (2048) and Windows (2000)
//   write fewer and read these.
// - "3des": pbeWithSHAAnd3-KeyTripleDES-CBC for keys and certificates, MAC with SHA-1: what every reader reads, old Windows and Azure App
//   Service too. 2048, as OpenSSL writes; more would not make SHA-1 and 3DES new.
struct PfxEncryption {
  std::string_view name;
  std::string_view scheme, cipher, kdf, mac, mac_kdf;  // as in Protection
  std::uint64_t iterations;
};
const PfxEncryption* pfx_encryption(std::string_view name);

// Whether all that is encrypted in the file is so already, every key is, and the MAC is of that kind.
bool is_encrypted_so(const PfxFile& file, const PfxEncryption& encryption);

// Encrypts everything again: encrypted safes, and every key in a bag of its own; a key in the clear becomes a shrouded one. A safe that is
// not encrypted stays so. Every key keeps its password; the rest has that of the MAC, else that of the first safe, else, where nothing was
// protected, the first one given. Passwords that are not empty are written in the form of the standards, whichever it was; of the empty one
// the form stays. Bags of secrets stay as they are.
std::optional<Error> encrypt_anew(PfxFile& file, const PfxEncryption& encryption, formats::PasswordSearch& passwords,
                                  const RewriteOptions& options);

}  // namespace chainlint::write
