// Values of Secrets and ConfigMaps that are not as they should be.
#include <gtest/gtest.h>

#include <algorithm>

#include "manifest_samples.h"

namespace chainlint::formats {
namespace kubernetes_values_test {

using namespace manifest_samples;
using Strings = std::vector<std::string>;

constexpr std::string_view kTls = "type: kubernetes.io/tls\ndata:\n";

TEST(KubernetesValues, ATlsSecretNeedsBothKeys) {
  EXPECT_EQ(told(read_text(object("Secret", "www", kTls) + value("tls.crt", leaf_pem()))),
            Strings{"warning kubernetes-tls-key-missing at document 1 Secret prod/www line 6: 'tls.key' is missing; the API server refuses "
                    "the Secret"});
  EXPECT_EQ(told(read_text(object("Secret", "www", kTls) + value("tls.crt", leaf_pem()) + "  tls.key:\n")),
            Strings{"warning kubernetes-tls-key-missing at document 1 Secret prod/www data.tls.key line 9: the value is empty"});
  EXPECT_EQ(told(read_text(object("Secret", "www", kTls) + value("tls.crt", leaf_pem()) + value("tls.key", "secret\n"))),
            Strings{"warning kubernetes-tls-value at document 1 Secret prod/www data.tls.key line 9: the value contains no private key"});
}

TEST(KubernetesValues, DamagedBase64IsAnErrorWithItsPlace) {
  std::string text = tls_secret("www");
  text[text.find("tls.crt: ") + 9 + 76] = '*';
  const Container container = read_text(text);
  EXPECT_EQ(told(container), Strings{"error kubernetes-base64 at document 1 Secret prod/www data.tls.crt line 8: the base64 has an invalid "
                                     "character at position 77"});
  EXPECT_EQ(container.count(EntryKind::private_key), 1u);
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(KubernetesValues, Base64MayBeFoldedByLineEnds) {
  std::string folded;
  const std::string encoded = base64(leaf_pem());
  for (std::size_t at = 0; at < encoded.size(); at += 76) folded += "    " + encoded.substr(at, 76) + "\n";
  const Container literal = read_text(object("Secret", "x") + "  crt: |\n" + folded);
  EXPECT_EQ(sha256_of(literal).size(), 1u);
  EXPECT_EQ(codes_of(literal), Strings{});
  const Container plain = read_text(object("Secret", "x") + "  crt:\n" + folded);
  EXPECT_EQ(sha256_of(plain).size(), 1u);
  EXPECT_EQ(codes_of(plain), Strings{"kubernetes-base64"});  // YAML folds the lines with blanks, which Go's decoder refuses
  EXPECT_EQ(plain.status, ReadStatus::read);
}

TEST(KubernetesValues, Base64TwiceIsReadWithAWarning) {
  const Container secret = read_text(object("Secret", "x") + value("crt", base64(leaf_pem())));
  EXPECT_EQ(sha256_of(secret).size(), 1u);
  EXPECT_EQ(codes_of(secret), Strings{"kubernetes-double-base64"});
  const Container der = read_text(object("Secret", "x") + value("crt", openssl_samples::kLeaf));
  EXPECT_EQ(sha256_of(der).size(), 1u);
  EXPECT_EQ(codes_of(der), Strings{"kubernetes-double-base64"});
  const Container map = read_text(object("ConfigMap", "x") + value("crt", leaf_pem()));
  EXPECT_EQ(sha256_of(map).size(), 1u);
  EXPECT_EQ(codes_of(map), Strings{"kubernetes-double-base64"});
}

TEST(KubernetesValues, PemInPlaceOfBase64IsReadWithOneWarning) {
  const Container container = read_text(object("Secret", "x") + "  tls.crt: |\n" + indented(leaf_pem(), 4));
  EXPECT_EQ(sha256_of(container).size(), 1u);
  EXPECT_EQ(told(container).at(0),
            "warning kubernetes-base64 at document 1 Secret prod/x data.tls.crt line 7: the value is PEM text instead of base64; the API "
            "server refuses it");
  EXPECT_EQ(container.status, ReadStatus::read);
  const std::string crt = "  tls.crt: |\n" + indented(leaf_pem(), 4), key = "  tls.key: |\n" + indented(key_pem(), 4);
  EXPECT_EQ(told(read_text(object("Secret", "x") + crt + key)),
            Strings{"warning kubernetes-base64 at document 1 Secret prod/x data.tls.crt line 7: 'tls.crt' and 'tls.key' are PEM text "
                    "instead of base64; the API server refuses them"});
  std::string many = object("Secret", "x");
  for (const char* name : {"a", "b", "c", "d", "e"}) many += std::string("  ") + name + ": |\n" + indented(leaf_pem(), 4);
  EXPECT_EQ(told(read_text(many)),
            Strings{"warning kubernetes-base64 at document 1 Secret prod/x data.a line 7: 'a', 'b' and 3 other values are PEM text instead "
                    "of base64; the API server refuses them"});
}

TEST(KubernetesValues, InterchangedValuesAreOneWarning) {
  EXPECT_EQ(told(read_text(object("Secret", "www", kTls) + value("tls.crt", key_pem()) + value("tls.key", leaf_pem()))),
            Strings{"warning kubernetes-tls-interchanged at document 1 Secret prod/www data.tls.crt line 8: 'tls.crt' contains the private "
                    "key, and 'tls.key' the certificate"});
}

TEST(KubernetesValues, StringDataReplacesData) {
  const std::string leaf = leaf_pem();
  const Container container = read_text(object("Secret", "x") + value("crt", root_pem()) + "stringData:\n  crt: |\n" + indented(leaf, 4));
  EXPECT_EQ(sha256_of(container), Strings{std::string(openssl_samples::kLeafSha256)});
  EXPECT_EQ(codes_of(container), Strings{"kubernetes-value-replaced"});
  EXPECT_EQ(container.entries.at(0).location.line, 10u);
  EXPECT_EQ(container.entries[0].location.end_line, 9u + static_cast<std::uint32_t>(std::count(leaf.begin(), leaf.end(), '\n')));
}

TEST(KubernetesValues, OtherSecretsAreSilentAndNeverShown) {
  const std::string values =
      value("password", "MySecretPassword") + value("random", std::string("\x30\x14\x8F\x01", 4) + "aaaaaaaaaaaaaaaaaaa") +
      value("release", base64("\x1F\x8B\x08gzip")) + value("ssh", pem("OPENSSH PRIVATE KEY", "b3BlbnNzaC1rZXktdjE=")) +
      value("pgp", pem("PGP PRIVATE KEY BLOCK", "lQVYBGExample=")) + value("json", "{\"auths\": {}}") +
      value("pub", pem("SSH2 PUBLIC KEY", "AAAA"));
  const Container container = read_text(tls_secret("www") + values);
  EXPECT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(KubernetesValues, EncryptedValuesAreErrorsWhereTheirNamesMeanCertificates) {
  const Container sops =
      read_text(object("Secret", "x") + "  tls.crt: ENC[AES256_GCM,data:eA==,type:str]\n  password: ENC[AES256_GCM,data:eA==]\n");
  EXPECT_EQ(told(sops), Strings{"error value-encrypted at document 1 Secret prod/x data.tls.crt line 7: value is encrypted with SOPS"});
  const std::string sealed =
      "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: s\nspec:\n  encryptedData:\n    tls.crt: "
      "AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq\n";
  EXPECT_EQ(told(read_text(sealed)),
            Strings{"error value-encrypted at document 1 SealedSecret s spec.encryptedData.tls.crt line 7: values of a SealedSecret are "
                    "encrypted for the controller in the cluster"});
}

TEST(KubernetesValues, AnEncryptedKeyIsLockedAndItsCertificatesAreRead) {
  const std::string secret = tls_secret("www"), key = "  tls.key: ";
  const std::size_t at = secret.find(key);
  ASSERT_NE(at, std::string::npos);
  const Container container =
      read_text(secret.substr(0, at) + key + "ENC[AES256_GCM,data:eA==,type:str]" + secret.substr(secret.find('\n', at)));
  EXPECT_EQ(codes_of(container), Strings{"key-locked"});
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].kind, EntryKind::certificate);
  EXPECT_EQ(container.entries[1].kind, EntryKind::private_key);
  EXPECT_EQ(container.entries[1].key_state, KeyState::locked);
  EXPECT_EQ(container.entries[1].unit, container.entries[0].unit);
}

TEST(KubernetesValues, AValueThatIsNoTextIsAnError) {
  const Container list = read_text(tls_secret("x") + "  ca.crt: [a]\n");
  EXPECT_EQ(told(list), Strings{"error kubernetes-value at document 1 Secret prod/x data.ca.crt line 10: value is a list instead of text"});
}

TEST(KubernetesValues, TemplatesAreOneNote) {
  const std::string note =
      "note yaml-template at document 1 Secret prod/x data.ca.crt line 10: template is not rendered; check the output of 'helm template' "
      "instead";
  for (const std::string template_text : {"{{ .Values.ca }}", "\"{{ .Values.ca | b64enc }}\"", "${CA_CRT}", "'{% ca %}'"}) {
    const Container container = read_text(tls_secret("x") + "  ca.crt: " + template_text + "\n  key: " + template_text + "\n");
    EXPECT_EQ(told(container), Strings{note}) << template_text;
    EXPECT_EQ(container.count(EntryKind::certificate), 1u);
    EXPECT_EQ(container.status, ReadStatus::read);
  }
  const std::string text = object("Secret", "x", "type: kubernetes.io/tls\nstringData:\n");
  EXPECT_EQ(codes_of(read_text(text + "  tls.crt: {{ .Files.Get \"a.crt\" }}\n  tls.key: '{{ .Files.Get \"a.key\" }}'\n")),
            Strings{"yaml-template"});
  const std::string whole = "data: {{ .Values.certificates }}\nstringData:\n  tls.crt: |\n" + indented(leaf_pem(), 4);
  EXPECT_EQ(codes_of(read_text(object("Secret", "x", whole))), Strings{"yaml-template"});
}

TEST(KubernetesValues, DummiesAreSaidToBeEmpty) {
  const Container container = read_text(object("Secret", "x") + value("tls.crt", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"));
  EXPECT_EQ(told(container), Strings{"error pem-empty at document 1 Secret prod/x data.tls.crt line 7: the block 'CERTIFICATE' is empty"});
}

}  // namespace kubernetes_values_test
}  // namespace chainlint::formats
