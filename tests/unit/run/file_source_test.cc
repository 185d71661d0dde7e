// Files are found and read in one way, whatever the source.
#include "chainlint/run/file_source.h"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <new>
#include <thread>

#include "chainlint/run/input_files.h"
#include "inputs/file_contents.h"
#include "inputs/revision_files.h"
#include "minted_files.h"
#include "policy/policy_trust.h"
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

// As in a chroot: an absolute link begins at the root, and none leads out of it.
TEST(FileSources, FollowLinksBelowARoot) {
  const TemporaryFolder folder;
  folder.write("root/etc/a.pem", "inside");
  folder.write("outside.pem", "outside");
  const std::string root = folder.path() + "/root";
  const auto link = [&](const std::string& target, const std::string& name) {
    std::filesystem::create_symlink(target, root + "/etc/" + name);
    return root + "/etc/" + name;
  };
  const std::shared_ptr<const FileSource> files = disk_with_roots({root});
  const auto text_of = [&](const std::string& path) {
    const Result<Bytes> content = files->read(path, 100);
    return content ? std::string(content->begin(), content->end()) : content.error().message;
  };
  EXPECT_EQ(text_of(link("/etc/a.pem", "absolute.pem")), "inside");
  EXPECT_EQ(text_of(link("../../../etc/a.pem", "above.pem")), "inside");
  EXPECT_EQ(text_of(link("absolute.pem", "twice.pem")), "inside");
  EXPECT_EQ(files->look_at(link("../../outside.pem", "outside.pem")).problem,
            "is a symbolic link to '../../outside.pem', which does not exist below the folder of --root");
  EXPECT_EQ(files->look_at(link("/etc/loop.pem", "loop.pem")).kind, FileSource::Place::Kind::absent);
  EXPECT_EQ(files->look_at(root + "/etc/absolute.pem").identity, disk().look_at(root + "/etc/a.pem").identity);
  EXPECT_EQ(disk().real_path(link("/of/another/machine.pem", "nowhere.pem")), "/of/another/machine.pem");
  EXPECT_EQ(disk_with_roots({})->look_at(root + "/etc/absolute.pem").kind, FileSource::Place::Kind::absent);
}

TEST(FileSources, AreReadInOneWay) {
  const MemoryFiles files(kFiles);
  formats::CertificateCache certificates;
  const auto read = [&](const InputFile& file) { return read_files(files, {file}, {}, certificates, 1).front(); };
  const FileContents met = read({"README.md", false});
  EXPECT_TRUE(met.containers.empty());
  EXPECT_EQ(met.skipped, std::vector<std::string>{"README.md"});
  const FileContents named = read({"README.md", true});
  ASSERT_EQ(named.containers.size(), 1u);
  EXPECT_TRUE(named.containers.front().container.has_error());
  EXPECT_FALSE(named.problem);
  const FileContents gone = read({"gone.pem", true});
  ASSERT_TRUE(gone.problem);
  EXPECT_EQ(gone.problem->code, "file-unreadable");
  ASSERT_EQ(gone.containers.size(), 1u);
  EXPECT_EQ(gone.containers.front().container.status, formats::ReadStatus::unreadable);
}

// Gives the file that comes first after all others.
class SlowFirst : public MemoryFiles {
 public:
  using MemoryFiles::MemoryFiles;

