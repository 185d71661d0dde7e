// What a prediction from stores rests on, and what else decides on the machine.
#pragma once

#include <string>
#include <vector>

#include "chainlint/chain/sending.h"
#include "windows/store_paths.h"

namespace chainlint::chain {

// Borrows.
struct StorePrediction {
  const SendingInput& input;
  const WindowsStores& stores;  // after the import
  StoreGraph& graph;
  const StorePaths& paths;  // best first, at least one
  const Sending& sending;
};

std::vector<std::string> store_remarks(const StorePrediction& prediction);

}  // namespace chainlint::chain
