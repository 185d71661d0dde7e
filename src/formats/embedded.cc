#include "embedded.h"

#include <algorithm>
#include <array>

#include "chainlint/base/base64.h"
#include "der/der.h"
#include "detect.h"
#include "pem/pem_label.h"
#include "pem/pem_scanner.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kShortestMaterial = 60;  // characters of base64; an Ed25519 key has 64

std::uint32_t placed_line(std::uint32_t line, const Frame& frame) { return line + *frame.line - 1; }

// Puts a location of the value into the frame. A byte offset is one of the value, which is not a place in the file.
Location placed(Location where, const Frame& frame, std::size_t entries_before) {
  where.inner = where.inner.empty() ? frame.inner : frame.inner + " > " + where.inner;
  where.offset.reset();
  if (where.entry) *where.entry += static_cast<std::uint32_t>(entries_before);
  if (frame.line_by_line && frame.line && where.line) {
    where.line = placed_line(*where.line, frame);
    if (where.end_line) where.end_line = placed_line(*where.end_line, frame);
    if (where.column) *where.column += frame.indent;
  } else {
    where.line = frame.line;
    where.end_line.reset();
    where.column.reset();
  }
  return where;
}

void take(Container value, const Frame& frame, ReadContext& context, Container& container) {
  const std::size_t before = container.entries.size();
  for (Entry& entry : value.entries) {
    entry.location = placed(std::move(entry.location), frame, 0);
    if (!frame.unit.empty()) entry.unit = entry.unit.empty() ? frame.unit : frame.unit + " > " + entry.unit;
    if (add_entry(std::move(entry), context, container) == nullptr) break;
  }
  for (Diagnostic& diagnostic : value.diagnostics) {
    diagnostic.location = placed(std::move(diagnostic.location), frame, before);
    report(context, container, std::move(diagnostic));
  }
  note_password(container, value.facts.password);
  container.facts.written_by_java |= value.facts.written_by_java;
}

struct DerHeader {
  std::size_t end = 0;     // of the header itself
  std::size_t length = 0;  // of the content
};

std::optional<DerHeader> header_at(ByteView data, std::size_t at) {
  if (at + 2 > data.size()) return std::nullopt;
  const std::uint8_t first = data[at + 1];
  if (first < 0x80) return DerHeader{at + 2, first};
  const std::size_t octets = first & 0x7Fu;
  if (octets == 0 || octets > 3 || at + 2 + octets > data.size()) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = 0; i < octets; ++i) length = length << 8 | data[at + 2 + i];
  return DerHeader{at + 2 + octets, length};
}

// A structure that was one before something cut or changed it: two nested SEQUENCEs, or a version in one, with lengths that fit.
bool was_der(ByteView data) {
  const auto outer = header_at(data, 0);
  if (!outer || outer->length < 0x80 || outer->end >= data.size()) return false;
  const auto inner = header_at(data, outer->end);
  if (!inner || inner->length >= outer->length) return false;
  const std::uint8_t identifier = data[outer->end];
  const bool version = identifier == asn1::tag::kInteger && inner->length == 1 && inner->end < data.size() && data[inner->end] <= 3;
  return version || (identifier == asn1::tag::kSequence && inner->length > 0);
}

bool is_der_material(ByteView data) {
  switch (sniff_der(data)) {
    case DerKind::public_key:
    case DerKind::rsa_public_key:
    case DerKind::parameters:
    case DerKind::ocsp_response:
    case DerKind::timestamp_response:
      return false;
    case DerKind::unknown:
    case DerKind::broken:
      return was_der(data);
    default:
      return true;
  }
}

// A block of a label that TLS has no use for is no reason to call a value unreadable.
bool is_pem_material(std::string_view text) {
  PemScanner scanner(text);
  bool any = false;
  while (const auto block = scanner.next()) {
    const LabelKind label = kind_of_label(block->label);
    if (label != LabelKind::foreign && label != LabelKind::openssh_key) return true;
    any = true;
  }
  return !any;
}

