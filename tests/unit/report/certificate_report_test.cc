// What `show` says of certificates is what OpenSSL says of them: the files of other programs, and the fixtures.
#include "chainlint/report/certificate_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

#include "chainlint/base/text.h"
#include "unit/formats/real_files.h"
#include "unit/temporary_folder.h"

namespace chainlint::report::test {
namespace certificate_report_test {

using Lines = std::vector<std::string>;

// The certificates of files below a folder, each once.
void collect(const std::filesystem::path& folder, std::size_t most, std::map<Digest256, x509::CertificatePtr>& found) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.file_size() < 100'000) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const std::filesystem::path& path : paths) {
    std::ifstream file(path, std::ios::binary);
    const Bytes content(std::istreambuf_iterator<char>(file), {});
    formats::CertificateCache certificates;
    for (const formats::Container& container : formats::read_containers(path.filename().string(), content, {}, certificates)) {
      for (const formats::Entry& entry : container.entries) {
        if (entry.certificate != nullptr && found.size() < most) found.emplace(entry.certificate->sha256(), entry.certificate);
      }
    }
  }
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' '), end = text.find_last_not_of(" \r");
  return begin == std::string_view::npos ? "" : std::string(text.substr(begin, end - begin + 1));
}

// "A, B" as a list.
Lines parts(const std::string& text) {
  Lines list;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(", ", at), text.size());
    list.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return list;
}

// What OpenSSL printed: the lines below each heading of an extension, and the headings of the critical ones.
struct Printed {
  std::map<std::string, Lines> extensions;
  std::size_t critical = 0;
  std::string signature, sha1;
  bool unreadable = false;  // an extension that OpenSSL shows as bytes

  const Lines& of(const std::string& heading) const {
    static const Lines kNone;
    const auto found = extensions.find(heading);
    return found == extensions.end() ? kNone : found->second;
  }
  // The texts behind `mark` in the lines below a heading.
  Lines behind(const std::string& heading, const std::string& mark) const {
    Lines texts;
    for (const std::string& line : of(heading)) {
      // "CRL Issuer:" is on the line of the last address.
      if (line.starts_with(mark)) texts.push_back(trimmed(line.substr(mark.size(), line.find("  ", mark.size()) - mark.size())));
    }
    return texts;
  }
};

Printed parse(const std::string& text) {
  constexpr std::size_t kHeading = 12, kSignature = 4;  // columns before the heading of an extension, and before what follows the last
  Printed printed;
  std::istringstream stream(text);
  Lines* current = nullptr;
  bool extensions = false;
  for (std::string line; std::getline(stream, line);) {
    const std::string content = trimmed(line);
    const std::size_t column = line.find_first_not_of(' ');
    if (content.starts_with("Signature Algorithm: ")) printed.signature = content.substr(21);
    if (const std::size_t sign = line.find(" Fingerprint="); sign != std::string::npos) printed.sha1 = line.substr(sign + 13);
    if (content == "X509v3 extensions:") {
      extensions = true;
    } else if (extensions && column == kHeading) {
      const std::size_t colon = content.find(": ");
      const bool critical = content.ends_with(": critical");
      printed.critical += critical ? 1 : 0;
      current = &printed.extensions[critical ? content.substr(0, colon) : content.substr(0, content.find_last_of(':'))];
    } else if (column == kSignature && content.starts_with("Signature ")) {
      extensions = false;
      current = nullptr;
    } else if (current != nullptr && !content.empty()) {
      current->push_back(content);
    }
  }
  return printed;
}

const std::map<std::string, std::string>& usage_names() {
  static const std::map<std::string, std::string> kNames{{"digitalSignature", "Digital Signature"},
                                                         {"nonRepudiation", "Non Repudiation"},
                                                         {"keyEncipherment", "Key Encipherment"},
                                                         {"dataEncipherment", "Data Encipherment"},
                                                         {"keyAgreement", "Key Agreement"},
                                                         {"keyCertSign", "Certificate Sign"},
                                                         {"cRLSign", "CRL Sign"},
                                                         {"encipherOnly", "Encipher Only"},
                                                         {"decipherOnly", "Decipher Only"},
                                                         {"serverAuth", "TLS Web Server Authentication"},
                                                         {"clientAuth", "TLS Web Client Authentication"},
                                                         {"codeSigning", "Code Signing"},
                                                         {"emailProtection", "E-mail Protection"},
                                                         {"timeStamping", "Time Stamping"},
                                                         {"OCSPSigning", "OCSP Signing"},
                                                         {"anyExtendedKeyUsage", "Any Extended Key Usage"}};
  return kNames;
}

