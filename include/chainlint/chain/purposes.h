// What a certificate is for.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/enum_names.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::chain {

enum class Purpose {
  server,
  client,
  email,
  any,  // whatever the extended key usage says
  ca,   // to be trusted: the bundle is a trust store and has no leaf
};
inline constexpr EnumNames<Purpose::ca> kPurposeNames{"server", "client", "email", "any", "ca"};
constexpr std::string_view to_string(Purpose purpose) { return kPurposeNames[purpose]; }

// What a leaf is for. A member of a cluster, a mail server or an XMPP server is server and client with one certificate; `any` and `ca` are
// always alone. Never empty.
class Purposes {
 public:
  constexpr Purposes() = default;
  constexpr Purposes(Purpose purpose) : bits_(bit(purpose)) {}

  constexpr void add(Purpose purpose) { bits_ |= bit(purpose); }
  constexpr bool has(Purpose purpose) const { return (bits_ & bit(purpose)) != 0; }
  // In the order of the enumeration.
  std::vector<Purpose> all() const;

  friend constexpr auto operator<=>(const Purposes&, const Purposes&) = default;

 private:
  static constexpr std::uint32_t bit(Purpose purpose) { return std::uint32_t{1} << static_cast<unsigned>(purpose); }

  std::uint32_t bits_ = bit(Purpose::server);
};

// All of the list; none where it is empty.
std::optional<Purposes> purposes_of(const std::vector<Purpose>& listed);

// The key purpose of RFC 5280 section 4.2.1.12: id-kp-serverAuth, ...; empty for `any` and `ca`. A literal.
ByteView usage_oid(Purpose purpose);

// Whether the extended key usage of the certificate allows the usage, itself or by anyExtendedKeyUsage; true without such an extension.
bool allows_usage(const x509::Certificate& certificate, ByteView usage);

// Those of `purposes` that the extended key usage of the certificate does not allow, in their order; none where it has no such extension.
// anyExtendedKeyUsage allows all.
std::vector<Purpose> refused_purposes(const x509::Certificate& certificate, Purposes purposes);

}  // namespace chainlint::chain
