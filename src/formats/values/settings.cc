#include "values/settings.h"

#include <string>
#include <vector>

#include "chainlint/base/text.h"
#include "embedded.h"
#include "values/value_units.h"

namespace chainlint::formats {

std::optional<Setting> setting_of(std::string_view line) {
  constexpr std::string_view kNameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
  std::string_view text = trimmed(line, " \t\r");
  if (text.starts_with("export ")) text = trimmed(text.substr(7));
  const std::string_view name = text.substr(0, text.find_first_not_of(kNameCharacters));
  const std::string_view value = trimmed(text.substr(name.size()));
  // base64 ends with '='
  if (name.empty() || !value.starts_with('=') || value.find_first_not_of("= \t") == std::string_view::npos) return std::nullopt;
  return Setting{name, trimmed(value.substr(1), " \t\"'")};
}

bool has_encoded_settings(const FileInput& file) {
  return any_setting(file.text.text, [](const Setting& setting, std::uint32_t) { return decode_material(setting.value).has_value(); });
}

void read_encoded_settings(const FileInput& file, ReadContext& context, Container& container) {
  container.format = Format::pem;
  std::vector<ReadValue> values;
  any_setting(file.text.text, [&](const Setting& setting, std::uint32_t line) {
    const std::string name(setting.name);
    ReadValue read{name, name, container.entries.size(), 0, Format::unknown, false, false};
    const Frame frame{.inner = name, .line = line};
    if (const auto format = read_embedded_text(setting.value, frame, context, container)) {
      read.end_entry = container.entries.size();
      read.format = *format;
      values.push_back(std::move(read));
    }
    return context.entries_full;
  });
  assign_units("/", values, container);
}

}  // namespace chainlint::formats
