#include "issuer_key.h"

#include <botan/bigint.h>
#include <botan/ecdsa.h>
#include <botan/ed25519.h>
#include <botan/rsa.h>

#include <algorithm>
#include <exception>
#include <new>

namespace chainlint::crypto {
namespace {

// Tables take as long to make as they save in so many verifications. Plain ones of Nettle are slower by a seventh on P-256, by a third on
// larger curves.
constexpr unsigned kUsesBeforePreparing = 16, kPlainUsesBeforePreparing = 64, kPlainUsesOfP256 = 256;

std::unique_ptr<Botan::Public_Key> load_rsa(const Bytes& modulus, const Bytes& exponent) {
  return std::make_unique<Botan::RSA_PublicKey>(Botan::BigInt(modulus.data(), modulus.size()),
                                                Botan::BigInt(exponent.data(), exponent.size()));
}

std::unique_ptr<Botan::Public_Key> load_ec(const x509::PublicKeyInfo& key) {
  const Botan::AlgorithmIdentifier algorithm(Botan::OID({1, 2, 840, 10045, 2, 1}), to_bytes(key.algorithm_id.parameters));
  return std::make_unique<Botan::ECDSA_PublicKey>(algorithm, to_bytes(key.key_octets));
}

// Ecdsa-Sig-Value (RFC 3279 section 2.2.3), strictly DER, each number at most as long as the order.
std::optional<EcdsaSignature> read_ecdsa_signature(ByteView der, std::size_t order_octets) {
  const auto sequence = asn1::read_single(der);
  if (!sequence || !sequence->is(asn1::tag::kSequence)) return std::nullopt;
  asn1::Asn1Reader reader(sequence->content);
  ByteView numbers[2];
  for (ByteView& number : numbers) {
    const auto element = reader.expect(asn1::tag::kInteger, "signature");
    if (!element) return std::nullopt;
    const auto magnitude = asn1::read_unsigned_integer(*element, asn1::Encoding::der);
    if (!magnitude || magnitude->size() > order_octets) return std::nullopt;
    number = *magnitude;
  }
  if (reader.finish("signature")) return std::nullopt;
  return EcdsaSignature{numbers[0], numbers[1]};
}

// r and s side by side, each padded to the length of the order (IEEE 1363).
Bytes concatenated(const EcdsaSignature& signature, std::size_t order_octets) {
  Bytes out(2 * order_octets);
  std::copy(signature.r.begin(), signature.r.end(), out.begin() + static_cast<std::ptrdiff_t>(order_octets - signature.r.size()));
  std::copy(signature.s.begin(), signature.s.end(), out.end() - static_cast<std::ptrdiff_t>(signature.s.size()));
  return out;
}

}  // namespace

IssuerKey::IssuerKey(const x509::PublicKeyInfo& key, TableAllowance& allowance) : allowance_(allowance) {
  try {
    switch (key.algorithm) {
      case x509::KeyAlgorithm::rsa:
      case x509::KeyAlgorithm::rsa_pss:
        modulus_ = to_bytes(key.rsa_modulus);
        exponent_ = to_bytes(key.rsa_exponent);
        rsa_ = RsaPkcs1::make(modulus_, exponent_);
        break;
      case x509::KeyAlgorithm::ed25519:
        key_ = std::make_unique<Botan::Ed25519_PublicKey>(to_bytes(key.key_octets));
        break;
      case x509::KeyAlgorithm::ec:
        curve_ = curve_of_parameters(key.algorithm_id.parameters);
        refusal_ = curve_ == nullptr ? SignatureVerdict::unsupported : SignatureVerdict::invalid;
        point_ = to_bytes(key.key_octets);
        if (curve_ != nullptr) plain_ = PreparedEcdsa::make_plain(*curve_, point_);
        if (curve_ != nullptr && !plain_) key_ = load_ec(key);
        break;
      default:
        refusal_ = SignatureVerdict::unsupported;
        break;
    }
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    // Bytes that are no key: nothing was ever signed with it.
    key_.reset();
  }
}

SignatureVerdict IssuerKey::verify(const ResolvedScheme& scheme, ByteView message, ByteView signature) {
  if (!key_ && !plain_ && !rsa_) return refusal_;
  if (scheme.family == SignatureFamily::ecdsa) return verify_ecdsa(scheme, message, signature);
  const bool good = scheme.family == SignatureFamily::rsa_pkcs1 ? rsa_->verify(*scheme.algorithm, message, signature)
                                                                : verify_with_pool(scheme, message, signature);
  return good ? SignatureVerdict::valid : SignatureVerdict::invalid;
}

SignatureVerdict IssuerKey::verify_ecdsa(const ResolvedScheme& scheme, ByteView message, ByteView signature) {
  const auto numbers = read_ecdsa_signature(signature, curve_->order_octets());
  if (!numbers) return SignatureVerdict::invalid;
  const PreparedEcdsa* tables = prepared();
  if (tables == nullptr) tables = plain_.get();
  const bool good = tables != nullptr ? tables->verify(hash_of(*scheme.algorithm, message), *numbers)
                                      : verify_with_pool(scheme, message, concatenated(*numbers, curve_->order_octets()));
  return good ? SignatureVerdict::valid : SignatureVerdict::invalid;
}

const PreparedEcdsa* IssuerKey::prepared() {
  const unsigned plain_uses = curve_->bits <= 256 ? kPlainUsesOfP256 : kPlainUsesBeforePreparing;
  if (ecdsa_uses_.fetch_add(1, std::memory_order_relaxed) < (plain_ ? plain_uses : kUsesBeforePreparing)) return nullptr;
  std::call_once(prepare_once_, [this] {
    if (allowance_.left.fetch_sub(1, std::memory_order_relaxed) > 0) prepared_ = PreparedEcdsa::make(*curve_, point_);
  });
  return prepared_.get();
}

// A PK_Verifier keeps state and serves one thread at a time; making one costs as much as a good part of its use.
std::unique_ptr<Botan::PK_Verifier> IssuerKey::take(const std::string& padding) {
  {
    const std::lock_guard lock(pool_mutex_);
    const auto found = std::find_if(pool_.begin(), pool_.end(), [&](const Pooled& pooled) { return pooled.padding == padding; });
    if (found != pool_.end()) {
      auto verifier = std::move(found->verifier);
      pool_.erase(found);
      return verifier;
    }
  }
  return std::make_unique<Botan::PK_Verifier>(*key_, padding);
}

bool IssuerKey::verify_with_pool(const ResolvedScheme& scheme, ByteView message, ByteView signature) {
  try {
    if (rsa_) {
      if (signature.size() != rsa_->bytes()) return false;  // the library accepts zeros before it
      std::call_once(load_once_, [this] { key_ = load_rsa(modulus_, exponent_); });
    }
    const std::string padding = scheme.padding();
    auto verifier = take(padding);
    const bool good = verifier->verify_message(message.data(), message.size(), signature.data(), signature.size());
    const std::lock_guard lock(pool_mutex_);
    pool_.push_back({padding, std::move(verifier)});
    return good;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    // The library throws where a signature has a length that the key cannot make.
    return false;
  }
}

}  // namespace chainlint::crypto