// The usages that this test has a name for; the others by their number.
std::set<std::string> known_usages(const Lines& ours) {
  std::set<std::string> names;
  for (const std::string& usage : ours) {
    const auto known = usage_names().find(usage);
    if (known != usage_names().end()) names.insert(known->second);
  }
  return names;
}

std::set<std::string> printed_usages(const Lines& lines) {
  std::set<std::string> known, all;
  for (const auto& [ours, theirs] : usage_names()) known.insert(theirs);
  for (const std::string& line : lines) {
    for (const std::string& part : parts(line)) {
      if (known.count(part) != 0) all.insert(part);
    }
  }
  return all;
}

std::string without_colons(std::string text) {
  std::erase(text, ':');
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::string first_key_id(const Lines& lines) {
  if (lines.empty() || lines.front().starts_with("DirName") || lines.front().starts_with("serial")) return "";
  return lines.front().starts_with("keyid:") ? lines.front().substr(6) : lines.front();
}

std::string constraints_of(const CertificateDetails& details) {
  if (!details.ca) return "";
  return std::string("CA:") + (*details.ca ? "TRUE" : "FALSE") +
         (details.path_length ? ", pathlen:" + std::to_string(*details.path_length) : "");
}

// "DNS:a" and "IP:b" of name constraints as OpenSSL prints them, but for addresses, which it prints with their mask.
std::size_t count_between(const Lines& lines, const std::string& from) {
  std::size_t count = 0;
  bool inside = false;
  for (const std::string& line : lines) {
    if (line == "Permitted:" || line == "Excluded:") {
      inside = line == from;
    } else if (inside) {
      ++count;
    }
  }
  return count;
}

void compare(const CertificateDetails& ours, const std::vector<std::string>& names, const Printed& theirs) {
  EXPECT_EQ(ours.sha1, without_colons(theirs.sha1));
  const std::map<std::string, std::string> other{{"rsassaPss", "RSASSA-PSS"},
                                                 {"ED25519", "Ed25519"},
                                                 {"ED448", "Ed448"},
                                                 {"dsaWithSHA1", "dsa-with-SHA1"},
                                                 {"rsaWithSHA1", "sha1WithRSASignature"},
                                                 {"sha1WithRSA", "sha1WithRSASignature"}};
  const auto renamed = other.find(theirs.signature);
  const std::string signature = renamed == other.end() ? theirs.signature : renamed->second;
  if (!signature.starts_with("GOST") && signature.find('_') == std::string::npos) {
    EXPECT_TRUE(ours.signature_algorithm.starts_with(signature)) << ours.signature_algorithm << " " << signature;
  }
  EXPECT_EQ(ours.critical.size(), theirs.critical);
  if (!ours.defects.empty()) return;  // OpenSSL shows the bytes of what does not decode
  EXPECT_EQ(known_usages(ours.key_usage), printed_usages(theirs.of("X509v3 Key Usage")));
  EXPECT_EQ(known_usages(ours.extended_key_usage), printed_usages(theirs.of("X509v3 Extended Key Usage")));
  EXPECT_EQ(ours.subject_key_id, join_and(theirs.of("X509v3 Subject Key Identifier")));
  EXPECT_EQ(ours.authority_key_id, first_key_id(theirs.of("X509v3 Authority Key Identifier")));
  EXPECT_EQ(constraints_of(ours), join_and(theirs.of("X509v3 Basic Constraints")));
  EXPECT_EQ(ours.ocsp_urls, theirs.behind("Authority Information Access", "OCSP - URI:"));
  EXPECT_EQ(ours.ca_issuers_urls, theirs.behind("Authority Information Access", "CA Issuers - URI:"));
  EXPECT_EQ(ours.crl_urls, theirs.behind("X509v3 CRL Distribution Points", "URI:"));
  Lines policies = theirs.behind("X509v3 Certificate Policies", "Policy: ");
  std::replace(policies.begin(), policies.end(), std::string("X509v3 Any Policy"), std::string("2.5.29.32.0"));
  EXPECT_EQ(ours.policies, policies);
  EXPECT_EQ(ours.permitted.size(), count_between(theirs.of("X509v3 Name Constraints"), "Permitted:"));
  EXPECT_EQ(ours.excluded.size(), count_between(theirs.of("X509v3 Name Constraints"), "Excluded:"));
  EXPECT_EQ(ours.timestamps.value_or(0), theirs.behind("CT Precertificate SCTs", "Signed Certificate Timestamp:").size());
  Lines dns, printed_dns;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (ours.name_kinds.at(i) == x509::GeneralNameKind::dns) dns.push_back("DNS:" + names[i]);
  }
  for (const std::string& line : theirs.of("X509v3 Subject Alternative Name")) {
    for (const std::string& part : parts(line)) {
      if (part.starts_with("DNS:")) printed_dns.push_back(part);
    }
  }
  EXPECT_EQ(dns, printed_dns);
}

