// Files in memory for tests of configurations.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "chainlint/config/reader.h"

namespace chainlint::config {

using Files = std::map<std::string, std::string>;

class MemoryTree : public FileTree {
 public:
  explicit MemoryTree(Files files, Files links = {}) : files_(std::move(files)), links_(std::move(links)) {}

  Kind kind_of(const std::string& path) const override {
    const std::string real = followed(path);
    if (files_.contains(real)) return Kind::file;
    const std::string folder = real == "." ? "" : real + "/";
    const bool any = std::any_of(files_.begin(), files_.end(), [&](const auto& file) { return file.first.starts_with(folder); });
    return any ? Kind::folder : Kind::absent;
  }

  Result<std::vector<std::string>> names_in(const std::string& folder) const override {
    std::set<std::string> names;
    const std::string real = followed(folder), start = real == "." ? "" : real + "/";
    for (const auto& [path, text] : files_) {
      if (path.starts_with(start)) names.insert(path.substr(start.size(), path.find('/', start.size()) - start.size()));
    }
    return std::vector<std::string>(names.begin(), names.end());
  }

  Result<Bytes> read(const std::string& path, std::uint64_t most) const override {
    const auto found = files_.find(followed(path));
    if (found == files_.end()) return Error{"file-unreadable", "cannot be opened", {}};
    if (found->second.size() > most) return Error{"file-too-large", "is too large", {}};
    const auto* data = reinterpret_cast<const std::uint8_t*>(found->second.data());
    return Bytes(data, data + found->second.size());
  }

  std::string real_path(const std::string& path) const override {
    const std::string real = followed(path);
    return real.starts_with('/') ? real : real == "." ? "/top" : "/top/" + real;
  }

 private:
  std::string followed(const std::string& path) const {
    std::string normal = std::filesystem::path(path).lexically_normal().string();
    if (normal.starts_with("/top/")) normal.erase(0, 5);
    const auto link = links_.find(normal);
    return link == links_.end() ? normal : link->second;
  }

  Files files_, links_;
};

// Reads `path` of the files with the folder of the run as the only input.
inline Configuration read_in_memory(Server server, const std::string& path, Files files, bool main = true) {
  const MemoryTree tree(std::move(files));
  return read_configuration(server, path, main, ServerFiles(tree, {}, {"."}));
}

inline std::vector<std::string> codes_of(const Configuration& configuration) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : configuration.diagnostics) codes.push_back(diagnostic.code);
  return codes;
}

inline std::vector<std::string> names_of(const Endpoint& endpoint) {
  std::vector<std::string> names;
  for (const ServedName& name : endpoint.names) names.push_back(name.text);
  return names;
}

}  // namespace chainlint::config