bool is_material(const FormatRow& row, const FileInput& file) {
  switch (row.inside_value) {
    case InsideValue::material:
      return true;
    case InsideValue::passed_over:
      return false;
    case InsideValue::der:
      return is_der_material(file.raw);
    case InsideValue::pem:
      return is_pem_material(file.text.text);
  }
  return true;
}

bool is_base64_character(char c) { return is_base64_digit(c) || c == '=' || c == '-' || c == '_' || c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view without_data_scheme(std::string_view text) {
  constexpr std::string_view kEnd = ";base64,";
  const std::size_t end = text.substr(0, 100).find(kEnd);
  return text.starts_with("data:") && end != std::string_view::npos ? text.substr(end + kEnd.size()) : text;
}

bool holds_any(std::string_view text, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; });
}

// The first characters of what base64 makes of 30 80..83, of the magics of keystores and of a serialized store.
bool begins_like_material(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return false;
  text.remove_prefix(first);
  constexpr std::array<std::string_view, 6> kBeginnings = {"M", "/u3+7", "_u3-7", "zs7Oz", "AAAA", "LS0tLS1CRUdJTi"};
  return std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](std::string_view beginning) { return text.starts_with(beginning); });
}

}  // namespace

bool begins_as_der(ByteView data) { return sniff_der(data) != DerKind::broken || was_der(data); }

bool mentions_pem(std::string_view text) { return text.find("-----BEGIN ") != std::string_view::npos; }

// The three ways in which the bytes of a boundary fall on base64's groups of three.
bool mentions_encoded_pem(std::string_view text) { return holds_any(text, {"LS0tLS1CRUdJTi", "0tLS0tQkVHSU4g", "tLS0tLUJFR0lOI"}); }

std::optional<Format> read_embedded(ByteView data, const Frame& frame, ReadContext& context, Container& container) {
  const TextInput text(data);
  const FileInput file{data, text};
  for (const FormatRow& row : format_rows()) {
    if (!row.matches(file)) continue;
    if (!is_material(row, file)) return std::nullopt;
    const NestedContainer nested(context, container, {.path = context.path, .line = frame.line, .inner = frame.inner});
    if (!nested.allowed()) return Format::recognized;
    Container value;
    value.path = context.path;
    if (row.read != nullptr) {
      row.read(file, context, value);
    } else {
      value.format = Format::recognized;
      report(context, value, unsupported_format(row, Location{.path = context.path}));
    }
    const Format format = value.format;
    take(std::move(value), frame, context, container);
    return format;
  }
  return std::nullopt;
}

std::optional<SecretBytes> decode_material(std::string_view text) {
  text = without_data_scheme(text);
  if (text.size() < kShortestMaterial) return std::nullopt;
  const bool encoded_pem = mentions_encoded_pem(text);
  if (!encoded_pem && !begins_like_material(text)) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), is_base64_character)) return std::nullopt;
  std::string standard;
  if (text.find_first_of("-_") != std::string_view::npos) {
    if (text.find_first_of("+/") != std::string_view::npos) return std::nullopt;
    standard = text;
    std::replace(standard.begin(), standard.end(), '-', '+');
    std::replace(standard.begin(), standard.end(), '_', '/');
    text = standard;
  }
  SecretBytes octets(base64_capacity(text));
  const Base64Result result = decode_base64(text, octets.data());
  if (result.status != Base64Result::Status::ok) return std::nullopt;
  octets.resize(result.size);
  const TextInput input{ByteView(octets)};
  const FileInput file{octets, input};
  for (const FormatRow& row : format_rows()) {
    if (row.matches(file)) return is_material(row, file) ? std::optional(std::move(octets)) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Format> read_embedded_text(std::string_view text, const Frame& frame, ReadContext& context, Container& container) {
  if (mentions_pem(text) || text.find("-----END ") != std::string_view::npos) {
    return read_embedded(as_bytes(text), frame, context, container);
  }
  if (const auto octets = decode_material(text)) {
    Frame decoded = frame;
    decoded.line_by_line = false;
    return read_embedded(*octets, decoded, context, container);
  }
  return std::nullopt;
}

}  // namespace chainlint::formats
