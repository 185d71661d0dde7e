// A public key that is loaded once and verifies for every thread.
#pragma once

#include <botan/pk_keys.h>
#include <botan/pubkey.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/crypto/signature.h"
#include "named_curve.h"
#include "prepared_ecdsa.h"
#include "rsa_pkcs1.h"
#include "signature_scheme.h"

namespace chainlint::crypto {

// How many tables of multiples (see PreparedEcdsa) one verifier may contain: about 50 KB each.
struct TableAllowance {
  std::atomic<int> left{CryptoLimits::kPreparedKeys};
};

class IssuerKey {
 public:
  // Loads the key; nothing is thrown, `loaded` says whether it went well. `allowance` must outlive the key.
  IssuerKey(const x509::PublicKeyInfo& key, TableAllowance& allowance);

  // The scheme must fit the key.
  SignatureVerdict verify(const ResolvedScheme& scheme, ByteView message, ByteView signature);

 private:
  struct Pooled {
    std::string padding;
    std::unique_ptr<Botan::PK_Verifier> verifier;
  };

  SignatureVerdict verify_ecdsa(const ResolvedScheme& scheme, ByteView message, ByteView signature);
  bool verify_with_pool(const ResolvedScheme& scheme, ByteView message, ByteView signature);
  const PreparedEcdsa* prepared();
  std::unique_ptr<Botan::PK_Verifier> take(const std::string& padding);

  std::unique_ptr<const RsaPkcs1> rsa_;
  Bytes modulus_, exponent_;  // of an RSA key, which is loaded when a signature with PSS is verified
  std::once_flag load_once_;
  std::unique_ptr<Botan::Public_Key> key_;
  SignatureVerdict refusal_ = SignatureVerdict::invalid;  // the answer where there is no key
  const NamedCurve* curve_ = nullptr;
  Bytes point_;
  std::unique_ptr<const PreparedEcdsa> plain_;  // stands in for key_ where it is there
  TableAllowance& allowance_;

  std::mutex pool_mutex_;
  std::vector<Pooled> pool_;

  std::atomic<unsigned> ecdsa_uses_{0};
  std::once_flag prepare_once_;
  std::unique_ptr<const PreparedEcdsa> prepared_;
};

}  // namespace chainlint::crypto
