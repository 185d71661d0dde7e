#include "store_errors.h"

#include <algorithm>
#include <array>
#include <utility>

namespace chainlint::write {

Error store_damaged(std::string_view what) {
  return {"rewrite-damaged", "the file is damaged and is not written back: " + std::string(what), {}};
}

Error store_unsupported(std::string reason) { return {"rewrite-unsupported", std::move(reason), {}}; }

Error store_locked(const RewriteOptions& options) {
  return {"rewrite-password",
          options.passwords.empty()
              ? "the file is protected with a password, which writing needs too: use --password-file, --password-env, --password-fd or "
                "--ask-password"
              : "none of the specified passwords opens the file, and writing needs the right one",
          {}};
}

Error store_not_ciphered(const Error& error, const RewriteOptions& options) {
  if (error.code == "decrypt-failed") return store_locked(options);
  if (error.code == "encryption-parameters" || error.code == "mac-length") return store_damaged(error.message);
  if (error.code == "random-unavailable") return error;
  std::string reason = "the file cannot be protected again as it was: " + error.message;
  if (error.code == "encryption-unsupported") {
    reason += "; re-encrypt it first, as 'openssl pkcs12 -legacy -in FILE -nodes' followed by 'openssl pkcs12 -export' does";
  }
  return store_unsupported(std::move(reason));
}

std::optional<Error> refuse_partly_read(const formats::Container& read, const RewriteOptions& options) {
  static constexpr std::array<std::string_view, 3> kPassword{"password-required", "password-wrong", "keystore-integrity"};
  const Diagnostic* first = nullptr;
  for (const Diagnostic& diagnostic : read.diagnostics) {
    if (diagnostic.severity != Severity::error) continue;
    if (std::find(kPassword.begin(), kPassword.end(), diagnostic.code) != kPassword.end()) {
      Error locked = store_locked(options);
      locked.location.path = read.path;
      return locked;
    }
    if (first == nullptr) first = &diagnostic;
  }
  if (first == nullptr) return {};
  return Error{"rewrite-damaged", "the file was read only in part, and the rest would be lost: " + first->message, {.path = read.path}};
}

bool holds_already(const std::vector<x509::CertificatePtr>& held, const std::vector<x509::CertificatePtr>& wanted) {
  return std::equal(held.begin(), held.end(), wanted.begin(), wanted.end(),
                    [](const x509::CertificatePtr& a, const x509::CertificatePtr& b) { return a->sha256() == b->sha256(); });
}

std::vector<x509::CertificatePtr> certificates_of(const formats::Container& read) {
  std::vector<x509::CertificatePtr> certificates;
  for (const formats::Entry& entry : read.entries) {
    if (entry.kind == formats::EntryKind::certificate && !is_trust_entry(read, entry)) certificates.push_back(entry.certificate);
  }
  return certificates;
}

}  // namespace chainlint::write
