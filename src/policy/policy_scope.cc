#include "policy_scope.h"

#include <filesystem>
#include <optional>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::policy {

std::string PolicyScope::resolve(std::string_view path) const {
  return (std::filesystem::path(path_).parent_path() / path).lexically_normal().string();
}

std::string PolicyScope::resolve_as_path(std::string_view path) const {
  std::string resolved = resolve(path);
  return resolved.find('/') == std::string::npos ? "./" + resolved : resolved;
}

std::vector<const yaml::Node*> PolicyScope::items(const yaml::Node& node, std::string_view name) {
  std::vector<const yaml::Node*> found = yaml::read_items(node, name, problems_);
  if (found.size() > PolicyLimits::kEntries) {
    problems_.add(node.position, std::string(name) + " has " + std::to_string(node.items.size()) + " entries; the limit is " +
                                     std::to_string(PolicyLimits::kEntries));
    found.clear();
  }
  return found;
}

std::vector<PlacedWord> PolicyScope::words(const yaml::Node& node, std::string_view name) {
  std::vector<PlacedWord> found;
  const auto read = [&](const yaml::Node& item, const std::string& what) {
    std::optional<std::string> text = yaml::read_text(item, what, problems_);
    if (!text) return;
    if (text->size() > PolicyLimits::kTextBytes) {
      problems_.add(item.position,
                    what + " has " + std::to_string(text->size()) + " bytes; the limit is " + std::to_string(PolicyLimits::kTextBytes));
      return;
    }
    found.push_back({std::move(*text), item.position});
  };
  if (node.kind == yaml::Kind::scalar) {
    read(node, std::string(name));
  } else if (node.kind == yaml::Kind::sequence) {
    for (const yaml::Node* item : items(node, name)) read(*item, "an item of " + std::string(name));
  } else {
    problems_.add(node.position, std::string(name) + " is a text or a list of them, not " + node.describe());
  }
  return found;
}

std::vector<std::string> texts_of(const std::vector<PlacedWord>& words) {
  std::vector<std::string> texts;
  for (const PlacedWord& word : words) texts.push_back(word.text);
  return texts;
}

std::string list_hint(const std::string& word, const std::vector<std::string>& allowed) {
  if (word.find(',') != std::string::npos) return "write several as a list: [" + word + "]";
  return yaml::did_you_mean(word, allowed);
}

}  // namespace chainlint::policy
