// The name or address that a client connects to, and whether a certificate covers it (RFC 9525).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "chainlint/base/bytes.h"
#include "chainlint/base/result.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::x509 {

// A DNS name (A-labels, lower case, no trailing dot) or an IP address.
class HostName {
 public:
  // "www.example.com", "192.0.2.1", "2001:db8::1", "[2001:db8::1]". U-labels must have been converted before. An error ("host-invalid")
  // says what is wrong. Underscores are accepted in labels, as every client does.
  static Result<HostName> parse(std::string_view text);

  bool is_ip() const { return !address_.empty(); }
  const std::string& dns() const { return dns_; }  // empty for an address
  ByteView address() const { return address_; }    // 4 or 16 bytes; empty for a name
  const std::string& to_string() const { return text_; }

 private:
  std::string text_, dns_;
  Bytes address_;
};

// Whether HostName::parse() accepts this text as a DNS name, and it has no trailing dot.
bool is_host_name(std::string_view name);

// Whether DNS can have a name of this length: at most 63 bytes in a label and 253 in all (RFC 1034 section 3.1).
bool fits_in_dns(std::string_view name);

// Whether `pattern`, a dNSName, covers `host`: a wildcard is alone as the whole left-most label and for exactly one label (RFC 9525
// section 6.3). "*.com" covers "example.com": which names are public suffixes is not known here. ASCII case does not matter. False for
// anything that is not a well-formed pattern; a trailing dot is allowed in `host` only.
bool dns_pattern_covers(std::string_view pattern, std::string_view host);

// Whether the subjectAltName covers `host`: names by dNSName, addresses by iPAddress byte for byte. The common name is never looked at
// (RFC 9525 section 2).
bool covers(const Certificate& certificate, const HostName& host);

// The same for the text of a host. A wildcard must be a dNSName of the certificate as it is.
bool covers(const Certificate& certificate, std::string_view host);

}  // namespace chainlint::x509
