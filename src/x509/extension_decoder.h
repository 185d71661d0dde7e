// One function for each extension that this program understands.
#pragma once

#include <optional>
#include <string>

#include "chainlint/asn1/reader.h"
#include "chainlint/x509/extensions.h"

namespace chainlint::x509 {

// What a decoder reads from and complains to. Borrows.
struct ExtensionInput {
  asn1::Asn1Reader reader;  // over the content of extnValue
  const Extension& extension;
  const char* field;  // its name in defects
  std::vector<Defect>& defects;

  // A defect at `place`, which is in the extension's value.
  void defect(ByteView place, std::string what) const;
};

// Fills its fields of `to` only when everything was read.
using ExtensionDecoder = std::optional<asn1::Asn1Error> (*)(ExtensionInput input, Extensions& to);

struct KnownExtension {
  ByteView oid;
  const char* field;
  ExtensionDecoder decode;
  bool processed;  // by path validation
};

// The entry for `oid`; none where the extension is not understood.
const KnownExtension* find_known_extension(ByteView oid);

// The decoders that read names.
std::optional<asn1::Asn1Error> decode_subject_alt_name(ExtensionInput input, Extensions& to);
std::optional<asn1::Asn1Error> decode_issuer_alt_name(ExtensionInput input, Extensions& to);
std::optional<asn1::Asn1Error> decode_authority_key_id(ExtensionInput input, Extensions& to);
std::optional<asn1::Asn1Error> decode_name_constraints(ExtensionInput input, Extensions& to);
std::optional<asn1::Asn1Error> decode_authority_info_access(ExtensionInput input, Extensions& to);
std::optional<asn1::Asn1Error> decode_crl_distribution_points(ExtensionInput input, Extensions& to);

// The content of the SEQUENCE that is all there is to read.
asn1::Asn1Result<asn1::Asn1Reader> enter_only_sequence(asn1::Asn1Reader reader, const char* what);

}  // namespace chainlint::x509
