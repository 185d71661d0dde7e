#include "windows/registry_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "chainlint/base/text.h"

namespace chainlint::formats {
namespace {

constexpr std::string_view kBlanks(" \t\0", 3);

bool is_blank(char c) { return kBlanks.find(c) != std::string_view::npos; }

bool is_comment(std::string_view line) { return line.empty() || line.front() == ';'; }

// The byte after the quote that closes the string which begins at `from`; nothing where none does.
std::optional<std::size_t> end_of_string(std::string_view text, std::size_t from) {
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return std::nullopt;
}

std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    plain += text[i];
  }
  return plain;
}

// What is after "hex:" or "hex(3):"; nothing for other data.
std::optional<std::string_view> after_hex_mark(std::string_view data) {
  data = trimmed(data, kBlanks);
  if (!equal_ignoring_ascii_case(data.substr(0, 3), "hex")) return std::nullopt;
  data.remove_prefix(3);
  if (data.starts_with('(')) {
    const std::size_t close = data.find(')');
    if (close == std::string_view::npos || close > 9) return std::nullopt;
    data.remove_prefix(close + 1);
  }
  if (!data.starts_with(':')) return std::nullopt;
  return data.substr(1);
}

std::string show(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet > 0x20 && octet < 0x7F ? fmt::format("'{}'", c) : fmt::format("byte 0x{:02X}", octet);
}

// Reads pairs of digits between commas over several lines.
class OctetReader {
 public:
  OctetReader(std::uint32_t line, std::size_t limit) : limit_(limit) { result_.line = line; }

  RegistryOctets read(std::string_view text) {
    result_.octets.reserve(text.size() / 3 + 1);
    std::size_t at = 0;
    while (at < text.size() && result_.problem.empty()) at = step(text, at);
    if (result_.problem.empty() && expects_octet_ && !result_.octets.empty()) result_.problem = "the value is truncated";
    return std::move(result_);
  }

 private:
  std::size_t step(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (c == '\n' || (c == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'))) {
      ++result_.line;
      continued_ = false;
      at = text.find_first_not_of(" \t", at + 1);
      return at == std::string_view::npos ? text.size() : text[at] == ';' ? std::min(text.find_first_of("\r\n", at), text.size()) : at;
    }
    if (c == '\r' || is_blank(c)) return at + 1;
    if (continued_) return fail("text follows the backslash at the end of a line", at);
    if (c == '\\') {
      continued_ = true;
      return at + 1;
    }
    if (c == ',' && !expects_octet_) {
      expects_octet_ = true;
      return at + 1;
    }
    return expects_octet_ ? read_pair(text, at) : fail(fmt::format("a comma is missing before {}", show(c)), at);
  }

  std::size_t read_pair(std::string_view text, std::size_t at) {
    const int high = hex_digit(text[at]), low = at + 1 < text.size() ? hex_digit(text[at + 1]) : -1;
    if (high < 0) return fail(fmt::format("{} is not a hexadecimal digit", show(text[at])), at);
    if (low < 0) return fail("a byte has one hexadecimal digit; two are needed", at);
    if (result_.octets.size() >= limit_) return fail(fmt::format("the value has more than {} bytes", limit_), at);
    result_.octets.push_back(static_cast<std::uint8_t>(high * 16 + low));
    expects_octet_ = false;
    return at + 2;
  }

  std::size_t fail(std::string problem, std::size_t at) {
    result_.problem = std::move(problem);
    return at;
  }

  std::size_t limit_;
  RegistryOctets result_;
  bool expects_octet_ = true;
  bool continued_ = false;
};

}  // namespace

std::string_view RegistryText::peek_line() const {
  const std::size_t end = text_.find_first_of("\r\n", position_);
  return text_.substr(position_, end == std::string_view::npos ? std::string_view::npos : end - position_);
}

