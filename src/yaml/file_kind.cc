#include "chainlint/yaml/file_kind.h"

#include <algorithm>
#include <array>

#include "chainlint/base/text.h"

namespace chainlint::yaml {
namespace {

// Keys whose spelling is compared with known ones; a file with more that are all unknown is not a file for chainlint.
constexpr std::size_t kComparedKeys = 100;
// Shorter keys resemble too much: "root", with which password files begin, differs from "roots" in one letter.
constexpr std::size_t kComparedLetters = 5;

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

bool has_pem_block(std::string_view text) {
  while (!text.empty()) {
    if (next_line(text).starts_with("-----BEGIN ")) return true;
  }
  return false;
}

// Mistakes that are found before the text is parsed, with the remedy.
std::string kind_of_text(std::string_view text) {
  static constexpr std::array<std::string_view, 2> kUtf16{"\xFF\xFE", "\xFE\xFF"};
  for (const std::string_view mark : kUtf16) {
    if (text.starts_with(mark)) return "UTF-16; save it as UTF-8";
  }
  if (has_pem_block(text)) return "a PEM file, not %; check it with 'chainlint check'";
  const bool binary = text.find('\0') != std::string_view::npos || text.starts_with("\x30\x82") || text.starts_with("PK\x03\x04");
  return binary ? "binary, not %; check certificates and keystores with 'chainlint check'" : "";
}

// The key that a line of block or flow style begins with.
std::string_view key_of(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t-{,\"'"), line.size()));
  const std::size_t end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  if (end == std::string_view::npos) return {};
  const std::size_t colon = line.find_first_not_of("\"' \t", end);
  return colon == std::string_view::npos || line[colon] != ':' ? std::string_view() : line.substr(0, end);
}

bool is_known(std::string_view key, const FileKind& kind) { return std::find(kind.keys.begin(), kind.keys.end(), key) != kind.keys.end(); }

// Whether a text that does not parse resembles such a file.
bool has_known_line(std::string_view text, const FileKind& kind) {
  while (!text.empty()) {
    if (is_known(key_of(next_line(text)), kind)) return true;
  }
  return false;
}

bool has_known_key(const Node& document, const FileKind& kind) {
  const auto& members = document.members;
  const auto compared = members.begin() + static_cast<std::ptrdiff_t>(std::min(members.size(), kComparedKeys));
  return std::any_of(members.begin(), members.end(), [&](const Node::Member& member) { return is_known(member.key, kind); }) ||
         std::any_of(members.begin(), compared, [&](const Node::Member& member) {
           return member.key.size() >= kComparedLetters && nearest(member.key, kind.keys).has_value();
         });
}

std::string kind_of_document(const std::optional<Node>& document, std::string_view text, const FileKind& kind) {
  if (!document) return has_known_line(text, kind) ? "" : "plain text, not %; ";
  if (document->kind == Kind::sequence) return "a list, not %; ";
  if (document->kind != Kind::mapping) return "plain text, not %; ";
  if (std::string other = kind.other == nullptr ? "" : kind.other(*document); !other.empty()) return other;
  return has_known_key(*document, kind) ? "" : "a mapping with other keys, not %; ";
}

}  // namespace

Parsed parse(SourceFile& source, const FileKind& kind) {
  if (source.shipped()) return parse(source, kind.first_keys);
  std::string found = kind_of_text(source.text);
  Parsed parsed;
  if (found.empty()) {
    parsed = parse(source);
    if (parsed.empty) {
      source.text.clear();
      return parsed;
    }
    found = kind_of_document(parsed.root, source.text, kind);
    if (found.ends_with("; ")) found += kind.hint;
  }
  if (found.empty()) return parsed;
  if (const std::size_t name = found.find('%'); name != std::string::npos) found.replace(name, 1, kind.name);
  source.text.clear();
  return {std::nullopt, {{"the file is " + found, {}, ""}}};
}

}  // namespace chainlint::yaml
