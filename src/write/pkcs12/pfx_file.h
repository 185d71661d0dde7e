// A PKCS#12 file (RFC 7292) taken apart and put together again.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "chainlint/formats/password_search.h"
#include "chainlint/formats/pkcs12_structure.h"
#include "chainlint/write/rewrite.h"

namespace chainlint::write {

// One SafeBag in DER, attributes and all.
struct PfxBag {
  formats::pkcs12::BagType type = formats::pkcs12::BagType::unknown;
  SecretBytes encoded;
  Bytes certificate;     // of a bag with an X.509 certificate; empty otherwise
  bool trusted = false;  // by Java's trustedKeyUsage: no part of a chain
};

// One ContentInfo of the AuthenticatedSafe, opened.
struct PfxSafe {
  SecretBytes encoded;                                 // the original in DER, written if nothing in it changes
  std::optional<formats::PasswordCandidate> password;  // what opened it; nothing where it is not encrypted
  Bytes algorithm;                                     // of an encrypted one: AlgorithmIdentifier
  Bytes version, attributes;                           // of its EncryptedData, encoded
  std::vector<PfxBag> bags;
  bool changed = false;
};

struct PfxFile {
  std::vector<PfxSafe> safes;
  std::optional<formats::pkcs12::MacData> mac;             // borrows from the bytes read
  std::optional<formats::PasswordCandidate> mac_password;  // set with `mac`
  std::size_t size = 0;                                    // of the PFX in the file; what follows it belongs to the file
};

// Opens a file that was read without error. `passwords` must be fresh; the keys stay shut. Errors as for rewrite_container.
Result<PfxFile> open_pfx(ByteView original, formats::PasswordSearch& passwords, const RewriteOptions& options);

// The PFX in DER. Safes that have not changed are copied; others are encrypted by their algorithm, which must be a fresh one
// (renewed_algorithm). The MAC is made again with a fresh salt and as many iterations, by the digest algorithm that `mac` says.
Result<Bytes> write_pfx(const PfxFile& file, const RewriteOptions& options);

}  // namespace chainlint::write
