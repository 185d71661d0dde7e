#include "bulk_cipher.h"

#include <botan/block_cipher.h>
#include <botan/stream_cipher.h>
#include <nettle/arctwo.h>

#include <algorithm>
#include <array>
#include <exception>
#include <new>

namespace chainlint::crypto {
namespace {

class Rc2 {
 public:
  Rc2(const BulkCipher& cipher, ByteView key) { nettle_arctwo_set_key_ekb(&context_, key.size(), key.data(), cipher.rc2_bits); }
  ~Rc2() { wipe(&context_, sizeof context_); }
  Rc2(const Rc2&) = delete;
  Rc2& operator=(const Rc2&) = delete;

  void encrypt(std::uint8_t* block) { nettle_arctwo_encrypt(&context_, ARCTWO_BLOCK_SIZE, block, block); }
  void decrypt(std::uint8_t* block) { nettle_arctwo_decrypt(&context_, ARCTWO_BLOCK_SIZE, block, block); }

 private:
  arctwo_ctx context_{};
};

class BotanBlock {
 public:
  BotanBlock(const BulkCipher& cipher, ByteView key) : cipher_(Botan::BlockCipher::create_or_throw(cipher.botan)) {
    cipher_->set_key(key.data(), key.size());
  }
  void encrypt(std::uint8_t* block) { cipher_->encrypt(block); }
  void decrypt(std::uint8_t* block) { cipher_->decrypt(block); }

 private:
  std::unique_ptr<Botan::BlockCipher> cipher_;
};

template <class Block>
void cbc_decrypt(Block&& block, ByteView iv, SecretBytes& data) {
  SecretBytes previous(iv.begin(), iv.end());
  SecretBytes current(iv.size());
  for (std::size_t at = 0; at < data.size(); at += iv.size()) {
    std::copy_n(data.begin() + static_cast<std::ptrdiff_t>(at), iv.size(), current.begin());
    block.decrypt(&data[at]);
    for (std::size_t i = 0; i < iv.size(); ++i) data[at + i] ^= previous[i];
    previous.swap(current);
  }
}

template <class Block>
void cbc_encrypt(Block&& block, ByteView iv, SecretBytes& data) {
  const std::uint8_t* previous = iv.data();
  for (std::size_t at = 0; at < data.size(); at += iv.size()) {
    for (std::size_t i = 0; i < iv.size(); ++i) data[at + i] ^= previous[i];
    block.encrypt(&data[at]);
    previous = &data[at];
  }
}

void apply_stream(const BulkCipher& cipher, ByteView key, SecretBytes& data) {
  const auto stream = Botan::StreamCipher::create_or_throw(cipher.botan);
  stream->set_key(key.data(), key.size());
  stream->cipher1(data.data(), data.size());
}

bool remove_padding(SecretBytes& data, std::size_t block) {
  const std::uint8_t count = data.back();
  if (count == 0 || count > block) return false;
  const bool good = std::all_of(data.end() - count, data.end(), [&](std::uint8_t octet) { return octet == count; });
  if (good) data.resize(data.size() - count);
  return good;
}

}  // namespace

std::optional<SecretBytes> decrypt_bulk(const BulkCipher& cipher, ByteView key, ByteView iv, ByteView ciphertext) {
  SecretBytes data(ciphertext.begin(), ciphertext.end());
  try {
    if (cipher.block == 0) {
      apply_stream(cipher, key, data);
      return data;
    }
    if (data.empty() || data.size() % cipher.block != 0 || iv.size() != cipher.block) return std::nullopt;
    if (cipher.rc2_bits > 0) {
      cbc_decrypt(Rc2(cipher, key), iv, data);
    } else {
      cbc_decrypt(BotanBlock(cipher, key), iv, data);
    }
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return std::nullopt;
  }
  if (!remove_padding(data, cipher.block)) return std::nullopt;
  return data;
}

std::optional<Bytes> encrypt_bulk(const BulkCipher& cipher, ByteView key, ByteView iv, ByteView plaintext) {
  SecretBytes data(plaintext.begin(), plaintext.end());
  try {
    if (cipher.block == 0) {
      apply_stream(cipher, key, data);
    } else {
      const std::size_t padding = cipher.block - data.size() % cipher.block;
      data.insert(data.end(), padding, static_cast<std::uint8_t>(padding));
      if (cipher.rc2_bits > 0) {
        cbc_encrypt(Rc2(cipher, key), iv, data);
      } else {
        cbc_encrypt(BotanBlock(cipher, key), iv, data);
      }
    }
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return std::nullopt;
  }
  return Bytes(data.begin(), data.end());
}

bool is_available(const BulkCipher& cipher) {
  if (cipher.rc2_bits > 0) return true;
  if (cipher.botan == nullptr) return false;
  if (cipher.block == 0) return Botan::StreamCipher::create(cipher.botan) != nullptr;
  return Botan::BlockCipher::create(cipher.botan) != nullptr;
}

}  // namespace chainlint::crypto
