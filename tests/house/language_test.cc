// What people read is plain technical English.
#include "language.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <sstream>

#include "tree.h"

namespace chainlint::test {
namespace {

namespace fs = std::filesystem;

void expect_plain_words(const std::string& path, const std::string& text) {
  for (const RefusedWord& word : refused_words(text)) {
    ADD_FAILURE() << path << ':' << word.line << ": '" << word.words << "'; write instead: " << word.instead;
  }
}

std::string output_of(const std::string& command) {
  std::string output;
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return output;
  char buffer[4096];
  for (std::size_t size = 0; (size = fread(buffer, 1, sizeof buffer, pipe)) > 0;) output.append(buffer, size);
  pclose(pipe);
  return output;
}

// The help of `command` and of all commands that it lists. The number of helps that were read.
std::size_t expect_plain_help(const std::string& command) {
  const std::string help = output_of(std::string(CHAINLINT_PROGRAM) + command + " --help");
  EXPECT_NE(help.find("Usage:"), std::string::npos) << command;
  expect_plain_words("chainlint" + command + " --help", help);
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << command << ": " << line;
  const std::size_t list = help.find("\nCommands:\n");
  if (list == std::string::npos) return 1;
  std::size_t helps = 1;
  std::istringstream stream(help.substr(list + 11));
  for (std::string line; std::getline(stream, line) && line.starts_with("  ");) {
    if (line.starts_with("   ")) continue;  // the description of the command above
    std::string name;
    std::istringstream(line) >> name;
    helps += expect_plain_help(command + ' ' + name);
  }
  return helps;
}

TEST(Language, WordsAreFoundAcrossLinesAndOnlyAsWholeWords) {
  const std::vector<RefusedWord> found = refused_words("recommended, put, right\n# a file is put\n# right.\nAn OCTET STRING is told.");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].words, "put right");
  EXPECT_EQ(found[0].line, 2u);
  EXPECT_EQ(found[1].words, "told");
  EXPECT_EQ(found[1].line, 4u);
}

TEST(Language, RuleFilesUsePlainWords) {
  for (const std::string& path : files_below("rules")) {
    if (path.ends_with(".yaml")) expect_plain_words(path, text_of(path));
  }
}

TEST(Language, DocumentsUsePlainWords) {
  for (const char* path : {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"}) expect_plain_words(path, text_of(path));
  for (const char* folder : {"docs", "tests"}) {
    if (!fs::exists(fs::path(CHAINLINT_SOURCE_DIR) / folder)) continue;
    for (const std::string& path : files_below(folder)) {
      if (path.ends_with(".md")) expect_plain_words(path, text_of(path));
    }
  }
}

TEST(Language, LiteralsAreFoundInSources) {
  const std::string text = string_literals(
      "f(\"is told\"); // \"an octet\"\nconst char c = '\"'; const int n = 1'000;\ng(\"\\\"quoted\\\" twice\", R\"(a line each)\");");
  for (const char* literal : {"is told", "twice", "a line each"}) {
    EXPECT_NE(text.find(literal), std::string::npos) << literal << "\n" << text;
  }
  EXPECT_EQ(text.find("octet"), std::string::npos) << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

TEST(Language, MessagesUsePlainWords) {
  std::size_t letters = 0;
  for (const std::string& path : files_below("src")) {
    if (!path.ends_with(".cc") && !path.ends_with(".h")) continue;
    const std::string text = string_literals(text_of(path));
    letters += static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }));
    expect_plain_words(path, text);
  }
  EXPECT_GT(letters, 100000u);
}

TEST(Language, HelpUsesPlainWords) { EXPECT_GT(expect_plain_help(""), 15u); }

}  // namespace
}  // namespace chainlint::test
