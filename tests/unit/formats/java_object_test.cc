// Passing over serialized Java objects. What is called Java's was written with ObjectOutputStream of OpenJDK 17.0.15.
#include "java/java_object.h"

#include <gtest/gtest.h>

#include "keystore_builder.h"

namespace chainlint::formats {
namespace java_object_test {

using namespace keystore_test;

Bytes stream(std::initializer_list<Bytes> contents) { return joined({{0xAC, 0xED, 0, 5}, joined(contents)}); }

// The size; or what is wrong.
std::string skipped(const Bytes& data) {
  const auto size = java_object_size(data);
  return size ? std::to_string(*size) : size.error().what;
}

// A class description up to and including its fields; annotation and superclass are to follow.
Bytes class_head(std::string_view name, std::uint8_t flags, std::initializer_list<Bytes> fields) {
  return joined({{0x72}, text(name), Bytes(8), {flags}, number(fields.size(), 2), joined(fields)});
}
Bytes field(char type, std::string_view name) { return joined({{static_cast<std::uint8_t>(type)}, text(name)}); }
Bytes object_field(std::string_view name) { return joined({field('L', name), {0x74}, text("Lx;")}); }
const Bytes kEndClass = {0x78, 0x70};
Bytes handle(std::uint8_t index) { return {0x71, 0, 0x7E, 0, index}; }

TEST(JavaObject, SkipsPrimitiveFieldsOfEveryType) {
  const Bytes fields = class_head("P", 2,
                                  {field('B', "a"), field('C', "b"), field('D', "c"), field('F', "d"), field('I', "e"), field('J', "f"),
                                   field('S', "g"), field('Z', "h")});
  const Bytes whole = stream({{0x73}, fields, kEndClass, Bytes(1 + 2 + 8 + 4 + 4 + 8 + 2 + 1)});
  EXPECT_EQ(skipped(joined({whole, {1, 2, 3}})), std::to_string(whole.size()));
}

TEST(JavaObject, SkipsSuperclassesFirstAndReferencesToClasses) {
  const Bytes base = joined({class_head("Base", 2, {field('B', "a")}), kEndClass});
  const Bytes derived = joined({class_head("Derived", 2, {object_field("b")}), {0x78}, base});
  // The second object refers to the class of the first: handles are Derived, "Lx;", Base, the object.
  const Bytes whole = stream({{0x73}, derived, {7}, {0x73}, handle(0), {8}, {0x70}});
  EXPECT_EQ(skipped(whole), std::to_string(whole.size()));
}

TEST(JavaObject, SkipsArraysStringsEnumsClassesAndBlocks) {
  const Bytes octets = joined({{0x75}, class_head("[B", 2, {}), kEndClass, u32(3), {1, 2, 3}});
  const Bytes strings = joined({{0x75}, class_head("[Ljava.lang.String;", 2, {}), kEndClass, u32(2), {0x74}, text("x"), {0x70}});
  const Bytes long_string = joined({{0x7C}, number(2, 8), {'a', 'b'}});
  const Bytes constant = joined({{0x7E}, class_head("E", 0x12, {}), kEndClass, {0x74}, text("ONE")});
  const Bytes class_itself = joined({{0x76}, class_head("C", 2, {}), kEndClass});
  const Bytes proxy = joined({{0x73, 0x7D}, u32(1), text("I"), kEndClass});
  for (const Bytes& content : {octets, strings, long_string, constant, class_itself, proxy}) {
    const Bytes whole = stream({content});
    EXPECT_EQ(skipped(joined({whole, {0x70}})), std::to_string(whole.size())) << to_hex(content);
    // The same inside the annotation of an object that writes itself, between blocks of bytes.
    const Bytes writer = stream({{0x73}, class_head("W", 3, {}), kEndClass, {0x77, 2, 9, 9}, content, {0x7A}, u32(1), {9}, {0x78}});
    EXPECT_EQ(skipped(joined({writer, {0x70}})), std::to_string(writer.size())) << to_hex(content);
  }
}

TEST(JavaObject, SkipsTheExternalFormWithBlockData) {
  const Bytes whole = stream({{0x73}, class_head("X", 0x0C, {}), kEndClass, {0x77, 1, 9, 0x78}});
  EXPECT_EQ(skipped(whole), std::to_string(whole.size()));
  EXPECT_EQ(skipped(stream({{0x73}, class_head("X", 4, {}), kEndClass, {9}})), "has an external form of unknown length");
}

TEST(JavaObject, KeyFormOfJavaIsSkipped) {
  // new ObjectOutputStream(out).writeObject(new SecretKeySpec(new byte[] {1, 2, 3}, "AES"))
  const Bytes java = der_of(
      "rO0ABXNyAB9qYXZheC5jcnlwdG8uc3BlYy5TZWNyZXRLZXlTcGVjW0cLZuIwYU0CAAJMAAlhbGdvcml0aG10ABJMamF2YS9sYW5nL1N0cmluZztbAANrZXl0"
      "AAJbQnhwdAADQUVTdXIAAltCrPMX+AYIVOACAAB4cAAAAAMBAgM=");
  EXPECT_EQ(skipped(joined({java, Bytes(20)})), std::to_string(java.size()));
  // A HashMap of a Date and of an ArrayList with an enum constant: classes that write themselves.
  const Bytes map = der_of(
      "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcAUH2sHDFmDRAwACRgAKbG9hZEZhY3RvckkACXRocmVzaG9sZHhwP0AAAAAAAAx3CAAAABAAAAACc3IAEWphdmEu"
      "bGFuZy5JbnRlZ2VyEuKgpPeBhzgCAAFJAAV2YWx1ZXhyABBqYXZhLmxhbmcuTnVtYmVyhqyVHQuU4IsCAAB4cAAAAAFzcgAOamF2YS51dGlsLkRhdGVoaoEB"
      "S1l0GQMAAHhwdwgAAAAAAAAABXhzcQB+AAIAAAACc3IAE2phdmEudXRpbC5BcnJheUxpc3R4gdIdmcdhnQMAAUkABHNpemV4cAAAAAF3BAAAAAF+cgAdamF2"
      "YS51dGlsLmNvbmN1cnJlbnQuVGltZVVuaXQAAAAAAAAAABIAAHhyAA5qYXZhLmxhbmcuRW51bQAAAAAAAAAAEgAAeHB0AAREQVlTeHg=");
  EXPECT_EQ(skipped(joined({map, Bytes(20)})), std::to_string(map.size()));
}

TEST(JavaObject, EveryPrefixIsAnError) {
  const Bytes whole = stream({{0x73}, class_head("W", 3, {object_field("o")}), kEndClass, {0x74}, text("v"), {0x77, 1, 9, 0x78}});
  ASSERT_EQ(skipped(whole), std::to_string(whole.size()));
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(java_object_size(ByteView(whole).first(size)).ok()) << size;
}

TEST(JavaObject, WhatCannotBeMeasuredIsAnError) {
  EXPECT_EQ(skipped({1, 2, 3, 4, 5}), "is not a serialized object");
  EXPECT_EQ(skipped(stream({{0x7B}})), "has a type code that is unknown or cannot be skipped");
  EXPECT_EQ(skipped(stream({handle(0)})), "refers to an object that is not there");
  EXPECT_EQ(skipped(stream({{0x73, 0x70}})), "has an object without a class");
  EXPECT_EQ(skipped(stream({{0x73, 0x74}})), "lacks a class");
  EXPECT_EQ(skipped(stream({{0x73}, class_head("N", 0, {}), kEndClass})), "has an object that is not serializable");
  EXPECT_EQ(skipped(stream({{0x73}, class_head("N", 2, {field('?', "a")}), kEndClass})), "has a field of an unknown type");
  EXPECT_EQ(skipped(stream({{0x75}, class_head("[?", 2, {}), kEndClass})), "has an array of an unknown type");
  EXPECT_EQ(skipped(stream({{0x75}, class_head("B", 2, {}), kEndClass})), "has an array without a class");
}

TEST(JavaObject, ClassThatExtendsItselfIsAnError) {
  EXPECT_EQ(skipped(stream({{0x73}, class_head("S", 2, {}), {0x78}, handle(0)})), "refers to an object that is not a class");
}

TEST(JavaObject, LengthsPastTheEndAreErrors) {
  EXPECT_EQ(skipped(stream({{0x75}, class_head("[J", 2, {}), kEndClass, u32(0xFFFFFFFF), Bytes(8)})), "is cut off in a value");
  EXPECT_EQ(skipped(stream({{0x7C}, number(0xFFFFFFFFFFFFFFFF, 8)})), "is cut off in a value");
  EXPECT_EQ(skipped(stream({{0x75}, class_head("[Lx;", 2, {}), kEndClass, u32(0xFFFFFFFF), {0x70}})), "is cut off before a type code");
}

TEST(JavaObject, DepthIsBounded) {
  Bytes deep = {0xAC, 0xED, 0, 5};
  const Bytes level = joined({{0x75}, class_head("[Lx;", 2, {}), kEndClass, u32(1)});
  for (int i = 0; i < 10000; ++i) deep.insert(deep.end(), level.begin(), level.end());
  EXPECT_EQ(skipped(deep), "has objects nested more than 64 deep");
}

TEST(JavaObject, AncestorsAreBounded) {
  // An array of classes, each extending the one before: its description has the handle 2, 4, 6, ...
  Bytes lineage = stream({{0x75}, class_head("[Lx;", 2, {}), kEndClass, u32(40), {0x76}, class_head("c", 2, {}), kEndClass});
  for (std::uint8_t parent = 2; parent < 80; parent = static_cast<std::uint8_t>(parent + 2)) {
    lineage = joined({lineage, {0x76}, class_head("c", 2, {}), {0x78}, handle(parent)});
  }
  EXPECT_EQ(skipped(lineage), "has a class that extends more than 16 others");
}

TEST(JavaObject, HandlesAreBounded) {
  Bytes many = stream({{0x75}, class_head("[Lx;", 2, {}), kEndClass, u32(70000)});
  for (int i = 0; i < 70000; ++i) many.insert(many.end(), {0x74, 0, 0});
  EXPECT_EQ(skipped(many), "has more than 65536 objects");
}

}  // namespace java_object_test
}  // namespace chainlint::formats
