// Files are found and read in one way, whatever the source.
#include "chainlint/run/file_source.h"

#include <algorithm>
#include <map>

#include "chainlint/run/input_files.h"
#include "inputs/file_contents.h"
#include "inputs/revision_files.h"
#include "unit/git/git_sample.h"

namespace chainlint::run {
namespace file_source_test {

// Files by their paths; folders are what their paths have before a slash.
class MemoryFiles : public FileSource {
 public:
  explicit MemoryFiles(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  Place look_at(const std::string& path) const override {
    if (files_.contains(path)) return {Place::Kind::file, path, ""};
    const Result<std::vector<std::string>> names = names_in(path);
    return names->empty() ? Place{Place::Kind::absent, "", "is absent"} : Place{Place::Kind::folder, path, ""};
  }

  Result<std::vector<std::string>> names_in(const std::string& folder) const override {
    const std::string start = folder.empty() ? "" : folder + "/";
    std::vector<std::string> names;
    for (const auto& [path, content] : files_) {
      if (!path.starts_with(start)) continue;
      const std::string name = path.substr(start.size(), path.find('/', start.size()) - start.size());
      if (names.empty() || names.back() != name) names.push_back(name);
    }
    return names;
  }

  Result<Bytes> read(const std::string& path, std::uint64_t most) const override {
    const auto found = files_.find(path);
    if (found == files_.end()) return Error{"file-unreadable", "is absent", {}};
    if (found->second.size() > most) return Error{"file-too-large", "is too large", {}};
    return Bytes(found->second.begin(), found->second.end());
  }

 private:
  std::map<std::string, std::string> files_;
};

const std::map<std::string, std::string> kFiles{{"README.md", "no certificate"},
                                                {"archive/old.pem", "old"},
                                                {"live/site.pem", "site"},
                                                {"live/sub/chain.pem", "chain"},
                                                {"zone", "text"}};

std::string found_in(const FileSource& source, const std::string& folder) {
  std::string text;
  const InputFiles found = find_files({folder}, Limits(), source);
  const std::size_t start = folder.empty() ? 0 : folder.size() + 1;
  for (const InputFile& file : found.files) text += file.path.substr(start) + " ";
  for (const std::string& path : found.skipped) text += "skipped " + path.substr(start) + " ";
  return text + std::to_string(found.diagnostics.size());
}

TEST(FileSources, AreWalkedInOneWay) {
  const std::string expected = "README.md live/site.pem live/sub/chain.pem zone skipped archive/ 0";
  EXPECT_EQ(found_in(MemoryFiles(kFiles), ""), expected);
  const TemporaryFolder folder;
  for (const auto& [path, content] : kFiles) folder.write(path, content);
  EXPECT_EQ(found_in(disk(), folder.path()), expected);
  if (!git::GitSample::possible()) GTEST_SKIP() << "not installed: git";
  git::GitSample sample;
  for (const auto& [path, content] : kFiles) sample.write(path, content);
  sample.commit();
  const Result<git::GitRevision> revision = git::GitRevision::open("HEAD", sample.path("any"));
  ASSERT_TRUE(revision.ok());
  EXPECT_EQ(found_in(RevisionFiles(*revision), ""), expected);
}

TEST(FileSources, AreReadInOneWay) {
  const MemoryFiles files(kFiles);
  formats::CertificateCache certificates;
  const FileContents met = read_contents(files, {"README.md", false}, {}, certificates);
  EXPECT_TRUE(met.containers.empty());
  EXPECT_EQ(met.skipped, std::vector<std::string>{"README.md"});
  const FileContents named = read_contents(files, {"README.md", true}, {}, certificates);
  ASSERT_EQ(named.containers.size(), 1u);
  EXPECT_TRUE(named.containers.front().container.has_error());
  EXPECT_FALSE(named.problem);
  const FileContents gone = read_contents(files, {"gone.pem", true}, {}, certificates);
  ASSERT_TRUE(gone.problem);
  EXPECT_EQ(gone.problem->code, "file-unreadable");
  ASSERT_EQ(gone.containers.size(), 1u);
  EXPECT_EQ(gone.containers.front().container.status, formats::ReadStatus::unreadable);
}

// What a branch puts in place of a file, a link for one, is not looked at.
TEST(FileSources, TakeTheFilesOfARepositoryFromARevision) {
  if (!git::GitSample::possible()) GTEST_SKIP() << "not installed: git";
  git::GitSample sample;
  sample.write("rules/a.yaml", "of main");
  sample.commit();
  sample.write("rules/a.yaml", "of the branch");
  sample.write("rules/b.yaml", "new");
  const TemporaryFolder elsewhere;
  elsewhere.write("c.yaml", "outside");
  Result<git::GitRevision> revision = git::GitRevision::open("HEAD", sample.path("any"));
  ASSERT_TRUE(revision.ok());
  const FilesAtRevision files(std::move(*revision));
  const auto text = [&](const std::string& path) {
    const Result<Bytes> content = files.read(path, 100);
    return content ? std::string(as_text(*content)) : content.error().message;
  };
  EXPECT_EQ(text(sample.path("rules/a.yaml")), "of main");
  EXPECT_EQ(text(sample.path("rules/../rules/b.yaml")), "is not there at HEAD");
  EXPECT_EQ(text(elsewhere.path() + "/c.yaml"), "outside");
  EXPECT_EQ(files.look_at(sample.path("rules")).kind, FileSource::Place::Kind::folder);
  EXPECT_EQ(files.look_at(sample.path("rules/b.yaml")).kind, FileSource::Place::Kind::absent);
  EXPECT_EQ(found_in(files, sample.path("rules")), "a.yaml 0");
}

// A tree of git can have the same folder ten times in each of ten levels.
TEST(FileSources, AreWalkedToALimit) {
  const InputFiles found = find_files({""}, Limits{.folder_entries = 3}, MemoryFiles(kFiles));
  ASSERT_EQ(found.diagnostics.size(), 1u);
  EXPECT_EQ(found.diagnostics[0].code, "folder-too-large");
  EXPECT_LT(found.files.size(), 4u);
}

}  // namespace file_source_test
}  // namespace chainlint::run
