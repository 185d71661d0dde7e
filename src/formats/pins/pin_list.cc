#include "chainlint/formats/pin_list.h"

#include <algorithm>
#include <array>
#include <utility>

#include "chainlint/base/base64.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "pins/pin_list_reader.h"
#include "text_input.h"

namespace chainlint::formats {

namespace {

constexpr std::string_view kAllowed =
    "allowed are the hexadecimal digits of a SHA-1 (40) or SHA-256 (64), spki:DIGITS, sha256//BASE64 and \"issuer:NAME\"";

// One field of a line, without its quotes.
struct Field {
  std::string text;
  std::size_t octet = 0;  // where it begins in the line
};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Splits a line at its separator: the first of comma, semicolon and blank that is outside of quotes decides for this line.
class FieldSplitter {
 public:
  explicit FieldSplitter(std::string_view line) : line_(line) {
    bool quoted = false;
    for (const char c : line_) {
      quoted ^= c == '"';
      if (!quoted && (c == ',' || c == ';')) {
        separator_ = c;
        break;
      }
    }
  }

  bool open_quote() const { return open_quote_; }

  std::vector<Field> split() {
    std::vector<Field> fields;
    std::size_t at = skip_blanks(0);
    while (at < line_.size()) {
      Field field{{}, at};
      at = read(at, field.text);
      fields.push_back(std::move(field));
      if (at < line_.size() && line_[at] == separator_) {
        ++at;
        if (skip_blanks(at) == line_.size()) fields.push_back({{}, at});
      }
      at = skip_blanks(at);
    }
    return fields;
  }

 private:
  std::size_t skip_blanks(std::size_t at) const {
    while (at < line_.size() && is_blank(line_[at])) ++at;
    return at;
  }

  bool ends_field(char c) const { return separator_ == ' ' ? is_blank(c) : c == separator_; }

  // A doubled quote inside quotes stands for itself, as in CSV.
  std::size_t read(std::size_t at, std::string& text) {
    bool quoted = false;
    for (; at < line_.size(); ++at) {
      const char c = line_[at];
      if (c == '"' && quoted && at + 1 < line_.size() && line_[at + 1] == '"') {
        text += c;
        ++at;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && ends_field(c)) {
        break;
      } else {
        text += c;
      }
    }
    open_quote_ |= quoted;
    while (!text.empty() && is_blank(text.back())) text.pop_back();
    return at;
  }

  std::string_view line_;
  char separator_ = ' ';
  bool open_quote_ = false;
};

// The first line of a table says what its columns are.
bool is_heading(const std::vector<Field>& fields) {
  static constexpr std::array<std::string_view, 7> kPinHeadings{"pin", "thumbprint", "fingerprint", "sha1", "sha256", "spki", "value"};
  return fields.size() == 2 && equal_ignoring_ascii_case(fields[0].text, "service") &&
         std::any_of(kPinHeadings.begin(), kPinHeadings.end(),
                     [&](std::string_view heading) { return equal_ignoring_ascii_case(fields[1].text, heading); });
}

// The rest of `text` behind `prefix`, whatever its case; nothing where it begins otherwise.
std::optional<std::string_view> behind(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size() || !equal_ignoring_ascii_case(text.substr(0, prefix.size()), prefix)) return std::nullopt;
  return text.substr(prefix.size());
}

// Whether it is a pin or resembles one: a file with other content is not treated as a pin list, and none of it is shown.
bool resembles_pin(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kPrefixes{"issuer:", "sha256/", "sha256:", "spki:", "sha1:"};
  constexpr std::size_t kFewestDigits = 16;
  const auto begins = [&](std::string_view prefix) { return behind(text, prefix).has_value(); };
  if (std::any_of(kPrefixes.begin(), kPrefixes.end(), begins)) return true;
  std::size_t digits = 0;
  for (const char c : text) {
    if (hex_digit(c) >= 0) {
      ++digits;
    } else if (static_cast<unsigned char>(c) < 0x80 && c != ':' && c != ' ' && c != '-') {
      return false;
    }
  }
  return digits >= kFewestDigits;
}

// Reads what is after the service.
class PinReader {
 public:
  PinReader(std::uint32_t line, const std::string& service, const Field& field, PinSink& sink)
      : line_(line), service_(service), field_(field), sink_(sink) {}

