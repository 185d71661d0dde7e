// XML: every entry is in a unit, on a line, and has the path of its element.
#include <string>

#include "container_invariants.h"
#include "fuzz_target.h"

namespace {

void check_xml(chainlint::ByteView data) {
  chainlint::fuzz::check(data);
  chainlint::formats::CertificateCache cache;
  const chainlint::formats::Container container = chainlint::formats::read_container("fuzz", data, chainlint::fuzz::options(), cache);
  if (container.format != chainlint::formats::Format::xml) return;
  for (const chainlint::formats::Entry& entry : container.entries) {
    chainlint::fuzz::require(!entry.unit.empty() && entry.location.line.has_value());
    chainlint::fuzz::require(entry.location.inner.find('/') != std::string::npos);
  }
}

}  // namespace

CHAINLINT_FUZZ_TARGET(xml) {
  // The comment makes nearly every input XML about certificates.
  std::string text(reinterpret_cast<const char*>(data), size);
  text += "<!-- MII" + std::string(40, 'A') + " -->";
  check_xml(chainlint::as_bytes(text));
  check_xml({data, size});
  return 0;
}
