#include "tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace chainlint::test {

namespace fs = std::filesystem;

std::vector<std::string> files_below(const std::string& folder) {
  const fs::path root(CHAINLINT_SOURCE_DIR);
  std::vector<std::string> paths;
  for (auto it = fs::recursive_directory_iterator(root / folder); it != fs::recursive_directory_iterator(); ++it) {
    const std::string name = it->path().filename().string();
    if (it->is_directory() && (name == "build" || name == ".git" || name == ".cache")) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file()) {
      paths.push_back(fs::relative(it->path(), root).string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string text_of(const std::string& path) {
  std::ifstream stream(fs::path(CHAINLINT_SOURCE_DIR) / path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::vector<std::string> lines_of(const std::string& path) {
  std::vector<std::string> lines;
  std::istringstream stream(text_of(path));
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace chainlint::test
