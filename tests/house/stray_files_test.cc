// Every file has a place and somebody who reads it: sources are built, headers included, scenarios run.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "tree.h"

namespace chainlint::test {
namespace stray_files_test {

namespace fs = std::filesystem;

TEST(StrayFiles, EverySourceIsBuilt) {
  for (const char* folder : {"src", "tests"}) {
    for (const std::string& path : files_below(folder)) {
      if (fs::path(path).extension() != ".cc") continue;
      // The list of the nearest folder above that has one names the source by its path from there.
      fs::path above = fs::path(path).parent_path();
      while (text_of((above / "CMakeLists.txt").string()).empty() && above.has_parent_path()) above = above.parent_path();
      const std::string name = fs::path(path).lexically_relative(above).string();
      EXPECT_NE(text_of((above / "CMakeLists.txt").string()).find(name), std::string::npos) << path << " is in no CMakeLists.txt";
    }
  }
}

TEST(StrayFiles, EveryHeaderIsIncluded) {
  std::set<std::string> included;
  static const std::regex kInclude("#include \"([^\"]+)\"");
  std::vector<std::string> headers;
  for (const char* folder : {"src", "include", "tests"}) {
    for (const std::string& path : files_below(folder)) {
      const std::string extension = fs::path(path).extension().string();
      if (extension != ".h" && extension != ".cc") continue;
      const std::string text = text_of(path);
      for (std::sregex_iterator it(text.begin(), text.end(), kInclude), end; it != end; ++it) {
        included.insert(fs::path((*it)[1].str()).filename().string());
      }
      if (extension == ".h") headers.push_back(path);
    }
  }
  for (const std::string& path : headers) EXPECT_TRUE(included.contains(fs::path(path).filename().string())) << path;
}

std::set<std::string> matches(const std::string& text, const char* pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), expression), end; it != end; ++it) found.insert((*it)[1]);
  return found;
}

// What a text in quotation marks tells people to run.
TEST(StrayFiles, CommandsThatAreRecommendedExist) {
  const std::string arguments = text_of("src/cli/arguments.cc");
  const std::set<std::string> groups = matches(arguments, "group\\(\"([a-z]+)\""),
                              commands = matches(arguments, "command\\(app_, \"([a-z]+)\""),
                              parts = matches(arguments, "command\\((?:[a-z]+|group\\([^)]*\\)), \"([a-z]+)\"");
  EXPECT_GT(commands.size(), 3u);
  EXPECT_GT(parts.size(), 5u);
  static const std::regex kRecommended("'chainlint ([a-z]+)(?: ([a-z]+))?");
  std::size_t found = 0;
  for (const char* folder : {"src", "rules"}) {
    for (const std::string& path : files_below(folder)) {
      const std::string extension = fs::path(path).extension().string();
      if (extension != ".cc" && extension != ".yaml") continue;
      const std::string text = text_of(path);
      for (std::sregex_iterator it(text.begin(), text.end(), kRecommended), end; it != end; ++it, ++found) {
        const bool exists = groups.contains((*it)[1]) ? parts.contains((*it)[2]) : commands.contains((*it)[1]);
        EXPECT_TRUE(exists) << path << ": there is no " << it->str() << "'";
      }
    }
  }
  EXPECT_GT(found, 10u);
}

TEST(StrayFiles, TheCommandLineFolderContainsScenariosAndTheirRunner) {
  for (const std::string& path : files_below("tests/cli")) {
    const std::string extension = fs::path(path).extension().string();
    const bool other = path.ends_with("/CMakeLists.txt") || path.ends_with("/documents.sh");
    EXPECT_TRUE(extension == ".scenario" || extension == ".cc" || extension == ".h" || other) << path;
  }
}

TEST(StrayFiles, TheIncidentsFolderContainsIncidents) {
  for (const std::string& path : files_below("tests/incidents")) EXPECT_TRUE(path.ends_with(".incident")) << path;
}

TEST(StrayFiles, TheRulesFolderContainsRulesWithTheirTests) {
  const std::vector<std::string> paths = files_below("rules");
  const std::set<std::string> all(paths.begin(), paths.end());
  EXPECT_GT(paths.size(), 40u);
  static const std::regex kWithoutTest("rules/(sets|targets|clients|records|templates)/.*\\.yaml");
  for (const std::string& path : paths) {
    if (std::regex_match(path, kWithoutTest)) continue;
    ASSERT_TRUE(path.ends_with(".yaml")) << path;
    const std::string stem = path.substr(0, path.size() - 5);
    if (path.ends_with(".test.yaml")) {
      EXPECT_TRUE(all.contains(stem.substr(0, stem.size() - 5) + ".yaml")) << path << " tests no rule";
    } else {
      EXPECT_TRUE(all.contains(stem + ".test.yaml")) << path << " has no test beside it";
    }
  }
}

TEST(StrayFiles, TheTopLevelContainsOnlyListedFiles) {
  static const std::set<std::string> kAgreed{
      "CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "CONTRIBUTING.md", "Dockerfile", "README.md", "SECURITY.md", "action.yml",
      "build",        "docs",           "fixtures",          "include",         "rules",      "src",       "tests"};
  for (const auto& entry : fs::directory_iterator(CHAINLINT_SOURCE_DIR)) {
    const std::string name = entry.path().filename().string();
    EXPECT_TRUE(name.starts_with(".") || kAgreed.contains(name)) << name;
  }
}

}  // namespace stray_files_test
}  // namespace chainlint::test
