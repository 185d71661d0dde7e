// Stores read, rewritten and read again, for the tests of their rewriters.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/formats/reader.h"
#include "chainlint/write/rewrite.h"
#include "unit/temporary_folder.h"

namespace chainlint::write::store_test {

inline Bytes octets_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

inline Bytes fixture(const std::string& path) {
  Bytes octets = octets_of_file(std::filesystem::path(CHAINLINT_SOURCE_DIR) / "fixtures" / path);
  EXPECT_FALSE(octets.empty()) << path;
  return octets;
}

// One file and the passwords that it is tried with.
struct Store {
  Bytes octets;
  std::vector<std::string> passwords;
  formats::Container read;

  Store(Bytes file, std::vector<std::string> candidates) : octets(std::move(file)), passwords(std::move(candidates)) {
    formats::CertificateCache cache;
    formats::ReadOptions options;
    for (const std::string& password : passwords) options.passwords.emplace_back(password);
    read = formats::read_container("store", octets, options, cache);
  }

  std::vector<x509::CertificatePtr> certificates(const std::string& unit = "") const {
    std::vector<x509::CertificatePtr> found;
    for (const formats::Entry& entry : read.entries) {
      if (entry.certificate && !is_trust_entry(read, entry) && (unit.empty() || entry.unit == unit)) found.push_back(entry.certificate);
    }
    return found;
  }

  std::vector<formats::Entry> entries(formats::EntryKind kind) const {
    std::vector<formats::Entry> found;
    std::copy_if(read.entries.begin(), read.entries.end(), std::back_inserter(found),
                 [&](const formats::Entry& e) { return e.kind == kind; });
    return found;
  }

  Result<Bytes> rewritten(ContainerEdit edit) const {
    RewriteOptions options;
    for (const std::string& password : passwords) options.passwords.emplace_back(password);
    return rewrite_container(read, octets, edit, options);
  }

  // The file after the edit, which must succeed.
  Store after(ContainerEdit edit) const {
    const auto result = rewritten(std::move(edit));
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().code + ": " + result.error().message);
    return Store(result.ok() ? *result : Bytes(), passwords);
  }

  std::string refusal(ContainerEdit edit) const {
    const auto result = rewritten(std::move(edit));
    return result.ok() ? "" : result.error().code;
  }
};

inline ContainerEdit holding(std::vector<x509::CertificatePtr> certificates, std::string unit = "", std::string encryption = "") {
  ContainerEdit edit;
  edit.unit = std::move(unit);
  edit.certificates = std::move(certificates);
  edit.encryption = std::move(encryption);
  return edit;
}

inline std::vector<x509::CertificatePtr> reversed(std::vector<x509::CertificatePtr> certificates) {
  std::reverse(certificates.begin(), certificates.end());
  return certificates;
}

inline std::vector<std::string> digests(const std::vector<x509::CertificatePtr>& certificates) {
  std::vector<std::string> found;
  for (const x509::CertificatePtr& certificate : certificates) found.push_back(to_hex(certificate->sha256()));
  return found;
}

// A certificate that none of the stores contains.
inline x509::CertificatePtr stranger() { return Store(fixture("foreign/openssl-root.pem"), {}).certificates().at(0); }

// A folder that goes with the test, and programs that run in it.
class ToolTest : public testing::Test {
 protected:
  void write(const std::string& name, ByteView octets) const { folder_.write(name, as_text(octets)); }
  Bytes read_octets(const std::string& name) const { return octets_of_file(folder_.path(name)); }
  // What the program prints; "failed: " and that where it does not succeed.
  std::string output_of(const std::string& command) const {
    const std::string line = "cd '" + folder_.path() + "' && ( " + command + " ) >output.txt 2>&1";
    const bool good = std::system(line.c_str()) == 0;
    const Bytes output = octets_of_file(folder_.path("output.txt"));
    return (good ? "" : "failed: ") + std::string(as_text(output));
  }
  static bool installed(const std::string& program) { return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0; }

 private:
  const TemporaryFolder folder_;
};

}  // namespace chainlint::write::store_test
