#include "chainlint/formats/password_search.h"

#include <algorithm>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"

namespace chainlint::formats {
namespace {

constexpr auto kPkcs12Pbe = asn1::make_oid<1, 2, 840, 113549, 1, 12, 1>();
constexpr auto kPbmac1 = asn1::make_oid<1, 2, 840, 113549, 1, 5, 14>();

bool derives_as_pkcs12(ByteView scheme) {
  const ByteView prefix = kPkcs12Pbe;
  return scheme.size() > prefix.size() && equal(scheme.first(prefix.size()), prefix);
}

// The absent password and the empty one are the same bytes for all but the PKCS#12 key derivation.
bool form_applies(crypto::PasswordForm form, bool pkcs12_derivation) {
  switch (form) {
    case crypto::PasswordForm::standard:
      return true;
    case crypto::PasswordForm::absent:
    case crypto::PasswordForm::widened_utf8:
      return pkcs12_derivation;
    case crypto::PasswordForm::latin1:
      return !pkcs12_derivation;
  }
  return false;
}

bool is_one_sequence(ByteView plaintext) {
  asn1::Asn1Reader reader(plaintext, asn1::Encoding::ber);
  return reader.expect(asn1::tag::kSequence, "plaintext is not a SEQUENCE").ok() && reader.at_end();
}

// The bytes of the BMPString, in place of the UTF-8 that PBES2 would take. Only ASCII: no other password of such files is known.
Password bmp_string(const Password& password) {
  std::vector<char, WipingAllocator<char>> octets;
  for (const char c : password.utf8()) {
    octets.push_back('\0');
    octets.push_back(c);
  }
  octets.insert(octets.end(), 2, '\0');
  return Password(std::string_view(octets.data(), octets.size()));
}

}  // namespace

Result<bool> PasswordSearch::verify(const crypto::MacParameters& mac, ByteView content) {
  const bool pkcs12_derivation = !equal(mac.digest_algorithm.oid, kPbmac1);
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const PasswordCandidate candidate = candidates_[i];
    if (!form_applies(candidate.form, pkcs12_derivation)) continue;
    auto fits = crypto::verify_mac(mac, content, candidate.password, candidate.form, budget_);
    if (!fits && fits.error().code != "decrypt-failed") return fits;
    if (fits && *fits) {
      mac_ = last_ = i;
      mac_fixes_form_ = pkcs12_derivation;
      if (pkcs12_derivation) add_nss_form(candidate);
      return true;
    }
  }
  return false;
}

// NSS 3.21 and others of its time gave PBES2 the BMPString of the PKCS#12 key derivation.
void PasswordSearch::add_nss_form(const PasswordCandidate& accepted) {
  nss_ = candidates_.size();
  candidates_.push_back({bmp_string(accepted.password), crypto::PasswordForm::standard, accepted.use});
}

std::vector<std::size_t> PasswordSearch::order_for(ByteView scheme) const {
  std::vector<std::size_t> order;
  if (forbidden_) return order;
  const bool pkcs12_derivation = derives_as_pkcs12(scheme);
  auto same_password = [this](std::size_t a, std::size_t b) { return candidates_[a].password.utf8() == candidates_[b].password.utf8(); };
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (!form_applies(candidates_[i].form, pkcs12_derivation)) continue;
    if (pkcs12_derivation && i == nss_) continue;
    if (pkcs12_derivation && mac_fixes_form_ && i != *mac_ && same_password(i, *mac_)) continue;
    order.push_back(i);
  }
  auto prefer = [&](const std::optional<std::size_t>& index) {
    if (!index) return;
    std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return same_password(i, *index); });
    std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return i == *index; });
  };
  prefer(mac_);
  prefer(last_);
  return order;
}

Result<SecretBytes> PasswordSearch::open(const x509::AlgorithmIdentifier& algorithm, ByteView ciphertext) {
  for (std::size_t i : order_for(algorithm.oid)) {
    const PasswordCandidate& candidate = candidates_[i];
    auto plaintext = crypto::decrypt(algorithm, ciphertext, candidate.password, candidate.form, budget_);
    if (!plaintext && plaintext.error().code != "decrypt-failed") return plaintext;
    if (plaintext && is_one_sequence(*plaintext)) {
      last_ = i;
      return plaintext;
    }
  }
  return Error{"decrypt-failed", "no password opens it", {}};
}

std::optional<PasswordUse> PasswordSearch::mac_use() const {
  if (!mac_) return {};
  return candidates_[*mac_].use;
}

std::optional<PasswordUse> PasswordSearch::last_use() const {
  if (!last_) return {};
  return candidates_[*last_].use;
}

}  // namespace chainlint::formats
