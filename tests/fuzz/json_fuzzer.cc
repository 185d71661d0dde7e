// JSON hand-offs: every entry stands in a unit and has a JSON pointer.
#include <string>

#include "container_invariants.h"

namespace {

void check(chainlint::ByteView data) {
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

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The first member makes nearly every input JSON about certificates.
  std::string text = "{\"type\": \"kubernetes.io/tls\", ";
  text.append(reinterpret_cast<const char*>(data), size);
  check(chainlint::as_bytes(text));
  check({data, size});
  return 0;
}
