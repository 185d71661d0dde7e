#include "kubernetes/secret_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "chainlint/base/base64.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/self_signed.h"
#include "values/value_names.h"
#include "values/value_walk.h"

namespace chainlint::formats {
namespace {

using yaml::Kind;
using yaml::Tree;

constexpr std::array<std::string_view, 2> kTlsKeys = {"tls.crt", "tls.key"};
constexpr std::size_t kPlainShown = 3;

bool is_password_name(std::string_view name) {
  constexpr std::array<std::string_view, 6> kWords = {"password", "passwd", "passphrase", "pass", "storepass", "keypass"};
  const std::vector<std::string> words = name_words(name);
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return std::find(kWords.begin(), kWords.end(), word) != kWords.end(); });
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// Whether nothing is there once base64 is taken off.
bool is_empty_value(std::string_view text, bool base64) {
  if (is_blank(text)) return true;
  if (!base64 || text.size() > KubernetesLimits::kEmptyValueChars) return false;
  SecretBytes octets(base64_capacity(text));
  const Base64Result result = decode_base64(text, octets.data());
  return result.status == Base64Result::Status::ok && is_blank(as_text(ByteView(octets).first(result.size)));
}

bool is_template(const Tree::Node& node) {
  return node.kind == Kind::mapping &&
         std::any_of(node.members.begin(), node.members.end(), [](const Tree::Member& member) { return member.key == "?"; });
}

// Go's decoder skips only line ends.
bool has_stray_blank(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return text.substr(0, last == std::string_view::npos ? 0 : last).find_first_of(" \t\\") != std::string_view::npos;
}

}  // namespace

void SecretReader::report_here(Severity severity, const char* code, std::string message, const Frame& frame) {
  report(context_, container_, severity, code, std::move(message), {.path = context_.path, .line = frame.line, .inner = frame.inner});
}

// Once for the object: its values are templates for one reason.
void SecretReader::report_template(const Frame& frame) {
  if (std::exchange(template_, true)) return;
  formats::report_template(context_, container_, {.path = context_.path, .line = frame.line, .inner = frame.inner});
}

Frame SecretReader::frame_of_value(const Value& value) const {
  const std::string path = path_to_member(value.block, value.member->key, PathStyle::dotted);
  return frame_of(*value.node, value.member->key_position, name_.inner() + " " + path);
}

void SecretReader::collect(const Tree::Node& object, std::string_view block, Form form, std::vector<Value>& values) {
  const auto member = std::find_if(object.members.begin(), object.members.end(), [&](const Tree::Member& m) { return m.key == block; });
  if (member == object.members.end()) return;
  const Tree::Node& node = tree_.at(member->value);
  if (node.kind == Kind::null) return;
  if (node.kind != Kind::mapping || is_template(node)) {
    const Value whole{&*member, &node, "", Form::text};
    Frame frame = frame_of_value(whole);
    frame.line = member->key_position.line;
    if (node.kind == Kind::scalar && node.text.starts_with("ENC[")) {
      report_sops(context_, container_, block, frame);
    } else if (!read_shape(whole, frame)) {
      report_here(Severity::error, "kubernetes-value", "data is text instead of a mapping", frame);
    }
    return;
  }
  for (const Tree::Member& value : node.members) values.push_back({&value, &tree_.at(value.value), block, form});
}

// True where the value is no text and the reason was reported.
bool SecretReader::read_shape(const Value& value, const Frame& frame) {
  if (value.node->kind == Kind::scalar) return false;
  if (is_template(*value.node)) {
    report_template(frame);
  } else {
    report_here(Severity::error, "kubernetes-value",
                fmt::format("value is a {} instead of text", value.node->kind == Kind::mapping ? "mapping" : "list"), frame);
  }
  return true;
}

std::optional<Format> SecretReader::read_value(const Value& value) {
  const Frame frame = frame_of_value(value);
  if (value.node->kind == Kind::null) return std::nullopt;
  if (read_shape(value, frame)) return Format::unknown;
  const std::string_view text = value.node->text;
  if (is_blank(text)) return std::nullopt;
  // A text may have such marks for the program that reads it.
  const bool whole = value.form == Form::base64 || (is_certificate_name(value.member->key) && is_template_text(text.substr(0, 2)));
  if (whole && is_template_text(text) && !mentions_pem(text)) {
    report_template(frame);
    return Format::unknown;
  }
  if (is_sops_text(text)) {
    const std::string& name = value.member->key;
    if (!is_certificate_name(name) && !is_key_name(name)) return std::nullopt;
    report_sops(context_, container_, name, frame);
    return Format::unknown;
  }
  if (value.form == Form::base64 || value.node->binary) return read_base64(value, frame);
  return read_octets(as_bytes(text), value, frame);
}

