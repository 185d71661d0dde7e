#include "key_derivation.h"

#include <botan/hash.h>
#include <botan/mac.h>
#include <botan/pwdhash.h>

#include <algorithm>
#include <exception>
#include <new>
#include <string>

#include "nettle_pbkdf2.h"

namespace chainlint::crypto {
namespace {

// Repeats `bytes` to a multiple of `block`; nothing stays nothing.
void append_repeated(SecretBytes& out, ByteView octets, std::size_t block) {
  const std::size_t wanted = (octets.size() + block - 1) / block * block;
  for (std::size_t i = 0; i < wanted; ++i) out.push_back(octets[i % octets.size()]);
}

// block = block + addend + 1, modulo its size.
void add_plus_one(std::span<std::uint8_t> block, ByteView addend) {
  unsigned carry = 1;
  for (std::size_t i = block.size(); i-- > 0;) {
    carry += static_cast<unsigned>(block[i]) + addend[i];
    block[i] = static_cast<std::uint8_t>(carry & 0xFF);
    carry >>= 8;
  }
}

// Hashes `value` in place, `times` times.
void hash_again(Botan::HashFunction& function, SecretBytes& value, std::uint64_t times) {
  for (std::uint64_t i = 0; i < times; ++i) {
    function.update(value.data(), value.size());
    function.final(value.data());
  }
}

// HMAC hashes keys longer than a block first, and the library refuses keys of more than 4096 bytes.
SecretBytes hmac_key(const HashAlgorithm& hash, ByteView key) {
  if (key.size() <= hash.block) return SecretBytes(key.begin(), key.end());
  const Bytes digest = hash_of(hash, key);
  return SecretBytes(digest.begin(), digest.end());
}

std::optional<SecretBytes> derive(const char* family, const std::string& algorithm, ByteView password, ByteView salt,
                                  const std::size_t (&parameters)[3], std::size_t count) {
  try {
    const auto hash_family = Botan::PasswordHashFamily::create(family + algorithm);
    if (!hash_family) return std::nullopt;
    const auto function = hash_family->from_params(parameters[0], parameters[1], parameters[2]);
    SecretBytes out(count);
    const std::string_view text = as_text(password);
    static constexpr std::uint8_t kNothing = 0;
    function->derive_key(out.data(), out.size(), text.empty() ? "" : text.data(), text.size(), salt.empty() ? &kNothing : salt.data(),
                         salt.size());
    return out;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

SecretBytes pkcs12_derive(const HashAlgorithm& hash, Pkcs12Purpose purpose, ByteView password, ByteView salt, std::uint64_t iterations,
                          std::size_t count) {
  const std::size_t v = hash.block;
  const SecretBytes diversifier(v, static_cast<std::uint8_t>(purpose));
  SecretBytes input;
  append_repeated(input, salt, v);
  append_repeated(input, password, v);
  const auto function = Botan::HashFunction::create_or_throw(hash.botan);
  SecretBytes out;
  while (out.size() < count) {
    SecretBytes block(hash.size);
    function->update(diversifier.data(), diversifier.size());
    function->update(input.data(), input.size());
    function->final(block.data());
    hash_again(*function, block, iterations - 1);
    out.insert(out.end(), block.begin(), block.end());
    SecretBytes addend;
    for (std::size_t i = 0; i < v; ++i) addend.push_back(block[i % block.size()]);
    for (std::size_t at = 0; at < input.size(); at += v) add_plus_one(std::span(input).subspan(at, v), addend);
  }
  out.resize(count);
  return out;
}

SecretBytes pbkdf1(const HashAlgorithm& hash, ByteView password, ByteView salt, std::uint64_t iterations, std::size_t count) {
  const auto function = Botan::HashFunction::create_or_throw(hash.botan);
  SecretBytes value(hash.size);
  function->update(password.data(), password.size());
  function->update(salt.data(), salt.size());
  function->final(value.data());
  hash_again(*function, value, iterations - 1);
  value.resize(std::min(count, value.size()));
  return value;
}

bool pbkdf2_supports(const HashAlgorithm& hash) { return hash.supported() || nettle_has_pbkdf2(hash.name); }

std::optional<SecretBytes> pbkdf2(const HashAlgorithm& hash, ByteView password, ByteView salt, std::uint64_t iterations,
                                  std::size_t count) {
  if (auto derived = pbkdf2_by_nettle(hash.name, password, salt, iterations, count)) return derived;
  if (!hash.supported()) return std::nullopt;
  return derive("PBKDF2(", std::string(hash.botan) + ")", hmac_key(hash, password), salt, {iterations, 0, 0}, count);
}

std::optional<SecretBytes> scrypt(ByteView password, ByteView salt, std::uint64_t n, std::uint64_t r, std::uint64_t p, std::size_t count) {
  if (n < 2 || (n & (n - 1)) != 0 || r == 0 || p == 0) return std::nullopt;
  const HashAlgorithm& inner = *hash_by_name("sha256");
  return derive("Scrypt", "", hmac_key(inner, password), salt, {n, r, p}, count);
}

Bytes hmac(const HashAlgorithm& hash, ByteView key, ByteView content) {
  const auto mac = Botan::MessageAuthenticationCode::create_or_throw("HMAC(" + std::string(hash.botan) + ")");
  const SecretBytes short_key = hmac_key(hash, key);
  mac->set_key(short_key.data(), short_key.size());
  mac->update(content.data(), content.size());
  Bytes out(mac->output_length());
  mac->final(out.data());
  return out;
}

}  // namespace chainlint::crypto
