#include "policy_sample.h"

namespace chainlint::policy {
namespace policy_secrets_test {

// All that is said of a policy with a mistake.
std::string all_of(const std::string& text) {
  std::string said;
  for (const std::string& problem : load_text(text).problems) said += problem + "\n";
  EXPECT_NE(said, "");
  return said;
}

TEST(PolicySecrets, APasswordInTheFileIsRefusedWithoutBeingRepeated) {
  for (const char* text :
       {"passwords: [hunter2]\n", "passwords: hunter2\n", "passwords:\n  - hunter2\n  - env: A\n", "password: hunter2\n",
        "key_password: 'hunter2'\n", "passwords: [{ env: A }, hunter2, { file: b }]\n", "passwords: [{ fd: hunter2 }]\n",
        "passwords: [{ password: hunter2 }]\n", "passwords: [{ env: A, secret: hunter2 }]\n", "passwords:\n  - value: hunter2\n",
        "passwords: [a,\n  hunter2]\n", "passphrase: a: hunter2\n", "passwords:\n- hunter2\n",
        "{passwords: [\nhunter2, {env: A}], jobs: no}\n", "{passwords: ['\n]\nhunter2'\n], jobs: no}\n", "pwd: hunter2\n",
        "{jobs: no, passphrase: hunter2}\n", "bundles:\n  - { file: x, password: hunter2, y: z }\n"}) {
    EXPECT_EQ(all_of(text).find("hunter2"), std::string::npos) << all_of(text);
  }
}

// Later stages point at places of the file too.
TEST(PolicySecrets, TheTextThatIsKeptForCaretsHasNoPassword) {
  const LoadedPolicy loaded = load_text("{passwords: [hunter2, { file: nofile }]}\n");
  ASSERT_EQ(loaded.policy.sources.size(), 1u);
  EXPECT_EQ(loaded.policy.sources[0].text, "\n");
  EXPECT_EQ(load_text("jobs: 3\nsecret: |\n  hunter2\nstrict: true\n").policy.sources[0].text, "jobs: 3\n\n\nstrict: true\n");
}

TEST(PolicySecrets, OfAFileThatIsNotAMappingOnlyTheKindIsReported) {
  for (const char* text : {"s3cretline1 hunter2\n", "# x\nTOKEN=hunter2\nA: b\n", "- hunter2\n", "root:hunter2:0:0\na: b: c\n"}) {
    const LoadedPolicy loaded = load_text("extends: ./secret.txt\n", {{"secret.txt", text}});
    ASSERT_EQ(loaded.problems.size(), 1u);
    EXPECT_TRUE(loaded.problems[0].starts_with("secret.txt:1:1: error: the file is ")) << loaded.problems[0];
    EXPECT_EQ(loaded.problems[0].find("hunter2"), std::string::npos) << loaded.problems[0];
  }
}

TEST(PolicySecrets, SourcesArePlacedWithACaret) {
  EXPECT_EQ(all_of("passwords: [{ env: A, file: b }]\n"),
            ".chainlint.yaml:1:13: error: a source of passwords is one of { env: NAME }, { file: PATH } and { fd: 3 }\n"
            "  | passwords: [{ env: A, file: b }]\n  |             ^\n");
}

TEST(PolicySecrets, OtherLinesAreShown) {
  EXPECT_NE(all_of("passwords: [{ env: A }]\njobs: no\n").find("\n  | jobs: no\n"), std::string::npos);
  EXPECT_NE(all_of("overrides: [{ paths: 'secrets/**', rules: x }]\n").find("secrets/**"), std::string::npos);
}

}  // namespace policy_secrets_test
}  // namespace chainlint::policy
