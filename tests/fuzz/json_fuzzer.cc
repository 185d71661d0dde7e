// JSON hand-offs: every entry is in a unit and has a JSON pointer.
#include <string>

#include "container_invariants.h"
#include "fuzz_target.h"

namespace {

void check_json(chainlint::ByteView data) {
  chainlint::fuzz::check(data);
  chainlint::formats::CertificateCache cache;
  const chainlint::formats::Container container = chainlint::formats::read_container("fuzz", data, chainlint::fuzz::options(), cache);
  if (container.format != chainlint::formats::Format::json) return;
  for (const chainlint::formats::Entry& entry : container.entries) {
    chainlint::fuzz::require(!entry.unit.empty() && entry.location.line.has_value());
    chainlint::fuzz::require(entry.location.inner.find('/') != std::string::npos);
  }
}

}  // namespace

CHAINLINT_FUZZ_TARGET(json) {
  // The first member makes nearly every input JSON about certificates.
  std::string text = "{\"type\": \"kubernetes.io/tls\", ";
  text.append(reinterpret_cast<const char*>(data), size);
  check_json(chainlint::as_bytes(text));
  check_json({data, size});
  return 0;
}
