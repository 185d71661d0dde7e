// The lines of a text, for positions and carets.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "chainlint/yaml/document.h"

namespace chainlint::yaml {

// Text without a byte order mark.
std::string_view without_bom(std::string_view text);

// Whether the quoted scalar that begins at `start` is closed. yaml-cpp takes the end of the text for a closing quote.
bool quote_closes(std::string_view text, std::size_t start);

// Where each line of a text begins. Borrows the text, which must be without a byte order mark. Not for several threads.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);

  // Without its line end; empty where there is no such line. `line` counts from 0.
  std::string_view line(std::size_t line) const;

  // From yaml-cpp's place, which counts lines and bytes from 0. Columns of a Position are characters.
  Position position(int line, int octet) const;

  // The byte there; 0 past the end of the line.
  char at(int line, int octet) const;

  // Whether the quoted scalar that begins there is closed.
  bool quote_closes(int line, int octet) const;

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;

  // The last place asked for: the parser asks in rising order, and a long line is not counted from its start each time.
  struct Counted {
    std::size_t line = 0;
    std::size_t octets = 0;
    std::size_t characters = 0;
  };
  mutable Counted last_;
};

}  // namespace chainlint::yaml
