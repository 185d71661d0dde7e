#include "chainlint/write/rewrite.h"

#include <algorithm>

#include "pem/armoured_store.h"
#include "rewriters.h"
#include "store_errors.h"

namespace chainlint::write {
namespace {

// Whether the file holds just these certificates already, each once.
bool is_so_already(const formats::Container& read, const ContainerEdit& edit) {
  if (!edit.encryption.empty()) return false;
  auto wanted = edit.certificates.begin();
  for (const formats::Entry& entry : read.entries) {
    if (entry.kind != formats::EntryKind::certificate || entry.certificate == nullptr || is_trust_entry(read, entry)) continue;
    if (!edit.unit.empty() && entry.unit != edit.unit) continue;
    if (!edit.value.empty() && place_of_value(read, entry) != edit.value) continue;
    if (wanted == edit.certificates.end() || (*wanted)->sha256() != entry.certificate->sha256()) return false;
    ++wanted;
  }
  return wanted == edit.certificates.end();
}

bool has_unit(const formats::Container& read, const ContainerEdit& edit) {
  return edit.unit.empty() ||
         std::any_of(read.entries.begin(), read.entries.end(), [&](const formats::Entry& entry) { return entry.unit == edit.unit; });
}

}  // namespace

std::string place_of_value(const formats::Container& container, const formats::Entry& entry) {
  if (container.format != formats::Format::kubernetes) return "";
  return entry.location.inner.substr(0, entry.location.inner.find(" > "));
}

bool is_trust_entry(const formats::Container& container, const formats::Entry& entry) {
  return container.format == formats::Format::pkcs12 && entry.trusted_certificate;
}

Result<Bytes> rewrite_container(const formats::Container& read, ByteView original, const ContainerEdit& edit,
                                const RewriteOptions& options) {
  if (const auto error = refuse_partly_read(read, options)) return *error;
  if (read.format == formats::Format::pem && !edit.unit.empty()) {
    return Error{"rewrite-unsupported",
                 "a PEM file with a key and chain for each of several key algorithms is not rewritten: split it first",
                 {.path = read.path}};
  }
  if (!has_unit(read, edit)) return Error{"rewrite-unit", "the file has no part of the name '" + edit.unit + "'", {.path = read.path}};
  if (is_so_already(read, edit)) return to_bytes(original);
  const bool maybe_armoured =
      read.format == formats::Format::pem || read.format == formats::Format::pkcs7 || read.format == formats::Format::pkcs12;
  if (maybe_armoured && is_armoured_store(original)) return rewrite_armoured_store(read, original, edit, options);
  switch (read.format) {
    case formats::Format::pem:
      return rewrite_pem(read, original, edit, options);
    case formats::Format::pkcs12:
      return rewrite_pkcs12(read, original, edit, options);
    case formats::Format::pkcs7:
      return rewrite_pkcs7(read, original, edit, options);
    case formats::Format::jks:
    case formats::Format::jceks:
      return rewrite_java_keystore(read, original, edit, options);
    case formats::Format::kubernetes:
      return rewrite_kubernetes(read, original, edit, options);
    default:
      return Error{"rewrite-unsupported",
                   "files of the kind '" + std::string(formats::to_string(read.format)) +
                       "' are not written; written are PEM, PKCS#12, PKCS#7, JKS and JCEKS, and Kubernetes manifests",
                   {.path = read.path}};
  }
}

}  // namespace chainlint::write
