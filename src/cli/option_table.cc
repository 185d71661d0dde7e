#include "option_table.h"

#include <cstdlib>
#include <string_view>
#include <utility>

#include "chainlint/base/text.h"

namespace chainlint::cli {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end != 0) lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string environment_name(std::string_view option) {
  std::string name = "CHAINLINT_";
  for (char c : option.substr(2)) name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

}  // namespace

void OptionTable::text(const std::string& name, std::string& target, const std::string& value, const std::string& help) {
  CLI::Option* option = app_.add_option(name, target, help)->type_name(value)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  remember(option, name, [&target](const std::string& text) { target = text; });
}

void OptionTable::list(const std::string& name, std::vector<std::string>& target, const std::string& value, const std::string& help) {
  CLI::Option* option = app_.add_option(name, target, help)->type_name(value)->allow_extra_args(false);
  remember(option, name, [&target](const std::string& text) { target = lines_of(text); });
}

void OptionTable::flag(const std::string& name, bool& target, const std::string& help, std::vector<std::string>& problems) {
  CLI::Option* option = app_.add_flag(name, target, help);
  remember(option, name, [&target, &problems, name](const std::string& text) {
    target = text == "1" || text == "true";
    if (!target && text != "0" && text != "false" && !text.empty()) {
      problems.push_back(environment_name(name) + " is " + in_quotes(text) + "; allowed are 1, true, 0 and false");
    }
  });
}

void OptionTable::only_typed(const std::string& name) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.environment == environment_name(name); });
}

void OptionTable::take_environment() const {
  for (const Entry& entry : entries_) {
    const char* value = entry.option->count() > 0 ? nullptr : std::getenv(entry.environment.c_str());
    if (value != nullptr && *value != '\0') entry.assign(value);
  }
}

void OptionTable::remember(CLI::Option* option, const std::string& name, std::function<void(const std::string&)> assign) {
  entries_.push_back({option, environment_name(name), std::move(assign)});
}

}  // namespace chainlint::cli
