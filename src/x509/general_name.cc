#include "chainlint/x509/general_name.h"

#include <bit>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"

namespace chainlint::x509 {

namespace {

std::string ipv4_text(ByteView octets) {
  std::string text;
  for (const std::uint8_t octet : octets) {
    if (!text.empty()) text += '.';
    text += std::to_string(octet);
  }
  return text;
}

// RFC 5952: lower case, no leading zeros, the longest run of zero groups (the first of equals, at least two) as "::".
std::string ipv6_text(ByteView octets) {
  unsigned groups[8];
  for (std::size_t i = 0; i < 8; ++i) groups[i] = static_cast<unsigned>(octets[2 * i]) << 8 | octets[2 * i + 1];
  std::size_t run_start = 8, run_length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t length = 0;
    while (i + length < 8 && groups[i + length] == 0) ++length;
    if (length > run_length) {
      run_start = i;
      run_length = length;
    }
  }
  std::string text;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == run_start) {
      text += "::";
      i += run_length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    const Bytes group{static_cast<std::uint8_t>(groups[i] >> 8), static_cast<std::uint8_t>(groups[i])};
    const std::string digits = to_hex(group);
    const std::size_t first = digits.find_first_not_of('0');
    text += first == std::string::npos ? "0" : digits.substr(first);
  }
  return text;
}

std::string address_text(ByteView octets) { return octets.size() == 4 ? ipv4_text(octets) : ipv6_text(octets); }

// "/24" where the mask is a run of ones and then zeros, else the mask written out.
std::string mask_text(ByteView mask) {
  std::size_t ones = 0;
  for (const std::uint8_t octet : mask) {
    ones += static_cast<std::size_t>(std::countl_one(octet));
    if (octet != 0xFF) break;
  }
  for (std::size_t bit = 0; bit < mask.size() * 8; ++bit) {
    const bool set = (mask[bit / 8] & (0x80u >> (bit % 8))) != 0;
    if (set != (bit < ones)) return "/" + address_text(mask);
  }
  return "/" + std::to_string(ones);
}

std::string ip_text(ByteView octets) {
  switch (octets.size()) {
    case 4:
    case 16:
      return address_text(octets);
    case 8:
    case 32:
      return address_text(octets.first(octets.size() / 2)) + mask_text(octets.last(octets.size() / 2));
    default:
      return "#" + to_hex(octets);
  }
}

// OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }, of which the header is taken off already.
std::string other_text(ByteView octets) {
  asn1::Asn1Reader reader(octets, asn1::Encoding::ber);
  auto type = reader.expect(asn1::tag::kOid, "type of an otherName is not an OBJECT IDENTIFIER");
  if (!type) return "#" + to_hex(octets);
  const std::string name = asn1::oid_name(type->content) + ":";
  auto wrapped = reader.expect(asn1::tag::context_constructed(0), "value of an otherName is not tagged [0]");
  if (!wrapped) return name;
  auto value = reader.enter(*wrapped).next();
  const bool text =
      value.ok() && (value->is(asn1::tag::kUtf8String) || value->is(asn1::tag::kIa5String) || value->is(asn1::tag::kPrintableString));
  return name + (text ? printable(asn1::read_text(value->identifier, value->content)) : "#" + to_hex(wrapped->content));
}

}  // namespace

std::string GeneralName::to_string() const {
  switch (kind) {
    case GeneralNameKind::email:
    case GeneralNameKind::dns:
    case GeneralNameKind::uri:
      return printable(asn1::read_text(asn1::tag::kIa5String, octets));
    case GeneralNameKind::directory:
      return directory.to_string();
    case GeneralNameKind::ip:
      return ip_text(octets);
    case GeneralNameKind::registered_id:
      return asn1::oid_to_dotted(octets);
    case GeneralNameKind::other:
      return other_text(octets);
    case GeneralNameKind::x400:
      return "x400Address:#" + to_hex(octets);
    case GeneralNameKind::edi_party:
      break;
  }
  return "ediPartyName:#" + to_hex(octets);
}

asn1::Asn1Result<GeneralName> read_general_name(const asn1::Element& element, const asn1::Asn1Reader& reader) {
  const std::uint32_t number = element.identifier & 0x1F;
  if ((element.identifier & ~0x3Fu) != 0x80 || number > 8) {
    return asn1::Asn1Error{"name is not one of the nine kinds of GeneralName", element.offset};
  }
  GeneralName name;
  name.kind = static_cast<GeneralNameKind>(number);
  name.octets = element.content;
  const bool structured = number == 0 || number == 3 || number == 4 || number == 5;
  if (element.constructed() != structured) return asn1::Asn1Error{"name has the wrong form for its kind of GeneralName", element.offset};
  if (name.kind != GeneralNameKind::directory) return name;
  asn1::Asn1Reader inner = reader.enter(element);
  auto sequence = inner.next();
  if (!sequence) return sequence.error();
  auto directory = Name::read(*sequence, reader.encoding());
  if (!directory) return directory.error();
  if (auto error = inner.finish("directoryName contains more than one name")) return *error;
  name.octets = sequence->encoded;
  name.directory = std::move(*directory);
  return name;
}

asn1::Asn1Result<std::vector<GeneralName>> read_general_names(asn1::Asn1Reader reader) {
  std::vector<GeneralName> names;
  while (!reader.at_end()) {
    auto element = reader.next();
    if (!element) return element.error();
    auto name = read_general_name(*element, reader);
    if (!name) return name.error();
    names.push_back(std::move(*name));
  }
  return names;
}

}  // namespace chainlint::x509
