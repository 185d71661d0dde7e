#include "chainlint/x509/name.h"

#include <algorithm>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/identifiers.h"
#include "folding.h"

namespace chainlint::x509 {

namespace {

bool is_string(std::uint32_t value_tag) {
  switch (value_tag) {
    case asn1::tag::kUtf8String:
    case asn1::tag::kPrintableString:
    case asn1::tag::kTeletexString:
    case asn1::tag::kIa5String:
    case asn1::tag::kBmpString:
    case asn1::tag::kUniversalString:
    case asn1::tag::kNumericString:
    case asn1::tag::kVisibleString:
      return true;
    default:
      return false;
  }
}

bool is_wide(std::uint32_t value_tag) { return value_tag == asn1::tag::kBmpString || value_tag == asn1::tag::kUniversalString; }

// Whether the bytes are what the string type says. Damaged strings are compared as bytes: repaired, different ones could look equal.
bool is_well_formed(const NameAttribute& attribute, std::string_view text) {
  if (attribute.value_tag == asn1::tag::kUtf8String) return is_utf8(as_text(attribute.value));
  if (!is_wide(attribute.value_tag)) return true;
  const std::size_t width = attribute.value_tag == asn1::tag::kBmpString ? 2 : 4;
  return attribute.value.size() % width == 0 && text.find("\xEF\xBF\xBD") == std::string_view::npos;
}

constexpr char kText = 't';
constexpr char kOctets = 'o';

void append_canonical_value(std::string& to, const NameAttribute& attribute) {
  if (is_string(attribute.value_tag)) {
    if (!is_wide(attribute.value_tag) && is_ascii(as_text(attribute.value))) {
      to += kText;
      append_folded(to, as_text(attribute.value));
      return;
    }
    const std::string text = asn1::read_text(attribute.value_tag, attribute.value);
    if (is_well_formed(attribute, text)) {
      to += kText;
      append_folded(to, text);
      return;
    }
  }
  to += kOctets;
  to += std::to_string(attribute.value_tag);
  to += ':';
  to += as_text(attribute.value);
}

void put_length(std::string& to, std::size_t at, std::size_t length) {
  for (std::size_t i = 0; i < 4; ++i) to[at + i] = static_cast<char>(length >> (8 * (3 - i)));
}

// Type and value, each after its length, so that no two lists of attributes run together into the same text.
void append_canonical(std::string& to, const NameAttribute& attribute) {
  std::size_t at = to.size();
  to.append(4, '\0');
  to += as_text(attribute.type);
  put_length(to, at, attribute.type.size());
  at = to.size();
  to.append(4, '\0');
  append_canonical_value(to, attribute);
  put_length(to, at, to.size() - at - 4);
}

void append_canonical(std::string& to, const Rdn& rdn) {
  const std::size_t at = to.size();
  to.append(4, '\0');
  put_length(to, at, rdn.size());
  if (rdn.size() == 1) {
    append_canonical(to, rdn[0]);
    return;
  }
  std::vector<std::string> attributes(rdn.size());
  for (std::size_t i = 0; i < rdn.size(); ++i) append_canonical(attributes[i], rdn[i]);
  std::sort(attributes.begin(), attributes.end());
  for (const std::string& attribute : attributes) to += attribute;
}

asn1::Asn1Result<NameAttribute> read_attribute(asn1::Asn1Reader& set) {
  auto pair = set.expect(asn1::tag::kSequence, "attribute of a name is not a SEQUENCE");
  if (!pair) return pair.error();
  asn1::Asn1Reader fields = set.enter(*pair);
  auto type = fields.expect(asn1::tag::kOid, "type of a name's attribute is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  auto value = fields.next();
  if (!value) return value.error();
  if (auto error = fields.finish("attribute of a name has more than a type and a value")) return *error;
  return NameAttribute{type->content, value->identifier, value->content};
}

// RFC 4514 section 2.4.
std::string escaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool at_edge = (i == 0 && (c == ' ' || c == '#')) || (i + 1 == text.size() && c == ' ');
    if (at_edge || std::string_view(",+\"\\<>;").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return printable(out);
}

std::string to_text(const NameAttribute& attribute) {
  const std::string value = attribute.text();
  return asn1::oid_name(attribute.type) + "=" + (is_string(attribute.value_tag) ? escaped(value) : value);
}

}  // namespace

std::string NameAttribute::text() const {
  if (is_string(value_tag)) return asn1::read_text(value_tag, value);
  return "#" + to_hex(asn1::DerWriter().element(value_tag, value).bytes());
}

std::string NameAttribute::canonical() const {
  std::string text;
  append_canonical_value(text, *this);
  return text;
}

asn1::Asn1Result<Name> Name::read(const asn1::Element& element, asn1::Encoding encoding) {
  if (!element.is(asn1::tag::kSequence)) return asn1::Asn1Error{"name is not a SEQUENCE", element.offset};
  Name name;
  name.der_ = element.encoded;
  asn1::Asn1Reader sets(element.content, encoding, element.content_offset, 1);
  while (!sets.at_end()) {
    auto set = sets.expect(asn1::tag::kSet, "RDN of a name is not a SET");
    if (!set) return set.error();
    asn1::Asn1Reader attributes = sets.enter(*set);
    Rdn rdn;
    while (!attributes.at_end()) {
      auto attribute = read_attribute(attributes);
      if (!attribute) return attribute.error();
      rdn.push_back(*attribute);
    }
    name.rdns_.push_back(std::move(rdn));
  }
  name.canonical_.reserve(element.encoded.size() + 8 * name.rdns_.size());
  for (const Rdn& rdn : name.rdns_) append_canonical(name.canonical_, rdn);
  return name;
}

std::string Name::to_string() const {
  constexpr const char* kEmpty = "(empty)";
  if (rdns_.empty()) return kEmpty;
  std::string text;
  for (auto rdn = rdns_.rbegin(); rdn != rdns_.rend(); ++rdn) {
    if (rdn != rdns_.rbegin()) text += ',';
    if (rdn->empty()) text += kEmpty;
    for (const NameAttribute& attribute : *rdn) {
      if (&attribute != &rdn->front()) text += '+';
      text += to_text(attribute);
    }
  }
  return text;
}

std::string Name::display() const {
  for (const ByteView type : {ByteView(oid::kCommonName), ByteView(oid::kOrganizationalUnit), ByteView(oid::kOrganization)}) {
    const auto found = values(type);
    if (!found.empty() && !found.back().empty()) return printable(found.back());
  }
  return to_string();
}

std::vector<std::string> Name::values(ByteView type) const {
  std::vector<std::string> found;
  for (const Rdn& rdn : rdns_) {
    for (const NameAttribute& attribute : rdn) {
      if (equal(attribute.type, type)) found.push_back(attribute.text());
    }
  }
  return found;
}

std::optional<std::string> Name::common_name() const {
  auto found = values(oid::kCommonName);
  if (found.empty()) return std::nullopt;
  return std::move(found.back());
}

std::optional<std::string> Name::organization() const {
  auto found = values(oid::kOrganization);
  if (found.empty()) return std::nullopt;
  return std::move(found.back());
}

// The canonical text of an RDN says how long it is, so that a leading part of the text is a leading part of the list.
bool Name::is_within(const Name& prefix) const { return std::string_view(canonical_).starts_with(prefix.canonical_); }

}  // namespace chainlint::x509
