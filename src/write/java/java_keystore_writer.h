// Java keystores put together again: everything up to the digest.
#pragma once

#include <cstddef>
#include <vector>

#include "chainlint/formats/java_keystore_layout.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::write {

// The keystore with another chain in the key entry `item`. Every other byte, the protected key among them, is copied.
Bytes with_chain(ByteView original, const formats::JavaKeystoreLayout& layout, std::size_t item,
                 const std::vector<x509::CertificatePtr>& chain);

// The keystore with just these trusted certificates. One that stays keeps its entry with alias and date; a new one gets the alias that
// keytool would be given for it, the common name or else the SHA-256, made distinct, and the date on which the certificate begins, so that
// the same edit gives the same file. Keys and secrets stay where they are; the entries of trusted certificates take the places that such
// entries had, and further ones follow the last of them.
Bytes with_trusted(ByteView original, const formats::JavaKeystoreLayout& layout, const std::vector<x509::CertificatePtr>& certificates);

}  // namespace chainlint::write
