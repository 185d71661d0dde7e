// Distinguished names, read once and compared as RFC 5280 section 7.1 says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/bytes.h"

namespace chainlint::x509 {

// One AttributeTypeAndValue. The views borrow from the buffer that the name was read from.
struct NameAttribute {
  ByteView type;  // content bytes of the OID
  std::uint32_t value_tag = 0;
  ByteView value;  // content bytes of the value

  std::string text() const;  // the value as UTF-8
  // The value as it is compared: strings without regard to case and to runs of blanks, whatever their ASN.1 type; others byte for byte.
  std::string canonical() const;
};

// One RelativeDistinguishedName: a set of attributes.
using Rdn = std::vector<NameAttribute>;

// A Name (RFC 5280 section 4.1.2.4). Borrows from the buffer it was read from.
class Name {
 public:
  Name() = default;

  // Reads the Name element, SEQUENCE header and all. An RDN without attributes is accepted.
  static asn1::Asn1Result<Name> read(const asn1::Element& element, asn1::Encoding encoding = asn1::Encoding::der);

  ByteView der() const { return der_; }
  const std::vector<Rdn>& rdns() const { return rdns_; }
  bool empty() const { return rdns_.empty(); }

  // Equal for two names exactly if RFC 5280 section 7.1 calls them the same: PrintableString against UTF8String, case, blanks and the order
  // inside a multi-valued RDN do not matter; the order of the RDNs does. Case is folded for Latin, Greek, Cyrillic and Armenian; a letter
  // with a combining accent stays different from the composed one. Opaque: for comparing and hashing, not for printing.
  const std::string& canonical() const { return canonical_; }

  // RFC 4514 with the most specific RDN first: "CN=www.example.com,O=Example,C=DE". Safe to print. "(empty)" for no RDN,
  // and in place of one without attributes.
  std::string to_string() const;

  // What a person calls it: the last common name, else organizational unit, else organization, else to_string().
  std::string display() const;

  // The values of all attributes of this type, in order, as UTF-8.
  std::vector<std::string> values(ByteView type) const;
  std::optional<std::string> common_name() const;  // the most specific one
  std::optional<std::string> organization() const;

  // Whether `prefix` is this name or leads to it: a directoryName subtree (RFC 5280 section 4.2.1.10). RDN by RDN, canonically.
  bool is_within(const Name& prefix) const;

 private:
  ByteView der_;
  std::vector<Rdn> rdns_;
  std::string canonical_;
};

}  // namespace chainlint::x509
