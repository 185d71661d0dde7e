#include "path/subtree.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "chainlint/base/text.h"

namespace chainlint::chain {

namespace {

bool host_character(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; }

std::vector<std::string_view> labels_of(std::string_view host) {
  std::vector<std::string_view> labels;
  while (!host.empty()) {
    const std::size_t dot = host.find('.');
    labels.push_back(host.substr(0, dot));
    host = dot == std::string_view::npos ? std::string_view() : host.substr(dot + 1);
  }
  return labels;
}

bool is_host(std::string_view host, bool wildcard_allowed) {
  if (host.empty() || host.size() > 253 || host.back() == '.') return false;
  for (const std::string_view label : labels_of(host)) {
    if (label.empty() || label.size() > 63) return false;
    if (!std::all_of(label.begin(), label.end(), [&](char c) { return host_character(c) || (wildcard_allowed && c == '*'); })) return false;
  }
  return true;
}

bool is_ipv4_text(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

std::string_view without_last_dot(std::string_view host) {
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  return host;
}

// Aligned from the right, label by label. A label with a wildcard may be for the one that the subtree has there.
SubtreeMatch match_labels(std::string_view name, std::string_view base, bool below_only) {
  const std::vector<std::string_view> names = labels_of(name), bases = labels_of(base);
  if (names.size() < bases.size() + (below_only ? 1 : 0)) return SubtreeMatch::outside;
  bool certain = true;
  for (std::size_t i = 1; i <= bases.size(); ++i) {
    const std::string_view label = names[names.size() - i];
    if (equal_ignoring_ascii_case(label, bases[bases.size() - i])) continue;
    if (label.find('*') == std::string_view::npos) return SubtreeMatch::outside;
    certain = false;
  }
  return certain ? SubtreeMatch::inside : SubtreeMatch::partly;
}

SubtreeMatch match_dns(std::string_view name, std::string_view base) {
  name = without_last_dot(name);
  if (!is_host(name, true)) return SubtreeMatch::undecidable;
  if (base.empty()) return SubtreeMatch::inside;
  // RFC 5280 knows no leading dot here; CAs write it and mean subdomains.
  const bool below_only = base.front() == '.';
  if (below_only) base.remove_prefix(1);
  // What is no domain contains no name: "example.com." does not stand for "example.com".
  return is_host(base, false) ? match_labels(name, base, below_only) : SubtreeMatch::outside;
}

// What e-mail and URI constraints share: a host, or with a leading dot every host below a domain.
SubtreeMatch match_host_constraint(std::string_view host, std::string_view base) {
  if (base.empty()) return SubtreeMatch::inside;
  const bool below_only = base.front() == '.';
  if (below_only) base.remove_prefix(1);
  if (!is_host(base, false)) return SubtreeMatch::undecidable;
  if (below_only) return match_labels(host, base, true);
  return equal_ignoring_ascii_case(host, base) ? SubtreeMatch::inside : SubtreeMatch::outside;
}

SubtreeMatch match_email(std::string_view name, std::string_view base) {
  const std::size_t at = name.rfind('@');
  if (at == std::string_view::npos || at == 0) return SubtreeMatch::undecidable;
  const std::string_view local = name.substr(0, at), host = name.substr(at + 1);
  if (!is_host(host, false)) return SubtreeMatch::undecidable;
  // An at sign inside quotes would make another mailbox of it for a reader who splits at the first one.
  if (local.find('@') != std::string_view::npos || !is_utf8(local)) return SubtreeMatch::undecidable;
  const std::size_t base_at = base.rfind('@');
  if (base_at == std::string_view::npos) return match_host_constraint(host, base);
  const std::string_view base_host = base.substr(base_at + 1);
  if (base_at == 0 || base.find('@') != base_at || !is_host(base_host, false)) return SubtreeMatch::undecidable;
  return local == base.substr(0, base_at) && equal_ignoring_ascii_case(host, base_host) ? SubtreeMatch::inside : SubtreeMatch::outside;
}

// "The constraint applies to the host part of the name ... When a constraint is imposed and a URI has no authority component with a fully
// qualified domain name, the application MUST reject the certificate."
SubtreeMatch match_uri(std::string_view name, std::string_view base) {
  const std::size_t scheme = name.find("://");
  if (scheme == std::string_view::npos) return SubtreeMatch::undecidable;
  std::string_view host = name.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#\\"));
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  if (!host.empty() && host.front() == '[') return SubtreeMatch::undecidable;
  host = without_last_dot(host.substr(0, host.find(':')));
  if (!is_host(host, false) || is_ipv4_text(host)) return SubtreeMatch::undecidable;
  return match_host_constraint(host, base);
}

bool is_network_mask(ByteView mask) {
  bool ended = false;
  for (const std::uint8_t octet : mask) {
    for (int bit = 7; bit >= 0; --bit) {
      const bool set = ((octet >> bit) & 1) != 0;
      if (set && ended) return false;
      ended = ended || !set;
    }
  }
  return true;
}

SubtreeMatch match_ip(ByteView address, ByteView base) {
  if ((address.size() != 4 && address.size() != 16) || (base.size() != 8 && base.size() != 32)) return SubtreeMatch::undecidable;
  const std::size_t width = base.size() / 2;
  const ByteView mask = base.subspan(width);
  if (!is_network_mask(mask)) return SubtreeMatch::undecidable;
  if (address.size() != width) return SubtreeMatch::outside;
  for (std::size_t i = 0; i < width; ++i) {
    if (((address[i] ^ base[i]) & mask[i]) != 0) return SubtreeMatch::outside;
  }
  return SubtreeMatch::inside;
}

}  // namespace

SubtreeMatch match_subtree(const x509::GeneralName& name, const x509::GeneralName& base) {
  const std::string_view text = as_text(name.octets), base_text = as_text(base.octets);
  switch (base.kind) {
    case x509::GeneralNameKind::dns:
      return match_dns(text, base_text);
    case x509::GeneralNameKind::email:
      return match_email(text, base_text);
    case x509::GeneralNameKind::uri:
      return match_uri(text, base_text);
    case x509::GeneralNameKind::ip:
      return match_ip(name.octets, base.octets);
    case x509::GeneralNameKind::directory:
      return name.directory.is_within(base.directory) ? SubtreeMatch::inside : SubtreeMatch::outside;
    default:
      return SubtreeMatch::undecidable;
  }
}

}  // namespace chainlint::chain
