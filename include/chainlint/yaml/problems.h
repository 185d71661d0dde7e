// The mistakes in one file of the user, each with a suggestion.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/yaml/document.h"

namespace chainlint::yaml {

// "did you mean 'severity'?"; empty where nothing is near.
template <class Known>
std::string did_you_mean(std::string_view typed, const Known& known) {
  const auto found = nearest(typed, known);
  return found ? "did you mean '" + *found + "'?" : "";
}

// Collects.
class Problems {
 public:
  void add(Position position, std::string message, std::string suggestion = "") {
    found_.push_back({std::move(message), position, std::move(suggestion)});
  }
  void append(const std::vector<Problem>& others) { found_.insert(found_.end(), others.begin(), others.end()); }
  // The same for the next mistake; empty where the file has so many that it is not shown.
  template <class Known>
  std::string did_you_mean(std::string_view typed, const Known& known) const {
    return found_.size() < YamlLimits::kSuggestions ? yaml::did_you_mean(typed, known) : "";
  }
  bool empty() const { return found_.empty(); }
  std::size_t size() const { return found_.size(); }
  const std::vector<Problem>& found() const { return found_; }  // in the order in which they were added

  // Formatted with the text of `source`, by position: the first 100, then how many there are still.
  std::vector<std::string> format(const SourceFile& source) const;

 private:
  std::vector<Problem> found_;
};

}  // namespace chainlint::yaml