  void read() {
    const std::string_view text = field_.text;
    if (const auto name = behind(text, "issuer:")) {
      const std::size_t first = name->find_first_not_of(' ');
      first == std::string_view::npos ? complain("the issuer has no name") : add(Pin::Kind::issuer, std::string(name->substr(first)));
    } else if (const auto key = behind(text, "sha256/")) {
      read_base64(key->starts_with('/') ? key->substr(1) : *key);
    } else if (const auto key_digits = behind(text, "spki:")) {
      read_digits(*key_digits, 64, Pin::Kind::key_sha256);
    } else if (const auto sha256_digits = behind(text, "sha256:")) {
      read_digits(*sha256_digits, 64, Pin::Kind::certificate_sha256);
    } else if (const auto sha1_digits = behind(text, "sha1:")) {
      read_digits(*sha1_digits, 40, Pin::Kind::certificate_sha1);
    } else {
      read_digits(text, 0, Pin::Kind::any_sha256);
    }
  }

 private:
  void complain(const std::string& what) { sink_.complain(line_, field_.octet, what + "; " + std::string(kAllowed)); }
  void add(Pin::Kind kind, std::string value) { sink_.add(line_, service_, kind, std::move(value)); }

  // `expected` of 0: the number of digits tells the kind.
  void read_digits(std::string_view text, std::size_t expected, Pin::Kind kind) {
    const std::optional<std::string> digits = pin_digits(text);
    if (!digits) {
      complain_of_text(text);
    } else if (expected == 0 && digits->size() == 40) {
      add(Pin::Kind::certificate_sha1, *digits);
    } else if (digits->size() == (expected == 0 ? 64 : expected)) {
      add(kind, *digits);
    } else {
      complain("the pin " + in_quotes(field_.text) + " has " + std::to_string(digits->size()) + " hexadecimal digits" +
               (expected == 0 ? "" : ", not " + std::to_string(expected)));
    }
  }

  // Blanks between words, or letters that are no digits.
  static bool looks_like_name(std::string_view text) {
    const auto letter = [](char c) { return (c >= 'g' && c <= 'z') || (c >= 'G' && c <= 'Z'); };
    return text.find(':') == std::string_view::npos && std::any_of(text.begin(), text.end(), letter);
  }

  // The certificate dialog of Windows copies a left-to-right mark before the thumbprint, which is invisible.
  void complain_of_text(std::string_view text) {
    const bool ascii = is_ascii(text);
    const std::string what = "the pin " + in_quotes(field_.text) + (text.empty() ? " is empty" : " is not a digest");
    if (ascii && looks_like_name(text)) {
      sink_.complain(line_, field_.octet, what + "; did you mean 'issuer:" + printable(text) + "'? " + std::string(kAllowed));
      return;
    }
    complain(ascii ? what : what + ": it contains characters that are not ASCII, perhaps an invisible one that was copied with it");
  }

  void read_base64(std::string_view text) {
    if (text.size() > 64) {
      complain("the pin " + in_quotes(field_.text) + " is too long for a SHA-256 in base64");
      return;
    }
    std::array<std::uint8_t, base64_capacity("0123456789012345678901234567890123456789012345678901234567890123")> octets{};
    const Base64Result decoded = decode_base64(text, octets.data());
    if (decoded.status != Base64Result::Status::ok || decoded.size != 32) {
      complain("the pin " + in_quotes(field_.text) + " is not a SHA-256 in base64");
    } else {
      add(Pin::Kind::key_sha256, to_hex({octets.data(), decoded.size}));
    }
  }

