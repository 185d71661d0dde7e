// The certificate extensions of RFC 5280 section 4.2, decoded.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/bytes.h"
#include "chainlint/base/enum_names.h"
#include "chainlint/x509/general_name.h"

namespace chainlint::x509 {

// One Extension unchanged. Borrows.
struct Extension {
  ByteView oid;
  bool critical = false;
  ByteView value;          // content of extnValue
  std::size_t offset = 0;  // of `value` in the certificate
};

// What is wrong with one field of a certificate that could otherwise be read.
struct Defect {
  std::string field;        // "basicConstraints", "notAfter", "serialNumber"
  std::size_t offset = 0;   // byte in the certificate
  std::string what;         // lower case, no full stop
  bool fatal = false;       // names, validity or key are missing: the certificate cannot be evaluated
  bool unloadable = false;  // most programs, OpenSSL and Go among them, do not load the certificate because of it
};

struct BasicConstraints {
  bool ca = false;
  std::optional<std::int64_t> path_length;
};

// Bits of KeyUsage as read_named_bits gives them.
namespace key_usage {
inline constexpr std::uint32_t kDigitalSignature = 1u << 0, kNonRepudiation = 1u << 1, kKeyEncipherment = 1u << 2,
                               kDataEncipherment = 1u << 3, kKeyAgreement = 1u << 4, kKeyCertSign = 1u << 5, kCrlSign = 1u << 6,
                               kEncipherOnly = 1u << 7, kDecipherOnly = 1u << 8;
}

// The names of those bits, in their order (RFC 5280 section 4.2.1.3).
inline constexpr std::array<std::string_view, 9> kKeyUsageNames{"digitalSignature", "nonRepudiation", "keyEncipherment",
                                                                "dataEncipherment", "keyAgreement",   "keyCertSign",
                                                                "cRLSign",          "encipherOnly",   "decipherOnly"};

// The names of the bits that are set.
std::vector<std::string> key_usage_names(std::uint32_t bits);

struct AuthorityKeyId {
  std::optional<ByteView> key_id;
  std::vector<GeneralName> issuer;  // authorityCertIssuer
  std::optional<ByteView> serial;   // authorityCertSerialNumber, content bytes
};

// One GeneralSubtree. `minimum` must be 0 and `maximum` absent, text must be ASCII, an address needs a mask of ones and then zeros (RFC
// 5280 section 4.2.1.10); otherwise `supported` is false: what it permits is not defined.
struct Subtree {
  GeneralName base;
  bool supported = true;
};

struct NameConstraints {
  std::vector<Subtree> permitted;
  std::vector<Subtree> excluded;
};

// Forms of name constraints because of which some programs refuse the certificate, whatever is below it.
enum class ConstraintForm {
  no_subtrees,   // neither permitted nor excluded ones
  dns,           // a dNSName that is no domain: a dot at the end, an empty label, a blank
  address_mask,  // a mask that is not ones and then zeros
  email,         // an rfc822Name without a domain
  uri,           // a URI that has more than a host
};
inline constexpr EnumNames<ConstraintForm::uri> kConstraintFormNames{"no_subtrees", "dns", "address_mask", "email", "uri"};
constexpr std::string_view to_string(ConstraintForm form) { return kConstraintFormNames[form]; }

// Each form once.
std::set<ConstraintForm> unusual_forms(const NameConstraints& constraints);

struct PolicyMapping {
  ByteView issuer_policy;
  ByteView subject_policy;
};

struct PolicyConstraints {
  std::optional<std::int64_t> require_explicit_policy;
  std::optional<std::int64_t> inhibit_policy_mapping;
};

// Each known extension where it is present and decodes; `defects` says which do not. Borrows from the certificate.
struct Extensions {
  std::vector<Extension> all;  // in file order, unknown ones too

  std::optional<BasicConstraints> basic_constraints;
  std::optional<std::uint32_t> key_usage;
  std::optional<std::vector<ByteView>> extended_key_usage;  // OIDs
  std::optional<std::vector<GeneralName>> subject_alt_name;
  std::optional<std::vector<GeneralName>> issuer_alt_name;
  std::optional<ByteView> subject_key_id;
  std::optional<AuthorityKeyId> authority_key_id;
  std::optional<NameConstraints> name_constraints;
  std::optional<std::vector<ByteView>> policies;  // OIDs of CertificatePolicies
  std::optional<std::vector<PolicyMapping>> policy_mappings;
  std::optional<PolicyConstraints> policy_constraints;
  std::optional<std::int64_t> inhibit_any_policy;
  std::vector<std::string> ca_issuers_urls;  // authorityInfoAccess, id-ad-caIssuers, URIs
  std::vector<std::string> ocsp_urls;
  std::vector<std::string> crl_urls;  // cRLDistributionPoints, fullName URIs

  std::vector<Defect> defects;

  // The known ones that are present and do not decode. The restrictions that the issuer intended are then unknown.
  std::vector<ByteView> undecodable;

  // The first of ca_issuers_urls that a client can download without a directory service (http, https); empty without one.
  std::string_view issuer_url() const;

  // The first extension of this kind; none where it is absent.
  const Extension* find(ByteView oid) const;

  // Reads the content of the Extensions SEQUENCE. Never fails: what does not decode becomes a defect. `offset_bias` is already in the
  // reader.
  static Extensions read(asn1::Asn1Reader reader);
};

// Whether path validation in this program processes the extension, so that a critical one is no reason to refuse.
bool is_processed_extension(ByteView oid);

}  // namespace chainlint::x509
