#include "pem/pem_tail.h"

#include "chainlint/base/text.h"
#include "der/der.h"
#include "embedded.h"
#include "foreign.h"
#include "text_input.h"

namespace chainlint::formats {
namespace {

std::string named_kind(DerKind kind) { return "a " + std::string(to_string(kind)); }

// Markup of a document of its own, not what encloses PEM in a page or a configuration.
bool begins_document(std::string_view text) {
  const std::string start = to_lower_ascii(text.substr(0, 16));
  return start.starts_with("<!doctype") || start.starts_with("<html") || start.starts_with("<?xml") || start.starts_with("<error");
}

}  // namespace

std::optional<std::string> title_of_tail(std::string_view tail, std::string_view file) {
  if (tail.empty()) return std::nullopt;
  const ByteView bytes = as_bytes(tail);
  if (bytes.front() == 0x30) {
    const DerKind kind = sniff_der(bytes);
    if (kind != DerKind::broken && kind != DerKind::unknown) return named_kind(kind) + " in DER";
  }
  if (tail.starts_with("MI")) {
    if (const std::optional<SecretBytes> decoded = decode_material(tail)) {
      return named_kind(sniff_der(*decoded)) + " in base64 without BEGIN and END lines";
    }
  }
  if (!begins_document(tail)) return std::nullopt;
  const std::optional<Foreign> foreign = recognize_foreign(bytes, TextInput(bytes), file);
  return foreign ? std::optional(foreign->title) : std::nullopt;
}

}  // namespace chainlint::formats
