// Containers written back: the same file with other certificates in it.
#pragma once

#include <string>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/result.h"
#include "chainlint/base/secret.h"
#include "chainlint/formats/container.h"

namespace chainlint::write {

// What a container, or one unit of it, is to contain afterwards.
struct ContainerEdit {
  std::string unit;                                // Entry::unit whose certificates are replaced; empty: those of the whole file
  std::vector<x509::CertificatePtr> certificates;  // all of them, in their order, each once: leaf, its issuer, ...
  std::string encryption;                          // of a PFX: "aes-256", "3des"; empty: as it is
  std::string value;  // of a manifest: place_of_value() of the value that is replaced; empty in all other files
};

// The value of a manifest that an entry is in, as Location::inner names it: "document 2 Secret prod/www data.tls.crt". Empty where the
// container is no manifest.
std::string place_of_value(const formats::Container& container, const formats::Entry& entry);

// Whether a certificate is in a PFX to be trusted, by Java's attribute trustedKeyUsage: a trust store of its own, and part of no chain.
// No edit names it, and it is written as it was.
bool is_trust_entry(const formats::Container& container, const formats::Entry& entry);

struct RewriteOptions {
  Limits limits;
  std::vector<Password> passwords;  // candidates, as for reading
};

// The file with the edit made. What the edit does not name stays as it is, byte for byte where the format allows: keys and their
// encryption, names, attributes, comments, line endings, the layout of YAML. A certificate that stays keeps its own entry; one that is new
// gets a plain one. Keys leave the call only in the result.
//
// `read` is the whole file as read_container() gave it. Reading the result gives the certificates of the edit, in that order; if the file
// contains this list already and no encryption is requested, the result is `original`. Errors: "rewrite-unsupported" (this kind of file is
// not written, with the reason), "rewrite-password" (it is protected and no candidate opens it), "rewrite-unit" (no such unit),
// "rewrite-damaged" (what was read in part is not written).
Result<Bytes> rewrite_container(const formats::Container& read, ByteView original, const ContainerEdit& edit,
                                const RewriteOptions& options);

}  // namespace chainlint::write
