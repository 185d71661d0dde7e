#include "chainlint/policy/options.h"

namespace chainlint::policy {
namespace {

std::string joined(std::span<const std::string_view> words, std::string_view separator, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 < words.size() ? separator : last;
    text += words[i];
  }
  return text;
}

}  // namespace

std::string value_text(const Option& option) { return option.value.empty() ? joined(option.values, "|", "|") : std::string(option.value); }

std::string help_text(const Option& option) {
  std::string text(option.help);
  const bool words_unseen = option.meaning == Option::Meaning::word && !option.values.empty() && !option.value.empty();
  if (words_unseen) text += ": " + joined(option.values, ", ", " or ");
  if (option.shape == Option::Shape::integer) text += ": " + std::to_string(option.least) + " to " + std::to_string(option.most);
  if (takes_several(option)) text += "; repeatable";
  const bool has_default = !option.initial.empty() && option.initial != "none" && option.shape != Option::Shape::flag;
  if (has_default) text += " (default: " + std::string(option.initial) + ")";
  return text;
}

std::string environment_name(std::string_view option) {
  std::string name = "CHAINLINT_";
  for (const char c : option.substr(2)) name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

const std::vector<const Option*>& policy_keys() {
  static const std::vector<const Option*> kKeys = [] {
    std::vector<const Option*> keys;
    for (const Option& option : kOptions) {
      if (!option.key.empty()) keys.push_back(&option);
    }
    std::sort(keys.begin(), keys.end(), [](const Option* a, const Option* b) { return a->key < b->key; });
    return keys;
  }();
  return kKeys;
}

}  // namespace chainlint::policy
