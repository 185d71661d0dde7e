// README.md, docs/ and the other documents: links have targets, commands that build and test exist and are those of the scripts, and
// what is shipped is documented.
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <regex>
#include <set>

#include "tree.h"

namespace chainlint::test {
namespace documents_test {

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

std::vector<std::string> documents() {
  std::vector<std::string> paths = files_below("docs");
  for (const char* path :
       {"CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md", "fixtures/README.md", "tests/fixtures/README.md"}) {
    paths.emplace_back(path);
  }
  return paths;
}

// The anchors that GitHub gives to the headings of a document.
std::set<std::string> anchors_of(const std::string& path) {
  std::set<std::string> anchors;
  for (const std::string& line : lines_of(path)) {
    if (!line.starts_with("#")) continue;
    std::string anchor;
    for (const char c : line.substr(line.find_first_not_of("# "))) {
      if (c == ' ' || c == '-') anchor += '-';
      if (std::isalnum(static_cast<unsigned char>(c)) != 0) anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    anchors.insert(anchor);
  }
  return anchors;
}

std::vector<std::string> captures(const std::string& text, const char* pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), expression), end; it != end; ++it) found.push_back((*it)[1]);
  return found;
}

TEST(Documents, TheReadmeIsALandingPage) { EXPECT_LE(lines_of("README.md").size(), 200u); }

TEST(Documents, LinksHaveTargets) {
  for (const std::string& path : documents()) {
    for (const std::string& link : captures(text_of(path), "\\]\\(([^)]+)\\)")) {
      if (link.starts_with("https://")) continue;
      const std::size_t hash = link.find('#');
      const std::string file = link.substr(0, hash);
      const std::string target = file.empty() ? path : (fs::path(path).parent_path() / file).lexically_normal().string();
      EXPECT_TRUE(fs::exists(fs::path(CHAINLINT_SOURCE_DIR) / target)) << path << ": " << link;
      if (hash == std::string::npos) continue;
      EXPECT_TRUE(anchors_of(target).contains(link.substr(hash + 1))) << path << ": " << link;
    }
  }
}

TEST(Documents, PresetsAndScriptsExist) {
  const std::string presets = text_of("CMakePresets.json");
  for (const std::string& path : documents()) {
    const std::string text = text_of(path);
    for (const std::string& preset : captures(text, "--preset ([a-z]+)")) {
      EXPECT_NE(presets.find("\"name\": \"" + preset + "\""), std::string::npos) << path << ": " << preset;
    }
    for (const std::string& script : captures(text, "[`\\n](\\.ci/[a-z]+|tests/[\\w/]+\\.(?:sh|py))")) {
      EXPECT_TRUE(fs::exists(fs::path(CHAINLINT_SOURCE_DIR) / script)) << path << ": " << script;
    }
  }
}

TEST(Documents, NameEveryTargetClientAndSet) {
  const struct {
    const char *folder, *document;
  } kShipped[] = {
      {"rules/targets", "docs/targets-and-clients.md"}, {"rules/clients", "docs/targets-and-clients.md"}, {"rules/sets", "docs/rules.md"}};
  for (const auto& shipped : kShipped) {
    for (const std::string& path : files_below(shipped.folder)) {
      const std::string name = fs::path(path).filename().string();
      const std::string quoted = "`" + name.substr(0, name.rfind('.')) + "`";
      EXPECT_NE(text_of(shipped.document).find(quoted), std::string::npos) << shipped.document << " does not name " << path;
    }
  }
}

TEST(Documents, NameEveryLayer) {
  const std::string text = text_of("docs/development.md");
  for (const auto& entry : fs::directory_iterator(fs::path(CHAINLINT_SOURCE_DIR) / "src")) {
    const std::string name = entry.path().filename().string();
    const bool layer = entry.is_directory() && name != "cmake";
    EXPECT_TRUE(!layer || text.find("| `" + name + "` |") != std::string::npos) << name;
  }
}

TEST(Documents, NameEveryOutputFormat) {
  const std::string text = text_of("docs/outputs.md"), table = text_of("include/chainlint/policy/output_format.h");
  const std::string names = table.substr(table.find("kOutputFormatNames"), table.find("to_string") - table.find("kOutputFormatNames"));
  const std::vector<std::string> formats = captures(names, "\"([a-z]+)\"");
  EXPECT_GT(formats.size(), 9u);
  for (const std::string& name : formats) EXPECT_NE(text.find("`" + name + "`"), std::string::npos) << name;
}

TEST(Documents, TheWayOfAFileIsThatOfTheSources) {
  static const std::regex kHop("^\\| `(\\w+)` \\| `(src/[^`]+)` \\|");
  std::size_t hops = 0;
  for (const std::string& line : lines_of("docs/development.md")) {
    std::smatch found;
    if (!std::regex_search(line, found, kHop)) continue;
    ++hops;
    EXPECT_NE(text_of(found[2]).find(found[1].str() + "("), std::string::npos) << line;
  }
  EXPECT_GT(hops, 20u);
  EXPECT_LE(hops, 40u);
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

}  // namespace documents_test
}  // namespace chainlint::test
