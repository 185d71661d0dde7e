// Runs other programs in a folder of their own, which goes with the test.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "reading_fixture.h"

namespace chainlint::formats {

class ToolTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "chainlint-tools-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  void write_pem(const char* name, std::string_view label, std::string_view base64) const {
    std::ofstream file(folder_ / name, std::ios::app);
    file << "-----BEGIN " << label << "-----\n";
    for (std::size_t at = 0; at < base64.size(); at += 64) file << base64.substr(at, 64) << '\n';
    file << "-----END " << label << "-----\n";
  }
  void write(const char* name, std::string_view text) const { std::ofstream(folder_ / name) << text; }

  bool run(const std::string& command) const {
    return std::system(("cd '" + folder_.string() + "' && ( " + command + " ) >output.txt 2>&1").c_str()) == 0;
  }
  static bool installed(const std::string& program) { return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0; }

  Container read_made(const char* name, const std::vector<std::string>& passwords = {}) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    return read_octets_as_file(Bytes(std::istreambuf_iterator<char>(file), {}), passwords);
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace chainlint::formats
