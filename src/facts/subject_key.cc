#include "chainlint/facts/subject_key.h"

#include <optional>

#include "chain/place.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/x509/identifiers.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::facts {

namespace {

// The parts of PublicKeyInfo::canonical(): a letter, then fields with their lengths in four bytes.
class CanonicalReader {
 public:
  explicit CanonicalReader(ByteView octets) : rest_(octets) {}

  char letter() {
    const char found = rest_.empty() ? '\0' : static_cast<char>(rest_.front());
    rest_ = rest_.subspan(rest_.empty() ? 0 : 1);
    return found;
  }
  ByteView field() {
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4 && i < rest_.size(); ++i) size = size << 8 | rest_[i];
    if (rest_.size() < 4 || size > rest_.size() - 4) return rest_ = {};
    const ByteView found = rest_.subspan(4, size);
    rest_ = rest_.subspan(4 + size);
    return found;
  }

 private:
  ByteView rest_;
};

Bytes rsa_info(ByteView modulus, ByteView exponent, bool pss) {
  asn1::DerWriter key;
  key.sequence([&](asn1::DerWriter& fields) { fields.unsigned_integer(modulus).unsigned_integer(exponent); });
  asn1::DerWriter info;
  info.sequence([&](asn1::DerWriter& fields) {
    fields.sequence(
        [&](asn1::DerWriter& algorithm) { pss ? algorithm.oid(x509::oid::kRsassaPss) : algorithm.oid(x509::oid::kRsaEncryption).null(); });
    fields.bit_string(key.bytes());
  });
  return info.take();
}

Bytes ec_info(ByteView parameters, ByteView point) {
  asn1::DerWriter info;
  info.sequence([&](asn1::DerWriter& fields) {
    fields.sequence([&](asn1::DerWriter& algorithm) { algorithm.oid(x509::oid::kEcPublicKey).raw(parameters); });
    fields.bit_string(point);
  });
  return info.take();
}

std::optional<Subject> certificate_subject(const Subject& subject, const FactContext& context) {
  switch (subject.kind) {
    case SubjectKind::certificate:
      return subject;
    case SubjectKind::link:
      return certificate_at_step(subject.index, context);
    case SubjectKind::key: {
      const std::vector<std::size_t>& members = context.analysis.keys[subject.index].members;
      return members.empty() ? std::nullopt : std::optional(Subject{SubjectKind::certificate, members.front()});
    }
    case SubjectKind::bundle:
    case SubjectKind::container:
    case SubjectKind::diagnostic:
    case SubjectKind::chain:
    case SubjectKind::renewal:
      return head_subject(context);
    case SubjectKind::waiver:
    case SubjectKind::run:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::string public_key_sha256(const x509::Certificate& certificate) {
  const ByteView der = certificate.public_key().der;
  return der.empty() ? std::string() : to_hex(crypto::sha256(der));
}

std::string public_key_sha256(const crypto::KeyDescription& key) {
  if (key.public_canonical.empty()) return "";
  CanonicalReader reader(key.public_canonical);
  const char kind = reader.letter();
  const ByteView first = reader.field();
  if (kind == 'o') return to_hex(crypto::sha256(first));
  const ByteView second = reader.field();
  return to_hex(
      crypto::sha256(kind == 'r' ? rsa_info(first, second, key.algorithm == x509::KeyAlgorithm::rsa_pss) : ec_info(first, second)));
}

bool is_unprotected(const formats::Entry& key, const formats::Container& container) {
  if (key.key_state == formats::KeyState::plain) return !container.facts.in_encrypted_archive;
  const formats::PasswordUse password = container.facts.password;
  return key.key_state == formats::KeyState::unlocked &&
         (password == formats::PasswordUse::empty || password == formats::PasswordUse::absent);
}

const x509::Certificate* certificate_behind(const Subject& subject, const FactContext& context) {
  const std::optional<Subject> certificate = certificate_subject(subject, context);
  return certificate ? &certificate_of(*certificate, context) : nullptr;
}

std::string public_key_sha256_of(const Subject& subject, const FactContext& context) {
  if (const x509::Certificate* certificate = certificate_behind(subject, context)) return public_key_sha256(*certificate);
  if (subject.kind != SubjectKind::key) return "";
  const formats::Entry& entry = *context.analysis.entries[context.analysis.keys[subject.index].entry];
  return entry.key ? public_key_sha256(*entry.key) : std::string();
}

std::string role_of(const Subject& subject, const FactContext& context) {
  const auto certificate = subject.kind == SubjectKind::key ? std::nullopt : certificate_subject(subject, context);
  if (!certificate) return "";
  const chain::Member* member = member_of(*certificate, context);
  if (member != nullptr) return std::string(chain::to_string(member->role));
  return std::string(
      chain::to_string(x509::looks_self_signed(certificate_of(*certificate, context)) ? chain::Role::root : chain::Role::intermediate));
}

}  // namespace chainlint::facts
