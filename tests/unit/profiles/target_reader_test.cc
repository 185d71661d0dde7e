// Mistakes in a profile: all of them, each with its place.
#include <gtest/gtest.h>

#include "chainlint/profiles/library.h"

namespace chainlint::profiles {
namespace target_reader_test {

std::vector<std::string> problems_of(const std::string& lines) {
  return load_profiles({{"own.yaml", "target: own\ntitle: Own\nfamily: file-order\n" + lines}}).problems;
}

// The first line of the only problem.
std::string problem_of(const std::string& lines) {
  const std::vector<std::string> problems = problems_of(lines);
  EXPECT_EQ(problems.size(), 1u) << lines;
  return problems.empty() ? "" : problems.front().substr(0, problems.front().find('\n'));
}

TEST(TargetReader, ReadsEveryKey) {
  const LoadedProfiles loaded = load_profiles({{"own.yaml", R"(
target: own
title: Own proxy
description: what it does
family: split-file
evidence: measured
auto_chain: true
import: my-only
formats: [pem, pkcs12]
root_in_file: required
duplicates: refused
leaf_first: warn
strict_order: required
chain_in_file: required
leaf_in_chain_file: refused
private_key: required
valid_now: required
password: required
one_password: required
public_ca: required
max_certificates: 5
max_intermediates: 4
min_intermediates: 1
one_certificate_in_field: true
single_file: true
file_named_for_host: true
commands:
  install:
    - { formats: [pem], key: new, run: "put {file} {key}" }
    - "load {pfx}"
  activate: [reload]
  at_once: true
keys: { rsa_min_bits: 2048, rsa_max_bits: 8192, curves: [P-256], algorithms: [rsa, ec], max_bytes: 5000, encrypted: refused, formats: [pkcs8] }
versions: ["1", "2"]
pfx:
  - { scheme: pbes2, since: ["2"] }
  - { scheme: no-mac, never: true, evidence: unverified }
key_provider: csp
key_spec: AT_KEYEXCHANGE
key_usage: [digitalSignature]
pem_refused: [pem-bom]
notes: [a note]
references: ["https://example.com/"]
)"}});
  ASSERT_TRUE(loaded.problems.empty()) << loaded.problems.front();
  const Profile& own = *loaded.library.target("own");
  EXPECT_EQ(own.family, chain::ServerFamily::split_file);
  EXPECT_EQ(own.evidence, chain::Evidence::measured);
  EXPECT_TRUE(own.auto_chain);
  EXPECT_EQ(own.import, chain::PfxImport::my_only);
  EXPECT_EQ(own.formats, (std::vector<std::string>{"pem", "pkcs12"}));
  EXPECT_EQ(own.leaf_first, Stance::warn);
  for (const Stance stance : {own.root_in_file, own.strict_order, own.chain_in_file, own.private_key, own.valid_now, own.password,
                              own.one_password, own.public_ca}) {
    EXPECT_EQ(stance, Stance::required);
  }
  EXPECT_EQ(own.duplicates, Stance::refused);
  EXPECT_EQ(own.leaf_in_chain_file, Stance::refused);
  EXPECT_EQ(own.max_certificates, 5u);
  EXPECT_EQ(own.max_intermediates, 4u);
  EXPECT_EQ(own.min_intermediates, 1u);
  EXPECT_TRUE(own.one_certificate_in_field && own.single_file && own.file_named_for_host);
  ASSERT_EQ(own.commands.install.size(), 2u);
  EXPECT_EQ(own.commands.install[0].formats, std::vector<std::string>{"pem"});
  EXPECT_EQ(own.commands.install[0].new_key, true);
  EXPECT_EQ(own.commands.install[0].run, "put {file} {key}");
  EXPECT_EQ(own.commands.install[1].new_key, std::nullopt);
  EXPECT_EQ(own.commands.install[1].run, "load {pfx}");
  ASSERT_EQ(own.commands.activate.size(), 1u);
  EXPECT_EQ(own.commands.activate[0].run, "reload");
  EXPECT_TRUE(own.commands.at_once);
  EXPECT_EQ(own.keys.rsa_max_bits, 8192u);
  EXPECT_EQ(own.keys.max_bytes, 5000u);
  EXPECT_EQ(own.keys.encrypted, Stance::refused);
  ASSERT_EQ(own.pfx.size(), 2u);
  EXPECT_EQ(own.pfx[0].since, std::vector<std::string>{"2"});
  EXPECT_TRUE(own.pfx[1].never);
  EXPECT_EQ(own.pfx[1].evidence, chain::Evidence::unverified);
  EXPECT_EQ(own.key_provider + own.key_spec, "cspAT_KEYEXCHANGE");
  EXPECT_EQ(own.key_usage.size() + own.pem_refused.size() + own.notes.size() + own.references.size(), 4u);
  EXPECT_EQ(own.versions.back(), "2");
}

TEST(TargetReader, ListsAllMistakesByTheirPlaces) {
  const auto problems = problems_of("root_in_fil: allowed\nmax_certificates: many\nkeys: { rsa_min_bits: -1, curve: [P-256] }\n");
  ASSERT_EQ(problems.size(), 4u);
  EXPECT_EQ(problems[0],
            "own.yaml:4:1: error: a target has no key 'root_in_fil'\n"
            "  | root_in_fil: allowed\n"
            "  | ^\n"
            "did you mean 'root_in_file'?");
  EXPECT_EQ(problems[1].substr(0, problems[1].find('\n')), "own.yaml:5:19: error: 'max_certificates' is an integer, not the text 'many'");
  EXPECT_EQ(problems[2].substr(0, problems[2].find('\n')), "own.yaml:6:23: error: 'rsa_min_bits' is from 0 to 2147483647, not -1");
  EXPECT_EQ(problems[3].substr(0, problems[3].find('\n')), "own.yaml:6:27: error: 'keys' has no key 'curve'");
}

TEST(TargetReader, WordsAreOnesThatMeanSomething) {
  EXPECT_NE(problem_of("formats: [pfx]\n").find("an item of 'formats' is one of pem, der,"), std::string::npos);
  EXPECT_NE(problem_of("root_in_file: forbidden\n").find("'root_in_file' is one of allowed, warn, refused and required"),
            std::string::npos);
  EXPECT_NE(problem_of("pem_refused: [bom]\n").find("an item of 'pem_refused' is one of pem-"), std::string::npos);
  EXPECT_NE(problem_of("keys: { algorithms: [ecdsa] }\n").find("an item of 'algorithms' is one of rsa,"), std::string::npos);
  EXPECT_NE(problem_of("key_usage: [signing]\n").find("an item of 'key_usage' is one of digitalSignature,"), std::string::npos);
  EXPECT_NE(problem_of("import: script\n").find("'import' is one of wizard and my-only"), std::string::npos);
}

TEST(TargetReader, CommandsHaveKnownPlaceholders) {
  EXPECT_EQ(problem_of("commands: { install: ['load {files}'] }\n"),
            "own.yaml:4:23: error: a command has no placeholder '{files}'; allowed are file, pfx, key, alias and thumbprint");
  EXPECT_EQ(problem_of("commands: { install: [{ formats: [pem] }] }\n"),
            "own.yaml:4:23: error: an item of 'install' lacks the required key 'run'");
  EXPECT_EQ(problem_of("commands: { activate: reload }\n"), "own.yaml:4:23: error: 'activate' is a list, not the text 'reload'");
  EXPECT_TRUE(problems_of("commands: { activate: ['bind {thumbprint} {APPID} @{Hash=1}'] }\n").empty());
}

TEST(TargetReader, VersionsAreText) {
  EXPECT_EQ(problem_of("versions: [2016]\n"),
            "own.yaml:4:12: error: an item of 'versions' is text, not the number 2016; put it between quotes");
}

TEST(TargetReader, APfxSchemeIsReadFromAVersionOnOrNever) {
  const std::string says = "an item of 'pfx' needs 'since', the first versions that support the scheme, or 'never: true'";
  EXPECT_NE(problem_of("pfx: [{ scheme: pbes2 }]\n").find(says), std::string::npos);
  EXPECT_NE(problem_of("pfx: [{ scheme: pbes2, since: [\"2\"], never: true }]\n").find(says), std::string::npos);
  EXPECT_NE(problem_of("pfx: [{ never: true }]\n").find("lacks the required key 'scheme'"), std::string::npos);
  EXPECT_NE(problem_of("pfx: { scheme: pbes2, never: true }\n").find("'pfx' is a list"), std::string::npos);
}

TEST(TargetReader, BoundsAreInOrder) {
  EXPECT_NE(problem_of("keys: { rsa_min_bits: 4096, rsa_max_bits: 2048 }\n").find("(4096) is above 'rsa_max_bits' (2048)"),
            std::string::npos);
}

TEST(TargetReader, ATargetHasATitleAndAFamily) {
  const auto problems = load_profiles({{"own.yaml", "target: own\n"}}).problems;
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_NE((problems[0] + problems[1]).find("a target lacks the required key 'family', or 'extends'"), std::string::npos);
  EXPECT_NE((problems[0] + problems[1]).find("a target lacks the required key 'title'"), std::string::npos);
}

}  // namespace target_reader_test
}  // namespace chainlint::profiles
