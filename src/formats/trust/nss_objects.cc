#include "trust/nss_objects.h"

#include "chainlint/base/text.h"

namespace chainlint::formats {
namespace {

std::string_view take_word(std::string_view& line) {
  const std::size_t end = line.find_first_of(" \t");
  const std::string_view word = line.substr(0, end);
  line = end == std::string_view::npos ? std::string_view() : trimmed(line.substr(end));
  return word;
}

bool is_octal(char c) { return c >= '0' && c <= '7'; }

// Appends the bytes of a line of \ooo; false where it is none.
bool append_octal(std::string_view line, Bytes& octets) {
  for (; !line.empty(); line.remove_prefix(4)) {
    if (line.size() < 4 || line[0] != '\\' || line[1] > '3' || !is_octal(line[1]) || !is_octal(line[2]) || !is_octal(line[3])) return false;
    octets.push_back(static_cast<std::uint8_t>((line[1] - '0') * 64 + (line[2] - '0') * 8 + (line[3] - '0')));
  }
  return true;
}

}  // namespace

std::string_view NssObject::word(std::string_view attribute) const {
  const auto found = words.find(attribute);
  return found == words.end() ? std::string_view() : found->second;
}

ByteView NssObject::value(std::string_view attribute) const {
  const auto found = octets.find(attribute);
  return found == octets.end() ? ByteView() : ByteView(found->second);
}

std::string_view NssObjects::peek_line() const {
  const std::size_t end = text_.find_first_of("\r\n", position_);
  return trimmed(text_.substr(position_, end == std::string_view::npos ? std::string_view::npos : end - position_));
}

std::string_view NssObjects::take_line() {
  const std::string_view line = peek_line();
  const std::size_t end = text_.find_first_of("\r\n", position_);
  position_ = end == std::string_view::npos ? text_.size() : end + (text_.substr(end, 2) == "\r\n" ? 2 : 1);
  ++line_;
  return line;
}

// Up to END. An attribute before that is the next one: END got lost.
void NssObjects::read_octets(std::string_view attribute, NssObject& object) {
  const std::uint32_t first = line_;
  Bytes octets;
  bool damaged = false, ended = false;
  while (position_ < text_.size() && !ended) {
    const std::string_view next = peek_line();
    if (next.starts_with("CKA_")) break;
    const std::string_view line = take_line();
    ended = line == "END";
    if (ended || damaged || line.empty() || append_octal(line, octets)) continue;
    damaged = true;
    object.damage.push_back({line_, "the line does not consist of octal bytes (\\ooo)"});
  }
  if (!ended) object.damage.push_back({first, "the bytes of a value are not followed by END"});
  object.octets[attribute] = std::move(octets);
}

void NssObjects::read_attribute(std::string_view line, NssObject& object) {
  const std::string_view attribute = take_word(line);
  const std::string_view type = take_word(line);
  if (type == "MULTILINE_OCTAL") return read_octets(attribute, object);
  if (line.size() >= 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
  object.words[attribute] = line;
}

std::optional<NssObject> NssObjects::next() {
  NssObject object;
  while (position_ < text_.size()) {
    const std::string_view next = peek_line();
    if (next.starts_with("CKA_CLASS") && object.line != 0) break;
    const std::string_view line = take_line();
    if (!line.starts_with("CKA_")) continue;
    if (object.line == 0) object.line = line_;
    read_attribute(line, object);
    object.end_line = line_;
  }
  if (object.line == 0) return std::nullopt;
  return object;
}

}  // namespace chainlint::formats
