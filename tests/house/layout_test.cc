// What clang-format 14 does not decide: a controlled statement is on the line of its `if`, `for` or `while`, or has braces. It has no
// braces where it is one statement that fits on that line, but for GoogleTest's macros, which contain an `else`.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "house/tree.h"

namespace chainlint::test {
namespace layout_test {

constexpr std::size_t kColumns = 140;

std::vector<std::string> sources() {
  std::vector<std::string> paths;
  for (const char* folder : {"include", "src", "tests"}) {
    for (const std::string& path : files_below(folder)) {
      if (path.ends_with(".cc") || path.ends_with(".h")) paths.push_back(path);
    }
  }
  return paths;
}

auto balance(const std::string& line, char open, char close) {
  return std::count(line.begin(), line.end(), open) - std::count(line.begin(), line.end(), close);
}

bool has_comment(const std::string& line) { return line.find("//") != std::string::npos; }

// Whether the three lines are a head with braces around one statement that needs none.
bool has_needless_braces(const std::string& head, const std::string& statement, const std::string& end) {
  static const std::regex kHead("( *)(?:if|for|while) \\(.*\\) \\{");
  static const std::regex kKept(" *(?:if|for|while|do|switch|else|case|default|const|auto|EXPECT_\\w+|ASSERT_\\w+)\\b.*");
  std::smatch found;
  if (!std::regex_match(head, found, kHead) || has_comment(head) || has_comment(statement)) return false;
  const std::string indent = found[1];
  const bool one_statement = statement.ends_with(";") && balance(statement, '(', ')') == 0 && balance(statement, '{', '}') == 0;
  if (end != indent + "}" || !one_statement || std::regex_match(statement, kKept)) return false;
  if (statement.find_first_not_of(' ') != indent.size() + 2 || balance(head, '(', ')') != 0 || balance(head, '{', '}') != 1) return false;
  return head.size() + statement.size() - indent.size() - 3 <= kColumns;
}

TEST(Layout, ControlledStatementsHaveBracesOrAreOnTheLine) {
  static const std::regex kBare(" *(?:(?:\\} else )?(?:if|for|while) \\(.*\\)|(?:\\} )?else)");
  std::size_t heads = 0;
  for (const std::string& path : sources()) {
    const std::vector<std::string> lines = lines_of(path);
    for (std::size_t i = 0; i + 2 < lines.size(); ++i) {
      if (lines[i].find("if (") == std::string::npos && lines[i].find("for (") == std::string::npos &&
          lines[i].find("while (") == std::string::npos && lines[i].find("else") == std::string::npos) {
        continue;
      }
      ++heads;
      const bool bare = std::regex_match(lines[i], kBare) && balance(lines[i], '(', ')') == 0;
      EXPECT_FALSE(bare) << path << ":" << i + 1 << ": the statement below has no braces";
      EXPECT_FALSE(has_needless_braces(lines[i], lines[i + 1], lines[i + 2]))
          << path << ":" << i + 1 << ": fits on one line without braces";
    }
  }
  EXPECT_GT(heads, 1000u);
}

TEST(Layout, NeedlessBracesAreFound) {
  EXPECT_TRUE(has_needless_braces("  if (!found) {", "    return false;", "  }"));
  EXPECT_FALSE(has_needless_braces("  if (!found) {", "    EXPECT_TRUE(known);", "  }"));
  EXPECT_FALSE(has_needless_braces("  if (!found) {", "    return false;", "  } else {"));
  EXPECT_FALSE(has_needless_braces("  if (!found) {", "    return " + std::string(kColumns, 'a') + ";", "  }"));
}

}  // namespace layout_test
}  // namespace chainlint::test
