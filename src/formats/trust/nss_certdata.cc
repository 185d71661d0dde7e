#include "trust/nss_certdata.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "trust/nss_objects.h"

namespace chainlint::formats {
namespace {

// What a trust object says of a certificate.
struct Trust {
  std::vector<std::string> uses, refused_uses;
  std::optional<Instant> distrusted_after;
};

struct Use {
  std::string_view attribute, name;
};
// The names of NSS; those of PKCS#11 3.2 differ from them in a prefix.
constexpr Use kUses[] = {
    {"TRUST_SERVER_AUTH", "server authentication"}, {"TRUST_EMAIL_PROTECTION", "e-mail"}, {"TRUST_CODE_SIGNING", "code signing"}};

bool is_trusted(std::string_view value) { return value.ends_with("TRUSTED_DELEGATOR") || value == "CKT_TRUST_ANCHOR"; }
bool is_refused(std::string_view value) { return value.ends_with("NOT_TRUSTED") || value.ends_with("_UNTRUSTED"); }

std::string_view word_ending(const NssObject& object, std::string_view ending) {
  for (const auto& [attribute, value] : object.words) {
    if (attribute.ends_with(ending)) return value;
  }
  return {};
}

// UTCTime or GeneralizedTime without its tag.
std::optional<Instant> date_of(ByteView text) {
  asn1::Element element;
  element.identifier = text.size() == 15 ? asn1::tag::kGeneralizedTime : asn1::tag::kUtcTime;
  element.content = text;
  const auto time = asn1::read_time(element, asn1::Encoding::der);
  return time ? std::optional(*time) : std::nullopt;
}

Trust read_trust(const NssObject& object) {
  Trust trust;
  for (const Use& use : kUses) {
    const std::string_view value = word_ending(object, use.attribute);
    if (is_trusted(value)) trust.uses.emplace_back(use.name);
    if (is_refused(value)) trust.refused_uses.emplace_back(use.name);
  }
  trust.distrusted_after = date_of(object.value("CKA_NSS_SERVER_DISTRUST_AFTER"));
  return trust;
}

void describe(const Trust& trust, Entry& entry) {
  if (!trust.uses.empty()) {
    entry.description += ", trusted for " + join_and(trust.uses);
    entry.trusted_certificate = true;
  } else if (!trust.refused_uses.empty()) {
    entry.description += ", distrusted";
  }
  if (trust.distrusted_after) {
    entry.description += fmt::format(", not trusted for servers with certificates issued after {}", trust.distrusted_after->date());
  }
}

std::string key_of(ByteView issuer, ByteView serial) { return std::string(as_text(issuer)) + std::string(as_text(serial)); }

// Labels are UTF-8 with \xC3 for a byte past ASCII.
std::string label_of(std::string_view text) {
  std::string label;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text.substr(i, 2) == "\\x" && i + 3 < text.size();
    const int high = escape ? hex_digit(text[i + 2]) : -1, low = escape ? hex_digit(text[i + 3]) : -1;
    if (high >= 0 && low >= 0) {
      label += static_cast<char>(high * 16 + low);
      i += 3;
    } else {
      label += text[i];
    }
  }
  return printable(label);
}

class CertdataReader {
 public:
  CertdataReader(ReadContext& context, Container& container) : context_(context), container_(container) {}
  void read(std::string_view text);

 private:
  void read_certificate(const NssObject& object);
  void read_trust_object(const NssObject& object);
  void report_damage(const NssObject& object, std::string_view what);
  void match();

