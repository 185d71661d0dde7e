// Files are known by their bytes; what is not read is named.
#include "detect.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "reading_fixture.h"

namespace chainlint::formats {
namespace detect_test {

using namespace openssl_samples;
using Strings = std::vector<std::string>;
using namespace std::string_view_literals;

// What a decoder for UTF-8 makes of bytes that are none.
std::string printable_bytes(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    const CodePoint next = first_code_point(bytes);
    text += next.length == 0 ? "\xEF\xBF\xBD" : std::string(bytes.substr(0, next.length));
    bytes.remove_prefix(std::max<std::size_t>(next.length, 1));
  }
  return text;
}

TEST(Detect, NamesContainersThatAreNotRead) {
  const std::pair<std::string_view, std::string_view> files[] = {
      {"SQLite format 3\0..."sv, "unsupported format: NSS or other SQLite database"},
      {"\x1E\xF1\xB5\xB0\0\0\0\0"sv, "unsupported format: Microsoft private key file (PVK)"},
      {"\x1E\xF1\xB5\xB0\0\0\0\0\1\0\0\0\1\0\0\0"sv, "unsupported format: encrypted Microsoft private key file (PVK)"},
      {"\x00\x06\x15\x61\0\0\0\2\0\0\4\xD2"sv, "unsupported format: NSS legacy database (cert8.db, key3.db)"},
      {"\xA1\xF8\x4E\x36\0\0\0\6\0\0\0\x21\6"sv, "unsupported format: Oracle auto-login wallet (cwallet.sso)"},
      {"kych\0\1\0\0\0\1\0\0\0\x14"sv, "unsupported format: macOS keychain"},
      {"PK\3\4...."sv, "unsupported format: archive inside another container"},
      {"0000\t30 82 04 1f 30 82 03 07  a0 03 02 01 02 02 10 00   0...0...........\n"sv, "unsupported format: hexadecimal dump by certutil"},
  };
  for (const auto& [octets, name] : files) {
    const Container container = read_text(octets);
    EXPECT_EQ(container.format, Format::recognized) << name;
    EXPECT_EQ(container.status, ReadStatus::unreadable) << name;
    EXPECT_EQ(codes_of(container), Strings{"format-unsupported"}) << name;
    EXPECT_EQ(diagnostic_of(container, "format-unsupported").message, name);
    EXPECT_FALSE(diagnostic_of(container, "format-unsupported").advice.empty()) << name;
  }
}

// What people have in place of a certificate, with what is said of it.
TEST(Detect, NamesWhatIsNoCertificateAtAll) {
  struct Case {
    std::string_view octets, code, message;
  };
  const Case cases[] = {
      {"================ Certificate 0 ================\nSerial Number: 01\n"sv, "file-foreign",
       "the output of certutil without the certificate"},
      {"Keystore type: PKCS12\nKeystore provider: SUN\n"sv, "file-foreign", "the output of keytool without the certificate"},
      {"Certificate:\n    Data:\n        Version: 3 (0x2)\n"sv, "file-foreign",
       "the text output of 'openssl x509 -text' without the certificate"},
      {"\xEF\xBB\xBF<!DOCTYPE html>\n<html><head><title>Sign\n in</title></head></html>"sv, "file-foreign", "an HTML page ('Sign in')"},
      {"<html><body><h1>502 Bad Gateway</h1></body></html>"sv, "file-foreign", "an HTML page ('502 Bad Gateway')"},
      {"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"sv, "file-foreign", "an XML error response ('AccessDenied')"},
      {"{\"message\": \"Not Found\"}"sv, "file-foreign", "a JSON error response ('Not Found')"},
      {"{\"kty\": \"EC\", \"crv\": \"P-256\"}"sv, "file-foreign", "a JSON Web Key (JWK)"},
      {"%PDF-1.7\n"sv, "file-foreign", "a PDF document"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...."sv, "file-foreign", "a Microsoft Office document"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:00\n"sv, "file-foreign", "a Git LFS pointer instead of the content"},
      {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@host\n"sv, "file-foreign", "an SSH public key"},
      {"www.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI\n"sv, "file-foreign", "a list of SSH host keys (known_hosts)"},
      {"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQEN=\n-----END PGP PUBLIC KEY BLOCK-----\n"sv, "file-foreign", "an OpenPGP public key"},
      {"age-encryption.org/v1\n-> X25519 x\n"sv, "file-encrypted", "data encrypted with age"},
      {"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n"sv, "file-encrypted", "data encrypted with age"},
      {"$ANSIBLE_VAULT;1.1;AES256\n61\n"sv, "file-encrypted", "data encrypted with Ansible Vault"},
      {"cert: ENC[AES256_GCM,data:x]\nsops: {}\n"sv, "file-encrypted", "data encrypted with SOPS"},
      {"../certs/site.pem\n"sv, "file-foreign", "the path of a symbolic link instead of the content"},
      {"diff\n+-----BEGIN PRIVATE KEY-----\n+MIIE\n+-----END PRIVATE KEY-----\n"sv, "file-foreign",
       "PEM with '+' before each line, as in a diff"},
      {"const char a[] =\n\"-----BEGIN CERTIFICATE-----\\r\\n\"\n\"MIIE\\r\\n\";\n"sv, "file-foreign",
       "PEM in string literals of a program"},
      {"a = ['-----BEGIN CERTIFICATE-----\\n'\n'MIIE\\n']\n"sv, "file-foreign", "PEM in string literals of a program"},
      {"MIME-Version: 1.0\nContent-Type: multipart/signed; protocol=\"application/x-pkcs7-signature\"\n"sv, "file-foreign",
       "a signed e-mail message (S/MIME) with the certificates of its signer"},
      {"MIME-Version: 1.0\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n"sv, "file-encrypted",
       "an encrypted e-mail message (S/MIME)"},
      {"MIME-Version: 1.0\nSubject: hello\n"sv, "file-foreign", "an e-mail message"},
      {"\x85\x01\x0C\x03\x01\x02\x03\x04\x05"sv, "file-encrypted", "a message encrypted with OpenPGP"},
      {"7z\xBC\xAF\x27\x1C\0\4"sv, "format-unsupported", "a 7-Zip archive, which is not supported"},
      {"Rar!\x1A\x07\x01\0"sv, "format-unsupported", "a RAR archive, which is not supported"},
      {" \n\t\n"sv, "file-empty", "only white space"},
      {"\0\0\0\0"sv, "file-empty", "only zero bytes"},
      {"bm90IGEgY2VydGlmaWNhdGUgYXQgYWxsLCBqdXN0IHNvbWUgdGV4dCB0aGF0IHdhcyBlbmNvZGVk\n"sv, "file-foreign",
       "base64 without a certificate or key"},
      {"PCFET0NUWVBFIGh0bWw+PGh0bWw+PHRpdGxlPjQwNDwvdGl0bGU+PC9odG1sPgo=\n"sv, "file-foreign", "base64 of an HTML page ('404')"},
  };
  for (const Case& each : cases) {
    const Container container = read_text(each.octets);
    EXPECT_EQ(container.format, Format::unknown) << each.message;
    ASSERT_FALSE(container.diagnostics.empty()) << each.message;
    EXPECT_EQ(container.diagnostics.back().code, each.code) << each.message;
    EXPECT_EQ(container.diagnostics.back().message, "file contains " + std::string(each.message));
    EXPECT_FALSE(container.diagnostics.back().advice.empty()) << each.message;
    EXPECT_EQ(container.status, ReadStatus::unreadable) << each.message;
  }
}

TEST(Detect, NamesAnErrorPageInsideABlock) {
  const Container container = read_text(
      "-----BEGIN CERTIFICATE-----\nPCFET0NUWVBFIGh0bWw+PGh0bWw+PHRpdGxlPjQwNDwvdGl0bGU+PC9odG1sPgo=\n-----END CERTIFICATE-----\n");
  EXPECT_EQ(diagnostic_of(container, "file-foreign").message, "the block 'CERTIFICATE' contains an HTML page ('404')");
  EXPECT_TRUE(container.entries.empty());
}

TEST(Detect, EveryRowIsReadOrHasAdvice) {
  for (const FormatRow& row : format_rows()) EXPECT_NE(row.read == nullptr, row.advice.empty()) << row.name;
}

TEST(Detect, UnknownBytesAreUnreadable) {
  for (std::string_view octets : {"hello world\n"sv, "\xEF\x76\xAA\x56"sv, "0"sv}) {
    const Container container = read_text(octets);
    EXPECT_EQ(container.format, Format::unknown);
    EXPECT_EQ(codes_of(container), Strings{"unknown-format"});
    EXPECT_EQ(container.status, ReadStatus::unreadable);
  }
}

TEST(Detect, JsonThatMentionsNoCertificateIsOfNoKnownFormat) { EXPECT_EQ(read_text("{\"name\": \"left-pad\"}").format, Format::unknown); }

TEST(Detect, ManifestThatMentionsNoCertificateIsNotAnError) {
  const Container container = read_text("apiVersion: v1\nkind: Service\nspec: {}\n");
  EXPECT_EQ(container.format, Format::kubernetes);
  EXPECT_EQ(codes_of(container), Strings{"kubernetes-not-about-certificates"});
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(Detect, SaysOnWhichLineQuotedPemBegins) {
  EXPECT_EQ(read_text("\n\n+-----BEGIN CERTIFICATE-----\n").diagnostics.at(0).location.line, 3u);
}

TEST(Detect, StashFileOfIbmIsKnownBySizeAndName) {
  const Bytes stash(129, 0x85);
  CertificateCache cache;
  const Container container = read_container("key.sth", stash, {}, cache);
  EXPECT_EQ(container.diagnostics.at(0).message, "file contains an IBM stash file, which contains only the password of a key database");
  EXPECT_EQ(codes_of(read_octets_as_file(stash)), Strings{"unknown-format"});
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

// Files of other programs, as git, FTP and Maven damage them: Python's replace() and decode('utf-8', 'replace').
TEST(Detect, NamesTheConversionOfABinaryFile) {
  for (const char* name : {"openssl-default.pfx", "keytool.jks", "openssl.p7b", "bouncycastle.bcfks"}) {
    const Bytes file = foreign_file(name);
    const std::string whole(as_text(file));
    ASSERT_NE(whole.find('\n'), std::string::npos) << name;
    const Container lines = read_text(replaced(whole, "\n", "\r\n"), {"fixture"});
    EXPECT_EQ(codes_of(lines), Strings{"file-converted"}) << name;
    EXPECT_EQ(lines.diagnostics.at(0).message, "file was damaged by a text conversion: each LF is now CR LF") << name;
    const Container text = read_text(printable_bytes(whole), {"fixture"});
    EXPECT_EQ(codes_of(text), Strings{"file-converted"}) << name;
    EXPECT_EQ(text.diagnostics.at(0).message,
              "file was damaged by a text conversion: the bytes that are not UTF-8 are replaced with U+FFFD and lost");
    EXPECT_EQ(text.status, ReadStatus::unreadable) << name;
  }
}

TEST(Detect, DoesNotBlameAConversionForOtherDamage) {
  Bytes file = foreign_file("openssl-default.pfx");
  file.resize(file.size() - 1);
  EXPECT_EQ(codes_of(read_octets_as_file(file, {"fixture"})), Strings{"der-damaged"});
  EXPECT_EQ(codes_of(read_text("no certificate\r\n\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\r\n")), Strings{"unknown-format"});
}

// A store as large as that contains CR LF by chance.
TEST(Detect, NamesALostCarriageReturnOfALargeFile) {
  Bytes file = {0x30, 0x83, 0x01, 0x00, 0x02, 0x02, 0x01, 0x03, 0x30, 0x82, 0xFF, 0xF0};
  while (file.size() < 65536 + 6) file.push_back(static_cast<std::uint8_t>(file.size() * 7 + 1));
  EXPECT_EQ(diagnostic_of(read_octets_as_file(file), "file-converted").message,
            "file was damaged by a text conversion: each CR LF is now LF");
}

// As a database of SQLite without CR LF.
TEST(Detect, KeepsTheNameOfALargeFileThatIsRecognized) {
  std::string file = "SQLite format 3";
  while (file.size() < 300000) file += std::string{"\0\n", 2};
  EXPECT_EQ(codes_of(read_text(file)), Strings{"format-unsupported"});
}

TEST(Detect, EmptyFileIsSaidToBeEmpty) {
  const Container container = read_text("");
  EXPECT_EQ(codes_of(container), Strings{"file-empty"});
  EXPECT_EQ(container.diagnostics[0].message, "file is empty");
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(Detect, FileOverTheLimitIsNotLookedAt) {
  Limits limits;
  limits.file_bytes = 100;
  const Container container = read_text(pem("CERTIFICATE", kLeaf), {}, limits);
  EXPECT_EQ(codes_of(container), Strings{"file-too-large"});
  EXPECT_TRUE(container.entries.empty());
}

TEST(Detect, ReadsBareBase64OfAnyObject) {
  for (std::string_view base64 : {kLeaf, kPkcs7, kPkcs8}) {
    const Container container = read_text(std::string(base64) + "\r\n");
    EXPECT_EQ(container.format, Format::base64);
    EXPECT_FALSE(container.entries.empty());
    EXPECT_EQ(codes_of(container), Strings{"base64-bare"});
  }
}

TEST(Detect, CutBase64IsUnreadable) {
  const Container container = read_text(kLeaf.substr(0, 100));
  EXPECT_EQ(container.format, Format::base64);
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

// mime_magic.conf of Debian's apache2 has the characters of base64 alone, and begins as an encoded SEQUENCE does.
TEST(Detect, WordsAreNoBase64) {
  for (const std::string_view words : {"MIMEMagicFile /etc/apache2/magic\n", "MIMEMagicFile conf/magic\n"}) {
    EXPECT_EQ(read_text(words).format, Format::unknown) << words;
  }
}

TEST(Detect, PathIsInEveryLocation) {
  const Container container = read_text("nothing known");
  EXPECT_EQ(container.path, "test.file");
  EXPECT_EQ(container.diagnostics.at(0).location.path, "test.file");
}

}  // namespace detect_test
}  // namespace chainlint::formats
