#include "chainlint/run/bundle_files.h"

#include "minted_files.h"

namespace chainlint::run {
namespace bundle_files_test {

// A run that reads files of a temporary folder.
class Reading {
 public:
  explicit Reading(const TemporaryFolder& folder) : folder_(folder) { options.paths = {folder.path()}; }

  std::vector<ReadBundle> read() {
    listed = {};
    return read_bundles(options, find_files(options.paths, reading_.limits), {}, reading_, certificates_, listed);
  }

  // "www.pem+chain.pem other.pem": the files of the bundles.
  std::string bundles(unsigned jobs = 1) {
    options.jobs = jobs;
    std::string text;
    for (const ReadBundle& read : read()) {
      std::string files;
      for (const std::string& file : read.files) files += (files.empty() ? "" : "+") + file.substr(folder_.path().size() + 1);
      text += (text.empty() ? "" : " ") + files + (read.trust ? "(trust)" : "");
    }
    return text;
  }

  RunOptions options;
  ListedFiles listed;

 private:
  const TemporaryFolder& folder_;
  formats::ReadOptions reading_;
  formats::CertificateCache certificates_;
};

TEST(BundleFiles, JoinACertificateWithTheChainAndKeyBesideIt) {
  const TemporaryFolder folder;
  write_minted(folder, "site/leaf.pem: { pem: [leaf] }\n  site/chain.pem: { pem: [inter] }\n  site/leaf.key: { pem: [key(leaf)] }\n");
  EXPECT_EQ(Reading(folder).bundles(), "site/leaf.pem+site/chain.pem+site/leaf.key");
}

TEST(BundleFiles, AreTheSameWhateverTheNumberOfThreads) {
  const TemporaryFolder folder;
  write_minted(folder, "a.pem: { pem: [leaf, inter] }\n  b.pem: { pem: [second, inter] }\n");
  folder.write("c.txt", "nothing");
  Reading reading(folder);
  const std::string alone = reading.bundles(1);
  EXPECT_EQ(alone, "a.pem b.pem");
  EXPECT_EQ(reading.bundles(4), alone);
  EXPECT_EQ(reading.listed.skipped, std::vector<std::string>{folder.path("c.txt")});
}

TEST(BundleFiles, KeepTheAnchorsOfTheRunApart) {
  const TemporaryFolder folder;
  write_minted(folder, "leaf.pem: { pem: [leaf] }\n  root.pem: { pem: [root] }\n");
  Reading reading(folder);
  reading.options.anchors = {folder.path("root.pem")};
  EXPECT_EQ(reading.bundles(), "leaf.pem root.pem(trust)");
}

// A server takes the key from a file that --key names, and certificates from the others.
TEST(BundleFiles, TakeTheKeyAloneFromTheFileOfTheKey) {
  const TemporaryFolder folder;
  write_minted(folder, "leaf.pem: { pem: [leaf] }\n  other.pem: { pem: [second, key(leaf)] }\n");
  Reading reading(folder);
  reading.options.paths = {folder.path("leaf.pem")};
  reading.options.key_files = {folder.path("other.pem")};
  EXPECT_EQ(reading.bundles(), "leaf.pem+other.pem");
  const std::vector<ReadBundle> read = reading.read();
  ASSERT_EQ(read.size(), 1u);
  std::string entries;
  for (const formats::Container& container : read.front().bundle.containers) {
    for (const formats::Entry& entry : container.entries) entries += std::string(to_string(entry.kind)) + " ";
  }
  EXPECT_EQ(entries, "certificate private_key ");
}

TEST(BundleFiles, SkipAMetFileOfNoKindAndReportANamedOne) {
  const TemporaryFolder folder;
  folder.write("notes.txt", "nothing");
  Reading met(folder), named(folder);
  named.options.paths = {folder.path("notes.txt")};
  EXPECT_EQ(met.bundles(), "");
  EXPECT_TRUE(met.listed.inputs.empty());
  named.bundles();
  ASSERT_EQ(named.listed.inputs.size(), 1u);
  EXPECT_NE(named.listed.inputs[0].status, formats::ReadStatus::read);
}

}  // namespace bundle_files_test
}  // namespace chainlint::run
