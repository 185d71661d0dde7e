// What holds for every store that is written back, whatever the bytes: it has just the requested certificates, and nothing else changed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "chainlint/formats/reader.h"
#include "chainlint/write/rewrite.h"
#include "fuzz_target.h"

namespace chainlint::fuzz {

inline Limits small_limits() {
  Limits limits;
  limits.kdf_iterations = 2500;
  limits.kdf_iterations_per_file = 20000;
  limits.scrypt_bytes = 1u << 20;
  return limits;
}

inline formats::Container read_store(ByteView data, formats::CertificateCache& certificates) {
  formats::ReadOptions options;
  options.limits = small_limits();
  options.passwords = {Password("fixture"), Password("")};
  return formats::read_container("fuzz", data, options, certificates);
}

// One after another, each once. Those that are there to be trusted belong to no chain and stay.
inline std::vector<x509::CertificatePtr> certificates_in(const formats::Container& container, const std::string& unit) {
  std::vector<x509::CertificatePtr> found;
  for (const formats::Entry& entry : container.entries) {
    if (entry.kind != formats::EntryKind::certificate || entry.unit != unit || write::is_trust_entry(container, entry)) continue;
    if (std::find(found.begin(), found.end(), entry.certificate) == found.end()) found.push_back(entry.certificate);
  }
  return found;
}

// Kinds, names and states of all that is no certificate.
inline std::string others_in(const formats::Container& container) {
  std::string text;
  for (const formats::Entry& entry : container.entries) {
    if (entry.kind == formats::EntryKind::certificate) continue;
    text += std::string(formats::to_string(entry.kind)) + ' ' + entry.label + ' ' + std::string(formats::to_string(entry.key_state)) + '\n';
  }
  return text;
}

inline void check_rewriting(ByteView data) {
  formats::CertificateCache cache;
  const formats::Container read = read_store(data, cache);
  if (read.entries.empty()) return;
  write::RewriteOptions options;
  options.limits = small_limits();
  options.passwords = {Password("fixture"), Password("")};
  write::ContainerEdit edit;
  edit.unit = read.entries.front().unit;
  edit.certificates = certificates_in(read, edit.unit);
  if (edit.certificates.empty()) return;
  std::reverse(edit.certificates.begin(), edit.certificates.end());
  const auto written = write::rewrite_container(read, data, edit, options);
  if (!written) {
    require(written.error().code.starts_with("rewrite-") && !written.error().message.empty());
    return;
  }
  require(!read.has_error());
  // Text whose form is damaged may become worse; `fix` repairs the form first, and reads the result back before it writes.
  if (read.format == formats::Format::pem && read.has_doubt()) return;
  const formats::Container again = read_store(*written, cache);
  require(!again.has_error());
  require(certificates_in(again, edit.unit) == edit.certificates);
  require(others_in(again) == others_in(read));
}

}  // namespace chainlint::fuzz
