// The collection of files that other programs wrote, and what is said to be in them. Tests are skipped where it is absent.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "chainlint/formats/reader.h"

namespace chainlint::formats::real_files {

inline std::filesystem::path folder() {
  if (const char* named = std::getenv("CHAINLINT_REALFILES")) return named;
  return std::filesystem::path(CHAINLINT_SOURCE_DIR) / ".." / "shared" / "realfiles";
}

// The parts between separators; empty ones count.
inline std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts{""};
  for (char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// One line of MANIFEST.tsv.
struct Row {
  std::string path, format, password, certificates, keys, extra, tier;

  // "trusted" of "trusted=2 secrets=1"; 0 where it is not named.
  std::size_t extra_count(const std::string& name) const {
    for (const std::string& pair : split(extra, ' ')) {
      if (pair.starts_with(name + "=")) return std::stoul(pair.substr(name.size() + 1));
    }
    return 0;
  }
};

// The lines for which `wanted` holds, in order.
template <class Wanted>
std::vector<Row> rows(Wanted wanted) {
  std::vector<Row> found;
  std::ifstream file(folder() / "MANIFEST.tsv");
  for (std::string line; std::getline(file, line);) {
    const auto fields = split(line, '\t');
    if (fields.size() < 8) continue;
    Row row{fields[0], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7]};
    if (wanted(row)) found.push_back(std::move(row));
  }
  return found;
}

// SHA-256 of the certificates of each file, in file order.
inline std::map<std::string, std::vector<std::string>> read_digests() {
  std::map<std::string, std::vector<std::string>> digests;
  std::ifstream file(folder() / "CERTS.tsv");
  for (std::string line; std::getline(file, line);) {
    const auto fields = split(line, '\t');
    if (fields.size() >= 3) digests[fields[0]].push_back(fields[2]);
  }
  return digests;
}

inline Bytes contents(const std::string& path) {
  std::ifstream file(folder() / "files" / path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

inline std::string summary(const Container& container) {
  std::ostringstream text;
  text << container.count(EntryKind::certificate) << " certificates, " << container.count(EntryKind::private_key) << " keys";
  for (const Diagnostic& diagnostic : container.diagnostics) {
    text << "; " << to_string(diagnostic.severity) << ' ' << diagnostic.code << ": " << diagnostic.message;
  }
  return text.str();
}

}  // namespace chainlint::formats::real_files
