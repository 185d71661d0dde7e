// Lists of pins: the lines of a table, what netsh prints, and what is wrong with either.
#include "chainlint/formats/pin_list.h"

#include <gtest/gtest.h>

#include <string>

#include "chainlint/base/limits.h"

namespace chainlint::formats {
namespace pin_list_test {

const std::string kSha1 = "a909502dd82ae41433e6f83886b00d4277a32a7b";
const std::string kSha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";  // of nothing
const std::string kBase64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";                      // the same bytes

PinList read(std::string_view text) { return read_pin_list("pins.txt", as_bytes(text)); }

// The first line of the one problem; the rest shows the place.
std::string problem(std::string_view text) {
  const PinList list = read(text);
  if (list.problems.size() != 1) return std::to_string(list.problems.size()) + " problems";
  return list.problems.front().substr(0, list.problems.front().find('\n'));
}

TEST(PinList, SplitsAtBlanksCommasSemicolonsAndTabs) {
  const PinList list = read("a " + kSha1 + "\nb," + kSha1 + "\nc ; " + kSha1 + "\nd\t" + kSha1 + "\n");
  ASSERT_TRUE(list.problems.empty()) << list.problems.front();
  ASSERT_EQ(list.pins.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(list.pins[i].service, std::string(1, static_cast<char>('a' + i)));
    EXPECT_EQ(list.pins[i].value, kSha1);
    EXPECT_EQ(list.pins[i].kind, Pin::Kind::certificate_sha1);
    EXPECT_EQ(list.pins[i].location.line, i + 1);
  }
}

TEST(PinList, TellsTheKindByPrefixOrLength) {
  const PinList list = read("a sha1:" + kSha1 + "\na SHA256:" + kSha256 + "\na spki:" + kSha256 + "\na " + kSha256 + "\na sha256//" +
                            kBase64 + "\na sha256/" + kBase64 + "\na \"issuer:CN=R3,O=Let's Encrypt\"\n");
  ASSERT_TRUE(list.problems.empty()) << list.problems.front();
  using Kind = Pin::Kind;
  const Kind kinds[] = {Kind::certificate_sha1, Kind::certificate_sha256, Kind::key_sha256, Kind::any_sha256,
                        Kind::key_sha256,       Kind::key_sha256,         Kind::issuer};
  ASSERT_EQ(list.pins.size(), std::size(kinds));
  for (std::size_t i = 0; i < std::size(kinds); ++i) EXPECT_EQ(list.pins[i].kind, kinds[i]) << i;
  EXPECT_EQ(list.pins[4].value, kSha256);
  EXPECT_EQ(list.pins[6].value, "CN=R3,O=Let's Encrypt");
}

TEST(PinList, ReadsDigestsAsToolsPrintThem) {
  const PinList list = read(
      "openssl A9:09:50:2D:D8:2A:E4:14:33:E6:F8:38:86:B0:0D:42:77:A3:2A:7B\n"
      "certutil, a9 09 50 2d d8 2a e4 14 33 e6 f8 38 86 b0 0d 42 77 a3 2a 7b\n");
  ASSERT_TRUE(list.problems.empty()) << list.problems.front();
  EXPECT_EQ(list.pins.at(0).value, kSha1);
  EXPECT_EQ(list.pins.at(1).value, kSha1);
}

TEST(PinList, PassesOverHeadingsCommentsAndEmptyLines) {
  const PinList list = read("# services\r\n\r\nService,Thumbprint\r\n  # more\r\n\"RDP, \"\"old\"\"\"," + kSha1 + "\r\n");
  ASSERT_TRUE(list.problems.empty()) << list.problems.front();
  ASSERT_EQ(list.pins.size(), 1u);
  EXPECT_EQ(list.pins.front().service, "RDP, \"old\"");
  EXPECT_EQ(list.pins.front().location.line, 5u);
}

TEST(PinList, ReadsUtf16AsPowerShellWritesIt) {
  std::string text("\xFF\xFE", 2);
  for (const char c : "a " + kSha1 + "\r\n") text += std::string{c, '\0'};
  EXPECT_EQ(read(text).pins.size(), 1u);
}

TEST(PinList, SaysHowManyDigitsThereAre) {
  EXPECT_EQ(problem("rdp " + kSha1.substr(1)),
            "pins.txt:1:5: error: the pin '" + kSha1.substr(1) +
                "' has 39 hexadecimal digits; allowed are the hexadecimal digits of a SHA-1 (40) or SHA-256 (64), spki:DIGITS, "
                "sha256//BASE64 and \"issuer:NAME\"");
}

TEST(PinList, SaysThatAnInvisibleCharacterWasCopied) {
  EXPECT_NE(problem("rdp \xE2\x80\x8E" + kSha1).find("perhaps an invisible one that was copied with it"), std::string::npos);
}

TEST(PinList, SaysHowTheNameOfAnIssuerIsWritten) {
  EXPECT_NE(problem("a " + kSha1 + "\nproxy,Acme Issuing 1").find("did you mean 'issuer:Acme Issuing 1'?"), std::string::npos);
  EXPECT_EQ(problem("a " + kSha1 + "\nproxy,beef").find("did you mean"), std::string::npos);
  EXPECT_EQ(problem("a " + kSha1 + "\nproxy,md5:ghi").find("did you mean"), std::string::npos);
}

TEST(PinList, TellsEveryMistakeWithItsPlace) {
  const PinList list = read("lonely\na b c\n\"open " + kSha1 + "\na sha256//AAAA\na issuer:\n," + kSha1 + "\n");
  const char* places[] = {"pins.txt:1:1: ", "pins.txt:2:1: ", "pins.txt:3:1: ", "pins.txt:4:3: ", "pins.txt:5:3: ", "pins.txt:6:1: "};
  ASSERT_EQ(list.problems.size(), std::size(places));
  for (std::size_t i = 0; i < std::size(places); ++i) EXPECT_TRUE(list.problems[i].starts_with(places[i])) << list.problems[i];
}

TEST(PinList, RefusesWhatIsNoList) {
  EXPECT_EQ(problem(""), "pins.txt:1:1: error: the file contains no pin; each line needs a service and a pin");
  EXPECT_EQ(problem(std::string("a\0b", 3)), "pins.txt:1:1: error: the file is not text in UTF-8 or UTF-16");
  EXPECT_NE(problem(std::string(PinLimits::kLineBytes + 1, 'a')).find("longer than 4096 bytes"), std::string::npos);
  EXPECT_NE(problem(std::string(PinLimits::kFileBytes + 1, '\n')).find("at most 8 MiB"), std::string::npos);
}

// What was named by mistake, or by a hostile policy, is not shown: a key, a list of accounts, passwords.
TEST(PinList, QuotesNothingOfAFileThatIsNoList) {
  for (const char* text :
       {"root:secret:0:0:root:/root:/bin/bash\nsecret:x:1:1::/:\n", "secret\n", "password: secret\n", "machine a login b password secret\n",
        "-----BEGIN PRIVATE KEY-----\nMIGHsecret\n-----END PRIVATE KEY-----\n", "user,\"secret\n", "user,0123456 secret\n"}) {
    EXPECT_EQ(problem(text),
              "pins.txt:1:1: error: no line has a service and a pin; allowed are the hexadecimal digits of a SHA-1 (40) "
              "or SHA-256 (64), spki:DIGITS, sha256//BASE64 and \"issuer:NAME\"");
  }
  EXPECT_EQ(problem(std::string(PinLimits::kLineBytes, 'x') + "secret").find("xxx"), std::string::npos);
}

TEST(PinList, StopsAtItsBounds) {
  std::string many;
  for (std::size_t i = 0; i < PinLimits::kPins; ++i) many += "a " + kSha1 + "\n";
  const PinList list = read(many + "a " + kSha1);
  EXPECT_EQ(list.pins.size(), PinLimits::kPins);
  ASSERT_EQ(list.problems.size(), 1u);
  std::string wrong;
  for (std::size_t i = 0; i < 10 * PinLimits::kProblems; ++i) wrong += "wrong sha1:\n";
  EXPECT_EQ(read(wrong).problems.size(), PinLimits::kProblems);
}

constexpr const char* kNetsh =
    "\r\n"
    "SSL Certificate bindings: \r\n"
    "------------------------- \r\n"
    "\r\n"
    "    IP:port                      : 0.0.0.0:443\r\n"
    "    Certificate Hash             : A909502DD82AE41433E6F83886B00D4277A32A7B\r\n"
    "    Application ID               : {4dc3e181-e14b-4a21-b022-59fc669b0914}\r\n"
    "    Ctl Identifier               : (null)\r\n"
    "\r\n"
    "    Hostname:port                : www.example.com:443\r\n"
    "    Certificate Hash             : 0123456789abcdef0123456789abcdef01234567\r\n"
    "    Certificate Store Name       : MY\r\n"
    "    Extended Properties: \r\n"
    "\r\n"
    "        PropertyId                   : 0\r\n"
    "        Receive Window               : 1048576\r\n"
    "\r\n"
    "    Central Certificate Store    : 443\r\n"
    "    Certificate Hash             : (null)\r\n";

TEST(BindingList, HasOnePinABinding) {
  const PinList list = read(kNetsh);
  ASSERT_TRUE(list.problems.empty()) << list.problems.front();
  ASSERT_EQ(list.pins.size(), 2u);
  EXPECT_EQ(list.pins[0].service, "HTTP.sys 0.0.0.0:443");
  EXPECT_EQ(list.pins[0].value, kSha1);
  EXPECT_EQ(list.pins[0].location.line, 6u);
  EXPECT_EQ(list.pins[0].application, "{4dc3e181-e14b-4a21-b022-59fc669b0914}");
  EXPECT_EQ(list.pins[1].application, "") << "another binding has it";
  EXPECT_EQ(list.pins[1].service, "HTTP.sys www.example.com:443");
}

TEST(BindingList, IsReadInAnyLanguage) {
  const PinList list =
      read("SSL-Zertifikatbindungen:\n\n    IP:Port                   : [::]:443\n    Zertifikathash            : " + kSha1 + "\n");
  ASSERT_EQ(list.pins.size(), 1u);
  EXPECT_EQ(list.pins.front().service, "HTTP.sys [::]:443");
}

TEST(BindingList, IsReadInTheCodePageOfAConsole) {
  const std::string german = "    IP:Port                   : 0.0.0.0:443\n    Zertifikathash            : " + kSha1 +
                             "\n    Zertifikatsperrung \201berpr\201fen : Enabled\n";  // CP850
  const PinList list = read(german);
  ASSERT_EQ(list.pins.size(), 1u);
  EXPECT_EQ(list.pins.front().value, kSha1);
}

TEST(BindingList, ComplainsOfAHashThatIsNone) {
  EXPECT_EQ(
      problem("    IP:port  : 0.0.0.0:443\n    Certificate Hash  : a909\n\n    IP:port : 0.0.0.0:444\n    Certificate Hash : " + kSha1),
      "pins.txt:2:25: error: the hash 'a909' of '0.0.0.0:443' is not a SHA-1 of 40 hexadecimal digits");
}

}  // namespace pin_list_test
}  // namespace chainlint::formats
