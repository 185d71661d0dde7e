#include "chainlint/yaml/packed.h"

#include <gtest/gtest.h>

namespace chainlint::yaml {
namespace packed_test {

// Every part of the two trees, down to the last position.
void expect_same(const Node& a, const Node& b) {
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.position.line, b.position.line);
  EXPECT_EQ(a.position.column, b.position.column);
  EXPECT_EQ(a.scalar, b.scalar);
  EXPECT_EQ(a.quoted, b.quoted);
  ASSERT_EQ(a.items.size(), b.items.size());
  for (std::size_t i = 0; i < a.items.size(); ++i) expect_same(a.items[i], b.items[i]);
  ASSERT_EQ(a.members.size(), b.members.size());
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    EXPECT_EQ(a.members[i].key, b.members[i].key);
    EXPECT_EQ(a.members[i].key_position.line, b.members[i].key_position.line);
    EXPECT_EQ(a.members[i].key_position.column, b.members[i].key_position.column);
    expect_same(a.members[i].value, b.members[i].value);
  }
}

const SourceFile kSource{"a.yaml",
                         "id: a\nlist: [1, '2', { three: \"\\u00e9\" }]\nnothing:\ntext: >-\n  " + std::string(300, 'x') + "\n  y\n"};

TEST(Packed, ContainsAllOfADocument) {
  const Parsed parsed = parse(kSource);
  ASSERT_TRUE(parsed.root);
  const std::optional<Node> unpacked = unpack(pack(*parsed.root));
  ASSERT_TRUE(unpacked);
  expect_same(*parsed.root, *unpacked);
}

TEST(Packed, GivesTheMembersThatAreRequested) {
  constexpr std::string_view kKeys[] = {"text", "id", "absent"};
  const Parsed parsed = parse(kSource);
  const std::optional<Node> unpacked = unpack(pack(*parsed.root), kKeys);
  ASSERT_TRUE(unpacked);
  ASSERT_EQ(unpacked->members.size(), 2u);
  expect_same(*parsed.root->find("id"), unpacked->members[0].value);
  expect_same(*parsed.root->find("text"), unpacked->members[1].value);
}

TEST(Packed, RefusesEveryOtherLength) {
  const std::string octets = pack(*parse(kSource).root);
  for (std::size_t size = 0; size < octets.size(); ++size) EXPECT_FALSE(unpack(octets.substr(0, size))) << size;
  EXPECT_FALSE(unpack(octets + '\0'));
}

TEST(Packed, RefusesCountsThatNothingBacks) { EXPECT_FALSE(unpack(std::string("\x04\x01\x01\x00\xFF\xFF\xFF\xFF\x7F\x00", 10))); }

TEST(Packed, StandsInForTheText) {
  const std::string packed = pack(*parse({"a.yaml", "id: packed\n"}).root);
  ShippedFile shipped{"a.yaml", "id: text\n", packed, ""};
  const SourceFile source{"a.yaml", "", &shipped};
  EXPECT_EQ(parse(source).root->find("id")->scalar, "packed");
  shipped.packed = "damaged";
  EXPECT_EQ(parse(source).root->find("id")->scalar, "text");
}

}  // namespace packed_test
}  // namespace chainlint::yaml