std::optional<Format> SecretReader::read_base64(const Value& value, const Frame& frame) {
  const std::string_view text = value.node->text;
  SecretBytes octets(base64_capacity(text));
  const Base64Result result = decode_base64(text, octets.data());
  octets.resize(result.size);
  Frame decoded = frame;
  decoded.line_by_line = false;
  decoded.line = value.member->key_position.line;
  if (result.status != Base64Result::Status::ok) {
    if (mentions_pem(text)) {
      plain_.push_back(&value);
      return read_embedded(as_bytes(text), frame, context_, container_);
    }
    report_here(Severity::error, "kubernetes-base64",
                fmt::format("the base64 has an invalid character at position {}", result.error_offset + 1), decoded);
    return Format::unknown;
  }
  const auto format = read_octets(octets, value, decoded);
  if (format && (result.padding_wrong || result.escaped_newlines || has_stray_blank(text))) {
    report_here(Severity::warning, "kubernetes-base64",
                result.padding_wrong ? "the base64 has wrong padding; the API server refuses the value"
                                     : "the base64 contains spaces; the API server refuses the value",
                decoded);
  }
  return format;
}

// Said once for the object: whoever writes one value without base64 writes all of them so. All of them were read.
void SecretReader::report_plain_values() {
  if (plain_.empty()) return;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < plain_.size() && i < kPlainShown; ++i) {
    names.push_back(in_quotes(path_to_member("", plain_[i]->member->key, PathStyle::dotted)));
  }
  if (plain_.size() > kPlainShown) names.back() = count_noun(plain_.size() - kPlainShown + 1, "other value");
  Frame frame = frame_of_value(*plain_.front());
  frame.line = plain_.front()->member->key_position.line;
  report_here(Severity::warning, "kubernetes-base64",
              plain_.size() == 1 ? "the value is PEM text instead of base64; the API server refuses it"
                                 : join_and(names) + " are PEM text instead of base64; the API server refuses them",
              frame);
}

std::optional<Format> SecretReader::read_octets(ByteView octets, const Value& value, const Frame& frame) {
  if (const auto format = read_embedded(octets, frame, context_, container_)) {
    const std::string_view key = value.member->key;
    const bool wants_pem = key == "tls.crt" || key == "tls.key" || key == "ca.crt";
    if (wants_pem && *format != Format::pem && *format != Format::unknown && *format != Format::recognized) {
      report_here(Severity::warning, "kubernetes-value-not-pem",
                  fmt::format("the value is {} instead of PEM text", *format == Format::der ? "DER" : to_string(*format)), frame);
    }
    return format;
  }
  return read_encoded_again(as_text(octets), value, frame);
}

// What a pod sees is what is left after the base64 of the API: base64 in it stays base64.
std::optional<Format> SecretReader::read_encoded_again(std::string_view text, const Value& value, const Frame& frame) {
  const auto octets = decode_material(text);
  if (!octets) return std::nullopt;
  Frame decoded = frame;
  decoded.line_by_line = false;
  decoded.line = value.member->key_position.line;
  report_here(Severity::warning, "kubernetes-double-base64",
              value.form == Form::base64 ? "the value is encoded with base64 twice; a pod that mounts it finds no certificate"
                                         : "the value is base64 in a text field; a pod that mounts it finds no certificate",
              decoded);
  return read_embedded(*octets, decoded, context_, container_);
}

// The kind of the first entry of a value that is not what its name says: a key in tls.crt, anything but a key in tls.key.
std::optional<EntryKind> SecretReader::wrong_kind(std::string_view key, const std::vector<ReadValue>& read) const {
  const auto value = std::find_if(read.begin(), read.end(), [&](const ReadValue& each) { return each.name == key; });
  if (value == read.end() || value->first_entry == value->end_entry) return std::nullopt;
  const auto first = container_.entries.begin() + static_cast<std::ptrdiff_t>(value->first_entry);
  const auto end = container_.entries.begin() + static_cast<std::ptrdiff_t>(value->end_entry);
  const auto has = [&](EntryKind kind) { return std::any_of(first, end, [&](const Entry& entry) { return entry.kind == kind; }); };
  if (key == "tls.key") return has(EntryKind::private_key) ? std::nullopt : std::optional(first->kind);
  return has(EntryKind::private_key) && !has(EntryKind::certificate) ? std::optional(EntryKind::private_key) : std::nullopt;
}

