#include "chainlint/policy/options.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>

namespace chainlint::policy {
namespace options_test {

// "--fail-on error|warning|note|never" and "-f, --format FORMAT" of the table of options in docs/checking.md.
std::set<std::string> documented_options() {
  static const std::regex kCell("^\\| (`-([^|\\\\]|\\\\\\|)*`) \\|"), kCode("(`(-[^-`])`, )?`(--[^`]*)`"), kEscape("\\\\\\|");
  std::set<std::string> options;
  std::ifstream document(CHAINLINT_SOURCE_DIR "/docs/checking.md");
  for (std::string line; std::getline(document, line);) {
    std::smatch cell;
    if (!std::regex_search(line, cell, kCell)) continue;
    const std::string text = cell[1];
    for (std::sregex_iterator code(text.begin(), text.end(), kCode), end; code != end; ++code) {
      const std::string letter = (*code)[2].matched ? (*code)[2].str() + ", " : "";
      options.insert(letter + std::regex_replace((*code)[3].str(), kEscape, "|"));
    }
  }
  return options;
}

TEST(Options, OfCheckAreThoseOfTheDocuments) {
  std::set<std::string> options;
  for (const Option& option : kOptions) {
    if ((option.commands & commands({Command::check})) == 0) continue;
    const std::string value = value_text(option);
    const std::string letter = option.letter == 0 ? "" : std::string("-") + option.letter + ", ";
    options.insert(letter + std::string(option.name) + (value.empty() ? "" : " ") + value);
  }
  EXPECT_EQ(documented_options(), options);
}

TEST(Options, HaveOneRowPerCommandAndKey) {
  std::set<std::string_view> keys;
  for (const Option& option : kOptions) {
    EXPECT_TRUE(option.name.starts_with("--") && !option.help.empty() && option.commands != 0) << option.name;
    EXPECT_EQ(option.value.empty() && option.values.empty(), option.shape == Option::Shape::flag) << option.name;
    EXPECT_EQ(option.hidden & ~option.commands, 0u) << option.name;
    for (const std::string_view key : {option.key, option.other_key}) EXPECT_TRUE(key.empty() || keys.insert(key).second) << key;
    for (const Option& other : kOptions) {
      EXPECT_TRUE(&other == &option || other.name != option.name || (other.commands & option.commands) == 0) << option.name;
    }
  }
}

// An option that a command ignores is refused.
TEST(Options, ForReportsBelongToCommandsThatWriteThem) {
  constexpr Commands kWithoutReport = commands({Command::baseline_write, Command::rules_facts, Command::policy_show});
  for (const OptionName name : {OptionName("--format"), OptionName("--report")}) EXPECT_EQ(name.row().commands & kWithoutReport, 0u);
}

TEST(Options, DescribeThemselves) {
  EXPECT_EQ(help_text(OptionName("--anchors").row()), "trust anchors; repeatable (default: system)");
  EXPECT_EQ(help_text(OptionName("--jobs").row()), "worker threads: 1 to 1024 (default: all cores)");
  EXPECT_EQ(value_text(OptionName("--fail-on").row()), "error|warning|note|never");
  EXPECT_EQ(help_text(OptionName("--fail-on").row()), "lowest severity that makes the exit code 1 (default: error)");
  EXPECT_EQ(help_text(OptionName("--strict").row()).find("default"), std::string::npos);
  EXPECT_EQ(environment_name("--min-severity"), "CHAINLINT_MIN_SEVERITY");
}

}  // namespace options_test
}  // namespace chainlint::policy
