#include "chainlint/base/location.h"

#include "chainlint/base/text.h"

namespace chainlint {

std::string to_string(const Location& location) {
  std::string text = printable(location.path);
  if (!location.inner.empty()) text += "[" + printable(location.inner) + "]";
  if (location.line) {
    text += ":" + std::to_string(*location.line);
    if (location.column) text += ":" + std::to_string(*location.column);
  } else if (location.inner.empty() && location.entry) {
    text += "[entry " + std::to_string(*location.entry) + "]";
  } else if (location.inner.empty() && location.offset) {
    text += "[byte " + std::to_string(*location.offset) + "]";
  }
  return text;
}

}  // namespace chainlint
