#include "nettle_pbkdf2.h"

#include <nettle/hmac.h>
#include <nettle/pbkdf2.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

#include <limits>
#include <utility>

#undef pbkdf2  // a macro for nettle_pbkdf2

namespace chainlint::crypto {
namespace {

constexpr std::size_t kContext = sizeof(sha512_ctx);
static_assert(kContext >= sizeof(sha1_ctx) && kContext >= sizeof(sha256_ctx));

struct Hmac {
  const nettle_hash* hash;
  alignas(sha512_ctx) std::uint8_t outer[kContext];
  alignas(sha512_ctx) std::uint8_t inner[kContext];
  alignas(sha512_ctx) std::uint8_t state[kContext];

  static void update(void* self, std::size_t size, const std::uint8_t* bytes) {
    auto* hmac = static_cast<Hmac*>(self);
    hmac->hash->update(hmac->state, size, bytes);
  }
  static void digest(void* self, std::size_t size, std::uint8_t* out) {
    auto* hmac = static_cast<Hmac*>(self);
    nettle_hmac_digest(hmac->outer, hmac->inner, hmac->state, hmac->hash, size, out);
  }
};

const nettle_hash* find_hash(std::string_view name) {
  static constexpr std::pair<std::string_view, const nettle_hash*> kNettleHashes[] = {
      {"sha1", &nettle_sha1},     {"sha224", &nettle_sha224}, {"sha256", &nettle_sha256},
      {"sha384", &nettle_sha384}, {"sha512", &nettle_sha512}, {"sha512-224", &nettle_sha512_224}};
  for (const auto& [known, hash] : kNettleHashes) {
    if (known == name) return hash;
  }
  return nullptr;
}

}  // namespace

bool nettle_has_pbkdf2(std::string_view hash) { return find_hash(hash) != nullptr; }

std::optional<SecretBytes> pbkdf2_by_nettle(std::string_view hash, ByteView password, ByteView salt, std::uint64_t iterations,
                                            std::size_t count) {
  const nettle_hash* function = find_hash(hash);
  if (function == nullptr || iterations == 0 || iterations > std::numeric_limits<unsigned>::max()) return std::nullopt;
  Hmac context{function, {}, {}, {}};
  nettle_hmac_set_key(context.outer, context.inner, context.state, function, password.size(), password.data());
  SecretBytes out(count);
  if (count > 0) {
    nettle_pbkdf2(&context, Hmac::update, Hmac::digest, function->digest_size, static_cast<unsigned>(iterations), salt.size(), salt.data(),
                  out.size(), out.data());
  }
  wipe(&context, sizeof context);
  return out;
}

}  // namespace chainlint::crypto
