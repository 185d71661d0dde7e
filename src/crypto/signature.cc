#include "chainlint/crypto/signature.h"

#include <algorithm>
#include <array>
#include <bit>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "chainlint/base/limits.h"
#include "chainlint/crypto/digest.h"
#include "issuer_key.h"
#include "signature_scheme.h"

namespace chainlint::crypto {
namespace {

// A map in pieces, each with its own lock, so that threads seldom wait for each other.
template <class Value>
class ShardedMap {
 public:
  template <class Make>
  Value find_or_make(const Digest256& key, const Make& make) {
    Shard& shard = shards_[key[31] % kShards];
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.values.find(key);
    return found != shard.values.end() ? found->second : shard.values.emplace(key, make()).first->second;
  }

  std::optional<Value> find(const Digest256& key) {
    Shard& shard = shards_[key[31] % kShards];
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.values.find(key);
    return found == shard.values.end() ? std::nullopt : std::optional(found->second);
  }

  void put(const Digest256& key, const Value& value) {
    Shard& shard = shards_[key[31] % kShards];
    const std::lock_guard lock(shard.mutex);
    shard.values.emplace(key, value);
  }

 private:
  static constexpr std::size_t kShards = 32;
  struct Shard {
    std::mutex mutex;
    std::unordered_map<Digest256, Value, DigestHash> values;
  };
  std::array<Shard, kShards> shards_;
};

// The verdicts of late about certificates that are not kept for good: a bundle is looked at several times in a row, at the moments of a
// window or a timeline. A place contains one verdict, the last that fell on it.
class RecentVerdicts {
 public:
  std::optional<SignatureVerdict> find(const Digest256& edge) {
    Shard& shard = shard_of(edge);
    const std::lock_guard lock(shard.mutex);
    const Place& place = shard.places[edge[30] % kPlaces];
    return place.verdict && place.edge == edge ? place.verdict : std::nullopt;
  }

  void put(const Digest256& edge, SignatureVerdict verdict) {
    Shard& shard = shard_of(edge);
    const std::lock_guard lock(shard.mutex);
    shard.places[edge[30] % kPlaces] = {edge, verdict};
  }

 private:
  static constexpr std::size_t kShards = 32, kPlaces = 32;
  struct Place {
    Digest256 edge{};
    std::optional<SignatureVerdict> verdict;
  };
  struct Shard {
    std::mutex mutex;
    std::array<Place, kPlaces> places;
  };
  Shard& shard_of(const Digest256& edge) { return shards_[edge[31] % kShards]; }

  std::array<Shard, kShards> shards_;
};

// A key that is loaded when it is first used, outside of the lock of the map that it is in.
struct KeySlot {
  std::once_flag once;
  std::unique_ptr<IssuerKey> key;
};

std::size_t magnitude_bits(ByteView magnitude) {
  return magnitude.empty() ? 0 : magnitude.size() * 8 - static_cast<std::size_t>(std::countl_zero(magnitude.front()));
}

bool within_limits(const x509::PublicKeyInfo& key) {
  const Limits limits;
  return magnitude_bits(key.rsa_modulus) <= limits.rsa_modulus_bits && magnitude_bits(key.rsa_exponent) <= limits.rsa_exponent_bits;
}

// The encoded `signature` field of a TBSCertList, which follows the optional version (RFC 5280 section 5.1.2).
ByteView inner_algorithm(const x509::Crl& crl) {
  const auto list = asn1::read_single(crl.tbs());
  if (!list) return {};
  asn1::Asn1Reader reader(list->content);
  if (!reader.optional(asn1::tag::kInteger)) return {};
  const auto algorithm = x509::AlgorithmIdentifier::read(reader, "signature");
  return algorithm ? algorithm->encoded : ByteView();
}

Digest256 edge_digest(const Digest256& child, const Digest256& issuer_key) {
  std::array<std::uint8_t, 64> both;
  std::copy(child.begin(), child.end(), both.begin());
  std::copy(issuer_key.begin(), issuer_key.end(), both.begin() + 32);
  return sha256(both);
}

}  // namespace

SignatureScheme describe_signature(const x509::AlgorithmIdentifier& algorithm) {
  ResolvedScheme scheme = resolve_signature(algorithm);
  return {std::move(scheme.name), std::move(scheme.hash), scheme.supported};
}

struct SignatureVerifier::Impl {
  TableAllowance allowance;
  ShardedMap<std::shared_ptr<KeySlot>> keys;
  ShardedMap<SignatureVerdict> verdicts;
  RecentVerdicts recent;

  SignatureVerdict verify(const x509::AlgorithmIdentifier& algorithm, ByteView message, ByteView signature, const x509::PublicKeyInfo& key,
                          const Digest256& key_digest) {
    const ResolvedScheme scheme = resolve_signature(algorithm);
    if (!scheme.supported || key.der.empty()) return SignatureVerdict::unsupported;
    if (!fits(scheme, key)) return SignatureVerdict::invalid;
    if (!within_limits(key)) return SignatureVerdict::unsupported;
    if (!key.decodable) return SignatureVerdict::invalid;
    const auto slot = keys.find_or_make(key_digest, [] { return std::make_shared<KeySlot>(); });
    std::call_once(slot->once, [&] { slot->key = std::make_unique<IssuerKey>(key, allowance); });
    return slot->key->verify(scheme, message, signature);
  }
};

SignatureVerifier::SignatureVerifier() : impl_(std::make_unique<Impl>()) {}
SignatureVerifier::~SignatureVerifier() = default;

SignatureVerdict SignatureVerifier::verify(const x509::Certificate& child, const x509::PublicKeyInfo& issuer_key) {
  if (!equal(child.tbs_signature_algorithm().encoded, child.signature_algorithm().encoded)) return SignatureVerdict::mismatched;
  const Digest256 key_digest = sha256(issuer_key.der);
  const auto check = [&] { return impl_->verify(child.signature_algorithm(), child.tbs(), child.signature(), issuer_key, key_digest); };
  const Digest256 edge = edge_digest(child.sha256(), key_digest);
  const bool kept = child.is_ca();
  if (const auto known = kept ? impl_->verdicts.find(edge) : impl_->recent.find(edge)) return *known;
  const SignatureVerdict verdict = check();
  kept ? impl_->verdicts.put(edge, verdict) : impl_->recent.put(edge, verdict);
  return verdict;
}

SignatureVerdict SignatureVerifier::verify(const x509::Crl& crl, const x509::PublicKeyInfo& issuer_key) {
  if (!equal(inner_algorithm(crl), crl.signature_algorithm().encoded)) return SignatureVerdict::mismatched;
  return verify(crl.signature_algorithm(), crl.tbs(), crl.signature(), issuer_key);
}

SignatureVerdict SignatureVerifier::verify(const x509::AlgorithmIdentifier& algorithm, ByteView message, ByteView signature,
                                           const x509::PublicKeyInfo& key) {
  return impl_->verify(algorithm, message, signature, key, sha256(key.der));
}

}  // namespace chainlint::crypto
