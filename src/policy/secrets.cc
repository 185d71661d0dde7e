#include "secrets.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/text.h"

namespace chainlint::policy {
namespace {

constexpr std::array<std::string_view, 4> kSecretWords{"pass", "pwd", "secret", "credential"};

bool is_secret_key(std::string_view key) {
  const std::string lower = to_lower_ascii(key);
  return std::any_of(kSecretWords.begin(), kSecretWords.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

// Whether a key of the line is about secrets: "key_password: ...", "- { passphrase: ...".
bool speaks_of_secrets(std::string_view line) {
  const std::string lower = to_lower_ascii(line);
  for (const std::string_view word : kSecretWords) {
    for (std::size_t at = lower.find(word); at != std::string::npos; at = lower.find(word, at + 1)) {
      const std::size_t end = lower.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-\"' ", at);
      if (end != std::string::npos && lower[end] == ':') return true;
    }
  }
  return false;
}

// Whether the line contains nothing but keys that say where passwords are, with their values: "passwords: [{ env: A }, { fd: 3 }]".
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

// Where the keys and values of a file begin, in their order, and whether they are or are below a key that is about secrets.
struct Place {
  yaml::Position position;
  bool secret = false;
};

void note_places(const yaml::Node& node, bool secret, std::vector<Place>& places) {
  places.push_back({node.position, secret});
  for (const yaml::Node& item : node.items) note_places(item, secret, places);
  for (const yaml::Node::Member& member : node.members) {
    const bool below = secret || is_secret_key(member.key);
    places.push_back({member.key_position, below});
    note_places(member.value, below, places);
  }
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// Hides the lines from each secret place to the next place.
void hide_places(const yaml::Node& root, const std::vector<std::string_view>& lines, std::vector<bool>& hidden) {
  std::vector<Place> places;
  note_places(root, false, places);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!places[i].secret) continue;
    const std::size_t first = places[i].position.line - 1;
    std::size_t end = lines.size();
    if (i + 1 < places.size()) {
      const yaml::Position next = places[i + 1].position;
      end = next.line;
      if (end <= lines.size() && lines[end - 1].find_first_not_of(" -") >= next.column - 1) --end;
    }
    end = std::min(std::max(end, first + 1), lines.size());
    for (std::size_t line = first; line < end; ++line) hidden[line] = true;
  }
}

// Hides what is on a line that is about secrets and below it, by indentation: for files that do not parse, and for comments.
void hide_by_indentation(const std::vector<std::string_view>& lines, std::vector<bool>& hidden) {
  bool inside = false;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const std::size_t indent = line.find_first_not_of(' ');
    const bool blank = indent == std::string_view::npos;
    if (inside && !blank && (indent < depth || (indent == depth && line[indent] != '-'))) inside = false;
    if (!inside && speaks_of_secrets(line)) {
      inside = true;
      depth = blank ? 0 : indent;
    }
    if (inside) hidden[i] = true;
  }
}

// Whether the line is a key alone whose value is below it.
bool only_opens(std::string_view line) {
  return speaks_of_secrets(line) && line.substr(0, line.find_last_not_of(" \r") + 1).ends_with(':');
}

}  // namespace

yaml::SourceFile without_secrets(const yaml::SourceFile& source, const yaml::Node* root) {
  const std::vector<std::string_view> lines = lines_of(source.text);
  std::vector<bool> hidden(lines.size(), false);
  hide_by_indentation(lines, hidden);
  if (root != nullptr) hide_places(*root, lines, hidden);
  yaml::SourceFile shown{source.path, ""};
  shown.text.reserve(source.text.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!hidden[i] || only_opens(lines[i]) || only_names_sources(lines[i])) shown.text.append(lines[i]);
    shown.text += '\n';
  }
  return shown;
}

}  // namespace chainlint::policy
