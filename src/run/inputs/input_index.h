// The inputs of a report by their paths.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "chainlint/report/report.h"

namespace chainlint::run {

// Borrows the inputs, to which none is added while the index lives.
class InputIndex {
 public:
  explicit InputIndex(std::vector<report::InputReport>& inputs) : inputs_(inputs) {
    for (std::size_t i = 0; i < inputs.size(); ++i) index_.try_emplace(inputs[i].path, i);
  }

  report::InputReport* find(const std::string& path) {
    const auto found = index_.find(path);
    return found == index_.end() ? nullptr : &inputs_[found->second];
  }

 private:
  std::vector<report::InputReport>& inputs_;
  std::unordered_map<std::string, std::size_t> index_;
};

}  // namespace chainlint::run
