#include "java/keystore_integrity.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/keystore_protection.h"

namespace chainlint::formats {
namespace {

bool is_same(const PasswordCandidate& a, const PasswordCandidate& b) { return a.form == b.form && a.password.utf8() == b.password.utf8(); }

}  // namespace

KeystorePasswords::KeystorePasswords(const ReadContext& context, bool absent) : given_(!context.options.passwords.empty()) {
  for (const PasswordCandidate& candidate : context.candidates) {
    if (candidate.form != crypto::PasswordForm::standard && !(absent && candidate.form == crypto::PasswordForm::absent)) continue;
    const bool known = std::any_of(candidates_.begin(), candidates_.end(), [&](const auto& other) { return is_same(candidate, other); });
    if (!known) candidates_.push_back(candidate);
  }
}

void KeystorePasswords::prefer(std::size_t index) {
  const auto chosen = candidates_.begin() + static_cast<std::ptrdiff_t>(index);
  std::rotate(candidates_.begin(), chosen, chosen + 1);
}

OpenedKey KeystorePasswords::search(const std::function<Result<SecretBytes>(const PasswordCandidate&)>& open) {
  OpenedKey opened;
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    auto plaintext = open(candidates_[i]);
    if (plaintext) {
      opened.key = std::move(*plaintext);
      opened.use = candidates_[i].use;
      prefer(i);
      return opened;
    }
    if (plaintext.error().code != "decrypt-failed") {
      opened.error = plaintext.error();
      return opened;
    }
  }
  return opened;
}

KeystoreIntegrity::KeystoreIntegrity(std::string_view name, ByteView data, Check check, KeystorePasswords& passwords, ReadContext& context,
                                     Container& container, const Location& store)
    : name_(name), data_(data), check_(std::move(check)), passwords_(passwords), context_(context), container_(container), store_(store) {}

void KeystoreIntegrity::look_at_end() {
  if (data_.size() > crypto::kKeystoreDigestOctets) try_at(data_.size() - crypto::kKeystoreDigestOctets);
}

void KeystoreIntegrity::try_at(std::size_t position) {
  tried_at_ = position;
  verified_at_.reset();
  error_.reset();
  for (std::size_t i = 0; i < passwords_.candidates().size(); ++i) {
    const PasswordCandidate& candidate = passwords_.candidates()[i];
    const auto fits = check_(data_.first(position), data_.subspan(position, crypto::kKeystoreDigestOctets), candidate);
    if (!fits) {
      error_ = fits.error();
      return;
    }
    if (*fits) {
      verified_at_ = position;
      use_ = candidate.use;
      passwords_.prefer(i);
      return;
    }
  }
}

void KeystoreIntegrity::conclude(std::optional<std::size_t> end, const crypto::Protection& protection) {
  const std::size_t left = end ? data_.size() - *end : 0;
  if (end && left < crypto::kKeystoreDigestOctets) {
    report_error(context_, container_, "keystore-truncated",
                 fmt::format("the {} after the last entry needs {} bytes; {} left", name_, crypto::kKeystoreDigestOctets,
                             left == 1 ? std::string("1 is") : fmt::format("{} are", left)),
                 store_);
    return;
  }
  if (end && tried_at_ != end) try_at(*end);
  container_.facts.mac = protection;
  if (verified()) {
    container_.facts.mac_verified = true;
    note_password(container_, use_);
  } else if (end) {
    report_unverified();
  } else {
    report_note(context_, container_, "keystore-unverified", "integrity not verified: the entries were not read to their end", store_);
  }
  if (end && left > crypto::kKeystoreDigestOctets) {
    report_warning(context_, container_, "trailing-data",
                   fmt::format("{} after the {}", count_noun(left - crypto::kKeystoreDigestOctets, "byte"), name_), store_);
  }
}

void KeystoreIntegrity::report_unverified() {
  if (error_) {
    report_error(context_, container_, error_->code, fmt::format("{}: {}", name_, error_->message), store_);
  } else if (passwords_.given()) {
    note_password(container_, PasswordUse::not_found);
    report_error(context_, container_, "keystore-integrity", fmt::format("wrong password or damaged file (the {} does not match)", name_),
                 store_);
  } else {
    report_note(context_, container_, "keystore-unverified", "integrity not verified: no password was specified", store_);
  }
}

std::optional<ProtectedKey> split_protected_key(ByteView der) {
  asn1::Asn1Reader reader(der, asn1::Encoding::ber);
  const auto outer = reader.expect(asn1::tag::kSequence, "EncryptedPrivateKeyInfo");
  if (!outer) return {};
  asn1::Asn1Reader fields = reader.enter(*outer);
  const auto algorithm = x509::AlgorithmIdentifier::read(fields, "encryptionAlgorithm");
  if (!algorithm) return {};
  const auto data = fields.expect(asn1::tag::kOctetString, "encryptedData");
  if (!data) return {};
  return ProtectedKey{*algorithm, data->content};
}

}  // namespace chainlint::formats
