#include "distinguished_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/base/text.h"
#include "fields.h"

namespace chainlint::mint {
namespace {

struct AttributeType {
  std::string_view name;
  std::string_view oid;
  std::uint32_t fixed_tag;  // 0: any DirectoryString
};

constexpr AttributeType kAttributeTypes[] = {
    {"CN", "2.5.4.3", 0},
    {"O", "2.5.4.10", 0},
    {"OU", "2.5.4.11", 0},
    {"C", "2.5.4.6", asn1::tag::kPrintableString},
    {"ST", "2.5.4.8", 0},
    {"L", "2.5.4.7", 0},
    {"STREET", "2.5.4.9", 0},
    {"SERIALNUMBER", "2.5.4.5", asn1::tag::kPrintableString},
    {"SN", "2.5.4.4", 0},
    {"GN", "2.5.4.42", 0},
    {"T", "2.5.4.12", 0},
    {"DC", "0.9.2342.19200300.100.1.25", asn1::tag::kIa5String},
    {"UID", "0.9.2342.19200300.100.1.1", 0},
    {"EMAIL", "1.2.840.113549.1.9.1", asn1::tag::kIa5String},
};

struct Attribute {
  std::string type;
  std::string value;
};

// Splits into RDNs and their attributes and undoes the escapes.
class NameText {
 public:
  explicit NameText(std::string_view text) : text_(text) {}

  bool read(std::vector<std::vector<Attribute>>& rdns) {
    bool new_rdn = true;
    while (true) {
      Attribute attribute;
      if (!read_type(attribute.type) || !read_value(attribute.value)) return false;
      if (new_rdn) rdns.emplace_back();
      rdns.back().push_back(std::move(attribute));
      if (at_ == text_.size()) return true;
      new_rdn = text_[at_++] == ',';
    }
  }

 private:
  bool read_type(std::string& type) {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    auto equals = text_.find('=', at_);
    if (equals == std::string_view::npos || equals == at_) return false;
    type = text_.substr(at_, equals - at_);
    at_ = equals + 1;
    return true;
  }

  bool read_value(std::string& value) {
    for (; at_ < text_.size() && text_[at_] != ',' && text_[at_] != '+'; ++at_) {
      if (text_[at_] != '\\') {
        value += text_[at_];
        continue;
      }
      if (auto octet = parse_hex(text_.substr(at_ + 1, 2)); octet && octet->size() == 1) {
        value += static_cast<char>(octet->front());
        at_ += 2;
      } else if (++at_ < text_.size()) {
        value += text_[at_];
      } else {
        return false;
      }
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::uint32_t directory_string_tag(StringType strings) {
  switch (strings) {
    case StringType::utf8:
      return asn1::tag::kUtf8String;
    case StringType::printable:
      return asn1::tag::kPrintableString;
    case StringType::teletex:
      return asn1::tag::kTeletexString;
    case StringType::bmp:
      return asn1::tag::kBmpString;
  }
  return asn1::tag::kUtf8String;
}

bool is_printable_string(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c && std::string_view(" '()+,-./:=?").find(c) != std::string_view::npos);
  });
}

Result<Bytes> encode_attribute(const Attribute& attribute, StringType strings) {
  std::string name = attribute.type;
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  if (name == "E" || name == "EMAILADDRESS") name = "EMAIL";
  const auto* known =
      std::find_if(std::begin(kAttributeTypes), std::end(kAttributeTypes), [&](const auto& type) { return type.name == name; });
  const bool found = known != std::end(kAttributeTypes);
  Bytes oid = asn1::oid_from_dotted(found ? known->oid : attribute.type);
  if (oid.empty()) return Error{"name-attribute", fmt::format("unknown attribute type {} in a name", in_quotes(attribute.type)), {}};
  std::uint32_t string_tag = found && known->fixed_tag ? known->fixed_tag : directory_string_tag(strings);
  if (string_tag == asn1::tag::kPrintableString && !is_printable_string(attribute.value)) {
    return Error{"name-characters", fmt::format("a PrintableString cannot contain {}", in_quotes(attribute.value)), {}};
  }
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& inner) { inner.oid(oid).text(string_tag, attribute.value); });
  return writer.take();
}

}  // namespace

Result<Bytes> encode_name(std::string_view text, StringType strings) {
  std::vector<std::vector<Attribute>> rdns;
  if (!text.empty() && !NameText(text).read(rdns)) {
    return Error{"name-syntax", fmt::format("a name must look like 'CN=www.example.com,O=Example'; this is {}", in_quotes(text)), {}};
  }
  asn1::DerWriter content;
  for (auto rdn = rdns.rbegin(); rdn != rdns.rend(); ++rdn) {
    std::vector<Bytes> attributes;
    for (const auto& attribute : *rdn) {
      auto encoded = encode_attribute(attribute, strings);
      if (!encoded) return encoded.error();
      attributes.push_back(std::move(*encoded));
    }
    content.set_of(std::move(attributes));
  }
  asn1::DerWriter writer;
  writer.element(asn1::tag::kSequence, content.bytes());
  return writer.take();
}

}  // namespace chainlint::mint
