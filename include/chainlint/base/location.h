// Where something is in the input.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace chainlint {

// A place in an input file, as exact as the container allows. Lines, columns and entries count from 1, byte offsets from 0.
struct Location {
  std::string path;                       // as the user named it or as it was walked to; "-" is standard input
  std::optional<std::uint32_t> entry;     // number of the entry in its file, in file order
  std::optional<std::uint32_t> line;      // first line of a text entry
  std::optional<std::uint32_t> end_line;  // its last line
  std::optional<std::uint32_t> column;
  std::optional<std::uint64_t> offset;  // of the byte in the file, or in the entry where `entry` is set
  std::string inner;                    // the place inside a container: `safe 2 bag 1 "www"`, `element 12`
};

// One line for people: `site.pem:12:1`, `site.pfx[safe 2 bag 1 "www"]`, `store.sst[element 12]`.
std::string to_string(const Location& location);

}  // namespace chainlint
