// Rewriting: a file that was read and is written with other certificates reads back as exactly those, keys untouched.
#include <algorithm>
#include <vector>

#include "chainlint/write/rewrite.h"
#include "container_invariants.h"
#include "fuzz_target.h"

namespace {

using namespace chainlint;

struct Part {
  std::string unit, value;
  std::vector<x509::CertificatePtr> certificates;  // each once
};

std::vector<Part> parts_of(const formats::Container& container) {
  std::vector<Part> parts;
  for (const formats::Entry& entry : container.entries) {
    if (entry.certificate == nullptr || write::is_trust_entry(container, entry)) continue;
    const std::string value = write::place_of_value(container, entry);
    auto part = std::find_if(parts.begin(), parts.end(), [&](const Part& each) { return each.unit == entry.unit && each.value == value; });
    if (part == parts.end()) part = parts.insert(part, {entry.unit, value, {}});
    const auto same = [&](const x509::CertificatePtr& each) { return each->sha256() == entry.certificate->sha256(); };
    if (std::none_of(part->certificates.begin(), part->certificates.end(), same)) part->certificates.push_back(entry.certificate);
  }
  return parts;
}

std::vector<Digest256> digests(const std::vector<x509::CertificatePtr>& certificates) {
  std::vector<Digest256> found;
  for (const x509::CertificatePtr& each : certificates) found.push_back(each->sha256());
  std::sort(found.begin(), found.end());
  return found;
}

void rewrite(const formats::Container& read, ByteView data, const write::ContainerEdit& edit, formats::CertificateCache& cache) {
  const formats::ReadOptions reading = fuzz::options();
  const Result<Bytes> written = write::rewrite_container(read, data, edit, {reading.limits, reading.passwords});
  if (!written) {
    fuzz::require(written.error().code.starts_with("rewrite-") && !written.error().message.empty());
    return;
  }
  fuzz::require(!read.has_error());
  const formats::Container again = formats::read_container("fuzz", *written, reading, cache);
  // A file whose form is damaged may become worse; `fix` repairs the form first, and reads the result back before it writes.
  if (again.has_error() || again.format != read.format) return fuzz::require(read.has_doubt());
  fuzz::require(again.count(formats::EntryKind::private_key) == read.count(formats::EntryKind::private_key));
  for (const Part& part : parts_of(again)) {
    if (part.unit == edit.unit && part.value == edit.value) fuzz::require(digests(part.certificates) == digests(edit.certificates));
  }
}

}  // namespace

CHAINLINT_FUZZ_TARGET(rewrite) {
  formats::CertificateCache cache;
  const ByteView octets{data, size};
  const formats::Container read = formats::read_container("fuzz", octets, fuzz::options(), cache);
  const std::vector<Part> parts = parts_of(read);
  for (std::size_t i = 0; i < std::min<std::size_t>(parts.size(), 4); ++i) {
    write::ContainerEdit edit{parts[i].unit, parts[i].certificates, "", parts[i].value};
    rewrite(read, octets, edit, cache);
    std::reverse(edit.certificates.begin(), edit.certificates.end());
    rewrite(read, octets, edit, cache);
    if (edit.certificates.size() > 1) edit.certificates.pop_back();
    rewrite(read, octets, edit, cache);
  }
  return 0;
}