std::string_view RegistryText::take_line() {
  const std::string_view line = peek_line();
  position_ += line.size();
  if (position_ < text_.size()) position_ += text_.substr(position_, 2) == "\r\n" ? 2 : 1;
  ++line_;
  return line;
}

// Goes on while lines end in a backslash. A key or another value ends the data even there: a line got lost.
void RegistryText::take_binary(RegistryItem& item) {
  const char* end = item.data.data() + item.data.size();
  bool goes_on = trimmed(item.data, kBlanks).ends_with('\\');
  while (goes_on && position_ < text_.size()) {
    const std::string_view line = trimmed(peek_line(), kBlanks);
    if (line.starts_with('[') || line.starts_with('"') || line.starts_with('@')) break;
    const std::string_view taken = take_line();
    end = taken.data() + taken.size();
    if (!is_comment(line)) goes_on = line.ends_with('\\');
  }
  item.data = std::string_view(item.data.data(), static_cast<std::size_t>(end - item.data.data()));
}

// A string may contain line ends. One that is never closed ends with its line.
void RegistryText::take_string(RegistryItem& item, std::size_t from) {
  if (end_of_string(item.data, from)) return;
  const std::size_t start = static_cast<std::size_t>(item.data.data() - text_.data());
  const std::size_t position = position_;
  const std::uint32_t line = line_;
  while (position_ < text_.size()) {
    const std::string_view next = peek_line();
    if (trimmed(next, kBlanks).starts_with('[')) break;
    const bool closes = end_of_string(next, 0).has_value();
    take_line();
    if (!closes) continue;
    item.data = text_.substr(start, position_ - start);
    return;
  }
  position_ = position;
  line_ = line;
}

void RegistryText::read_value(std::string_view line, RegistryItem& item) {
  std::size_t after_name = 1;
  if (line.front() == '"') {
    const auto end = end_of_string(line, 1);
    if (!end) return;
    item.name = unescaped(line.substr(1, *end - 2));
    after_name = *end;
  }
  const std::size_t equals = line.find_first_not_of(" \t", after_name);
  if (equals == std::string_view::npos || line[equals] != '=') return;
  item.kind = RegistryItem::Kind::value;
  item.data = line.substr(equals + 1);
  const std::size_t begin = item.data.find_first_not_of(" \t");
  if (after_hex_mark(item.data)) {
    take_binary(item);
  } else if (begin != std::string_view::npos && item.data[begin] == '"') {
    take_string(item, begin + 1);
  }
}

std::optional<RegistryItem> RegistryText::next() {
  while (position_ < text_.size()) {
    const std::string_view line = trimmed(take_line(), kBlanks);
    if (is_comment(line) || (line_ == 1 && (line.starts_with("Windows Registry Editor") || line.starts_with("REGEDIT4")))) continue;
    RegistryItem item;
    item.line = line_;
    if (line.front() == '[') {
      const std::size_t close = line.rfind(']');
      item.closed = close != std::string_view::npos;
      item.path = trimmed(line.substr(1, item.closed ? close - 1 : std::string_view::npos), kBlanks);
      item.kind = item.path.starts_with('-') ? RegistryItem::Kind::deleted_key : RegistryItem::Kind::key;
      if (item.kind == RegistryItem::Kind::deleted_key) item.path.remove_prefix(1);
    } else if (line.front() == '"' || line.front() == '@') {
      read_value(line, item);
    }
    item.end_line = line_;
    return item;
  }
  return std::nullopt;
}

RegistryData kind_of_data(std::string_view data) {
  if (after_hex_mark(data)) return RegistryData::binary;
  return trimmed(data, kBlanks) == "-" ? RegistryData::deletion : RegistryData::other;
}

RegistryOctets read_registry_octets(const RegistryItem& value, std::size_t limit) {
  return OctetReader(value.line, limit).read(after_hex_mark(value.data).value_or(std::string_view()));
}

}  // namespace chainlint::formats
