#include "general_name.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/base/text.h"
#include "distinguished_name.h"

namespace chainlint::mint {
namespace {

Error wrong(std::string_view wanted, std::string_view value) {
  return Error{"general-name", fmt::format("{} is expected here; this is {}", wanted, in_quotes(value)), {}};
}

std::optional<Bytes> parse_address(std::string_view text) {
  const std::string copy(text);
  Bytes octets(text.find(':') == std::string_view::npos ? 4 : 16);
  if (inet_pton(octets.size() == 4 ? AF_INET : AF_INET6, copy.c_str(), octets.data()) != 1) return std::nullopt;
  return octets;
}

std::optional<Bytes> parse_subnet(std::string_view text) {
  auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  auto octets = parse_address(text.substr(0, slash));
  auto digits = text.substr(slash + 1);
  unsigned bits = 0;
  auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (!octets || parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() || bits > octets->size() * 8) return std::nullopt;
  const std::size_t size = octets->size();
  for (std::size_t i = 0; i < size; ++i) {
    unsigned ones = bits >= 8 ? 8 : bits;
    bits -= ones;
    octets->push_back(static_cast<std::uint8_t>(0xFF00u >> ones));
  }
  return octets;
}

Bytes text_element(unsigned number, std::string_view value) {
  return asn1::DerWriter().element(asn1::tag::context(number), as_bytes(value)).take();
}

}  // namespace

Result<Bytes> encode_general_name(std::string_view kind, std::string_view value, bool subtree) {
  if (kind == "email") return text_element(1, value);
  if (kind == "dns") return text_element(2, value);
  if (kind == "uri") return text_element(6, value);
  if (kind == "ip") {
    auto octets = subtree ? parse_subnet(value) : parse_address(value);
    if (!octets) return wrong(subtree ? "a network like 192.0.2.0/24" : "an IP address", value);
    return asn1::DerWriter().element(asn1::tag::context(7), *octets).take();
  }
  if (kind == "rid") {
    Bytes oid = asn1::oid_from_dotted(value);
    if (oid.empty()) return wrong("an object identifier", value);
    return asn1::DerWriter().element(asn1::tag::context(8), oid).take();
  }
  if (kind == "dir") {
    auto name = encode_name(value);
    if (!name) return name;
    return asn1::DerWriter().element(asn1::tag::context_constructed(4), *name).take();
  }
  return Error{"general-name", fmt::format("unknown kind of name {}; allowed are dns, ip, email, uri, dir and rid", in_quotes(kind)), {}};
}

Result<Bytes> encode_general_name(std::string_view kind_and_value, bool subtree) {
  auto colon = kind_and_value.find(':');
  if (colon == std::string_view::npos) return wrong("a name with its kind, like 'dns:example.com',", kind_and_value);
  return encode_general_name(kind_and_value.substr(0, colon), kind_and_value.substr(colon + 1), subtree);
}

}  // namespace chainlint::mint
