#include <algorithm>
#include <array>
#include <mutex>
#include <unordered_map>

#include "chainlint/crypto/digest.h"
#include "chainlint/formats/reader.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kShards = 64;
constexpr std::size_t kSweepFrom = 1024;

struct Slot {
  std::weak_ptr<const x509::Certificate> any;
  x509::CertificatePtr authority;  // contains a CA certificate for the life of the cache
};

}  // namespace

struct CertificateCache::Impl {
  struct Shard {
    std::mutex mutex;
    std::unordered_map<Digest256, Slot, DigestHash> slots;
    std::size_t sweep_at = kSweepFrom;

    // Slots of certificates that are gone would grow without bound in a run over many files.
    void sweep() {
      if (slots.size() < sweep_at) return;
      std::erase_if(slots, [](const auto& slot) { return slot.second.any.expired(); });
      sweep_at = std::max(kSweepFrom, slots.size() * 2);
    }
  };
  std::array<Shard, kShards> shards;
};

CertificateCache::CertificateCache() : impl_(std::make_unique<Impl>()) {}
CertificateCache::~CertificateCache() = default;

asn1::Asn1Result<x509::CertificatePtr> CertificateCache::intern(ByteView der) {
  const Digest256 digest = crypto::sha256(der);
  // The map hashes by the first bytes, so that the shard uses the last.
  Impl::Shard& shard = impl_->shards[digest.back() % kShards];
  const std::lock_guard lock(shard.mutex);
  auto found = shard.slots.find(digest);
  if (found != shard.slots.end()) {
    if (x509::CertificatePtr known = found->second.any.lock()) return known;
  }
  auto parsed = x509::Certificate::parse(to_bytes(der), digest);
  if (!parsed) return parsed.error();
  x509::CertificatePtr certificate = *parsed;
  shard.sweep();
  shard.slots[digest] = Slot{certificate, certificate->is_ca() ? certificate : nullptr};
  return certificate;
}

}  // namespace chainlint::formats
