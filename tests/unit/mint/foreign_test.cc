// fixtures/foreign/README.md names every file beside it with its SHA-256.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "chainlint/crypto/digest.h"

namespace chainlint::fixtures {
namespace foreign_test {

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// The rows `| file | sha256 | ... |` of the table, by file.
std::map<std::string, std::string> claimed(const std::filesystem::path& folder) {
  std::map<std::string, std::string> hashes;
  std::istringstream lines(content_of(folder / "README.md"));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream cells(line);
    std::string bar, file, hash;
    if (cells >> bar >> file >> bar >> hash && hash.size() == 66 && hash.front() == '`') {
      hashes[file.substr(1, file.size() - 2)] = hash.substr(1, 64);
    }
  }
  return hashes;
}

TEST(ForeignFixtures, AreClaimedWithTheHashThatTheyHave) {
  const auto folder = std::filesystem::path(CHAINLINT_SOURCE_DIR) / "fixtures" / "foreign";
  auto hashes = claimed(folder);
  EXPECT_FALSE(hashes.empty());
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name == "README.md") continue;
    ASSERT_TRUE(hashes.count(name)) << name << " is not in README.md";
    EXPECT_EQ(to_hex(crypto::sha256(as_bytes(content_of(entry.path())))), hashes[name]) << name;
    hashes.erase(name);
  }
  for (const auto& [name, hash] : hashes) ADD_FAILURE() << name << " is in README.md and not in the folder";
}

}  // namespace foreign_test
}  // namespace chainlint::fixtures
