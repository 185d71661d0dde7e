// What the parts of one policy file share while it is read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/policy/policy.h"
#include "chainlint/yaml/mapping_reader.h"

namespace chainlint::policy {

// A text and where it is.
struct PlacedWord {
  std::string text;
  yaml::Position position;
};

// One file and its mistakes. Borrows the problems.
class PolicyScope {
 public:
  PolicyScope(std::string path, yaml::Problems& problems) : path_(std::move(path)), problems_(problems) {}

  const std::string& path() const { return path_; }
  yaml::Problems& problems() { return problems_; }
  PolicyOrigin origin(yaml::Position position) const { return {path_, position}; }

  // A path that is in the file, as it leads from the working folder.
  std::string resolve(std::string_view path) const;
  // The same with a slash in it, where a name without one would be something else than a path.
  std::string resolve_as_path(std::string_view path) const;

  // The texts of a list, or the one text; what is no text is a problem. `name` as in messages: "'hosts'".
  std::vector<PlacedWord> words(const yaml::Node& node, std::string_view name);

  // The items of a list; a problem, and none, where it is no list, is empty or has more than 10,000.
  std::vector<const yaml::Node*> items(const yaml::Node& node, std::string_view name);

 private:
  std::string path_;
  yaml::Problems& problems_;
};

std::vector<std::string> texts_of(const std::vector<PlacedWord>& words);

// What to write instead of a word that is not one of `allowed`: the nearest of them, or a list where the word is several with commas.
std::string list_hint(const std::string& word, const std::vector<std::string>& allowed);

}  // namespace chainlint::policy
