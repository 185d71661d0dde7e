// Hostile streams of documents end early and say so.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "chainlint/yaml/stream.h"

namespace chainlint::yaml {
namespace stream_limits_test {

struct Told {
  std::size_t documents = 0;
  std::set<std::string> errors, warnings;
  std::size_t most_members = 0;
};

Told read(std::string_view text, const TreeLimits& limits = {}) {
  DocumentStream stream(text, limits);
  Told told;
  while (auto document = stream.next()) {
    ++told.documents;
    for (const Issue& issue : document->issues) (issue.severity == Severity::error ? told.errors : told.warnings).insert(issue.code);
    if (!document->tree.empty()) told.most_members = std::max(told.most_members, document->tree.root().members.size());
  }
  return told;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

using Codes = std::set<std::string>;

TEST(StreamLimits, AnAliasBombIsAnErrorAndTheRestIsRead) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(before + ", ", 8) + before + "]\n";
  }
  const Told told = read(text + "last: 1\n---\nnext: 2\n");
  EXPECT_EQ(told.errors, Codes{"yaml-alias"});
  EXPECT_EQ(told.most_members, 13u);
  EXPECT_EQ(told.documents, 2u);
}

TEST(StreamLimits, AliasesMayNotRepeatTextWithoutBound) {
  const std::string text = "a: &a " + std::string(1000, 'x') + "\nb: [" + repeated("*a, ", 100) + "]\n";
  TreeLimits limits;
  limits.alias_octets = 50000;
  EXPECT_EQ(read(text, limits).errors, Codes{"yaml-alias"});
  EXPECT_EQ(read(text).errors, Codes{});
}

TEST(StreamLimits, RefusedAliasesTakeNoRoom) {
  TreeLimits limits;
  limits.nodes = 100;
  const std::string text = "a: &a 1\nb: [" + repeated("*a, ", 1000) + "]\n";
  DocumentStream stream(text, limits);
  const auto document = stream.next();
  const Tree::Node& list = *document->tree.find(document->tree.root(), "b");
  EXPECT_EQ(list.items.size(), 1000u);
  EXPECT_EQ(list.items[998], list.items[999]);
  EXPECT_EQ(document->tree.at(list.items[999]).kind, Kind::null);
}

TEST(StreamLimits, AnAliasInsideItsOwnValueIsAnError) {
  EXPECT_EQ(read("a: &a [1, *a]\n").errors, Codes{"yaml-alias"});
  EXPECT_EQ(read("a: &a\n  <<: *a\n").errors, Codes{"yaml-alias"});
}

TEST(StreamLimits, DepthIsBounded) {
  EXPECT_EQ(read(repeated("[", 90) + repeated("]", 90)).errors, Codes{});
  const Told deep = read(repeated("[", 200) + repeated("]", 200) + "\n---\na: 1\n");
  EXPECT_EQ(deep.errors, Codes{"yaml-depth"});
  EXPECT_EQ(deep.documents, 2u);
  for (const std::string_view opening : {"[", "{a: ", "- ", "? ", "{? ", "[{", "!a [", "&a - "}) {
    const Told told = read(repeated(opening, 100000));
    EXPECT_EQ(told.errors.size(), 1u) << opening;
    EXPECT_TRUE(told.errors.contains("yaml-depth") || told.errors.contains("yaml-nodes") || told.errors.contains("yaml-syntax")) << opening;
  }
}

TEST(StreamLimits, ValuesAreCountedOverAllDocuments) {
  TreeLimits limits;
  limits.nodes = 10;
  const Told told = read("[1, 2, 3]\n---\n[4, 5, 6]\n---\n[7, 8, 9]\n---\n[10]\n", limits);
  EXPECT_EQ(told.errors, Codes{"yaml-nodes"});
  EXPECT_EQ(told.documents, 3u);
}

TEST(StreamLimits, ACollectionInBracketsIsNotCollectedWithoutBound) {
  EXPECT_EQ(read("[" + repeated("b,", 300000) + "]\n---\nc: 1\n").errors, Codes{"yaml-nodes"});
  EXPECT_EQ(read("[" + repeated("b,", 50000) + "]\n").errors, Codes{});
}

TEST(StreamLimits, DocumentsAreCounted) {
  TreeLimits limits;
  limits.documents = 3;
  const Told told = read("---\na: 1\n---\nb: 2\n---\nc: 3\n---\nd: 4\n---\ne: 5\n", limits);
  EXPECT_EQ(told.errors, Codes{"yaml-documents"});
  EXPECT_EQ(told.documents, 4u);
}

TEST(StreamLimits, ManyDuplicateKeysAreOneSummary) {
  const Told told = read(repeated("a: 1\n", 5000));
  EXPECT_EQ(told.errors, Codes{});
  EXPECT_EQ(told.warnings, (Codes{"yaml-duplicate-key", "yaml-issues"}));
  EXPECT_EQ(told.most_members, 1u);
}

}  // namespace stream_limits_test
}  // namespace chainlint::yaml
