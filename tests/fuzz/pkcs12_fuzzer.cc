// Reads bytes, which are a PFX more often than not. What must hold besides not crashing: reading twice gives the same, and nothing stays
// unread or shut without a diagnostic that says so.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "chainlint/formats/reader.h"
#include "fuzz_target.h"

namespace chainlint {
namespace {

formats::Container read(ByteView data) {
  formats::ReadOptions options;
  options.limits.kdf_iterations = 2500;
  options.limits.kdf_iterations_per_file = 20000;
  options.limits.scrypt_bytes = 1u << 20;
  options.passwords = {Password("secret"), Password("")};
  formats::CertificateCache certificates;
  return formats::read_container("fuzz.pfx", data, options, certificates);
}

// Everything that a report could show.
std::string transcript(const formats::Container& container) {
  std::string text(formats::to_string(container.facts.password));
  text += container.facts.mac_verified ? " verified\n" : "\n";
  for (const formats::Entry& entry : container.entries) {
    text += to_string(entry.location) + ' ' + std::string(formats::to_string(entry.kind)) + ' ' +
            std::string(formats::to_string(entry.key_state)) + ' ' + entry.description + '\n';
  }
  for (const Diagnostic& diagnostic : container.diagnostics) {
    text += to_string(diagnostic.location) + ' ' + diagnostic.code + ' ' + diagnostic.message + '\n';
  }
  return text;
}

bool has_unread_entry(const formats::Container& container) {
  for (const formats::Entry& entry : container.entries) {
    if (entry.kind == formats::EntryKind::private_key && entry.key_state == formats::KeyState::unreadable) return true;
    if (entry.kind == formats::EntryKind::certificate && (!entry.certificate || entry.certificate->has_fatal_defect())) return true;
  }
  return false;
}

}  // namespace
}  // namespace chainlint

CHAINLINT_FUZZ_TARGET(pkcs12) {
  using namespace chainlint;
  const formats::Container container = read({data, size});
  fuzz::require(transcript(container) == transcript(read({data, size})));
  // An entry that cannot be read is an error, and what stays shut is never skipped in silence.
  if (has_unread_entry(container)) fuzz::require(container.has_error());
  if (container.facts.mac && !container.facts.mac_verified) fuzz::require(!container.diagnostics.empty());
  if (container.status == formats::ReadStatus::unreadable) fuzz::require(container.has_error());
  if (container.facts.password == formats::PasswordUse::not_found) fuzz::require(!container.diagnostics.empty());
  return 0;
}
