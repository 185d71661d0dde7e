// Kubernetes manifests in YAML: every entry is in a unit and has a place.
#include <string>

#include "container_invariants.h"
#include "fuzz_target.h"

namespace {

void check_kubernetes(chainlint::ByteView data) {
  chainlint::fuzz::check(data);
  chainlint::formats::CertificateCache cache;
  const chainlint::formats::Container container = chainlint::formats::read_container("fuzz", data, chainlint::fuzz::options(), cache);
  if (container.format != chainlint::formats::Format::kubernetes) return;
  for (const chainlint::formats::Entry& entry : container.entries) {
    chainlint::fuzz::require(!entry.unit.empty() && !entry.location.inner.empty() && entry.location.line.has_value());
  }
}

}  // namespace

CHAINLINT_FUZZ_TARGET(kubernetes) {
  // The type makes nearly every input a manifest about certificates.
  std::string text = "apiVersion: v1\nkind: Secret\ntype: kubernetes.io/tls\n";
  text.append(reinterpret_cast<const char*>(data), size);
  check_kubernetes(chainlint::as_bytes(text));
  check_kubernetes({data, size});
  return 0;
}
