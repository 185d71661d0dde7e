#include <algorithm>
#include <map>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/crypto/encryption.h"
#include "pkcs12/pfx_certificates.h"
#include "pkcs12/pfx_encryption.h"
#include "pkcs12/pfx_file.h"
#include "rewriters.h"
#include "store_errors.h"

namespace chainlint::write {
namespace {

// A safe that is written again gets a salt and an initialization vector of its own, by the algorithm that it had.
std::optional<Error> renew_algorithms(PfxFile& file, const RewriteOptions& options) {
  for (PfxSafe& safe : file.safes) {
    if (!safe.changed || !safe.password) continue;
    asn1::Asn1Reader reader(safe.algorithm, asn1::Encoding::ber);
    const auto algorithm = x509::AlgorithmIdentifier::read(reader, "contentEncryptionAlgorithm");
    if (!algorithm) return store_damaged(algorithm.error().what);
    auto renewed = crypto::renewed_algorithm(*algorithm);
    if (!renewed) return store_not_ciphered(renewed.error(), options);
    safe.algorithm = std::move(*renewed);
  }
  return {};
}

bool has_key(const formats::Container& read, const Bytes& local_key_id) {
  return std::any_of(read.entries.begin(), read.entries.end(), [&](const formats::Entry& entry) {
    return entry.kind == formats::EntryKind::private_key && !local_key_id.empty() && entry.local_key_id == local_key_id;
  });
}

// One certificate in two bags is a duplicate, but not where each bag ties it to a key of its own: Java then has an entry for either.
bool ties_two_keys_to_one_certificate(const formats::Container& read) {
  std::map<Digest256, const formats::Entry*> tied;
  for (const formats::Entry& entry : read.entries) {
    if (entry.kind != formats::EntryKind::certificate || !has_key(read, entry.local_key_id)) continue;
    const auto [known, added] = tied.try_emplace(entry.certificate->sha256(), &entry);
    if (!added && known->second->local_key_id != entry.local_key_id) return true;
  }
  return false;
}

}  // namespace

Result<Bytes> rewrite_pkcs12(const formats::Container& read, ByteView original, const ContainerEdit& edit, const RewriteOptions& options) {
  if (!edit.unit.empty()) return Error{"rewrite-unit", "a PKCS#12 file is one unit; it has no unit " + in_quotes(edit.unit), {}};
  const PfxEncryption* encryption = pfx_encryption(edit.encryption);
  if (encryption == nullptr && !edit.encryption.empty()) {
    return store_unsupported("a PFX cannot be encrypted with " + in_quotes(edit.encryption) + "; supported are 'aes-256' and '3des'");
  }
  const bool same = holds_already(certificates_of(read), edit.certificates);
  if (same && encryption == nullptr) return to_bytes(original);
  if (!same && ties_two_keys_to_one_certificate(read)) {
    return store_unsupported(
        "one certificate belongs to two keys of the file, and would be lost to one of them; write each key to a separate file");
  }

  crypto::KdfBudget budget(options.limits);
  const formats::ReadOptions read_options{options.limits, options.passwords};
  formats::PasswordSearch passwords(read_options, budget);
  auto file = open_pfx(original, passwords, options);
  if (!file) return file.error();
  if (same && is_encrypted_so(*file, *encryption)) return to_bytes(original);
  if (!same) place_certificates(edit.certificates, *file);
  const bool again = encryption != nullptr && !is_encrypted_so(*file, *encryption);
  if (const auto error = again ? encrypt_anew(*file, *encryption, passwords, options) : renew_algorithms(*file, options)) return *error;
  auto written = write_pfx(*file, options);
  if (!written) return written;
  const ByteView rest = original.subspan(file->size);
  written->insert(written->end(), rest.begin(), rest.end());
  return written;
}

}  // namespace chainlint::write
