#include <gtest/gtest.h>

#include <algorithm>

#include "described.h"
#include "openssl.h"

namespace chainlint::mint {
namespace file_test {

constexpr const char* kThings = R"(
certificates:
  root:  { ca: true, subject: "CN=Root,O=Example" }
  inter: { issuer: root, ca: true, subject: "CN=Inter,O=Example" }
  leaf:  { issuer: inter, subject: CN=www.example.com }
  rsa:   { issuer: root, key: rsa2048 }
crls:
  root: { issuer: root, revoked: [inter, { serial: 77, date: 2025-06-01, reason: keyCompromise }], number: 9 }
)";

std::vector<File> files_of(const std::string& files) { return minted_from(std::string(kThings) + "files:\n" + files).files; }

Bytes file_of(const std::string& form) {
  auto files = files_of("  x: " + form + "\n");
  return files.empty() ? Bytes() : files.front().content;
}

std::string text_of(const std::string& form) {
  const Bytes content = file_of(form);
  return std::string(as_text(content));
}

// What a command says of the one file, which it finds as `x`.
std::string ask(const std::string& form, const std::string& command) {
  ScratchFolder folder;
  folder.write("x", file_of(form));
  return folder.run(command);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

TEST(PemFile, ContainsItemsInTheOrderOfTheDescription) {
  const std::string text = text_of("{ pem: [key(leaf), leaf, inter, crl(root)] }");
  const auto key = text.find("-----BEGIN PRIVATE KEY-----"), certificate = text.find("-----BEGIN CERTIFICATE-----"),
             crl = text.find("-----BEGIN X509 CRL-----");
  EXPECT_TRUE(key < certificate && certificate < crl && crl != std::string::npos) << text;
  EXPECT_EQ(count(text, "-----BEGIN CERTIFICATE-----"), 2u);
}

TEST(PemFile, TakesTextBetweenBlocksAndOtherLabels) {
  const std::string text = text_of("{ pem: [ { text: \"Bag Attributes\" }, { certificate: leaf, label: X509 CERTIFICATE } ] }");
  EXPECT_EQ(text.rfind("Bag Attributes\n-----BEGIN X509 CERTIFICATE-----\n", 0), 0u) << text;
}

TEST(PemFile, EndsItsLinesAsDescribed) {
  const std::string text = text_of("{ pem: [leaf, inter], line_end: crlf, final_newline: false }");
  EXPECT_EQ(count(text, "\r\n"), count(text, "\n"));
  EXPECT_EQ(text.substr(text.size() - 5), "-----");
  EXPECT_EQ(count(text_of("{ pem: [leaf], line_end: cr }"), "\n"), 0u);
}

TEST(PemFile, CanGlueItsBlocks) {
  EXPECT_EQ(count(text_of("{ pem: [leaf, inter, root], glued: true }"), "-----END CERTIFICATE----------BEGIN CERTIFICATE-----\n"), 2u);
}

TEST(PemFile, CanBeginWithAByteOrderMark) {
  const std::string plain = text_of("{ pem: leaf }");
  EXPECT_EQ(text_of("{ pem: leaf, bom: utf8 }"), "\xEF\xBB\xBF" + plain);
  const std::string wide = text_of("{ pem: leaf, bom: utf16le }");
  EXPECT_EQ(wide.size(), 2 * plain.size() + 2);
  EXPECT_EQ(wide.substr(0, 4), std::string("\xFF\xFE-\0", 4));
  EXPECT_EQ(text_of("{ text: \"\\u00E9\", bom: utf16be }"), std::string("\xFE\xFF\x00\xE9", 4));
}

TEST(PemFile, IsReadByOpenssl) {
  NEEDS_OPENSSL();
  EXPECT_EQ(ask("{ pem: [leaf, inter] }", "openssl crl2pkcs7 -nocrl -certfile x | openssl pkcs7 -print_certs -noout | grep -c subject="),
            "2\n");
}

TEST(Key, HasEveryFormThatOpensslReads) {
  NEEDS_OPENSSL();
  for (const std::string item : {"key(leaf)", "'key(leaf, sec1)'", "key(rsa)", "'key(rsa, pkcs1)'", "'key(leaf, encrypted:secret)'",
                                 "{ key: rsa, password: secret }", "{ key: rsa, format: pkcs1 }"}) {
    const std::string owner = item.find("rsa") == std::string::npos ? "leaf" : "rsa";
    auto files = files_of("  x: { pem: [" + item + "] }\n  c: { pem: " + owner + " }\n");
    ASSERT_EQ(files.size(), 2u);
    ScratchFolder folder;
    for (const auto& file : files) folder.write(file.name, file.content);
    EXPECT_EQ(folder.run("openssl pkey -in x -passin pass:secret -pubout > k; openssl x509 -in c -pubkey -noout > p; cmp k p && echo same"),
              "same\n")
        << item;
  }
}

TEST(Request, IsSignedByTheKeyOfItsCertificate) {
  NEEDS_OPENSSL();
  const std::string text = ask("{ pem: csr(leaf) }", "openssl req -in x -noout -verify -subject -nameopt RFC2253");
  EXPECT_NE(text.find("verify OK"), std::string::npos) << text;
  EXPECT_NE(text.find("CN=www.example.com"), std::string::npos) << text;
}

TEST(PublicKey, IsReadByOpenssl) {
  NEEDS_OPENSSL();
  EXPECT_NE(ask("{ pem: public(rsa) }", "openssl pkey -pubin -in x -noout -text").find("(2048 bit)"), std::string::npos);
}

TEST(Pkcs12File, IsReadByOpensslInEveryEncryption) {
  NEEDS_OPENSSL();
  for (const std::string options :
       {"", ", key_encryption: pbe-sha1-3des, cert_encryption: pbe-sha1-3des, mac: sha1", ", key_encryption: none, cert_encryption: none",
        ", iterations: 1, mac_iterations: 5000, local_key_ids: false"}) {
    const std::string text = ask("{ pkcs12: [leaf, inter, key(leaf)], password: secret" + options + " }",
                                 "openssl pkcs12 -in x -passin pass:secret -nodes -info");
    EXPECT_EQ(count(text, "-----BEGIN CERTIFICATE-----"), 2u) << options << text;
    EXPECT_EQ(count(text, "-----BEGIN PRIVATE KEY-----"), 1u) << options << text;
  }
}

TEST(Pkcs12File, IsReadByOpensslWithTheLegacyProvider) {
  NEEDS_OPENSSL();
  if (std::system("openssl list -providers -provider legacy >/dev/null 2>&1") != 0) GTEST_SKIP() << "no legacy provider";
  const std::string text = ask(
      "{ pkcs12: [key(leaf), leaf, inter], password: secret, key_encryption: pbe-sha1-3des, cert_encryption: pbe-sha1-rc2-40, mac: sha1 }",
      "openssl pkcs12 -legacy -in x -passin pass:secret -nodes -info");
  EXPECT_EQ(count(text, "-----BEGIN CERTIFICATE-----"), 2u) << text;
  EXPECT_NE(text.find("pbeWithSHA1And40BitRC2-CBC"), std::string::npos) << text;
  EXPECT_LT(text.find("-----BEGIN PRIVATE KEY-----"), text.find("-----BEGIN CERTIFICATE-----")) << text;
}

TEST(Pkcs12File, SaysItsPasswordAndIsClosedToOthers) {
  NEEDS_OPENSSL();
  EXPECT_EQ(files_of("  x: { pkcs12: [leaf], password: secret }\n").front().password, "secret");
  EXPECT_EQ(files_of("  x: { pkcs12: [leaf] }\n").front().password, "");
  EXPECT_EQ(files_of("  x: { pem: [leaf] }\n").front().password, std::nullopt);
  EXPECT_NE(ask("{ pkcs12: [leaf], password: secret }", "openssl pkcs12 -in x -passin pass:other").find("invalid password"),
            std::string::npos);
}

TEST(Pkcs12File, CarriesAttributes) {
  NEEDS_OPENSSL();
  const std::string text =
      ask("{ pkcs12: [ { certificate: leaf, friendly_name: \"www \\u00E9\", local_key_id: 01000000 }, { key: leaf, provider: KSP, "
          "local_key_id: none, attributes: [ { oid: 2.5.29.15, values: 03020520 } ] } ], password: s }",
          "openssl pkcs12 -in x -passin pass:s -nodes");
  for (const char* line : {"friendlyName: www", "localKeyID: 01 00 00 00", "Microsoft CSP Name: KSP", "X509v3 Key Usage: 20"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
  }
  EXPECT_EQ(count(text, "localKeyID"), 1u) << text;
}

TEST(Pkcs7File, IsReadByOpensslWithItsCrl) {
  NEEDS_OPENSSL();
  for (const std::string form : {"DER", "PEM"}) {
    const std::string text = ask("{ pkcs7: [inter, leaf, crl(root)], armour: " + std::string(form == "PEM" ? "true" : "false") + " }",
                                 "openssl pkcs7 -inform " + form + " -in x -print_certs");
    EXPECT_EQ(count(text, "subject="), 2u) << text;
    ASSERT_NE(text.find("www.example.com\n"), std::string::npos) << text;
    EXPECT_LT(text.find("Inter\n"), text.find("www.example.com\n")) << text;
    EXPECT_EQ(count(text, "-----BEGIN X509 CRL-----"), 1u) << text;
  }
}

TEST(Crl, SaysWhatIsDescribed) {
  NEEDS_OPENSSL();
  const std::string text = ask("{ der: crl(root) }", "openssl crl -inform DER -in x -noout -text");
  for (const char* line :
       {"Version 2 (0x1)", "Last Update: Jan  1 00:00:00 2026 GMT", "Next Update: Jan  1 00:00:00 2027 GMT", "Serial Number: 4D",
        "Revocation Date: Jun  1 00:00:00 2025 GMT", "Key Compromise", "X509v3 CRL Number: \n                9"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
  }
  EXPECT_EQ(count(text, "Serial Number:"), 2u) << text;
}

TEST(Crl, IsSignedByItsIssuer) {
  NEEDS_OPENSSL();
  auto files = files_of("  x: { pem: crl(root) }\n  c: { pem: root }\n");
  ScratchFolder folder;
  for (const auto& file : files) folder.write(file.name, file.content);
  EXPECT_NE(folder.run("openssl crl -in x -CAfile c -noout").find("verify OK"), std::string::npos);
}

TEST(SstFile, HasTheLayoutOfSerializedStores) {
  auto files = files_of(
      "  x: { sst: [ { certificate: leaf, friendly_name: w, archived: true, properties: [ { id: 104, value: 0102 } ] } ] }\n  c: { der: "
      "leaf }\n");
  ASSERT_EQ(files.size(), 2u);
  const Bytes& der = files[1].content;
  Bytes store = {0, 0, 0, 0, 'C', 'E', 'R', 'T', 3, 0, 0, 0, 1, 0, 0, 0, 20, 0, 0, 0};
  const Bytes& made = files[0].content;
  ASSERT_GT(made.size(), store.size() + 20);
  EXPECT_TRUE(std::equal(store.begin(), store.end(), made.begin()));
  Bytes rest = {11,
                0,
                0,
                0,
                1,
                0,
                0,
                0,
                4,
                0,
                0,
                0,
                'w',
                0,
                0,
                0,
                19,
                0,
                0,
                0,
                1,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                104,
                0,
                0,
                0,
                1,
                0,
                0,
                0,
                2,
                0,
                0,
                0,
                1,
                2,
                32,
                0,
                0,
                0,
                1,
                0,
                0,
                0,
                static_cast<std::uint8_t>(der.size()),
                static_cast<std::uint8_t>(der.size() >> 8),
                0,
                0};
  rest.insert(rest.end(), der.begin(), der.end());
  rest.insert(rest.end(), 12, 0);
  EXPECT_EQ(Bytes(made.begin() + 40, made.end()), rest);
}

TEST(SecretFile, HasEntriesInBase64OfPem) {
  const std::string form = "{ secret: { tls.crt: [leaf, inter], tls.key: key(leaf) }, type: kubernetes.io/tls, namespace: web }";
  EXPECT_EQ(
      text_of(form).rfind("apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\n  namespace: web\ntype: kubernetes.io/tls\ndata:\n", 0), 0u);
  EXPECT_EQ(ask(form, "sed -n 's/^  tls.crt: //p' x | base64 -d | grep -c BEGIN.CERTIFICATE"), "2\n");
  EXPECT_EQ(ask(form, "sed -n 's/^  tls.key: //p' x | base64 -d | openssl pkey -noout && echo readable"), "readable\n");
}

TEST(AnyFile, CanBeDamagedAndJoined) {
  auto files = files_of(
      "  a: { hex: 00010203 }\n  b: { hex: 00010203, truncate: 3, flip: [0, 2], append: FF }\n  c: { concat: [a, b] }\n  d: { base64: leaf "
      "}\n");
  ASSERT_EQ(files.size(), 4u);
  EXPECT_EQ(files[1].content, (Bytes{1, 1, 3, 0xFF}));
  EXPECT_EQ(files[2].content, (Bytes{0, 1, 2, 3, 1, 1, 3, 0xFF}));
  EXPECT_EQ(files[3].content.front(), 'M');
}

}  // namespace file_test
}  // namespace chainlint::mint
