// Runs other programs in a folder of their own, which goes with the test.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "reading_fixture.h"
#include "unit/temporary_folder.h"

namespace chainlint::formats {

class ToolTest : public testing::Test {
 protected:
  void write_pem(const char* name, std::string_view label, std::string_view base64) const {
    std::ofstream file(folder_.path(name), std::ios::app);
    file << "-----BEGIN " << label << "-----\n";
    for (std::size_t at = 0; at < base64.size(); at += 64) file << base64.substr(at, 64) << '\n';
    file << "-----END " << label << "-----\n";
  }
  void write(const char* name, std::string_view text) const { folder_.write(name, text); }

  bool run(const std::string& command) const {
    return std::system(("cd '" + folder_.path() + "' && export LC_ALL=C.UTF-8 && ( " + command + " ) >output.txt 2>&1").c_str()) == 0;
  }
  static bool installed(const std::string& program) { return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0; }

  Container read_made(const char* name, const std::vector<std::string>& passwords = {}) const {
    return read_octets_as_file(to_bytes(as_bytes(folder_.read(name))), passwords);
  }

  const TemporaryFolder folder_;
};

}  // namespace chainlint::formats
