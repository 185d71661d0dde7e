// Base64: RFC 4648 section 10 gives the vectors.
#include "chainlint/base/base64.h"

#include <gtest/gtest.h>

#include <string>

namespace chainlint {
namespace base64_test {

struct Decoded {
  Base64Result result;
  std::string text;
};

Decoded decode(std::string_view text) {
  std::string bytes(base64_capacity(text), '\0');
  Decoded decoded;
  decoded.result = decode_base64(text, reinterpret_cast<std::uint8_t*>(bytes.data()));
  decoded.text = bytes.substr(0, decoded.result.size);
  return decoded;
}

TEST(Base64, DecodesTheVectorsOfTheStandard) {
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"", ""}, {"Zg==", "f"}, {"Zm8=", "fo"}, {"Zm9v", "foo"}, {"Zm9vYg==", "foob"}, {"Zm9vYmE=", "fooba"}, {"Zm9vYmFy", "foobar"}};
  for (const auto& [encoded, plain] : vectors) {
    const Decoded decoded = decode(encoded);
    EXPECT_EQ(decoded.text, plain);
    EXPECT_EQ(decoded.result.status, Base64Result::Status::ok);
    EXPECT_FALSE(decoded.result.padding_wrong) << encoded;
  }
}

TEST(Base64, PassesOverWhiteSpaceAnywhere) { EXPECT_EQ(decode(" Z\tm\r\n9v\vY m F\f y ").text, "foobar"); }

TEST(Base64, PassesOverEscapedLineEnds) {
  const Decoded decoded = decode("Zm9v\\nYm\\r\\nFy\\\\n");
  EXPECT_EQ(decoded.text, "foobar");
  EXPECT_TRUE(decoded.result.escaped_newlines);
}

TEST(Base64, BackslashAloneIsNotBase64) {
  const Decoded decoded = decode("Zm9v\\Ym");
  EXPECT_EQ(decoded.result.status, Base64Result::Status::bad_character);
  EXPECT_EQ(decoded.result.error_offset, 4u);
}

TEST(Base64, ReadsMissingAndExcessPadding) {
  for (const char* text : {"Zm8", "Zm8==", "Zg", "Zg=", "Zm9v="}) {
    const Decoded decoded = decode(text);
    EXPECT_EQ(decoded.result.status, Base64Result::Status::ok) << text;
    EXPECT_TRUE(decoded.result.padding_wrong) << text;
    EXPECT_EQ(decoded.text, std::string_view("foo").substr(0, decoded.text.size())) << text;
  }
}

TEST(Base64, DataAfterPaddingIsAnErrorAtItsPlace) {
  const Decoded decoded = decode("Zm8=Zm8=");
  EXPECT_EQ(decoded.result.status, Base64Result::Status::bad_character);
  EXPECT_EQ(decoded.result.error_offset, 4u);
}

TEST(Base64, OneCharacterLeftOverIsAnError) { EXPECT_EQ(decode("Zm9vY").result.status, Base64Result::Status::bad_length); }

TEST(Base64, EveryOtherByteIsAnError) {
  const std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n\v\f";
  for (int octet = 0; octet < 256; ++octet) {
    const char c = static_cast<char>(octet);
    if (allowed.find(c) != std::string_view::npos) continue;
    const Decoded decoded = decode(std::string("Zm9v") + c + "mFy");
    EXPECT_EQ(decoded.result.status, Base64Result::Status::bad_character) << octet;
    EXPECT_EQ(decoded.result.error_offset, 4u) << octet;
  }
}

}  // namespace base64_test
}  // namespace chainlint
