#include "certificate/unmatched_names.h"

#include <algorithm>

#include "certificate/name_coverage.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/host_name.h"

namespace chainlint::facts {
namespace {

std::string_view without_trailing_dot(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

// The host in a URL, or before a port.
std::string_view host_in(std::string_view text) {
  if (const std::size_t scheme = text.find("://"); scheme != std::string_view::npos) text.remove_prefix(scheme + 3);
  text = text.substr(0, text.find('/'));
  if (text.starts_with('[')) return text.substr(1, text.find(']') - 1);
  return text.substr(0, text.find(':'));
}

bool is_address(std::string_view text) {
  const Result<x509::HostName> host = x509::HostName::parse(text);
  return host.ok() && host->is_ip();
}

// "www.example.com:443", "192.0.2.1:8443".
bool has_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  const std::string_view port = text.substr(colon + 1);
  return std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// Why a text without any of the marks of something else is no host name.
UnmatchedName host_fault(std::string_view host) {
  if (!x509::fits_in_dns(host)) return UnmatchedName::length;
  // With a letter in place of each hyphen, it would be one.
  std::string without(host);
  std::replace(without.begin(), without.end(), '-', 'x');
  return x509::is_host_name(without) ? UnmatchedName::hyphen : UnmatchedName::other;
}

}  // namespace

UnmatchedName unmatched_name(std::string_view dns_name) {
  if (x509::is_host_name(dns_name.starts_with("*.") ? dns_name.substr(2) : dns_name)) return UnmatchedName::none;
  if (dns_name.empty()) return UnmatchedName::empty;
  if (is_address(dns_name)) return UnmatchedName::address;
  if (dns_name.find_first_of(" \t\r\n,;") != std::string_view::npos) return UnmatchedName::blank;
  if (std::any_of(dns_name.begin(), dns_name.end(), is_control)) return UnmatchedName::control;
  if (dns_name.find('/') != std::string_view::npos) return UnmatchedName::url;
  if (dns_name.find('@') != std::string_view::npos) return UnmatchedName::email;
  if (has_port(dns_name)) return UnmatchedName::port;
  if (!is_ascii(dns_name)) return UnmatchedName::not_ascii;
  std::string_view host = dns_name;
  if (host.starts_with("*.")) host.remove_prefix(2);
  if (host.find('*') != std::string_view::npos) return UnmatchedName::wildcard;
  if (host.ends_with('.')) return UnmatchedName::trailing_dot;
  const std::string_view last = host.substr(host.rfind('.') + 1);
  if (!last.empty() && std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; })) return UnmatchedName::number;
  return host_fault(host);
}

std::string why_unmatched(UnmatchedName kind) {
  switch (kind) {
    case UnmatchedName::none:
      return "";
    case UnmatchedName::address:
      return "is an IP address in a DNS entry";
    case UnmatchedName::wildcard:
      return "has a wildcard that is not its first label";
    case UnmatchedName::trailing_dot:
      return "ends with a dot";
    case UnmatchedName::not_ascii:
      return "is not ASCII; an A-label (xn--...) is required";
    case UnmatchedName::url:
      return "is a URL or path";
    case UnmatchedName::port:
      return "contains a port";
    case UnmatchedName::email:
      return "is an e-mail address in a DNS entry";
    case UnmatchedName::blank:
      return "contains a space or comma";
    case UnmatchedName::empty:
      return "is empty";
    case UnmatchedName::number:
      return "ends with a number and is not an IP address";
    case UnmatchedName::control:
      return "contains a control character";
    case UnmatchedName::length:
      return "is longer than 63 bytes per label or 253 in total";
    case UnmatchedName::hyphen:
      return "has a label that begins or ends with a hyphen";
    case UnmatchedName::other:
      break;
  }
  return "is not a host name";
}

std::string replacement_of(std::string_view dns_name) {
  const UnmatchedName kind = unmatched_name(dns_name);
  const auto entry = [](std::string_view name) -> std::string {
    if (is_address(name)) return "IP:" + x509::HostName::parse(name)->to_string();
    return unmatched_name(name) == UnmatchedName::none ? "DNS:" + std::string(name) : "";
  };
  switch (kind) {
    case UnmatchedName::address:
      return entry(dns_name);
    case UnmatchedName::trailing_dot:
      return entry(without_trailing_dot(dns_name));
    case UnmatchedName::not_ascii:
      return entry(comparable_host(dns_name));
    case UnmatchedName::url:
    case UnmatchedName::port:
      return entry(host_in(dns_name));
    case UnmatchedName::wildcard: {
      // Of one label with other characters: the whole label. Other wildcards stand for names that no wildcard covers.
      const std::size_t dot = dns_name.find('.');
      return dot == std::string_view::npos ? "" : entry("*" + std::string(dns_name.substr(dot)));
    }
    default:
      return "";
  }
}

}  // namespace chainlint::facts
