// Files of settings, NAME=value on each line, whose values are base64 of a certificate or key: CERT_B64=LS0tLS1CRUdJTi in an environment
// file.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "detect.h"

namespace chainlint::formats {

struct Setting {
  std::string_view name, value;  // the value without its quotation marks
};

// The setting of a line; nothing where it is none. The value is not empty.
std::optional<Setting> setting_of(std::string_view line);

// Whether a setting of the text, with the number of its line, passes the test. Those after it are not looked at.
template <class Test>
bool any_setting(std::string_view text, Test test) {
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::optional<Setting> setting = setting_of(line);
    if (setting && test(*setting, number)) return true;
  }
  return false;
}

// Whether the value of some setting is base64 of a certificate, key or store.
bool has_encoded_settings(const FileInput& file);

// Reads these values, as those of a JSON object are read.
void read_encoded_settings(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint::formats
