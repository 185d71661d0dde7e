// The words that texts for people do without, and where a text uses one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chainlint::test {

struct RefusedWord {
  std::size_t line;   // counted from 1
  std::string words;  // as the text has them
  std::string_view instead;
};

// In the order of the text. A phrase may go on in the next line; upper and lower case are the same, except for OCTET of ASN.1 and for the
// product Outlook.
std::vector<RefusedWord> refused_words(std::string_view text);

// What is between quotation marks in C++, each line in its line.
std::string string_literals(std::string_view source);

}  // namespace chainlint::test