// Of tls.crt and tls.key, each has what the other should have. True where that was reported.
bool SecretReader::are_interchanged(const std::vector<Value>& values, const std::vector<ReadValue>& read) {
  if (wrong_kind(kTlsKeys.front(), read) != EntryKind::private_key || wrong_kind(kTlsKeys.back(), read) != EntryKind::certificate) {
    return false;
  }
  const auto first = std::find_if(values.rbegin(), values.rend(), [](const Value& each) { return each.member->key == kTlsKeys.front(); });
  Frame frame = frame_of_value(*first);
  frame.line = first->member->key_position.line;
  report_here(Severity::warning, "kubernetes-tls-interchanged", "'tls.crt' contains the private key, and 'tls.key' the certificate", frame);
  return true;
}

void SecretReader::check_tls(const Tree::Node& secret, const std::vector<Value>& values, const std::vector<bool>& material,
                             const std::vector<ReadValue>& read) {
  const auto type = std::find_if(secret.members.begin(), secret.members.end(), [](const Tree::Member& m) { return m.key == "type"; });
  for (const std::string_view key : kTlsKeys) {
    const auto found = std::find_if(values.rbegin(), values.rend(), [&](const Value& value) { return value.member->key == key; });
    if (found == values.rend()) {
      report_warning(context_, container_, "kubernetes-tls-key-missing",
                     fmt::format("'{}' is missing; the API server refuses the Secret", key),
                     {.path = context_.path, .line = type->key_position.line, .inner = name_.inner()});
      continue;
    }
    const auto index = static_cast<std::size_t>(values.rend() - found) - 1;
    Frame frame = frame_of_value(*found);
    frame.line = found->member->key_position.line;
    const std::string_view wanted = key == "tls.crt" ? "certificate" : "private key";
    if (const auto kind = wrong_kind(key, read)) {
      std::string found_kind(to_string(*kind));
      std::replace(found_kind.begin(), found_kind.end(), '_', ' ');
      report_here(Severity::warning, "kubernetes-tls-value", fmt::format("the value is a {} instead of the {}", found_kind, wanted), frame);
    }
    if (material[index]) continue;
    const bool empty = found->node->kind == Kind::null || is_empty_value(found->node->text, found->form == Form::base64);
    report_here(Severity::warning, empty ? "kubernetes-tls-key-missing" : "kubernetes-tls-value",
                empty ? "the value is empty" : fmt::format("the value contains no {}", wanted), frame);
  }
}

// A Secret of type kubernetes.io/tls has no value for a passphrase, and the programs that read tls.key have no other source of one. In a
// Secret of another type, a program may read the passphrase beside the key.
void SecretReader::check_encrypted_key(std::string_view type, bool has_password, const std::vector<ReadValue>& read) {
  if (type != "kubernetes.io/tls" && has_password) return;
  const auto value = std::find_if(read.begin(), read.end(), [](const ReadValue& each) { return each.name == kTlsKeys.back(); });
  if (value == read.end() || value->format != Format::pem) return;
  for (std::size_t i = value->first_entry; i < value->end_entry; ++i) {
    const Entry& entry = container_.entries[i];
    if (entry.kind != EntryKind::private_key || (entry.key_state != KeyState::locked && entry.key_state != KeyState::unlocked)) continue;
    report_warning(context_, container_, "kubernetes-key-encrypted",
                   "the private key is encrypted; a TLS Secret has no value for its passphrase", entry.location);
    return;
  }
}

