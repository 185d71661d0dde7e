// Every bound on hostile input is in base/limits.h and is read from there.
#include "chainlint/base/limits.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <vector>

#include "tree.h"

namespace chainlint::test {
namespace limits_test {

constexpr const char* kHeader = "include/chainlint/base/limits.h";

std::vector<std::string> sources() {
  std::vector<std::string> found;
  for (const char* folder : {"include", "src"}) {
    for (const std::string& path : files_below(folder)) {
      if (path != kHeader && (path.ends_with(".cc") || path.ends_with(".h"))) found.push_back(path);
    }
  }
  return found;
}

bool has_word(const std::string& text, const std::string& word) {
  static const std::string kIdentifier = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if (end == text.size() || kIdentifier.find(text[end]) == std::string::npos) return true;
  }
  return false;
}

// `Limits` is read as an object, the other structs by name.
TEST(Limits, AreAllRead) {
  std::string texts;
  for (const std::string& path : sources()) texts += text_of(path);
  static const std::regex kStruct("struct ([A-Za-z0-9]+) \\{"), kMember("^  (?:static constexpr )?[a-z0-9_:]+ ([A-Za-z0-9_]+) = ");
  std::string name;
  std::size_t members = 0;
  for (const std::string& line : lines_of(kHeader)) {
    std::smatch match;
    if (std::regex_search(line, match, kStruct)) name = match[1];
    if (!std::regex_search(line, match, kMember)) continue;
    ++members;
    const std::string member = match[1];
    bool read = name != "Limits" && has_word(texts, name + "::" + member);
    for (const char* object : {"limits.", "limits_.", "Limits().", "Limits{}."}) {
      read = read || (name == "Limits" && has_word(texts, object + member));
    }
    EXPECT_TRUE(read) << name << "::" << member << " is not read";
  }
  EXPECT_GT(members, 100u);
}

// Numbers of a standard or an option stay where they are used.
const std::set<std::string> kNoLimits{
    "include/chainlint/facts/outlook.h: kLongestMarginDays",       // --margin
    "src/facts/certificate/unmatched_name_facts.cc: kMostWanted",  // with more names there is no proposal
    "src/facts/chain/link_facts.cc: kLongestHash",                 // SHA-512
    "src/x509/certificate_reader.cc: kLargestSerial",              // RFC 5280 section 4.1.2.2
    "src/x509/host_name.cc: kLongestLabel",                        // RFC 1035 section 2.3.4
    "src/x509/host_name.cc: kLongestName",
    "src/yaml/mapping_reader.cc: kLargestCount",  // of a 32-bit number
};

// A name with "Shown" or "Named" says how much of a long list or text is displayed; all bounds of `report` do. `mint` makes files from the
// user's own description.
bool is_other_bound(const std::string& path, const std::string& name) {
  static const std::regex kOtherLayer("(?:src|include/chainlint)/(?:mint|report)/.*"), kDisplayed(".*(?:Shown|Named).*");
  return std::regex_match(name, kDisplayed) || std::regex_match(path, kOtherLayer) || kNoLimits.contains(path + ": " + name);
}

TEST(Limits, AreNotDefinedElsewhere) {
  static const std::regex kBound("(?:constexpr [^=;()]*|, )\\b(k(?:Most|Max|Longest|Deepest|Highest|Largest|Limit)[A-Za-z0-9]*) = ");
  for (const std::string& path : sources()) {
    for (const std::string& line : lines_of(path)) {
      if (line.find("constexpr ") == std::string::npos) continue;
      for (std::sregex_iterator it(line.begin(), line.end(), kBound), end; it != end; ++it) {
        EXPECT_TRUE(is_other_bound(path, (*it)[1])) << path << ": " << (*it)[1] << " belongs in " << kHeader;
      }
    }
  }
}

TEST(Limits, AreNotNumbersInComparisons) {
  static const std::regex kComparison("(?:size\\(\\)|count|depth_?) >=? ([0-9]{3,}|[0-9]+u? << [0-9]+)");
  static const std::string kDnsName = "253";  // RFC 1035 section 2.3.4, without the root label
  for (const std::string& path : sources()) {
    for (const std::string& line : lines_of(path)) {
      if (line.find(" > ") == std::string::npos && line.find(" >= ") == std::string::npos) continue;
      for (std::sregex_iterator it(line.begin(), line.end(), kComparison), end; it != end; ++it) {
        EXPECT_EQ((*it)[1], kDnsName) << path << ": the number belongs in " << kHeader;
      }
    }
  }
}

std::string in_words(std::uint64_t number) {
  return number >= 1u << 20 && number % (1u << 20) == 0 ? std::to_string(number >> 20) + " MiB" : std::to_string(number);
}

TEST(Limits, AreDocumented) {
  const Limits limits;
  const std::vector<std::pair<std::string, std::uint64_t>> kRows{
      {"size of a file", limits.file_bytes},
      {"folders inside each other", limits.directory_depth},
      {"unpacked size of the archives in a file", limits.archive_bytes},
      {"unpacked size, as a multiple of the packed size", limits.archive_ratio},
      {"members of an archive", limits.archive_members},
      {"archives inside each other", limits.archive_depth},
      {"containers inside each other (PEM in YAML, ...)", limits.container_depth},
      {"entries of a file", limits.certificates_per_file},
      {"decoded size of a PEM block", limits.pem_block_bytes},
      {"size of a certificate", limits.certificate_bytes},
      {"bags of a PKCS#12 file", limits.pkcs12_bags},
      {"iterations of a key derivation", limits.kdf_iterations},
      {"bytes of all files, those in archives included, `bytes`", limits.bytes_per_run},
      {"entries of all files, `entries`", limits.entries_per_run},
      {"files and folders below the paths, `files`", limits.folder_entries},
      {"iterations for all files, `kdf-iterations`", limits.kdf_iterations_per_run},
      {"iterations for a file or archive, with all passwords; the same derivation counts once", limits.kdf_iterations_per_file},
      {"memory of a key derivation (scrypt)", limits.scrypt_bytes},
      {"passwords that are tried", limits.passwords},
      {"documents of a YAML or JSON file", limits.documents},
      {"values of a YAML or JSON file, elements of an XML file", limits.document_values},
      {"values inside each other", limits.document_depth},
      {"diagnostics of a file", limits.diagnostics},
      {"signature checks for a path", limits.signature_checks},
      {"steps of the search for a path", limits.node_expansions},
      {"certificates on a path", limits.path_length},
      {"size of a policy file", PolicyLimits::kFileBytes},
      {"size of a baseline file", BaselineLimits::kFileBytes},
      {"size of a pin list", PinLimits::kFileBytes},
  };
  const std::string text = text_of("docs/formats.md");
  for (const auto& [label, value] : kRows) {
    EXPECT_NE(text.find("\n| " + label + " | " + in_words(value) + " |"), std::string::npos) << label << ": " << in_words(value);
  }
}

}  // namespace limits_test
}  // namespace chainlint::test
