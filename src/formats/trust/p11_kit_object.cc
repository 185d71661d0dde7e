#include "trust/p11_kit_object.h"

#include "chainlint/base/text.h"

namespace chainlint::formats {
namespace {

constexpr std::string_view kHeader = "[p11-kit-object-";

}  // namespace

bool P11KitObject::is_true(std::string_view field) const { return word(field) == "true"; }

std::string_view P11KitObject::word(std::string_view field) const {
  const auto found = fields.find(field);
  return found == fields.end() ? std::string_view() : found->second;
}

std::string_view P11KitObjects::peek_line() const {
  const std::size_t end = text_.find_first_of("\r\n", position_);
  return trimmed(text_.substr(position_, end == std::string_view::npos ? std::string_view::npos : end - position_));
}

std::string_view P11KitObjects::take_line() {
  const std::string_view line = peek_line();
  const std::size_t end = text_.find_first_of("\r\n", position_);
  position_ = end == std::string_view::npos ? text_.size() : end + (text_.substr(end, 2) == "\r\n" ? 2 : 1);
  ++line_;
  return line;
}

bool P11KitObjects::at_header() const { return peek_line().starts_with(kHeader); }

void P11KitObjects::read_line(P11KitObject& object) {
  const std::size_t start = position_;
  const std::string_view line = take_line();
  if (line.starts_with("-----BEGIN ") && !in_block_) {
    in_block_ = true;
    if (object.pem.empty()) {
      object.pem = text_.substr(start, 0);
      object.pem_line = line_;
    }
  }
  if (in_block_) {
    const std::size_t begin = static_cast<std::size_t>(object.pem.data() - text_.data());
    object.pem = text_.substr(begin, position_ - begin);
    if (line.starts_with("-----END ")) in_block_ = false;
    return;
  }
  if (line.empty() || line.starts_with('#')) return;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    if (!object.stray) object.stray = line_;
    return;
  }
  const std::string_view name = trimmed(line.substr(0, colon));
  object.fields[name] = trimmed(line.substr(colon + 1));
  object.lines[name] = line_;
}

std::optional<P11KitObject> P11KitObjects::next() {
  while (position_ < text_.size() && !at_header()) take_line();
  if (position_ >= text_.size()) return std::nullopt;
  P11KitObject object;
  const std::string_view header = take_line().substr(kHeader.size());
  object.line = line_;
  object.version = header.substr(0, header.find(']'));
  in_block_ = false;
  while (position_ < text_.size() && !at_header()) read_line(object);
  return object;
}

std::optional<std::string> unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::nullopt;
  value = value.substr(1, value.size() - 2);
  std::string plain;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '%') {
      plain += value[i];
      continue;
    }
    const int high = i + 1 < value.size() ? hex_digit(value[i + 1]) : -1, low = i + 2 < value.size() ? hex_digit(value[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    plain += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return plain;
}

}  // namespace chainlint::formats