void SecretReader::read_secret(const Tree::Node& secret, bool damaged) {
  const std::string_view type = tree_.text_of(secret, "type");
  if (type == "kubernetes.io/ssh-auth") return;
  std::vector<Value> values;
  for (const Tree::Member& member : secret.members) {
    if (member.key == "data") collect(secret, "data", Form::base64, values);
    if (member.key == "stringData") collect(secret, "stringData", Form::text, values);
  }
  std::set<std::string_view> literal;
  for (const Value& value : values) {
    if (value.form == Form::text) literal.insert(value.member->key);
  }
  const ReadOptions before = context_.options;
  add_passwords(values);
  const bool has_password = context_.options.passwords.size() > before.passwords.size();
  std::vector<ReadValue> read;
  std::vector<bool> material;
  for (const Value& value : values) {
    const std::string& key = value.member->key;
    const bool replaced = value.form == Form::base64 && literal.count(key) != 0;
    material.push_back(false);
    if (replaced) {
      report_here(Severity::warning, "kubernetes-value-replaced",
                  "the value is also in 'stringData', which the API server uses; this one was skipped", frame_of_value(value));
      continue;
    }
    const std::size_t first = container_.entries.size();
    const auto format = read_value(value);
    material.back() = format.has_value();
    if (!format) continue;
    read.push_back({path_to_member("", key, PathStyle::dotted), name_.unit + " " + path_to_member("", key, PathStyle::dotted), first,
                    container_.entries.size(), *format, false, false});
  }
  context_.options = before;
  context_.candidates = password_candidates(before);
  report_plain_values();
  mark_for_trust(read, false);
  assign_units(name_.unit, read, container_);
  check_encrypted_key(type, has_password, read);
  if (!are_interchanged(values, read) && type == "kubernetes.io/tls" && !damaged) check_tls(secret, values, material, read);
}

// A keystore is often kept with its password: user.p12 and user.password.
void SecretReader::add_passwords(const std::vector<Value>& values) {
  std::vector<Password> found;
  for (const Value& value : values) {
    if (found.size() == KubernetesLimits::kPasswords) break;
    const std::string_view text = value.node->text;
    if (!is_password_name(value.member->key) || is_blank(text) || text.size() > 2 * KubernetesLimits::kPasswordBytes) continue;
    SecretBytes octets(value.form == Form::base64 ? base64_capacity(text) : 0);
    if (value.form == Form::base64) {
      const Base64Result result = decode_base64(text, octets.data());
      if (result.status != Base64Result::Status::ok) continue;
      octets.resize(result.size);
    }
    std::string_view password = value.form == Form::base64 ? as_text(ByteView(octets)) : text;
    while (password.ends_with('\n') || password.ends_with('\r')) password.remove_suffix(1);
    if (!password.empty() && password.size() <= KubernetesLimits::kPasswordBytes) found.emplace_back(password);
  }
  if (found.empty()) return;
  std::vector<Password>& passwords = context_.options.passwords;
  passwords.insert(passwords.begin(), found.begin(), found.end());
  context_.options.limits.passwords += found.size();
  context_.candidates = password_candidates(context_.options);
}

// An object whose name says that it verifies others (db-ca-cert, trust-bundle) does so whatever its values are called. Self-signed
// certificates in a ConfigMap are there to be trusted (those of repositories in Argo CD, of an identity provider).
void SecretReader::mark_for_trust(std::vector<ReadValue>& values, bool config_map) const {
  if (values.empty() || !(config_map || is_ca_name(name_.name))) return;
  const auto entry_at = [&](std::size_t i) { return container_.entries.begin() + static_cast<std::ptrdiff_t>(i); };
  const bool key = std::any_of(entry_at(values.front().first_entry), container_.entries.end(),
                               [](const Entry& entry) { return entry.kind == EntryKind::private_key; });
  if (key) return;
  for (ReadValue& value : values) {
    const bool self_signed = std::all_of(entry_at(value.first_entry), entry_at(value.end_entry), [](const Entry& entry) {
      return entry.certificate != nullptr && x509::looks_self_signed(*entry.certificate);
    });
    value.for_trust |= (config_map && self_signed) || is_ca_name(name_.name);
  }
}

void SecretReader::read_config_map(const Tree::Node& map) {
  std::vector<Value> values;
  for (const Tree::Member& member : map.members) {
    if (member.key == "data") collect(map, "data", Form::text, values);
    if (member.key == "binaryData") collect(map, "binaryData", Form::base64, values);
  }
  std::vector<ReadValue> read;
  for (const Value& value : values) {
    const std::size_t first = container_.entries.size();
    const auto format = read_value(value);
    if (!format) continue;
    read.push_back({path_to_member("", value.member->key, PathStyle::dotted),
                    name_.unit + " " + path_to_member("", value.member->key, PathStyle::dotted), first, container_.entries.size(), *format,
                    true, false});
  }
  report_plain_values();
  mark_for_trust(read, true);
  assign_units(name_.unit, read, container_);
}

}  // namespace chainlint::formats
