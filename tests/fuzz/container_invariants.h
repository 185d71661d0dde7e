// What holds for every container, whatever the bytes: checked by the fuzz targets of the formats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>

#include "chainlint/formats/reader.h"
#include "fuzz_target.h"

namespace chainlint::fuzz {

inline bool same(const formats::Entry& a, const formats::Entry& b) {
  return a.kind == b.kind && a.label == b.label && a.description == b.description && a.key_state == b.key_state &&
         a.location.inner == b.location.inner && a.location.line == b.location.line && a.certificate == b.certificate;
}

inline formats::ReadOptions options() {
  formats::ReadOptions result;
  result.limits.kdf_iterations = 1000;
  result.limits.kdf_iterations_per_file = 5000;
  result.limits.scrypt_bytes = 1 << 20;
  result.passwords.emplace_back("secret");
  return result;
}

// An error is told exactly if something could not be read; a file that is partial without one has a key that is locked or not known.
// Reading twice gives the same.
inline void check(ByteView data) {
  formats::CertificateCache cache;
  const formats::ReadOptions read_options = options();
  const formats::Container first = formats::read_container("fuzz", data, read_options, cache);
  const formats::Container second = formats::read_container("fuzz", data, read_options, cache);
  require(first.has_error() == (first.status != formats::ReadStatus::read) ||
          (!first.has_error() && first.status == formats::ReadStatus::partial && first.count(formats::EntryKind::private_key) > 0));
  require(first.entries.size() == second.entries.size() && first.diagnostics.size() == second.diagnostics.size());
  std::set<std::uint32_t> numbers;  // of the file: intermediates of <ca> follow what they complete
  for (std::size_t i = 0; i < first.entries.size(); ++i) {
    require(same(first.entries[i], second.entries[i]));
    require(first.entries[i].location.entry.value_or(0) > 0 && numbers.insert(*first.entries[i].location.entry).second);
    require((first.entries[i].kind == formats::EntryKind::certificate) == (first.entries[i].certificate != nullptr));
  }
}

}  // namespace chainlint::fuzz
