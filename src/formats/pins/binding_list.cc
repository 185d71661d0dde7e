// What `netsh http show sslcert` prints: a block for each binding, apart by empty lines, of indented lines `name : value`. The names are in
// the language of Windows; the endpoint comes first and the hash is the only value of 40 hexadecimal digits.
#include <algorithm>

#include "chainlint/base/text.h"
#include "pins/pin_list_reader.h"

namespace chainlint::formats {

namespace {

constexpr std::size_t kSha1Digits = 40;
constexpr std::string_view kEnglishHash = "certificate hash";

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

struct Property {
  std::string_view name, value;
};

// `    IP:port                      : 0.0.0.0:443`. Titles have no blank before their colon and are at the margin.
std::optional<Property> property_of(const PinLine& line) {
  if (line.text.empty() || (line.text.front() != ' ' && line.text.front() != '\t')) return std::nullopt;
  const std::string_view text = trim(line.text);
  std::size_t colon = text.find(" : ");
  if (colon == std::string_view::npos) colon = text.ends_with(" :") ? text.size() - 2 : text.find("\t: ");
  if (colon == std::string_view::npos) return std::nullopt;
  return Property{trim(text.substr(0, colon)), trim(text.substr(colon + 2))};
}

bool is_hash(std::string_view value) {
  const std::optional<std::string> digits = pin_digits(value);
  return digits && digits->size() == kSha1Digits && value.find('-') == std::string_view::npos;
}

// A binding to a central certificate store has no hash; one that lost its certificate an empty one.
bool is_no_hash(std::string_view value) {
  return value.empty() || value == "(null)" || value.find_first_not_of('0') == std::string_view::npos;
}

// "{4dc3e181-e14b-4a21-b022-59fc669b0914}".
bool is_application(std::string_view value) {
  constexpr std::size_t kGuid = 38;
  return value.size() == kGuid && value.front() == '{' && value.back() == '}' &&
         value.substr(1, kGuid - 2).find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
}

}  // namespace

bool are_bindings(const std::vector<PinLine>& lines) {
  return std::any_of(lines.begin(), lines.end(), [](const PinLine& line) {
    const std::optional<Property> property = property_of(line);
    return property && (is_hash(property->value) || to_lower_ascii(property->name) == kEnglishHash);
  });
}

void read_bindings(const std::vector<PinLine>& lines, PinSink& sink) {
  std::string_view endpoint;
  bool hash_seen = false;
  for (const PinLine& line : lines) {
    if (sink.full()) return;
    const std::optional<Property> property = property_of(line);
    if (!property) {
      endpoint = {};
      hash_seen = false;
    } else if (endpoint.empty()) {
      endpoint = property->value;
    } else if (is_no_hash(property->value)) {
      continue;
    } else if (!hash_seen && is_hash(property->value)) {
      sink.add(line.number, "HTTP.sys " + std::string(endpoint), Pin::Kind::certificate_sha1, *pin_digits(property->value));
      hash_seen = true;
    } else if (hash_seen && is_application(property->value)) {
      sink.set_application(property->value);
    } else if (to_lower_ascii(property->name) == kEnglishHash) {
      const auto octet = static_cast<std::size_t>(property->value.data() - line.text.data());
      sink.complain(line.number, octet,
                    "the hash " + in_quotes(property->value) + " of " + in_quotes(endpoint) +
                        (hash_seen ? " is the second one of its binding" : " is not a SHA-1 of 40 hexadecimal digits"));
    }
  }
}

}  // namespace chainlint::formats
