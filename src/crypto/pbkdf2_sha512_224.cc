#include "pbkdf2_sha512_224.h"

#include <nettle/hmac.h>
#include <nettle/pbkdf2.h>
#include <nettle/sha2.h>

#undef pbkdf2  // nettle has macros for its own names without their prefix

namespace chainlint::crypto {
namespace {

struct HmacSha512_224 {
  sha512_ctx outer, inner, state;

  static void update(void* self, std::size_t size, const std::uint8_t* octets) {
    nettle_sha512_update(&static_cast<HmacSha512_224*>(self)->state, size, octets);
  }
  static void digest(void* self, std::size_t size, std::uint8_t* out) {
    auto* hmac = static_cast<HmacSha512_224*>(self);
    nettle_hmac_digest(&hmac->outer, &hmac->inner, &hmac->state, &nettle_sha512_224, size, out);
  }
};

}  // namespace

SecretBytes pbkdf2_sha512_224(ByteView password, ByteView salt, std::uint64_t iterations, std::size_t count) {
  HmacSha512_224 context;
  nettle_hmac_set_key(&context.outer, &context.inner, &context.state, &nettle_sha512_224, password.size(), password.data());
  SecretBytes out(count);
  nettle_pbkdf2(&context, HmacSha512_224::update, HmacSha512_224::digest, SHA512_224_DIGEST_SIZE, static_cast<unsigned>(iterations),
                salt.size(), salt.data(), out.size(), out.data());
  wipe(&context, sizeof context);
  return out;
}

}  // namespace chainlint::crypto
