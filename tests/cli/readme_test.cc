// The README's worked example, run as a reader would: its files are written, its commands run, and all of their output compared.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <vector>

#include "scenario.h"

namespace chainlint::test {
namespace {

struct Block {
  std::string language;
  std::vector<std::string> lines;
};

// The fenced blocks of one section.
std::vector<Block> blocks_of(const std::string& path, const std::string& heading) {
  std::ifstream stream(path);
  std::vector<Block> blocks;
  bool inside = false, open = false;
  for (std::string line; std::getline(stream, line);) {
    if (!open && line.starts_with("## ")) inside = line == heading;
    if (!inside) continue;
    if (line.starts_with("```")) {
      open = !open;
      if (open) blocks.push_back({line.substr(3), {}});
    } else if (open) {
      blocks.back().lines.push_back(line);
    }
  }
  return blocks;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// A YAML block says in its first line which file it is: "# our-rules/a.yaml".
std::string write_file(const Block& block) {
  const std::string path = block.lines.front().substr(2);
  std::string script = "mkdir -p \"$(dirname " + quoted(path) + ")\"\ncat > " + quoted(path) + " <<'END_OF_FILE'\n";
  for (const std::string& line : block.lines) script += line + "\n";
  return script + "END_OF_FILE\n";
}

TEST(Readme, ItsRuleIsWrittenTestedAndRunAsShown) {
  std::string script = "exec 2>&1\n", expected;
  std::size_t files = 0, commands = 0;
  for (const Block& block : blocks_of(std::string(CHAINLINT_SOURCE_DIR) + "/README.md", "## Rules")) {
    if (block.language == "yaml" && !block.lines.empty() && block.lines.front().starts_with("# ")) {
      script += write_file(block);
      ++files;
    }
    if (block.language != "console") continue;
    for (const std::string& line : block.lines) {
      expected += line + "\n";
      if (!line.starts_with("$ ")) continue;
      script += "printf '%s\\n' " + quoted(line) + "\n" + line.substr(2) + "\n";
      ++commands;
    }
  }
  EXPECT_GE(files, 2u);
  EXPECT_GE(commands, 4u);
  const Outcome outcome = run_scenario({"README.md", {{"description", ""}, {"command", script}}});
  EXPECT_EQ(outcome.out, expected);
}

}  // namespace
}  // namespace chainlint::test
