// README.md and docs/: links lead somewhere, and the commands for building and testing are those that the project's own scripts run.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "tree.h"

namespace chainlint::test {
namespace {

namespace fs = std::filesystem;

// The fenced blocks of shell commands.
std::vector<std::string> shell_blocks(const std::string& path) {
  std::vector<std::string> blocks;
  bool open = false;
  for (const std::string& line : lines_of(path)) {
    if (open && line != "```") blocks.back() += line + "\n";
    if (open && line == "```") open = false;
    if (line != "```sh") continue;
    open = true;
    blocks.emplace_back();
  }
  return blocks;
}

// The commands that a block joins with &&.
std::vector<std::string> joined_commands(std::string block) {
  static const std::regex kAnd(" &&\\s+");
  block = std::regex_replace(block, kAnd, "\n");
  std::vector<std::string> commands;
  for (std::size_t begin = 0, end; (end = block.find('\n', begin)) != std::string::npos; begin = end + 1) {
    commands.push_back(block.substr(begin, end - begin));
  }
  return commands;
}

TEST(Documents, TheTwoCommandsOfTheReadmeAreThoseThatTheScriptsRun) {
  const std::vector<std::string> blocks = shell_blocks("README.md");
  ASSERT_GE(blocks.size(), 2u);
  EXPECT_NE(text_of("tests/fresh_debian.sh").find("\n" + blocks[0]), std::string::npos) << blocks[0];
  const std::string ci = text_of(".ci/run");
  const std::vector<std::string> tests = joined_commands(blocks[1]);
  EXPECT_EQ(tests.size(), 2u);
  for (const std::string& command : tests) EXPECT_NE(ci.find("\n" + command + "\n"), std::string::npos) << command;
  const std::string action = text_of("action.yml");
  for (const std::string& command : joined_commands(blocks[0])) {
    const bool lints = command.find("chainlint check") != std::string::npos;
    EXPECT_TRUE(lints || action.find(" " + command + "\n") != std::string::npos) << command;
  }
}

}  // namespace
}  // namespace chainlint::test