void compare_all(const std::map<Digest256, x509::CertificatePtr>& certificates) {
  const TemporaryFolder folder;
  for (const auto& [sha256, certificate] : certificates) folder.write(to_hex(sha256) + ".der", as_text(certificate->der()));
  const std::string each = "openssl x509 -inform DER -in $f -noout -text -fingerprint -sha1 >$f.txt 2>/dev/null";
  ASSERT_EQ(std::system(("cd '" + folder.path() + "' && for f in *.der; do " + each + " || true; done").c_str()), 0);
  std::size_t compared = 0;
  CertificateReports reports(true);
  for (const auto& [sha256, certificate] : certificates) {
    const std::string text = folder.read(to_hex(sha256) + ".der.txt");
    if (text.find(" Fingerprint=") == std::string::npos) continue;  // OpenSSL does not read it
    SCOPED_TRACE(to_hex(sha256) + " " + certificate->subject().to_string());
    const CertificateReportPtr report = reports.of(*certificate);
    compare(*report->details, report->names, parse(text));
    ++compared;
  }
  EXPECT_GT(compared, certificates.size() / 2);
}

bool has_openssl() { return std::system("command -v openssl >/dev/null 2>&1") == 0; }

TEST(CertificateReports, OfFixturesAreThoseOfOpenssl) {
  if (!has_openssl()) GTEST_SKIP() << "no openssl";
  std::map<Digest256, x509::CertificatePtr> certificates;
  collect(std::string(CHAINLINT_SOURCE_DIR) + "/fixtures", 60, certificates);
  ASSERT_GT(certificates.size(), 50u);
  compare_all(certificates);
}

TEST(CertificateReports, OfRealFilesAreThoseOfOpenssl) {
  if (!has_openssl()) GTEST_SKIP() << "no openssl";
  if (!std::filesystem::exists(formats::real_files::folder())) GTEST_SKIP() << "no collection of real files";
  std::map<Digest256, x509::CertificatePtr> certificates;
  collect(formats::real_files::folder() / "files", 75, certificates);
  collect(formats::real_files::folder() / "files/gnutls+gnutls/tests/cert-tests/data", 150, certificates);
  // The algorithm shown is the one outside of tbsCertificate, which is the last that OpenSSL prints.
  EXPECT_TRUE(std::any_of(certificates.begin(), certificates.end(), [](const auto& each) {
    return !equal(each.second->tbs_signature_algorithm().encoded, each.second->signature_algorithm().encoded);
  })) << "no certificate with two different algorithms";
  compare_all(certificates);
}

TEST(CertificateReports, HaveDetailsOnlyWhereRequestedAndAreMadeOnce) {
  std::map<Digest256, x509::CertificatePtr> certificates;
  collect(std::string(CHAINLINT_SOURCE_DIR) + "/fixtures/made/healthy", 1, certificates);
  ASSERT_EQ(certificates.size(), 1u);
  const x509::Certificate& certificate = *certificates.begin()->second;
  EXPECT_FALSE(CertificateReports().of(certificate)->details);
  CertificateReports reports(true);
  const CertificateReportPtr first = reports.of(certificate);
  EXPECT_TRUE(first->details);
  EXPECT_EQ(reports.of(certificate), first);
}

}  // namespace certificate_report_test
}  // namespace chainlint::report::test
