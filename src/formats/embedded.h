// Values of one container that are whole files of their own: a PEM text in a Secret, a keystore in base64.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "chainlint/base/secret.h"
#include "reading.h"

namespace chainlint::formats {

// Where a value is in the container that contains it.
struct Frame {
  std::string inner;                  // "document 2 Secret prod/www data.tls.crt", "/data/certificate"
  std::string unit;                   // see Entry::unit
  std::optional<std::uint32_t> line;  // of the file: that of the value's key, or of its first line where `line_by_line`
  bool line_by_line = false;          // the lines of the value are lines of the file
  std::uint32_t indent = 0;           // blanks of the file before each line of the value
};

// Reads `data` as the file that it would be alone and adds its entries and diagnostics to `container`, placed in the frame. The format of
// `container` stays; that of the value is returned. Nothing, and nothing added, where the bytes are no certificate material: of no known
// kind, an archive, a key of SSH or PGP, a public key without a certificate, bytes that only begin like an ASN.1 structure.
std::optional<Format> read_embedded(ByteView data, const Frame& frame, ReadContext& context, Container& container);

// The bytes that `text` is the base64 of, standard or URL-safe, where they are certificate material: DER, a keystore, or text with PEM.
// White space may be anywhere. Nothing for every other text, for one with damage, and for one too short to contain a key. Linear.
std::optional<SecretBytes> decode_material(std::string_view text);

// Whether the bytes are an ASN.1 structure, or were one of certificates or keys before something cut or changed it.
bool begins_as_der(ByteView data);

// Whether text may contain PEM, or base64 of text with PEM: a quick look that comes before a scan.
bool mentions_pem(std::string_view text);
bool mentions_encoded_pem(std::string_view text);

// A value that is text: PEM, JSON or YAML unchanged, or base64 of material. Otherwise as read_embedded.
std::optional<Format> read_embedded_text(std::string_view text, const Frame& frame, ReadContext& context, Container& container);

}  // namespace chainlint::formats
