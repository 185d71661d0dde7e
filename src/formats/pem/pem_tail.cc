#include "pem/pem_tail.h"

#include "chainlint/base/text.h"
#include "der/der.h"
#include "embedded.h"
#include "foreign.h"
#include "text_input.h"

namespace chainlint::formats {
namespace {

std::string named_kind(DerKind kind) { return "a " + std::string(to_string(kind)); }

// Whether something is lacking where servers skip the object.
bool matters(DerKind kind, bool has_key) {
  switch (kind) {
    case DerKind::certificate:
    case DerKind::content_info:
    case DerKind::bare_signed_data:
    case DerKind::pkipath:
    case DerKind::pfx:
      return true;
    default:
      return is_private_key(kind) && !has_key;
  }
}

// Markup of a document of its own, not what encloses PEM in a page or a configuration.
bool begins_document(std::string_view text) {
  const std::string start = to_lower_ascii(text.substr(0, 16));
  return start.starts_with("<!doctype") || start.starts_with("<html") || start.starts_with("<?xml") || start.starts_with("<error");
}

}  // namespace

std::optional<PemTail> recognize_tail(std::string_view tail, std::string_view file, bool has_key) {
  if (tail.empty()) return std::nullopt;
  const ByteView bytes = as_bytes(tail);
  if (bytes.front() == 0x30) {
    const DerKind kind = sniff_der(bytes);
    if (matters(kind, has_key)) return PemTail{named_kind(kind) + " in DER", is_private_key(kind)};
  }
  if (tail.starts_with("MI")) {
    const std::optional<SecretBytes> decoded = decode_material(tail);
    const DerKind kind = decoded ? sniff_der(*decoded) : DerKind::broken;
    if (matters(kind, has_key)) return PemTail{named_kind(kind) + " in base64 without BEGIN and END lines", is_private_key(kind)};
  }
  if (!begins_document(tail)) return std::nullopt;
  const std::optional<Foreign> foreign = recognize_foreign(bytes, TextInput(bytes), file);
  return foreign ? std::optional(PemTail{foreign->title}) : std::nullopt;
}

}  // namespace chainlint::formats
