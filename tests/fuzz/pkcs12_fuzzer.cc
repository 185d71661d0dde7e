// Reads octets as a PFX. What must hold besides not crashing: reading twice gives the same, and something stays unread exactly where an
// error says so.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "pkcs12.h"

namespace chainlint {
namespace {

Container read(ByteView data) {
  ReadOptions options;
  options.limits.kdf_iterations = 1000;
  options.limits.kdf_iterations_per_file = 4000;
  options.limits.scrypt_bytes = 1u << 20;
  options.passwords = {Password("secret"), Password("")};
  CertificateCache certificates;
  ReadContext context("fuzz.pfx", options, certificates);
  Container container;
  read_pkcs12(data, context, container, {});
  return container;
}

// Everything that a report could show.
std::string transcript(const Container& container) {
  std::string text(to_string(container.facts.password));
  text += container.facts.mac_verified ? " verified\n" : "\n";
  for (const Entry& entry : container.entries) {
    text += to_string(entry.location) + ' ' + std::string(to_string(entry.kind)) + ' ' + std::string(to_string(entry.key_state)) + ' ' +
            entry.description + '\n';
  }
  for (const Diagnostic& diagnostic : container.diagnostics) {
    text += to_string(diagnostic.location) + ' ' + diagnostic.code + ' ' + diagnostic.message + '\n';
  }
  return text;
}

bool has_unread_entry(const Container& container) {
  for (const Entry& entry : container.entries) {
    if (entry.kind == EntryKind::private_key && entry.key_state == KeyState::unreadable) return true;
    if (entry.kind == EntryKind::certificate && (!entry.certificate || entry.certificate->has_fatal_defect())) return true;
  }
  return false;
}

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace
}  // namespace chainlint

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chainlint;
  const Container container = read({data, size});
  require(transcript(container) == transcript(read({data, size})));
  // A MAC that does not verify and an entry that cannot be read are errors; a file without a single diagnostic was read whole.
  if (has_unread_entry(container)) require(container.has_error());
  if (container.facts.mac && !container.facts.mac_verified) require(!container.diagnostics.empty());
  if (container.facts.password == PasswordUse::not_found) require(!container.diagnostics.empty());
  return 0;
}
