#include "pkcs12/pfx_encryption.h"

#include <algorithm>
#include <array>
#include <utility>

#include "chainlint/asn1/definite.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/crypto/encryption.h"
#include "store_errors.h"

namespace chainlint::write {
namespace {

using namespace formats::pkcs12;

constexpr std::array<PfxEncryption, 2> kEncryptions{{
    {"aes-256", "PBES2", "AES-256-CBC", "PBKDF2-SHA256", "HMAC-SHA256", "PKCS12KDF-SHA256", 10000},
    {"3des", "pbeWithSHAAnd3-KeyTripleDES-CBC", "3DES-CBC", "PKCS12KDF-SHA1", "HMAC-SHA1", "PKCS12KDF-SHA1", 2048},
}};

constexpr auto kShroudedKeyBag = asn1::make_oid<1, 2, 840, 113549, 1, 12, 10, 1, 2>();
constexpr auto kSha1 = asn1::make_oid<1, 3, 14, 3, 2, 26>();
constexpr auto kSha256 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 1>();
constexpr std::array<std::uint8_t, 2> kNull{0x05, 0x00};

// A key bag taken apart.
struct KeyBag {
  asn1::Element value;  // PrivateKeyInfo or EncryptedPrivateKeyInfo
  ByteView attributes;
  x509::AlgorithmIdentifier algorithm;  // with the next, of a shrouded key
  ByteView ciphertext;
};

asn1::Asn1Result<KeyBag> read_key_bag(const PfxBag& bag) {
  asn1::Asn1Reader outer(bag.encoded);
  const auto sequence = outer.expect(asn1::tag::kSequence, "bag is not a SEQUENCE");
  if (!sequence) return sequence.error();
  asn1::Asn1Reader fields = outer.enter(*sequence);
  const auto type = fields.expect(asn1::tag::kOid, "type of a bag is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  const auto wrapped = fields.expect(asn1::tag::context_constructed(0), "value of a bag is not tagged [0]");
  if (!wrapped) return wrapped.error();
  asn1::Asn1Reader inner = fields.enter(*wrapped);
  const auto value = inner.expect(asn1::tag::kSequence, "private key is not a SEQUENCE");
  if (!value) return value.error();
  KeyBag key{*value, fields.rest(), {}, {}};
  if (bag.type != BagType::shrouded_key) return key;
  asn1::Asn1Reader parts = inner.enter(*value);
  const auto algorithm = x509::AlgorithmIdentifier::read(parts, "encryptionAlgorithm");
  if (!algorithm) return algorithm.error();
  const auto ciphertext = parts.expect(asn1::tag::kOctetString, "encryptedData is not an OCTET STRING");
  if (!ciphertext) return ciphertext.error();
  key.algorithm = *algorithm;
  key.ciphertext = ciphertext->content;
  return key;
}

bool is_key(const PfxBag& bag) { return bag.type == BagType::key || bag.type == BagType::shrouded_key; }

std::optional<x509::AlgorithmIdentifier> algorithm_of(const PfxSafe& safe) {
  asn1::Asn1Reader reader(safe.algorithm, asn1::Encoding::ber);
  const auto algorithm = x509::AlgorithmIdentifier::read(reader, "contentEncryptionAlgorithm");
  return algorithm ? std::optional(*algorithm) : std::nullopt;
}

bool is_so(const x509::AlgorithmIdentifier& algorithm, const PfxEncryption& encryption) {
  const auto protection = crypto::describe_encryption(algorithm);
  return protection && protection->scheme == encryption.scheme && protection->cipher == encryption.cipher &&
         protection->kdf == encryption.kdf;
}

// The cost parameter of scrypt counts something else.
std::uint64_t iterations_of(const x509::AlgorithmIdentifier& algorithm) {
  const auto protection = crypto::describe_encryption(algorithm);
  return protection && protection->kdf != "scrypt" ? protection->iterations : 0;
}

std::uint64_t most_iterations(const PfxFile& file) {
  std::uint64_t most = file.mac ? file.mac->parameters.iterations : 0;
  for (const PfxSafe& safe : file.safes) {
    if (const auto algorithm = safe.password ? algorithm_of(safe) : std::nullopt) most = std::max(most, iterations_of(*algorithm));
    for (const PfxBag& bag : safe.bags) {
      if (bag.type != BagType::shrouded_key) continue;
      const auto key = read_key_bag(bag);
      if (key) most = std::max(most, iterations_of(key->algorithm));
    }
  }
  return most;
}

class Encryptor {
 public:
  Encryptor(PfxFile& file, const PfxEncryption& encryption, formats::PasswordSearch& passwords, const RewriteOptions& options)
      : file_(file),
        encryption_(encryption),
        passwords_(passwords),
        options_(options),
        budget_(options.limits),
        iterations_(std::max(encryption.iterations, most_iterations(file))) {}

  std::optional<Error> run();

 private:
  bool choose_password();
  formats::PasswordCandidate written(const formats::PasswordCandidate& opened) const;
  Result<Bytes> algorithm() const {
    return encryption_.name == "aes-256" ? crypto::aes_256_encryption(iterations_) : crypto::triple_des_encryption(iterations_);
  }
  std::optional<Error> encrypt_key(PfxBag& bag);
  std::optional<Error> shroud(ByteView private_key, ByteView attributes, const formats::PasswordCandidate& candidate, PfxBag& bag);
  void replace_mac();

  PfxFile& file_;
  const PfxEncryption& encryption_;
  formats::PasswordSearch& passwords_;
  const RewriteOptions& options_;
  crypto::KdfBudget budget_;
  std::uint64_t iterations_;
  formats::PasswordCandidate chosen_;
};

bool Encryptor::choose_password() {
  if (file_.mac_password) {
    chosen_ = *file_.mac_password;
  } else if (passwords_.last_candidate() != nullptr) {
    chosen_ = *passwords_.last_candidate();
  } else if (passwords_.given()) {
    chosen_ = {options_.passwords.front(), crypto::PasswordForm::standard, formats::PasswordUse::given};
  } else {
    return false;
  }
  chosen_ = written(chosen_);
  return true;
}

// The BMPString that old NSS gave to PBES2 is no password that a user has: it is the only one with zero bytes in it.
formats::PasswordCandidate Encryptor::written(const formats::PasswordCandidate& opened) const {
  if (opened.password.utf8().find('\0') != std::string_view::npos) return chosen_;
  formats::PasswordCandidate candidate = opened;
  if (!candidate.password.empty()) candidate.form = crypto::PasswordForm::standard;
  return candidate;
}

std::optional<Error> Encryptor::run() {
  if (!choose_password()) return Error{"rewrite-password", "the file has no password; specify the password to encrypt it with", {}};
  for (PfxSafe& safe : file_.safes) {
    for (PfxBag& bag : safe.bags) {
      if (!is_key(bag)) continue;
      if (auto error = encrypt_key(bag)) return error;
      safe.changed = true;
    }
    if (!safe.password) continue;
    auto fresh = algorithm();
    if (!fresh) return fresh.error();
    safe.algorithm = std::move(*fresh);
    safe.password = written(*safe.password);
    safe.changed = true;
  }
  replace_mac();
  return {};
}

std::optional<Error> Encryptor::encrypt_key(PfxBag& bag) {
  const PfxBag old = bag;
  const auto key = read_key_bag(old);
  if (!key) return store_damaged(key.error().what);
  if (old.type == BagType::key) return shroud(key->value.encoded, key->attributes, chosen_, bag);
  const auto opened = passwords_.open(key->algorithm, key->ciphertext);
  if (!opened) {
    if (opened.error().code != "decrypt-failed") return store_not_ciphered(opened.error(), options_);
    return Error{
        "rewrite-password", "a private key in the file has a different password that was not specified; it cannot be re-encrypted", {}};
  }
  return shroud(*opened, key->attributes, written(*passwords_.last_candidate()), bag);
}

std::optional<Error> Encryptor::shroud(ByteView private_key, ByteView attributes, const formats::PasswordCandidate& candidate,
                                       PfxBag& bag) {
  const auto fresh = algorithm();
  if (!fresh) return fresh.error();
  asn1::Asn1Reader reader(*fresh);
  const auto identifier = x509::AlgorithmIdentifier::read(reader, "encryptionAlgorithm");
  if (!identifier) return store_damaged(identifier.error().what);
  const auto ciphertext = crypto::encrypt(*identifier, private_key, candidate.password, candidate.form, budget_);
  if (!ciphertext) return store_not_ciphered(ciphertext.error(), options_);
  const SecretBytes info = asn1::der_element(asn1::tag::kSequence, {*fresh, asn1::der_element(asn1::tag::kOctetString, {*ciphertext})});
  const SecretBytes value = asn1::der_element(asn1::tag::context_constructed(0), {info});
  bag.encoded = asn1::der_element(asn1::tag::kSequence, {asn1::der_element(asn1::tag::kOid, {kShroudedKeyBag}), value, attributes});
  bag.type = BagType::shrouded_key;
  return {};
}

void Encryptor::replace_mac() {
  // Only the length of this salt counts: writing makes a fresh one. Eight bytes with SHA-1 is what old readers have seen.
  const bool sha1 = encryption_.name == "3des";
  MacData mac;
  mac.salt.assign(sha1 ? 8 : 16, 0);
  const ByteView oid = sha1 ? ByteView(kSha1) : ByteView(kSha256);
  file_.mac = std::move(mac);
  file_.mac->parameters = {{oid, kNull, {}}, {}, file_.mac->salt, iterations_};
  file_.mac_password = chosen_;
}

}  // namespace

const PfxEncryption* pfx_encryption(std::string_view name) {
  const auto found = std::find_if(kEncryptions.begin(), kEncryptions.end(), [&](const PfxEncryption& row) { return row.name == name; });
  return found == kEncryptions.end() ? nullptr : &*found;
}

bool is_encrypted_so(const PfxFile& file, const PfxEncryption& encryption) {
  if (!file.mac) return false;
  const auto mac = crypto::describe_mac(file.mac->parameters);
  if (!mac || mac->mac != encryption.mac || mac->kdf != encryption.mac_kdf) return false;
  return std::all_of(file.safes.begin(), file.safes.end(), [&](const PfxSafe& safe) {
    const auto algorithm = safe.password ? algorithm_of(safe) : std::nullopt;
    if (safe.password && !(algorithm && is_so(*algorithm, encryption))) return false;
    return std::all_of(safe.bags.begin(), safe.bags.end(), [&](const PfxBag& bag) {
      if (!is_key(bag)) return true;
      const auto key = bag.type == BagType::shrouded_key ? read_key_bag(bag) : asn1::Asn1Result<KeyBag>(asn1::Asn1Error{});
      return key && is_so(key->algorithm, encryption);
    });
  });
}

std::optional<Error> encrypt_anew(PfxFile& file, const PfxEncryption& encryption, formats::PasswordSearch& passwords,
                                  const RewriteOptions& options) {
  return Encryptor(file, encryption, passwords, options).run();
}

}  // namespace chainlint::write
