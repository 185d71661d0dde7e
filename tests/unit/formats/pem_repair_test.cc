// Every form that servers refuse is written so that they read it, and nothing is written of what is damaged.
#include "chainlint/formats/pem_repair.h"

#include <gtest/gtest.h>

#include "chainlint/base/base64.h"
#include "reading_fixture.h"

namespace chainlint::formats {
namespace pem_repair_test {

using namespace openssl_samples;
using Strings = std::vector<std::string>;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
  return text;
}

std::string clean() { return pem("CERTIFICATE", kLeaf) + pem("CERTIFICATE", kRoot) + pem("PRIVATE KEY", kPkcs8); }

std::string wide(std::string_view text) {
  std::string out = "\xFF\xFE";
  for (const char c : text) {
    out += c;
    out += '\0';
  }
  return out;
}

std::string encoded(std::string_view text) {
  const SecretBytes base64 = base64_text(as_bytes(text), 76);
  return std::string(base64.begin(), base64.end());
}

std::string repaired(std::string_view text) {
  const auto pem = repaired_pem(as_bytes(text), Limits());
  return pem ? std::string(pem->begin(), pem->end()) : "";
}

TEST(PemRepair, WritesEveryFormAsTheSamePlainText) {
  const std::string forms[] = {
      clean(),
      "\xEF\xBB\xBF" + clean(),
      wide(clean()),
      replaced(clean(), "\n", "\r\n"),
      replaced(clean(), "\n", "\r"),
      replaced(clean(), "\n", "\r\r\n"),
      replaced(clean(), "\n", "\n\n"),
      replaced(clean(), "\n", "\r\r\n\r\r\n"),
      replaced(clean(), "\n", "\\n"),
      replaced(clean(), "\n", "\\r\\n"),
      replaced(clean(), "\n", "\\\\n"),
      replaced(clean(), "\n", "\\n\n"),
      replaced(clean(), "\n", " "),
      replaced(clean(), "\n", ""),
      "    " + replaced(clean(), "\n", "\n    "),
      "> " + replaced(clean(), "\n", "\n> "),
      "\"" + clean() + "\"",
      replaced(clean(), "-----BEGIN", "----BEGIN"),
      replaced(clean(), "-----END", "------END"),
      "MIIB\n-----END CERTIFICATE-----\n" + clean(),
      replaced(clean(), "-----", "\xE2\x80\x94-"),
      replaced(clean(), "-----", "\x97\x97"),
      replaced(clean(), "-----\n-----BEGIN", "----------BEGIN"),
      replaced(clean(), "-----END CERTIFICATE-----\n", ""),
      replaced(clean(), "END CERTIFICATE", "END X509 CRL"),
      replaced(clean(), "CERTIFICATE-----\nM", "CERTIFICATE-----\n\xC2\xA0M"),
      replaced(clean(), "CERTIFICATE", "X509 CERTIFICATE"),
      replaced(clean(), "=", ""),
      "Bag Attributes\n" + clean(),
      encoded(clean()),
  };
  for (const std::string& form : forms) EXPECT_EQ(repaired(form), clean()) << form.substr(0, 120);
}

TEST(PemRepair, WritesDerAndItsBase64) {
  EXPECT_EQ(repaired(std::string(kLeaf)), pem("CERTIFICATE", kLeaf));
  const auto der = bytes_of_base64(kLeaf);
  ASSERT_TRUE(der);
  EXPECT_EQ(repaired(as_text(*der)), pem("CERTIFICATE", kLeaf));
}

TEST(PemRepair, GivesKeysTheLabelOfTheirContent) {
  EXPECT_EQ(repaired(pem("PRIVATE KEY", kSec1)), pem("EC PRIVATE KEY", kSec1));
  EXPECT_EQ(repaired(pem("CERTIFICATE", kPkcs7)), pem("PKCS7", kPkcs7));
}

TEST(PemRepair, KeepsTheHeadersOfAnEncryptedKey) {
  const std::string key =
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF\n\nAAAA\n-----END "
      "RSA PRIVATE KEY-----\n";
  EXPECT_EQ(repaired(replaced(key, "\n", "\r\n")), key);
}

TEST(PemRepair, WritesNothingOfWhatIsDamaged) {
  EXPECT_EQ(repaired(clean().substr(0, 300)), "");
  EXPECT_EQ(repaired(replaced(clean(), "MII", "M!I")), "");
  EXPECT_EQ(repaired("hello"), "");
  EXPECT_EQ(repaired(""), "");
}

TEST(PemRepair, KeepsWhatMayBeAnObjectWithoutItsBeginLine) {
  std::string lost = pem("CERTIFICATE", kLeaf);
  lost.erase(0, lost.find('\n') + 1);
  EXPECT_EQ(repaired(lost + clean()), "");
  EXPECT_EQ(repaired(clean() + lost), "");
  EXPECT_EQ(repaired(replaced(lost, "\n", " \n") + clean()), "");
  EXPECT_EQ(repaired(replaced(lost, "\n", "\n  ") + clean()), "");
  EXPECT_EQ(repaired("MIIB\n-----END CERTIFICATE-----\n" + lost + clean()), "");
}

// They would be lost.
TEST(PemRepair, SeesSettingsBesideBlocks) {
  const std::string indented = "  " + replaced(clean(), "\n", "\n  ");
  for (const std::string& text : {"PORT=443\n" + indented, indented + "\nworkers = 3\n", "cert=\"" + clean() + "\"\n"}) {
    EXPECT_TRUE(has_settings(as_bytes(text))) << text;
  }
  const std::string attributes =
      "Bag Attributes\n    friendlyName: www\nsubject=CN = www.example.com\nissuer=CN = Example CA 1\nserial=0A\n";
  for (const std::string& text : {clean(), attributes + clean(), "# a comment\n" + indented, "AAAA==\n" + clean(), std::string("a=b\n")}) {
    EXPECT_FALSE(has_settings(as_bytes(text))) << text;
  }
}

}  // namespace pem_repair_test
}  // namespace chainlint::formats