  ReadContext& context_;
  Container& container_;
  std::size_t objects_ = 0;
  std::map<std::string, Trust> by_serial_, by_sha1_;
  std::map<std::size_t, Trust> own_;  // what certificate objects say of themselves, by index of the entry
  std::size_t trust_objects_ = 0;
};

void CertdataReader::report_damage(const NssObject& object, std::string_view what) {
  for (const NssDamage& damage : object.damage) {
    report_error(context_, container_, "certdata-damaged", fmt::format("{}: {}", what, damage.what),
                 {.path = context_.path, .line = damage.line, .inner = fmt::format("object {}", objects_)});
  }
}

void CertdataReader::read_certificate(const NssObject& object) {
  Entry entry;
  entry.label = label_of(object.word("CKA_LABEL"));
  entry.location = {.path = context_.path, .line = object.line, .end_line = object.end_line};
  entry.location.inner = fmt::format("object {} \"{}\"", objects_, entry.label);
  entry.description = "certificate";
  report_damage(object, "certificate");
  const ByteView der = object.value("CKA_VALUE");
  if (der.empty()) {
    report_error(context_, container_, "certdata-no-value", "certificate object without CKA_VALUE", entry.location);
    return;
  }
  if (add_certificate(der, std::move(entry), context_, container_) == nullptr) return;
  Trust trust;
  trust.distrusted_after = date_of(object.value("CKA_NSS_SERVER_DISTRUST_AFTER"));
  if (trust.distrusted_after) own_[container_.entries.size() - 1] = trust;
}

void CertdataReader::read_trust_object(const NssObject& object) {
  ++trust_objects_;
  report_damage(object, "trust object");
  const ByteView issuer = object.value("CKA_ISSUER"), serial = object.value("CKA_SERIAL_NUMBER");
  const ByteView hash =
      object.value("CKA_CERT_SHA1_HASH").empty() ? object.value("CKA_HASH_OF_CERTIFICATE") : object.value("CKA_CERT_SHA1_HASH");
  Trust trust = read_trust(object);
  if (!issuer.empty() && !serial.empty()) by_serial_[key_of(issuer, serial)] = trust;
  if (!hash.empty()) by_sha1_[std::string(as_text(hash))] = std::move(trust);
}

// Trust objects follow their certificates, and some name certificates that are not in the file.
void CertdataReader::match() {
  std::size_t matched = 0;
  for (std::size_t i = 0; i < container_.entries.size(); ++i) {
    Entry& entry = container_.entries[i];
    if (!entry.certificate) continue;
    const x509::Certificate& certificate = *entry.certificate;
    Bytes serial = {asn1::tag::kInteger, static_cast<std::uint8_t>(certificate.serial().size())};
    serial.insert(serial.end(), certificate.serial().begin(), certificate.serial().end());
    auto found = by_serial_.find(key_of(certificate.issuer().der(), serial));
    if (found == by_serial_.end()) {
      found = by_sha1_.find(std::string(as_text(crypto::sha1(certificate.der()))));
      if (found == by_sha1_.end()) found = by_serial_.end();
    }
    const auto own = own_.find(i);
    Trust trust = found == by_serial_.end() ? Trust() : found->second;
    matched += found == by_serial_.end() ? 0 : 1;
    if (own != own_.end()) trust.distrusted_after = own->second.distrusted_after;
    describe(trust, entry);
  }
  if (trust_objects_ > matched) {
    report_note(context_, container_, "certdata-trust-alone",
                fmt::format("{} without a certificate in this file", count_noun(trust_objects_ - matched, "trust object")),
                {.path = context_.path});
  }
}

void CertdataReader::read(std::string_view text) {
  NssObjects objects(text);
  while (!context_.entries_full) {
    const auto object = objects.next();
    if (!object) break;
    ++objects_;
    const std::string_view kind = object->word("CKA_CLASS");
    if (kind == "CKO_CERTIFICATE") {
      read_certificate(*object);
    } else if (kind == "CKO_NSS_TRUST" || kind == "CKO_NETSCAPE_TRUST" || kind == "CKO_TRUST") {
      read_trust_object(*object);
    } else {
      report_damage(*object, "object");
    }
  }
  match();
  if (container_.entries.empty() && !container_.has_error()) {
    report_error(context_, container_, "certdata-no-certificates", "certdata.txt without a certificate", {.path = context_.path});
  }
}

}  // namespace

void read_nss_certdata(const FileInput& file, ReadContext& context, Container& container) {
  container.format = Format::nss_certdata;
  CertdataReader(context, container).read(file.text.text);
}

}  // namespace chainlint::formats
