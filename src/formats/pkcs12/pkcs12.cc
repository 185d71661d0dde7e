#include "pkcs12/pkcs12.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "chainlint/asn1/oid.h"
#include "chainlint/formats/password_search.h"
#include "chainlint/formats/pkcs12_structure.h"
#include "pkcs12/pkcs12_bags.h"
#include "pkcs12/pkcs12_mac.h"

namespace chainlint::formats {
namespace {

using namespace pkcs12;

constexpr std::int64_t kVersion = 3;

// Bytes, and where they are in the file. Joined segments and plaintext have no place there.
struct Octets {
  ByteView view;
  std::optional<std::size_t> offset;
};

asn1::Asn1Result<Octets> octets_of(const asn1::Element& element, bool in_file, Bytes& own, const Limits& limits) {
  auto view = asn1::read_octets(element, asn1::Encoding::ber, own, limits);
  if (!view) return view.error();
  Octets octets{*view, {}};
  if (in_file && !element.constructed()) octets.offset = element.content_offset;
  return octets;
}

// The ContentInfo that a SignedData signs (RFC 5652 section 5.1).
asn1::Asn1Result<ContentInfo> read_signed_content(asn1::Asn1Reader reader) {
  auto sequence = reader.expect(asn1::tag::kSequence, "SignedData is not a SEQUENCE");
  if (!sequence) return sequence.error();
  asn1::Asn1Reader inner = reader.enter(*sequence);
  auto version = inner.expect(asn1::tag::kInteger, "version of the SignedData is not an INTEGER");
  if (!version) return version.error();
  auto digests = inner.expect(asn1::tag::kSet, "digestAlgorithms of the SignedData is not a SET");
  if (!digests) return digests.error();
  return read_content_info(inner);
}

// The two parts of a PFX after its version.
struct Pfx {
  ContentInfo authenticated_safe;
  std::optional<asn1::Asn1Reader> mac_data;
};

class PfxReader {
 public:
  PfxReader(ReadContext& context, Container& container, const Location& where)
      : context_(context),
        container_(container),
        where_(where),
        passwords_(context.options, context.budget),
        bags_(context, container, passwords_) {}

  // How the file as a whole was opened: a key that stays locked does not undo what the MAC has proved.
  PasswordUse read(ByteView der) {
    read_parts(der);
    return passwords_.mac_use().value_or(container_.facts.password);
  }

 private:
  void read_parts(ByteView der);
  std::optional<Pfx> read_frame(ByteView der);
  std::optional<ContentInfo> unwrap(ContentInfo authenticated_safe);
  void read_safes(const Octets& content);
  void read_safe(asn1::Asn1Reader safe, bool in_file, const Location& where);
  void read_plain(asn1::Asn1Reader content, bool in_file, const Location& where);
  void read_encrypted(asn1::Asn1Reader content, bool in_file, const Location& where);
  void open(const EncryptedContent& encrypted, ByteView ciphertext, crypto::Protection protection, const Location& where);
  void report_unopened(const Error& error, const Location& where);
  void damaged(const asn1::Asn1Error& error, bool in_file, const Location& where) {
    report_damage(error, in_file, context_, container_, where);
  }

