// The extensions of a certificate, from its description.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/bytes.h"
#include "fields.h"

namespace chainlint::mint {

// One Extension.
struct EncodedExtension {
  Bytes oid;
  bool critical = false;
  Bytes value;  // content of extnValue
};

// What the defaults of extensions depend on.
struct ExtensionDefaults {
  bool ca = false;
  bool rsa = false;
  bool empty_subject = false;
};

// The members of a certificate that describe extensions, key identifiers not included.
const std::vector<std::string>& extension_keys();

// Every extension but the key identifiers, in the order in which they are written.
std::vector<EncodedExtension> read_extensions(Fields& certificate, const ExtensionDefaults& defaults);

// The member `extensions`: those that are described byte for byte.
std::vector<EncodedExtension> read_literal_extensions(Fields& fields);

// The Extension, DER.
Bytes encode_extension(const EncodedExtension& extension);

// The criticality of the extension `key`: what the member `critical` says of it, else `by_default`.
bool is_critical(Fields& certificate, std::string_view key, bool by_default);

}  // namespace chainlint::mint
