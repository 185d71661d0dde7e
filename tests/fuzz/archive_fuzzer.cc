// Archives: what holds for containers holds for every member, and an archive that cannot be unpacked whole says so.
#include <algorithm>

#include "container_invariants.h"
#include "fuzz_target.h"

CHAINLINT_FUZZ_TARGET(archive) {
  using chainlint::fuzz::require;
  chainlint::formats::CertificateCache cache;
  chainlint::formats::ReadOptions options = chainlint::fuzz::options();
  options.limits.archive_bytes = 1 << 20;
  const auto first = chainlint::formats::read_containers("fuzz", {data, size}, options, cache);
  const auto second = chainlint::formats::read_containers("fuzz", {data, size}, options, cache);
  require(!first.empty() && first.size() == second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    require(first[i].path == second[i].path && first[i].entries.size() == second[i].entries.size());
    require(first[i].path == "fuzz" || first[i].path.starts_with("fuzz!"));
    if (first[i].format != chainlint::formats::Format::archive) continue;
    require(first[i].entries.empty());
    require(first[i].has_error() == (first[i].status != chainlint::formats::ReadStatus::read));
  }
  return 0;
}