  Result<Bytes> read(const std::string& path, std::uint64_t most) const override {
    if (path != "a") {
      Result<Bytes> content = MemoryFiles::read(path, most);
      ++others_;
      return content;
    }
    for (int i = 0; i < 200 && others_ < 5; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return MemoryFiles::read(path, most);
  }

 private:
  mutable std::atomic<int> others_{0};
};

// The codes of what was not read, by file.
std::string over_limits(const std::map<std::string, std::string>& contents, const Limits& limits, unsigned jobs) {
  const MemoryFiles at_once(contents);
  const SlowFirst slow(contents);
  std::vector<InputFile> files;
  for (const auto& [path, content] : contents) files.push_back({path, true});
  formats::ReadOptions options{limits, {Password("fixture")}, std::make_shared<RunBudget>(limits)};
  formats::CertificateCache certificates;
  const FileSource& source = jobs == 1 ? static_cast<const FileSource&>(at_once) : slow;
  std::string text;
  for (const FileContents& read : read_files(source, files, options, certificates, jobs)) {
    for (const formats::FoundContainer& found : read.containers) {
      text += found.container.path + std::to_string(found.container.entries.size());
      for (const Diagnostic& diagnostic : found.container.diagnostics) text += " " + diagnostic.code;
      text += "; ";
    }
  }
  return text;
}

TEST(FileSources, AreChargedInTheOrderOfTheFilesWhateverTheNumberOfThreads) {
  const TemporaryFolder folder;
  write_minted(folder,
               "many.pem: { pem: [leaf, inter, root] }\n  one.pem: { pem: [root] }\n"
               "  a.pfx: { pkcs12: [leaf, key(leaf)], password: fixture }\n"
               "  b.pfx: { pkcs12: [second, key(second)], password: fixture }\n");
  const std::string many = folder.read("many.pem"), one = folder.read("one.pem");
  const std::map<std::string, std::string> pem{{"a", many}, {"b", one}, {"c", one}, {"d", many}, {"e", one}, {"f", one}};
  std::map<std::string, std::string> pfx{{"a", folder.read("a.pfx")}};
  for (const char* name : {"b", "c", "d", "e", "f"}) pfx[name] = folder.read("b.pfx");
  const auto same = [&](const std::map<std::string, std::string>& files, const Limits& limits) {
    const std::string alone = over_limits(files, limits, 1);
    EXPECT_EQ(over_limits(files, limits, 8), alone);
    return alone;
  };
  EXPECT_EQ(same(pem, {}), "a3; b1; c1; d3; e1; f1; ");
  EXPECT_EQ(same(pem, {.bytes_per_run = many.size() + one.size()}), "a3; b1; c0 run-limit; d0 run-limit; e0 run-limit; f0 run-limit; ");
  EXPECT_EQ(same(pem, {.entries_per_run = 4}), "a3; b1; c0 run-limit; d0 run-limit; e0 run-limit; f0 run-limit; ");
  EXPECT_EQ(same(pem, {.entries_per_run = 6}), "a3; b1; c1; d1 run-limit; e0 run-limit; f0 run-limit; ");
  // MAC, certificates and key take 2,048 iterations each, and several blocks.
  const std::string locked = same(pfx, {.kdf_iterations_per_run = 25000});
  EXPECT_TRUE(locked.starts_with("a2; ")) << locked;
  EXPECT_NE(locked.find("f1 kdf-limit"), std::string::npos) << locked;
}

// A file that needs too much memory is one that was not read.
TEST(FileSources, GoOnWithoutAFileForWhichThereIsNoMemory) {
  class Hungry : public MemoryFiles {
   public:
    using MemoryFiles::MemoryFiles;
    Result<Bytes> read(const std::string& path, std::uint64_t most) const override {
      if (path == "zone") throw std::bad_alloc();
      return MemoryFiles::read(path, most);
    }
  };
  formats::CertificateCache certificates;
  for (const unsigned jobs : {1u, 4u}) {
    const auto read = read_files(Hungry(kFiles), {{"README.md", true}, {"zone", false}, {"live/site.pem", true}}, {}, certificates, jobs);
    ASSERT_EQ(read.size(), 3u);
    EXPECT_FALSE(read[0].problem);
    ASSERT_TRUE(read[1].problem);
    EXPECT_EQ(read[1].problem->code, "out-of-memory");
    ASSERT_EQ(read[1].containers.size(), 1u);
    EXPECT_EQ(read[1].containers.front().container.status, formats::ReadStatus::unreadable);
    EXPECT_FALSE(read[2].problem);
    EXPECT_EQ(read[2].containers.size(), 1u);
  }
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
  EXPECT_EQ(text(sample.path("rules/../rules/b.yaml")), "does not exist at HEAD");
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

// The policy was checked; then a link takes the place of what it names.
TEST(FileSources, OfAFoundPolicyLeadOutByNoLinkThatIsExchanged) {
  const TemporaryFolder place;
  std::filesystem::create_directories(place.path("repo/.git"));
  place.write("outside/a.yaml", "secret");
  place.write("repo/rules/a.yaml", "own");
  policy::Policy policy;
  policy.files.push_back(place.path("repo/.chainlint.yaml"));
  policy.rule_sets.emplace_back(place.path("repo/rules"), policy::PolicyOrigin{});
  const FilesOfPolicy files(policy);
  const auto text = [&](const std::string& path) {
    const Result<Bytes> content = files.read(place.path(path), 100);
    return content ? std::string(as_text(*content))
                   : content.error().code + " " + content.error().location.path.substr(place.path().size());
  };
  EXPECT_EQ(text("repo/rules/a.yaml"), "own");
  EXPECT_EQ(text("outside/a.yaml"), "secret");  // named on the command line

  std::filesystem::remove(place.path("repo/rules/a.yaml"));
  EXPECT_EQ(text("repo/rules/a.yaml"), "file-unreadable /repo/rules/a.yaml");
  std::filesystem::create_symlink("../../outside/a.yaml", place.path("repo/rules/a.yaml"));
  EXPECT_EQ(text("repo/rules/a.yaml"), "policy-outside /repo/rules/a.yaml");
  std::filesystem::remove(place.path("repo/rules/a.yaml"));
  ASSERT_EQ(::mkfifo(place.path("repo/rules/a.yaml").c_str(), 0600), 0);
  EXPECT_EQ(text("repo/rules/a.yaml"), "file-unreadable /repo/rules/a.yaml");

  EXPECT_EQ(files.names_in(place.path("repo/rules")).value(), std::vector<std::string>{"a.yaml"});
  std::filesystem::remove_all(place.path("repo/rules"));
  std::filesystem::create_directory_symlink("../outside", place.path("repo/rules"));
  EXPECT_EQ(text("repo/rules/a.yaml"), "policy-outside /repo/rules/a.yaml");
  ASSERT_FALSE(files.names_in(place.path("repo/rules")).ok());
  EXPECT_EQ(files.names_in(place.path("repo/rules")).error().code, "policy-outside");
}

}  // namespace file_source_test
}  // namespace chainlint::run
