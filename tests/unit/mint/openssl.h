// OpenSSL as the second opinion on what is minted. Tests that need it are skipped where it is absent.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "chainlint/base/bytes.h"

namespace chainlint::mint {

// A folder of its own for one test, removed with it.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "chainlint-mint-XXXXXX").string();
    path_ = mkdtemp(pattern.data()) ? pattern : "";
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  // Writes the file and returns its path.
  std::string write(const std::string& name, ByteView content) const {
    const std::string file = path_ + "/" + name;
    std::ofstream(file, std::ios::binary) << as_text(content);
    return file;
  }

  // What `command` prints on both streams, in this folder; `status` receives its exit status.
  std::string run(const std::string& command, int& status) const {
    std::string output;
    FILE* pipe = popen(("cd " + path_ + " && { " + command + "; } 2>&1").c_str(), "r");
    if (!pipe) return output;
    std::array<char, 4096> buffer{};
    while (std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), n);
    status = pclose(pipe);
    return output;
  }

  std::string run(const std::string& command) const {
    int status = 0;
    return run(command, status);
  }

 private:
  std::string path_;
};

inline bool have_openssl() { return std::system("openssl version >/dev/null 2>&1") == 0; }

}  // namespace chainlint::mint

#define NEEDS_OPENSSL() \
  if (!chainlint::mint::have_openssl()) GTEST_SKIP() << "openssl is not installed"
