#include "chainlint/x509/host_name.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "chainlint/base/text.h"

namespace chainlint::x509 {

namespace {

constexpr std::size_t kLongestName = 253;
constexpr std::size_t kLongestLabel = 63;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

template <class Number>
std::optional<Number> whole_number(std::string_view text, int base) {
  Number value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value, base);
  if (text.empty() || result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  return value;
}

std::optional<Bytes> parse_ipv4(std::string_view text) {
  Bytes address;
  const auto parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  for (const std::string_view part : parts) {
    const auto octet = whole_number<std::uint8_t>(part, 10);
    if (!octet || (part.size() > 1 && part[0] == '0')) return std::nullopt;
    address.push_back(*octet);
  }
  return address;
}

// Groups between colons, of which the last of the address may be an IPv4 address (RFC 4291 section 2.2).
std::optional<Bytes> parse_groups(std::string_view text, bool ends_address) {
  Bytes octets;
  if (text.empty()) return octets;
  const auto parts = split(text, ':');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (ends_address && i + 1 == parts.size() && parts[i].find('.') != std::string_view::npos) {
      const auto tail = parse_ipv4(parts[i]);
      if (!tail) return std::nullopt;
      octets.insert(octets.end(), tail->begin(), tail->end());
      continue;
    }
    const auto group = whole_number<std::uint16_t>(parts[i], 16);
    if (!group || parts[i].size() > 4) return std::nullopt;
    octets.push_back(static_cast<std::uint8_t>(*group >> 8));
    octets.push_back(static_cast<std::uint8_t>(*group));
  }
  return octets;
}

constexpr std::size_t kIpv6Octets = 16;

std::optional<Bytes> parse_ipv6(std::string_view text) {
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    auto octets = parse_groups(text, true);
    return octets && octets->size() == kIpv6Octets ? octets : std::nullopt;
  }
  auto octets = parse_groups(text.substr(0, gap), false);
  const auto tail = parse_groups(text.substr(gap + 2), true);
  if (!octets || !tail || octets->size() + tail->size() >= kIpv6Octets) return std::nullopt;
  octets->resize(kIpv6Octets - tail->size());
  octets->insert(octets->end(), tail->begin(), tail->end());
  return octets;
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// Letters, digits and hyphens, none at the ends; underscores too, which are no host names by RFC 952 but are in use.
bool is_label(std::string_view label) {
  if (label.empty() || label.size() > kLongestLabel || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(), [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; });
}

bool is_dns_name(std::string_view text) {
  if (text.size() > kLongestName) return false;
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

// No top-level domain is a number, so that such a text is an address with a typing error (RFC 3696 section 2).
bool ends_in_number(std::string_view text) {
  const std::string_view last = text.substr(text.find_last_of('.') + 1);
  return !last.empty() && std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Error invalid(std::string_view text, const char* why) { return {"host-invalid", "host " + in_quotes(text) + " " + why, {}}; }

const char* dns_fault(std::string_view name) {
  if (name.empty()) return "is empty";
  if (name.size() > kLongestName) return "is longer than 253 bytes";
  if (!is_ascii(name)) return "is not ASCII: write it with A-labels (xn--...)";
  if (name.find('*') != std::string_view::npos) return "has a wildcard, which is allowed only in certificates";
  if (name.find("://") != std::string_view::npos || name.find('/') != std::string_view::npos) {
    return "is a URL or a path; a DNS name or an IP address is required";
  }
  if (!is_dns_name(name)) return "is neither a DNS name nor an IP address";
  if (ends_in_number(name)) return "ends with a number but is not an IPv4 address of four numbers from 0 to 255";
  return nullptr;
}

}  // namespace

Result<HostName> HostName::parse(std::string_view text) {
  HostName host;
  std::string_view address = text;
  const bool bracketed = text.size() >= 2 && text.front() == '[' && text.back() == ']';
  if (bracketed) address = text.substr(1, text.size() - 2);
  if (bracketed || address.find(':') != std::string_view::npos) {
    auto octets = parse_ipv6(address);
    if (!octets) return invalid(text, "is not an IPv6 address; ports and zones are not allowed");
    host.address_ = std::move(*octets);
  } else if (auto octets = parse_ipv4(text)) {
    host.address_ = std::move(*octets);
  } else {
    if (text.size() > 1 && text.back() == '.') text.remove_suffix(1);
    if (const char* why = dns_fault(text)) return invalid(text, why);
    host.dns_ = to_lower_ascii(text);
  }
  host.text_ = host.is_ip() ? GeneralName{GeneralNameKind::ip, host.address_, {}}.to_string() : host.dns_;
  return host;
}

bool is_host_name(std::string_view name) { return is_dns_name(name) && !ends_in_number(name); }

bool fits_in_dns(std::string_view name) {
  const auto labels = split(name, '.');
  return name.size() <= kLongestName &&
         std::all_of(labels.begin(), labels.end(), [](std::string_view label) { return label.size() <= kLongestLabel; });
}

bool dns_pattern_covers(std::string_view pattern, std::string_view host) {
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  if (!is_dns_name(host)) return false;
  if (!pattern.starts_with("*.")) return is_dns_name(pattern) && equal_ignoring_ascii_case(pattern, host);
  const std::size_t dot = host.find('.');
  if (dot == std::string_view::npos || !is_dns_name(pattern.substr(2))) return false;
  return equal_ignoring_ascii_case(pattern.substr(1), host.substr(dot));
}

bool covers(const Certificate& certificate, const HostName& host) {
  const auto& names = certificate.extensions().subject_alt_name;
  if (!names) return false;
  return std::any_of(names->begin(), names->end(), [&](const GeneralName& name) {
    if (host.is_ip()) return name.kind == GeneralNameKind::ip && equal(name.octets, host.address());
    return name.kind == GeneralNameKind::dns && dns_pattern_covers(as_text(name.octets), host.dns());
  });
}

bool covers(const Certificate& certificate, std::string_view host) {
  if (const auto parsed = HostName::parse(host)) return covers(certificate, *parsed);
  const auto& names = certificate.extensions().subject_alt_name;
  return names && std::any_of(names->begin(), names->end(), [&](const GeneralName& name) {
           return name.kind == GeneralNameKind::dns && equal_ignoring_ascii_case(name.to_string(), host);
         });
}

}  // namespace chainlint::x509
