#include "secrets.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "chainlint/base/text.h"

namespace chainlint {
namespace {

// Whether a key of the line speaks of secrets: "key_password: ...", "- { passphrase: ...".
bool speaks_of_secrets(std::string_view line) {
  constexpr std::array<std::string_view, 5> kWords{"passw", "passphrase", "secret", "storepass", "keypass"};
  const std::string lower = to_lower_ascii(line);
  for (const std::string_view word : kWords) {
    for (std::size_t at = lower.find(word); at != std::string::npos; at = lower.find(word, at + 1)) {
      const std::size_t end = lower.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-\"' ", at);
      if (end != std::string::npos && lower[end] == ':') return true;
    }
  }
  return false;
}

// Whether the line holds nothing but keys that say where passwords are, with their values: "passwords: [{ env: A }, { fd: 3 }]".
bool only_names_sources(std::string_view line) {
  constexpr std::string_view kFrame = " \t\r,[]{}-";
  line = line.substr(0, line.find(" #"));
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(kFrame), line.size()));
    if (line.empty()) return true;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view key = line.substr(0, colon);
    line.remove_prefix(colon + 1);
    if (key == "passwords") {
      if (line.find_first_not_of(" \r") != std::string_view::npos && line.find_first_of("[{") != line.find_first_not_of(' ')) return false;
      continue;
    }
    std::string_view value = line.substr(0, line.find_first_of(",{}[]"));
    line.remove_prefix(value.size());
    value = value.substr(0, value.find_last_not_of(" \r") + 1);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    const bool number = value.find_first_not_of("0123456789") == std::string_view::npos;
    if (key != "env" && key != "file" && !(key == "fd" && number) && !(key == "ask_password" && (value == "true" || value == "false"))) {
      return false;
    }
  }
}

}  // namespace

yaml::Source without_secrets(const yaml::Source& source) {
  yaml::Source shown{source.path, ""};
  shown.text.reserve(source.text.size());
  bool inside = false;  // below a key that speaks of secrets, until the indentation ends
  std::size_t depth = 0;
  std::string_view rest = source.text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    const std::size_t indent = line.find_first_not_of(' ');
    const bool blank = indent == std::string_view::npos;
    if (inside && !blank && (indent < depth || (indent == depth && line[indent] != '-'))) inside = false;
    const bool secret = speaks_of_secrets(line);
    if (secret && !inside) {
      inside = true;
      depth = blank ? 0 : indent;
    }
    const bool opens = line.substr(0, line.find_last_not_of(" \r") + 1).ends_with(':');
    const bool hide = inside && !opens && !only_names_sources(line);
    shown.text.append(hide ? "" : line);
    if (end < rest.size()) shown.text += '\n';
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return shown;
}

}  // namespace chainlint
