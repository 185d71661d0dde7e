// The committed fixtures are what their manifests describe, and nothing lies about that no manifest describes.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "fixtures/manifest.h"

namespace chainlint::fixtures {
namespace fixtures_fresh_test {

const std::filesystem::path& folder() {
  static const std::filesystem::path path = std::filesystem::path(CHAINLINT_SOURCE_DIR) / "fixtures";
  return path;
}

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST(FixturesFresh, EveryCommittedFileIsWhatItsManifestDescribes) {
  std::set<std::filesystem::path> described;
  const auto manifests = find_manifests(folder());
  EXPECT_FALSE(manifests.empty());
  for (const auto& manifest : manifests) {
    const auto story = read_story(manifest);
    for (const auto& problem : story.problems) ADD_FAILURE() << problem;
    EXPECT_FALSE(story.files.empty()) << manifest;
    for (const auto& file : story.files) {
      const auto path = made_folder(folder(), story.name) / file.name;
      described.insert(path);
      EXPECT_TRUE(std::filesystem::exists(path)) << path << " is missing: run chainlint_fixtures";
      EXPECT_TRUE(content_of(path) == as_text(file.content)) << path << " is not what " << manifest << " describes: run chainlint_fixtures";
    }
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder() / "made")) {
    EXPECT_TRUE(entry.is_directory() || described.count(entry.path())) << entry.path() << " is described by no manifest";
  }
}

TEST(FixturesFresh, TheFolderContainsOnlyManifestsAndWhatTheReadmeNames) {
  const std::set<std::string> known = {".gitattributes", "README.md", "password.txt", "made", "foreign"};
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    const std::string name = entry.path().filename().string();
    EXPECT_TRUE(known.count(name) || name.ends_with(".fixture.yaml")) << entry.path() << " is claimed by nobody";
  }
}

}  // namespace fixtures_fresh_test
}  // namespace chainlint::fixtures
