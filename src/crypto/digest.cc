#include "chainlint/crypto/digest.h"

#include <botan/hash.h>
#include <botan/version.h>

#include "chainlint/x509/certificate.h"

namespace chainlint::crypto {

Digest256 sha256(ByteView data) {
  const auto hash = Botan::HashFunction::create_or_throw("SHA-256");
  hash->update(data.data(), data.size());
  Digest256 digest;
  hash->final(digest.data());
  return digest;
}

Bytes sha1(ByteView data) {
  const auto hash = Botan::HashFunction::create_or_throw("SHA-1");
  hash->update(data.data(), data.size());
  Bytes digest(hash->output_length());
  hash->final(digest.data());
  return digest;
}

std::string thumbprint(const x509::Certificate& certificate) { return to_hex(sha1(certificate.der())); }

std::string library_version() { return std::string("Botan ") + Botan::short_version_cstr(); }

}  // namespace chainlint::crypto
