// One deployment unit: what is put on a server together.
#pragma once

#include <string>
#include <vector>

#include "chainlint/formats/container.h"

namespace chainlint {

// The containers of one deployment unit, in the order in which they were given. Often one file; also a certificate, its chain and its key
// that lie apart.
struct Bundle {
  std::string name;  // the path of the first container, or what the user calls it
  std::vector<Container> containers;
};

}  // namespace chainlint
