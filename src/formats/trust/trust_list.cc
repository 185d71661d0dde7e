#include "chainlint/formats/trust_list.h"

#include <algorithm>
#include <string_view>

namespace chainlint::formats {
namespace {

constexpr std::string_view kRootListSigner = "1.3.6.1.4.1.311.10.3.9";
constexpr std::string_view kDisallowedList = "1.3.6.1.4.1.311.10.3.30";

bool names(const std::vector<std::string>& usages, std::string_view oid) {
  return std::find(usages.begin(), usages.end(), oid) != usages.end();
}

}  // namespace

bool TrustList::lists_roots() const { return names(usages, kRootListSigner); }
bool TrustList::lists_disallowed() const { return names(usages, kDisallowedList); }

const TrustListEntry* TrustList::find(ByteView sha1, ByteView sha256) const {
  if (digests != TrustListDigest::sha1 && digests != TrustListDigest::sha256) return nullptr;
  const ByteView wanted = digests == TrustListDigest::sha1 ? sha1 : sha256;
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const TrustListEntry& entry) { return equal(entry.digest, wanted); });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace chainlint::formats
