// What the rewriters of stores say where they write nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "chainlint/write/rewrite.h"

namespace chainlint::write {

// "rewrite-damaged": `what` does not decode.
Error store_damaged(std::string_view what);

// "rewrite-unsupported", with the reason.
Error store_unsupported(std::string reason);

// "rewrite-password": what to do depends on whether any was given.
Error store_locked(const RewriteOptions& options);

// An error of decrypt(), encrypt() or verify_mac() as one of rewrite_container().
Error store_not_ciphered(const Error& error, const RewriteOptions& options);

// Why nothing can be written: the file was read in part. Private keys that stay locked are no reason.
std::optional<Error> refuse_partly_read(const formats::Container& read, const RewriteOptions& options);

// Whether the certificates are those of the list, in its order.
bool holds_already(const std::vector<x509::CertificatePtr>& held, const std::vector<x509::CertificatePtr>& wanted);

// The certificates of a container in file order.
std::vector<x509::CertificatePtr> certificates_of(const formats::Container& read);

}  // namespace chainlint::write
