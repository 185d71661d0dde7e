#include "chainlint/git/git_repository.h"

#include "unit/git/git_sample.h"

namespace chainlint::git {
namespace git_repository_test {

class GitRevisions : public testing::Test {
 protected:
  void SetUp() override {
    if (!GitSample::possible()) GTEST_SKIP() << "not installed: git";
  }

  GitRevision open(const std::string& name = "main") {
    Result<GitRevision> revision = GitRevision::open(name, sample_.path("any"));
    EXPECT_TRUE(revision.ok()) << revision.error().message;
    return std::move(*revision);
  }

  std::string text_at(const GitRevision& revision, const std::string& path) {
    const Result<Bytes> content = revision.content(path, 100);
    return content ? std::string(as_text(*content)) : content.error().code;
  }

  GitSample sample_;
};

TEST_F(GitRevisions, HaveTheFilesOfTheirCommit) {
  sample_.write("a.pem", "then");
  sample_.write("below/b.pem", "b");
  sample_.commit();
  sample_.write("a.pem", "now");
  sample_.write("new.pem", "new");
  const GitRevision revision = open();
  EXPECT_EQ(text_at(revision, "a.pem"), "then");
  EXPECT_EQ(text_at(revision, "new.pem"), "git-no-file");
  EXPECT_EQ(text_at(revision, "below"), "git-no-file");
  EXPECT_EQ(revision.names_in(""), (std::vector<std::string>{"a.pem", "below"}));
  EXPECT_EQ(revision.names_in("below"), std::vector<std::string>{"b.pem"});
  EXPECT_EQ(revision.names_in("a.pem"), std::vector<std::string>{});
  EXPECT_TRUE(revision.place("below")->folder);
  EXPECT_FALSE(revision.place("below/b.pem")->folder);
  EXPECT_FALSE(revision.place("gone"));
}

TEST_F(GitRevisions, FollowLinksInsideTheRepository) {
  sample_.write("real/a.pem", "a");
  sample_.link("linked.pem", "real/a.pem");
  sample_.link("linked", "real");
  sample_.link("out.pem", "../../etc/passwd");
  sample_.link("absolute.pem", "/etc/passwd");
  sample_.link("loop.pem", "loop.pem");
  sample_.commit();
  const GitRevision revision = open();
  EXPECT_EQ(text_at(revision, "linked.pem"), "a");
  EXPECT_EQ(text_at(revision, "linked/a.pem"), "a");
  EXPECT_EQ(revision.place("linked/a.pem")->path, "real/a.pem");
  for (const char* name : {"out.pem", "absolute.pem", "loop.pem"}) EXPECT_FALSE(revision.place(name)) << name;
}

TEST_F(GitRevisions, SayWhatIsTooLargeOrNotInThisClone) {
  sample_.write("large.pem", std::string(101, 'a'));
  sample_.write("lfs.pem", "version https://git-lfs.github.com/spec/v1\noid sha256:" + std::string(64, 'a') + "\nsize 12\n");
  sample_.commit();
  const GitRevision revision = open();
  EXPECT_EQ(text_at(revision, "large.pem"), "git-too-large");
  const Result<Bytes> kept = revision.content("lfs.pem", 1000);
  ASSERT_FALSE(kept.ok());
  EXPECT_EQ(kept.error().code, "git-missing");
  EXPECT_NE(kept.error().message.find("git lfs fetch"), std::string::npos);
}

TEST_F(GitRevisions, AreRefusedWhereTheyAreNotThere) {
  sample_.write("a.pem", "a");
  sample_.commit();
  const Result<GitRevision> none = GitRevision::open("release", sample_.path("a.pem"));
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().code, "git-no-revision");
  const TemporaryFolder outside;
  const Result<GitRevision> nowhere = GitRevision::open("main", outside.path("a.pem"));
  ASSERT_FALSE(nowhere.ok());
  EXPECT_EQ(nowhere.error().code, "git-no-repository");
}

// Since the branch left the revision, with what is not committed, without what git ignores.
TEST_F(GitRevisions, KnowWhatChangedSince) {
  for (const char* name : {"kept.pem", "changed.pem", "deleted.pem"}) sample_.write(name, name);
  sample_.write(".gitignore", "*.log\n");
  sample_.commit();
  sample_.run("checkout -q -b renewal");
  sample_.write("changed.pem", "new");
  sample_.run("rm -q deleted.pem");
  sample_.commit();
  sample_.write("untracked.pem", "new");
  sample_.write("a.log", "new");
  GitRevision revision = open();
  EXPECT_FALSE(revision.same_in_base("kept.pem"));
  const Result<GitChanges> changes = revision.changes();
  ASSERT_TRUE(changes.ok()) << changes.error().message;
  std::string text;
  for (const GitChange& change : changes->changes) text += (change.deleted ? "-" : "+") + change.path + " ";
  EXPECT_EQ(text, "+changed.pem -deleted.pem +untracked.pem ");
  EXPECT_TRUE(changes->since_base);
  EXPECT_TRUE(revision.same_in_base("kept.pem"));
}

}  // namespace git_repository_test
}  // namespace chainlint::git
