// XML: metadata of SAML, profiles of Apple, and what hostile XML tries.
#include <gtest/gtest.h>

#include "manifest_samples.h"
#include "tool_runner.h"

namespace chainlint::formats {
namespace xml_test {

using namespace manifest_samples;
using Strings = std::vector<std::string>;

std::string folded(std::string_view base64) {
  std::string text = "\n";
  for (std::size_t at = 0; at < base64.size(); at += 64) text += std::string(base64.substr(at, 64)) + "\n";
  return text;
}

// As "SAML V2.0 Metadata" section 2.4.1.1 and "XML Signature" section 4.5 lay it out.
std::string metadata(std::string_view signing, std::string_view encryption) {
  return "<?xml version=\"1.0\"?>\n<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">\n<IDPSSODescriptor>\n"
         "<KeyDescriptor use=\"signing\"><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data><X509Certificate>" +
         std::string(signing) +
         "</X509Certificate></X509Data></KeyInfo></KeyDescriptor>\n<KeyDescriptor use=\"encryption\">"
         "<ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data><ds:X509Certificate>" +
         std::string(encryption) +
         "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>\n</IDPSSODescriptor></EntityDescriptor>\n";
}

TEST(Xml, ReadsTheKeysOfSamlMetadataForTrust) {
  const Container container = read_text(metadata(openssl_samples::kLeaf, folded(openssl_samples::kLeaf)));
  EXPECT_EQ(container.format, Format::xml);
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_EQ(sha256_of(container), (Strings{std::string(openssl_samples::kLeafSha256), std::string(openssl_samples::kLeafSha256)}));
  EXPECT_EQ(places_of(container),
            (Strings{"/EntityDescriptor/IDPSSODescriptor/KeyDescriptor/KeyInfo/X509Data/X509Certificate line 4",
                     "/EntityDescriptor/IDPSSODescriptor/KeyDescriptor[2]/ds:KeyInfo/ds:X509Data/ds:X509Certificate line 6"}));
  for (const Entry& entry : container.entries) EXPECT_TRUE(entry.for_trust);
}

TEST(Xml, CertificateAndKeyOfOneElementAreOneUnit) {
  const Container container = read_text("<vpn><peer><cert><![CDATA[" + leaf_pem() + "]]></cert><key>\n" + key_pem() + "</key></peer><ca>" +
                                        std::string(openssl_samples::kRoot) + "</ca></vpn>");
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_EQ(units_of(container), (Strings{"/vpn/peer", "/vpn/peer", "/vpn/ca"}));
}

TEST(Xml, ReadsAttributes) {
  const Container container = read_text("<client certificate=\"" + std::string(openssl_samples::kLeaf) + "\"/>");
  EXPECT_EQ(places_of(container), Strings{"/client/@certificate line 1"});
}

TEST(Xml, ReadsAProfileOfPython) {
  const Container container = read_octets_as_file(foreign_file("python.mobileconfig"), {"fixture"});
  EXPECT_EQ(container.format, Format::xml);
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_EQ(container.count(EntryKind::certificate), 3u);
  EXPECT_EQ(container.count(EntryKind::private_key), 1u);
  EXPECT_EQ(container.entries.front().location.inner, "/plist/dict/array/dict/data");
}

TEST(Xml, CertificateThatCannotBeReadIsAWarning) {
  const Container container = read_text(metadata(openssl_samples::kLeaf, "MIIB!damaged"));
  EXPECT_EQ(container.entries.size(), 1u);
  const Diagnostic unknown = diagnostic_of(container, "xml-value-unknown");
  EXPECT_EQ(unknown.severity, Severity::warning);
  EXPECT_EQ(unknown.location.line, 5u);
}

TEST(Xml, NoEntityIsExpanded) {
  const std::string bomb = "<!DOCTYPE a [<!ENTITY b \"" + std::string(openssl_samples::kLeaf) + "\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
  const Container container = read_text(bomb);
  EXPECT_EQ(codes_of(container), Strings{"xml-doctype"});
  EXPECT_EQ(container.entries.size(), 0u);
  EXPECT_EQ(container.status, ReadStatus::unreadable);
  // A document type that only names a file is not loaded.
  const Container named = read_text("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a>" + std::string(openssl_samples::kLeaf) + "&b;</a>");
  EXPECT_EQ(codes_of(named), Strings{});
  EXPECT_EQ(named.entries.size(), 1u);
}

// A boundary line of PEM makes the reader look whether the text is XML at all.
TEST(Xml, NoEntityIsExpandedToFindPem) {
  EXPECT_EQ(codes_of(read_text("<!DOCTYPE a [<!ENTITY b \"" + leaf_pem() + "\">]><a>&b;</a>")), Strings{"xml-doctype"});
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "<a>";
  EXPECT_EQ(codes_of(read_text(deep + leaf_pem())), Strings{"xml-depth"});
}

TEST(Xml, KeepsWhatPrecedesAnError) {
  const Container container = read_text("<a>\n<b>" + std::string(openssl_samples::kLeaf) + "</b>\n</c>");
  EXPECT_EQ(units_of(container), Strings{"/a"});
  EXPECT_EQ(container.status, ReadStatus::partial);
  const Diagnostic damage = diagnostic_of(container, "xml-damaged");
  EXPECT_EQ(damage.message, "XML is not well-formed: mismatched tag; the rest was not read");
  EXPECT_EQ(damage.location.line, 3u);
}

TEST(Xml, LimitsHoldForDepthAndElements) {
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "<a>";
  EXPECT_EQ(codes_of(read_text(deep + std::string(openssl_samples::kLeaf))), Strings{"xml-depth"});
  Limits limits;
  limits.document_values = 3;
  EXPECT_EQ(codes_of(read_text("<a><b/><b/><b>" + std::string(openssl_samples::kLeaf) + "</b></a>", {}, limits)), Strings{"xml-elements"});
}

// OpenVPN's profiles have tags and are not XML.
TEST(Xml, TextThatOnlyBeginsLikeXmlIsReadAsPem) {
  const Container container = read_text("<ca>\n" + root_pem() + "</ca>\n<cert>\n" + leaf_pem() + "</cert>\n");
  EXPECT_EQ(container.format, Format::pem);
  EXPECT_EQ(container.count(EntryKind::certificate), 2u);
}

TEST(Xml, TakesTheEncodingFromTheDeclaration) {
  const Container container =
      read_text("<?xml version=\"1.0\" encoding=\"windows-1252\"?><\xE9>" + std::string(openssl_samples::kLeaf) + "</\xE9>");
  EXPECT_EQ(places_of(container), Strings{"/\xC3\xA9 line 1"});
}

TEST(Xml, OtherDocumentsAreNamed) {
  EXPECT_EQ(read_text("<?xml version=\"1.0\"?><a>MII</a>").diagnostics.at(0).message, "file contains an XML document");
  EXPECT_EQ(read_text("<html><body><p>" + std::string(openssl_samples::kLeaf) + "</p></body></html>").format, Format::unknown);
}

class XmlTools : public ToolTest {};

TEST_F(XmlTools, PayloadOfASignedProfile) {
  if (!installed("openssl")) GTEST_SKIP() << "no openssl";
  ASSERT_TRUE(
      run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -subj /CN=signer -days 90 && "
          "openssl smime -sign -nodetach -binary -outform DER -signer c.pem -inkey k.pem -out signed -in '" CHAINLINT_SOURCE_DIR
          "/fixtures/foreign/python.mobileconfig'"))
      << folder_.read("output.txt");
  const Container container = read_made("signed", {"fixture"});
  EXPECT_EQ(container.format, Format::pkcs7);
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_EQ(container.count(EntryKind::certificate), 4u);
  EXPECT_EQ(container.count(EntryKind::private_key), 1u);
}

}  // namespace xml_test
}  // namespace chainlint::formats
