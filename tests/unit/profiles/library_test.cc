// Profiles of users over the shipped ones, and targets by their names.
#include "chainlint/profiles/library.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace chainlint::profiles {
namespace library_test {

TEST(ProfileLibrary, OwnProfileReplacesTheShippedOne) {
  const LoadedProfiles loaded = load_profiles({{"own.yaml", "target: nginx\ntitle: our own\nfamily: managed\n"}});
  ASSERT_TRUE(loaded.problems.empty()) << loaded.problems.front();
  const Profile* profile = loaded.library.target("nginx");
  ASSERT_NE(profile, nullptr);
  EXPECT_EQ(profile->title, "our own");
  EXPECT_EQ(profile->family, chain::ServerFamily::managed);
  EXPECT_TRUE(profile->formats.empty());
  EXPECT_EQ(profile->source_path, "own.yaml");
}

TEST(ProfileLibrary, ExtendingTheSameNameBuildsOnTheShippedOne) {
  const LoadedProfiles loaded = load_profiles({{"own.yaml", "target: nginx\nextends: nginx\nroot_in_file: refused\n"}});
  ASSERT_TRUE(loaded.problems.empty()) << loaded.problems.front();
  const Profile* profile = loaded.library.target("nginx");
  EXPECT_EQ(profile->root_in_file, Stance::refused);
  EXPECT_EQ(profile->formats, std::vector<std::string>{"pem"});
  EXPECT_EQ(profile->title, load_profiles({}).library.target("nginx")->title);
}

TEST(ProfileLibrary, ExtendsAnotherFileOfTheUserWhateverTheOrder) {
  const LoadedProfiles loaded =
      load_profiles({{"b.yaml", "target: b\nextends: a\nmax_certificates: 3\n"},
                     {"a.yaml", "target: a\ntitle: A\nfamily: file-order\nmax_certificates: 9\nauto_chain: true\n"}});
  ASSERT_TRUE(loaded.problems.empty()) << loaded.problems.front();
  EXPECT_EQ(loaded.library.target("b")->max_certificates, 3u);
  EXPECT_TRUE(loaded.library.target("b")->auto_chain);
  EXPECT_EQ(loaded.library.target("b")->name, "b");
  EXPECT_EQ(loaded.library.target("a")->max_certificates, 9u);
}

TEST(ProfileLibrary, NestedKeysAreTakenOverOneByOne) {
  const LoadedProfiles loaded = load_profiles({{"own.yaml", "target: own\nextends: aws-acm\nkeys: { rsa_max_bits: 3072 }\n"}});
  ASSERT_TRUE(loaded.problems.empty()) << loaded.problems.front();
  EXPECT_EQ(loaded.library.target("own")->keys.rsa_max_bits, 3072u);
  EXPECT_EQ(loaded.library.target("own")->keys.rsa_min_bits, 1024u);
}

TEST(ProfileLibrary, AnEmptyListTakesAwayWhatWasInherited) {
  const LoadedProfiles loaded = load_profiles({{"own.yaml", "target: own\nextends: nginx\nformats: []\n"}});
  ASSERT_TRUE(loaded.problems.empty()) << loaded.problems.front();
  EXPECT_TRUE(loaded.library.target("own")->formats.empty());
}

TEST(ProfileLibrary, CirclesAreMistakes) {
  const LoadedProfiles loaded =
      load_profiles({{"a.yaml", "target: a\nextends: b\ntitle: A\n"}, {"b.yaml", "target: b\nextends: a\ntitle: B\n"}});
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(loaded.problems[0],
            "b.yaml:2:10: error: the targets 'a' and 'b' extend each other\n"
            "  | extends: a\n"
            "  |          ^");
}

TEST(ProfileLibrary, ExtendingItselfIsAMistake) {
  const LoadedProfiles loaded = load_profiles({{"a.yaml", "target: a\nextends: a\ntitle: A\n"}});
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_NE(loaded.problems[0].find("a.yaml:2:10: error: the target 'a' extends itself"), std::string::npos);
}

TEST(ProfileLibrary, AnUnknownBaseIsAMistakeWithASuggestion) {
  const LoadedProfiles loaded = load_profiles({{"a.yaml", "target: a\nextends: ngnix\ntitle: A\n"}});
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(loaded.problems[0],
            "a.yaml:2:10: error: there is no target 'ngnix'\n"
            "  | extends: ngnix\n"
            "  |          ^\n"
            "did you mean 'nginx'?");
}

TEST(ProfileLibrary, ANameOfTwoFilesOfTheUserIsAMistake) {
  const std::string text = "target: a\ntitle: A\nfamily: managed\n";
  const LoadedProfiles loaded = load_profiles({{"one.yaml", text}, {"two.yaml", text}});
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_NE(loaded.problems[0].find("two.yaml:1:9: error: the target 'a' is already in one.yaml"), std::string::npos);
}

TEST(ProfileLibrary, ANameIsOneForTheCommandLine) {
  for (const char* name : {"Proxy", "a/b", "a@1", "own.yaml", "\"\""}) {
    EXPECT_FALSE(load_profiles({{"own.yaml", std::string("target: ") + name + "\ntitle: A\nfamily: managed\n"}}).problems.empty()) << name;
  }
}

TEST(ProfileLibrary, AFileThatIsNoProfileIsAMistake) {
  for (const char* text : {"id: a\n", "- a\n", "", "a: [\n", "target: a\ntarget: b\n"}) {
    EXPECT_FALSE(load_profiles({{"own.yaml", text}}).problems.empty()) << text;
  }
}

TEST(FindTarget, FindsNamesAndVersions) {
  const LoadedProfiles loaded = load_profiles({});
  const auto plain = find_target(loaded.library, "iis");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->profile->name, "iis");
  EXPECT_EQ(plain->version, "");
  const auto versioned = find_target(loaded.library, "windows-server@2016");
  ASSERT_TRUE(versioned);
  EXPECT_EQ(versioned->version, "2016");
}

TEST(FindTarget, ListsWhatThereIs) {
  const LoadedProfiles loaded = load_profiles({{"a.yaml", "target: aaa\ntitle: A\nfamily: managed\nversions: [\"1\", \"2\"]\n"}});
  ProfileLibrary small;
  small.targets = {*loaded.library.target("aaa"), *loaded.library.target("nginx")};
  const auto message = [&](const char* text) { return find_target(small, text).error().message; };
  EXPECT_EQ(message("ngin"), "there is no target 'ngin'; allowed are aaa and nginx; did you mean 'nginx'?");
  EXPECT_EQ(message(""), "there is no target ''; allowed are aaa and nginx");
  EXPECT_EQ(message("aaa@3"), "the target 'aaa' has no version '3'; allowed are 1 and 2");
  EXPECT_EQ(message("aaa@"), "the target 'aaa' has no version ''; allowed are 1 and 2");
  EXPECT_EQ(message("nginx@1"), "the target 'nginx' has no version '1'; it has none");
}

TEST(FindTarget, TheLibraryIsSortedByName) {
  const LoadedProfiles loaded = load_profiles({{"own.yaml", "target: aaa\ntitle: A\nfamily: managed\n"}});
  EXPECT_TRUE(std::is_sorted(loaded.library.targets.begin(), loaded.library.targets.end(),
                             [](const Profile& a, const Profile& b) { return a.name < b.name; }));
  EXPECT_EQ(loaded.library.targets.front().name, "aaa");
}

}  // namespace library_test
}  // namespace chainlint::profiles