  ReadContext& context_;
  Container& container_;
  const Location& where_;
  PasswordSearch passwords_;
  BagReader bags_;
};

void PfxReader::read_parts(ByteView der) {
  auto pfx = read_frame(der);
  if (!pfx) return;
  auto info = unwrap(pfx->authenticated_safe);
  if (!info) return;
  auto string = expect_octet_string(info->content, "content of the authSafe is not an OCTET STRING");
  if (!string) return damaged(string.error(), true, where_);
  Bytes own;
  auto content = octets_of(*string, true, own, context_.options.limits);
  if (!content) return damaged(content.error(), true, where_);
  if (pfx->mac_data) check_mac(*pfx->mac_data, content->view, passwords_, context_, container_, where_);
  read_safes(*content);
}

std::optional<Pfx> PfxReader::read_frame(ByteView der) {
  const auto fail = [this](const asn1::Asn1Error& error) {
    damaged(error, true, where_);
    return std::nullopt;
  };
  asn1::Asn1Reader file(der, asn1::Encoding::ber, where_.offset.value_or(0));
  auto sequence = file.expect(asn1::tag::kSequence, "PFX is not a SEQUENCE");
  if (!sequence) return fail(sequence.error());
  asn1::Asn1Reader fields = file.enter(*sequence);
  auto number = fields.expect(asn1::tag::kInteger, "version of the PFX is not an INTEGER");
  if (!number) return fail(number.error());
  auto version = asn1::read_small_integer(*number, asn1::Encoding::ber);
  if (!version) return fail(version.error());
  if (*version != kVersion) {
    report_error(context_, container_, "pkcs12-version", fmt::format("PFX version {}; only version {} is supported", *version, kVersion),
                 where_);
    return {};
  }
  auto info = read_content_info(fields);
  if (!info) return fail(info.error());
  Pfx pfx{*info, {}};
  if (fields.at_end()) return pfx;
  auto mac = fields.expect(asn1::tag::kSequence, "macData is not a SEQUENCE");
  if (!mac) {
    // Whether there was a MAC can no longer be known, so nothing may be opened as if there were none.
    passwords_.forbid();
    damaged(mac.error(), true, where_);
  } else {
    pfx.mac_data = fields.enter(*mac);
  }
  return pfx;
}

std::optional<ContentInfo> PfxReader::unwrap(ContentInfo authenticated_safe) {
  if (equal(authenticated_safe.type, kSignedData)) {
    auto content = read_signed_content(authenticated_safe.content);
    if (!content) {
      damaged(content.error(), true, where_);
      return {};
    }
    report_note(context_, container_, "pkcs12-signed", "integrity is protected with a signature, which was not verified", where_);
    authenticated_safe = *content;
  }
  if (equal(authenticated_safe.type, kData)) return authenticated_safe;
  report_error(
      context_, container_, "pkcs12-content",
      fmt::format("authSafe has the content type {}; only data and signedData are supported", asn1::oid_to_dotted(authenticated_safe.type)),
      where_);
  return {};
}

void PfxReader::read_safes(const Octets& content) {
  const bool in_file = content.offset.has_value();
  asn1::Asn1Reader reader(content.view, asn1::Encoding::ber, content.offset.value_or(0));
  auto sequence = reader.expect(asn1::tag::kSequence, "AuthenticatedSafe is not a SEQUENCE");
  if (!sequence) return damaged(sequence.error(), in_file, where_);
  asn1::Asn1Reader safes = reader.enter(*sequence);
  for (std::size_t number = 1; !safes.at_end(); ++number) {
    const Location where = inside(where_, fmt::format("safe {}", number));
    if (number > context_.options.limits.pkcs12_bags) {
      report_error(context_, container_, "pkcs12-bags",
                   fmt::format("more than {} safes; the rest was not read", context_.options.limits.pkcs12_bags), where);
      return;
    }
    auto safe = safes.next();
    if (!safe) return damaged(safe.error(), in_file, where);
    read_safe(asn1::Asn1Reader(safe->encoded, asn1::Encoding::ber, safe->offset, safes.depth()), in_file, where);
  }
}

void PfxReader::read_safe(asn1::Asn1Reader safe, bool in_file, const Location& where) {
  auto info = read_content_info(safe);
  if (!info) return damaged(info.error(), in_file, where);
  if (equal(info->type, kData)) return read_plain(info->content, in_file, where);
  if (equal(info->type, kEncryptedData)) return read_encrypted(info->content, in_file, where);
  if (equal(info->type, kEnvelopedData)) {
    report_error(context_, container_, "encryption-unsupported",
                 "safe is encrypted with a public key (envelopedData, 1.2.840.113549.1.7.3), which is not supported", where);
    return;
  }
  report_error(context_, container_, "pkcs12-content",
               fmt::format("safe has the content type {}; only data and encryptedData are supported", asn1::oid_to_dotted(info->type)),
               where);
}

void PfxReader::read_plain(asn1::Asn1Reader content, bool in_file, const Location& where) {
  auto string = expect_octet_string(content, "content of the safe is not an OCTET STRING");
  if (!string) return damaged(string.error(), in_file, where);
  Bytes own;
  auto octets = octets_of(*string, in_file, own, context_.options.limits);
  if (!octets) return damaged(octets.error(), in_file, where);
  bags_.read({octets->view, where, {}, octets->offset});
}

void PfxReader::read_encrypted(asn1::Asn1Reader content, bool in_file, const Location& where) {
  auto encrypted = read_encrypted_content(content);
  if (!encrypted) return damaged(encrypted.error(), in_file, where);
  Bytes own;
  auto ciphertext = asn1::read_octets(encrypted->ciphertext, asn1::Encoding::ber, own, context_.options.limits);
  if (!ciphertext) return damaged(ciphertext.error(), in_file, where);
  auto protection = crypto::describe_encryption(encrypted->algorithm);
  if (!protection) {
    report_error(context_, container_, protection.error().code, "safe: " + protection.error().message, where);
    return;
  }
  // The diagnostic about the MAC speaks for every safe that it keeps shut.
  if (!passwords_.forbidden()) open(*encrypted, *ciphertext, *protection, where);
}

void PfxReader::open(const EncryptedContent& encrypted, ByteView ciphertext, crypto::Protection protection, const Location& where) {
  auto plaintext = passwords_.open(encrypted.algorithm, ciphertext);
  if (!plaintext) return report_unopened(plaintext.error(), where);
  if (const auto use = passwords_.last_use()) note_password(container_, *use);
  bags_.read({ByteView(plaintext->data(), plaintext->size()), where, std::move(protection), {}});
}

void PfxReader::report_unopened(const Error& error, const Location& where) {
  note_password(container_, PasswordUse::not_found);
  if (error.code != "decrypt-failed") {
    report_error(context_, container_, error.code, "safe: " + error.message, where);
  } else if (!passwords_.given()) {
    if (!container_.has_diagnostic("password-required")) report_error(context_, container_, "password-required", kPasswordRequired, where_);
  } else if (passwords_.mac_use()) {
    report_error(context_, container_, "password-wrong",
                 "safe is damaged or needs a different password than the MAC; no specified password opens it", where);
  } else {
    report_error(context_, container_, "password-wrong", "wrong password or damaged file (the safe does not decrypt)", where);
  }
}

}  // namespace

void read_pkcs12(ByteView der, ReadContext& context, Container& container, const Location& where) {
  const PasswordUse before = std::exchange(container.facts.password, PasswordUse::none_needed);
  const PasswordUse use = PfxReader(context, container, where).read(der);
  container.facts.password = before;
  note_password(container, use);
}

}  // namespace chainlint::formats