  std::uint32_t line_;
  const std::string& service_;
  const Field& field_;
  PinSink& sink_;
};

void read_lines(const std::vector<PinLine>& lines, PinSink& sink) {
  bool first = true;
  for (const PinLine& line : lines) {
    if (sink.full()) return;
    const std::size_t start = line.text.find_first_not_of(" \t");
    if (start == std::string_view::npos || line.text[start] == '#') continue;
    FieldSplitter splitter(line.text);
    const std::vector<Field> fields = splitter.split();
    if (is_heading(fields) || (fields.size() == 2 && resembles_pin(fields[1].text))) sink.recognize();
    if (splitter.open_quote()) {
      sink.complain(line.number, start, "a quote is not closed on its line");
    } else if (fields.size() != 2) {
      sink.complain(line.number, start,
                    "the line has " + count_noun(fields.size(), "field") +
                        "; allowed are two, a service and a pin; put double quotes around a field that contains blanks or commas");
    } else if (fields[0].text.empty()) {
      sink.complain(line.number, start, "the line has no service before its pin");
    } else if (!(first && is_heading(fields))) {
      PinReader(line.number, fields[0].text, fields[1], sink).read();
    }
    first = false;
  }
}

// A console writes what netsh prints in its own code page. The names of properties are all that is not ASCII there.
std::string ascii_alone(std::string_view text) {
  std::string ascii(text);
  std::replace_if(
      ascii.begin(), ascii.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
  return ascii;
}

bool has_long_line(const std::vector<PinLine>& lines, PinSink& sink) {
  for (const PinLine& line : lines) {
    if (line.text.size() > PinLimits::kLineBytes) {
      sink.complain(line.number, PinLimits::kLineBytes,
                    "the line is longer than " + std::to_string(PinLimits::kLineBytes) + " bytes; the file is not a list of pins");
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<PinLine> pin_lines(std::string_view text) {
  std::vector<PinLine> lines;
  std::uint32_t number = 1;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    lines.push_back({number++, text.substr(0, end)});
    text.remove_prefix(end);
    if (!text.empty()) text.remove_prefix(text.starts_with("\r\n") ? 2 : 1);
  }
  return lines;
}

void PinSink::add(std::uint32_t line, std::string_view service, Pin::Kind kind, std::string value) {
  list_.pins.push_back({printable(service), kind, std::move(value), Location{.path = path_, .line = line}, {}});
}

void PinSink::complain(std::uint32_t line, std::size_t octet, std::string message) {
  problems_.add({line, static_cast<std::uint32_t>(octet + 1)}, std::move(message));
}

std::optional<std::string> pin_digits(std::string_view text) {
  std::string digits;
  for (const char c : to_lower_ascii(text)) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
      digits += c;
    } else if (c != ':' && c != ' ' && c != '-') {
      return std::nullopt;
    }
  }
  return digits.empty() ? std::nullopt : std::optional(digits);
}

PinList read_pin_list(const std::string& path, ByteView data) {
  PinList list;
  if (data.size() > PinLimits::kFileBytes) {
    list.problems.push_back(printable(path) + ":1:1: error: a list of pins may have at most " +
                            std::to_string(PinLimits::kFileBytes >> 20) + " MiB");
    return list;
  }
  const TextInput input(data);
  PinSink sink(path, list);
  const bool utf8 = is_utf8(input.text);
  const std::string of_code_page = utf8 ? std::string() : ascii_alone(input.text);
  const std::string_view text = utf8 ? std::string_view(input.text) : std::string_view(of_code_page);
  const std::vector<PinLine> lines = pin_lines(text);
  if (text.find('\0') != std::string_view::npos || (!utf8 && !are_bindings(lines))) {
    list.problems.push_back(printable(path) + ":1:1: error: the file is not text in UTF-8 or UTF-16");
    return list;
  }
  const bool long_line = has_long_line(lines, sink), bindings = are_bindings(lines);
  if (!long_line) bindings ? read_bindings(lines, sink) : read_lines(lines, sink);
  if (list.pins.size() > PinLimits::kPins) {
    list.pins.pop_back();
    sink.complain(list.pins.back().location.line.value_or(1), 0,
                  "the list has too many pins; at most " + std::to_string(PinLimits::kPins) + " are allowed");
  }
  const bool recognized = bindings || sink.recognized();
  if (!recognized && !long_line && !sink.problems().empty()) {
    list.problems.push_back(printable(path) + ":1:1: error: no line has a service and a pin; " + std::string(kAllowed));
    return list;
  }
  list.problems = sink.problems().format({path, recognized ? std::string(text) : std::string()});
  if (list.pins.empty() && list.problems.empty()) {
    list.problems.push_back(printable(path) + ":1:1: error: the file contains no pin; each line needs a service and a pin");
  }
  return list;
}

}  // namespace chainlint::formats
