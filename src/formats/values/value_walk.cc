#include "values/value_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "chainlint/base/base64.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"
#include "foreign.h"
#include "values/value_names.h"

namespace chainlint::formats {
namespace {

using yaml::Kind;
using yaml::Position;
using yaml::Tree;

constexpr std::size_t kShownKeyBytes = 200, kShownPathBytes = 1000;

// Copies of what kubectl was given, and records of who set which field.
constexpr std::array<std::string_view, 2> kNotWalked = {"kubectl.kubernetes.io/last-applied-configuration", "managedFields"};

// Names that mean a certificate or a key in every object.
constexpr std::array<std::string_view, 9> kPromising = {
    "certificate", "Certificate", "CertificateBody", "CertificateChain", "issuing_ca", "private_key", "PrivateKey", "ca_chain", "cer"};

// Names under which a service repeats a certificate of the chain next to it.
struct Repetition {
  std::string_view name, chain;
};
constexpr std::array kRepetitions = {Repetition{"issuing_ca", "ca_chain"}, Repetition{"crt", "certChain"}, Repetition{"ca", "certChain"}};

template <std::size_t N>
bool is_named(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string cut(std::string path) {
  if (path.size() <= kShownPathBytes) return path;
  std::size_t from = path.size() - kShownPathBytes;
  while (from < path.size() && (static_cast<unsigned char>(path[from]) & 0xC0u) == 0x80u) ++from;
  return "..." + path.substr(from);
}

std::string joined(const std::string& before, const std::string& path) {
  return before.empty() || path.empty() ? before + path : before + " " + path;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// The content of a file among the settings of it: configs.NAME.content of Docker Compose, write_files of cloud-init with path and content.
// Null where the mapping is another one. Files of one list or mapping are used together.
const Tree::Member* file_content(const Tree& tree, const Tree::Node& mapping) {
  const Tree::Member* content = nullptr;
  for (const Tree::Member& member : mapping.members) {
    const Tree::Node& value = tree.at(member.value);
    if (value.kind == Kind::mapping || value.kind == Kind::sequence) return nullptr;
    if (member.key == "content") {
      content = &member;
    } else if (value.text.size() > DetectionLimits::kSettingBytes) {
      return nullptr;
    }
  }
  return content;
}

}  // namespace

Frame frame_of(const Tree::Node& value, Position key, std::string inner) {
  Frame frame;
  frame.inner = std::move(inner);
  frame.line_by_line = value.style == yaml::Style::literal && !value.binary;
  frame.line = frame.line_by_line ? value.text_line : key.line;
  frame.indent = value.indent;
  return frame;
}

bool is_template_text(std::string_view text) { return contains_template(text) || text.find("${") != std::string_view::npos; }

void report_template(ReadContext& context, Container& container, Location where) {
  report_note(context, container, "yaml-template", "template is not rendered; check the output of 'helm template' instead",
              std::move(where));
}

bool is_sops_text(std::string_view text) { return text.starts_with("ENC[AES256_GCM,"); }

void report_sealed_key(ReadContext& context, Container& container, std::string_view program, const Frame& frame) {
  const Location where{.path = context.path, .line = frame.line, .inner = frame.inner};
  Entry key;
  key.location = where;
  key.unit = frame.unit;
  key.description = fmt::format("private key encrypted with {}", program);
  add_sealed_key(std::move(key), context, container);
  report_note(context, container, "key-locked", fmt::format("private key is encrypted with {}", program), where);
}

void report_sops(ReadContext& context, Container& container, std::string_view name, const Frame& frame) {
  if (is_key_name(name)) return report_sealed_key(context, container, "SOPS", frame);
  Diagnostic diagnostic{
      Severity::error, "value-encrypted", "value is encrypted with SOPS", {.path = context.path, .line = frame.line, .inner = frame.inner}};
  diagnostic.advice = "Decrypt the file as the deployment does, then check the result: sops decrypt " + file_word(context.path);
  report(context, container, std::move(diagnostic));
}

std::string path_to_member(std::string_view path, std::string_view key, PathStyle style) {
  std::string shown = printable(key.size() > kShownKeyBytes ? std::string(key.substr(0, kShownKeyBytes)) + "..." : std::string(key));
  std::string result(path);
  if (style == PathStyle::dotted) {
    if (!path.empty()) result += '.';
    return cut(result + shown);
  }
  result += '/';
  for (const char c : shown) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return cut(std::move(result));
}

std::string path_to_item(std::string_view path, std::size_t index, PathStyle style) {
  return cut(style == PathStyle::dotted ? fmt::format("{}[{}]", path, index) : fmt::format("{}/{}", path, index));
}

std::string ValueWalk::full_inner(const std::string& path) const { return joined(place_.inner, path); }

std::string ValueWalk::full_unit(const std::string& path) const {
  std::string unit = joined(place_.unit, path.empty() && place_.style == PathStyle::pointer ? "/" : path);
  return unit.empty() ? "/" : unit;
}

void ValueWalk::walk(const Tree::Node& root, const std::string& path) {
  if (root.kind == Kind::mapping) {
    walk_mapping(root, path);
    return;
  }
  Holder holder{path, {}};
  if (root.kind == Kind::sequence) {
    walk_items(root, "", full_unit(path), path, holder);
  } else {
    read_value(root, root.position, "", full_unit(path), path, holder);
  }
  assign_units(full_unit(path), holder.values, container_);
}

void ValueWalk::walk_mapping(const Tree::Node& mapping, const std::string& path) {
  if (hook_ && hook_(mapping, path)) return;
  Holder holder{path, {}};
  for (const Tree::Member& member : mapping.members) {
    if (context_.entries_full) break;
    if (is_named(member.key, kNotWalked)) continue;
    const Tree::Node& value = tree_.at(member.value);
    if (value.kind == Kind::null) continue;
    const std::string at = path_to_member(path, member.key, place_.style);
    if (const Tree::Member* content = file_content(tree_, value)) {
      const std::string inside = path_to_member(at, content->key, place_.style);
      read_value(tree_.at(content->value), content->key_position, member.key, full_unit(at), inside, holder);
    } else if (value.kind == Kind::mapping) {
      walk_mapping(value, at);
    } else if (value.kind == Kind::sequence) {
      walk_items(value, member.key, full_unit(at), at, holder);
    } else {
      read_value(value, member.key_position, member.key, full_unit(at), at, holder);
    }
  }
  mark_repeated(mapping, holder);
  check_announced(mapping, path, holder);
  assign_units(full_unit(path), holder.values, container_);
}

void ValueWalk::walk_items(const Tree::Node& sequence, const std::string& name, const std::string& own, const std::string& path,
                           Holder& holder) {
  for (std::size_t i = 0; i < sequence.items.size() && !context_.entries_full; ++i) {
    const Tree::Node& item = tree_.at(sequence.items[i]);
    if (item.kind == Kind::null) continue;
    const std::string at = path_to_item(path, i, place_.style);
    const Tree::Member* content = file_content(tree_, item);
    if (const std::string_view file = content == nullptr ? "" : tree_.text_of(item, "path"); !file.empty()) {
      const std::string inside = path_to_member(at, content->key, place_.style);
      read_value(tree_.at(content->value), content->key_position, std::string(file), full_unit(at), inside, holder);
    } else if (item.kind == Kind::mapping) {
      walk_mapping(item, at);
    } else if (item.kind == Kind::sequence) {
      walk_items(item, name, own, at, holder);
    } else {
      read_value(item, item.position, name, own, at, holder);
    }
  }
}

void ValueWalk::read_value(const Tree::Node& value, Position key, const std::string& name, const std::string& own, const std::string& path,
                           Holder& holder) {
  if (value.text.empty()) return;
  const Frame frame = frame_of(value, key, full_inner(path));
  ReadValue read{name.substr(0, kShownKeyBytes), own, container_.entries.size(), 0, Format::unknown, false, false};
  const bool authority = name == "caBundle" && place_.style == PathStyle::dotted && !mentions_pem(value.text);
  const auto format = authority ? read_authority(value, frame) : read_embedded_text(value.text, frame, context_, container_);
  if (!format) {
    if (!authority) report_unread(value, name, frame);
    return;
  }
  read.end_entry = container_.entries.size();
  read.format = *format;
  holder.values.push_back(std::move(read));
}

// The API server takes nothing but base64 here.
std::optional<Format> ValueWalk::read_authority(const Tree::Node& value, const Frame& frame) {
  if (is_blank(value.text)) return std::nullopt;
  SecretBytes octets(base64_capacity(value.text));
  const Base64Result result = decode_base64(value.text, octets.data());
  octets.resize(result.size);
  if (result.status != Base64Result::Status::ok && is_template_text(value.text)) {
    report_template(context_, container_, {.path = context_.path, .line = frame.line, .inner = frame.inner});
    return std::nullopt;
  }
  if (result.status != Base64Result::Status::ok) {
    report_error(context_, container_, "kubernetes-base64",
                 fmt::format("the base64 has an invalid character at position {}", result.error_offset + 1),
                 {.path = context_.path, .line = frame.line, .inner = frame.inner});
    return Format::unknown;
  }
  Frame decoded = frame;
  decoded.line_by_line = false;
  return read_embedded(octets, decoded, context_, container_);
}

void ValueWalk::report_unread(const Tree::Node& value, const std::string& name, const Frame& frame) {
  Location where{.path = context_.path, .line = frame.line, .inner = frame.inner};
  if (is_sops_text(value.text) && (is_certificate_name(name) || is_key_name(name))) {
    report_sops(context_, container_, name, frame);
  } else if (is_named(name, kPromising) && place_.style == PathStyle::pointer && !is_blank(value.text)) {
    report_warning(context_, container_, "json-value-unknown", "the value contains neither PEM nor base64 of a certificate or key",
                   std::move(where));
  }
}

void ValueWalk::mark_repeated(const Tree::Node& mapping, Holder& holder) const {
  for (const Repetition& repetition : kRepetitions) {
    const Tree::Node* chain = tree_.find(mapping, repetition.chain);
    if (chain == nullptr || chain->items.empty()) continue;
    for (ReadValue& value : holder.values) value.alone = value.alone || value.name == repetition.name;
  }
}

// Azure Key Vault says beside a value what it is.
void ValueWalk::check_announced(const Tree::Node& mapping, const std::string& path, const Holder& holder) {
  const std::string_view type = tree_.text_of(mapping, "contentType");
  if (type != "application/x-pkcs12" && type != "application/x-pem-file") return;
  const bool read = std::any_of(holder.values.begin(), holder.values.end(), [](const ReadValue& value) { return value.name == "value"; });
  const auto value =
      std::find_if(mapping.members.begin(), mapping.members.end(), [](const Tree::Member& member) { return member.key == "value"; });
  if (read || value == mapping.members.end() || tree_.at(value->value).text.empty()) return;
  report_error(context_, container_, "json-value-unreadable",
               fmt::format("the content type is {}, but the value is not of that type: it is damaged or truncated", in_quotes(type)),
               {.path = context_.path, .line = value->key_position.line, .inner = full_inner(path_to_member(path, "value", place_.style))});
}

}  // namespace chainlint::formats
