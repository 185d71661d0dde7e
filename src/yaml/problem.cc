#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/yaml/document.h"
#include "line_index.h"

namespace chainlint::yaml {
namespace {

constexpr std::size_t kShownWidth = 120;
constexpr const char* kGutter = "  | ";

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; }

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); }));
}

// The byte at which character number `count` begins.
std::size_t octet_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size() && count > 0) {
    ++at;
    while (at < text.size() && continues_character(text[at])) ++at;
    --count;
  }
  return at;
}

}  // namespace

std::string format_problem(const SourceFile& source, const Problem& problem) {
  std::string result = printable(source.path) + ":" + std::to_string(problem.position.line) + ":" +
                       std::to_string(problem.position.column) + ": error: " + problem.message;

  std::string line(LineIndex(without_bom(source.content())).line(problem.position.line - 1));
  std::replace(line.begin(), line.end(), '\t', ' ');
  if (line.find_first_not_of(' ') != std::string::npos) {
    const std::size_t column = std::min<std::size_t>(problem.position.column - 1, count_characters(line));
    // Of a long line, the part around the place.
    const std::size_t first = column > kShownWidth / 2 && count_characters(line) > kShownWidth ? column - kShownWidth / 2 : 0;
    const std::size_t begin = octet_of(line, first);
    const std::size_t at = octet_of(line, column);
    const std::string shown = line.substr(begin, octet_of(std::string_view(line).substr(begin), kShownWidth));
    // Behind a gutter, so that the line is not taken for one of ours.
    result += std::string("\n") + kGutter + printable(shown);
    result += std::string("\n") + kGutter + std::string(count_characters(printable(line.substr(begin, at - begin))), ' ') + "^";
  }
  if (!problem.suggestion.empty()) result += "\n" + problem.suggestion;
  return result;
}

}  // namespace chainlint::yaml
