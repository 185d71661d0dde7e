// Certificates of the run, and how its keys and stores are protected.
#include <algorithm>
#include <map>
#include <set>

#include "chainlint/base/text.h"
#include "html/html_parts.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostCertificates = 5000;
constexpr std::size_t kMostInventoryNames = 10;
constexpr std::size_t kMostShownUses = 5;  // of a certificate; the others are counted
constexpr std::size_t kMostContainers = 5000;

std::string listed(const std::vector<std::string>& texts) { return texts.empty() ? "" : html_list(texts, kMostInventoryNames); }

std::string code_or_none(const std::string& text) { return text.empty() ? "" : html_code(text); }

// What fewer readers look for, folded.
std::string more_of(const EntryReport& entry) {
  std::string out =
      html_fact("Serial number", code_or_none(entry.certificate->serial)) + html_fact("Key SHA-256", code_or_none(entry.key_sha256));
  if (entry.certificate->details) {
    const CertificateDetails& details = *entry.certificate->details;
    out += html_fact("CA", html_escaped(constraints_text(details))) + html_fact("Key usage", listed(details.key_usage)) +
           html_fact("EKU", listed(details.extended_key_usage)) + html_fact("Permitted names", listed(details.permitted)) +
           html_fact("Excluded names", listed(details.excluded)) + html_fact("Policies", listed(policy_titles(details))) +
           html_fact("Critical extensions", listed(details.critical)) + html_fact("SKI", code_or_none(details.subject_key_id)) +
           html_fact("AKI", code_or_none(details.authority_key_id)) + html_fact("CRL", listed(details.crl_urls)) +
           html_fact("OCSP", listed(details.ocsp_urls)) + html_fact("CA issuers", listed(details.ca_issuers_urls)) +
           html_fact("SCTs", details.timestamps ? std::to_string(*details.timestamps) : "") +
           html_fact("Not decodable", listed(details.defects));
  }
  return out.empty() ? "" : "<details class=\"fold small\"><summary>More</summary><dl class=\"facts\">" + out + "</dl></details>";
}

std::string day(const std::optional<Instant>& at) { return at ? "<time>" + at->date() + "</time>" : "?"; }

std::string certificate_cell(const EntryReport& entry) {
  const CertificateReport& certificate = *entry.certificate;
  std::string out = html_name(certificate.subject.empty() ? "(no subject)" : certificate.subject);
  if (entry.role) out += " <span class=\"soft small\">" + std::string(chain::to_string(*entry.role)) + "</span>";
  if (!certificate.names.empty()) out += "<div class=\"small\">" + html_list(certificate.names, kMostInventoryNames) + "</div>";
  if (certificate.issuer == certificate.subject) return out + "<div class=\"small soft\">self-issued</div>";
  return out + "<div class=\"small soft\">issued by " + html_name(certificate.issuer) + "</div>";
}

std::string uses(const HtmlCertificate& certificate, const HtmlIndex& index) {
  std::string out;
  for (std::size_t i = 0; i < certificate.used.size() && i < kMostShownUses; ++i) {
    const auto& [entry, bundle] = certificate.used[i];
    out += "<div>" + index.link(*bundle, to_string(entry->location)) + "</div>";
  }
  const std::size_t count = certificate.used.size();
  return out + (count > kMostShownUses ? "<div>and " + std::to_string(count - kMostShownUses) + " more</div>" : "");
}

std::string certificate_row(const HtmlCertificate& row, std::size_t number, const HtmlPage& page) {
  const EntryReport& entry = *row.entry;
  const CertificateReport& certificate = *entry.certificate;
  const bool expired = certificate.not_after && *certificate.not_after < page.report.at;
  std::string out = "<tr id=\"c" + std::to_string(number) + "\"><th scope=\"row\">" + certificate_cell(entry);
  out += "</th>";
  std::string key = html_escaped(entry.key);
  if (certificate.details) key += "<div class=\"small soft\">" + html_escaped(certificate.details->signature_algorithm) + "</div>";
  out += html_cell("Key, signature", key);
  out += html_cell("Valid", day(certificate.not_before) + " to " + day(certificate.not_after) +
                                (expired ? " <strong class=\"bad\">expired</strong>" : ""));
  const std::string sha1 = certificate.details ? "<div>SHA-1 " + html_code(certificate.details->sha1) + "</div>" : "";
  out += html_cell("Thumbprints", "<div class=\"small\">" + sha1 + "<div>SHA-256 " + html_code(certificate.sha256) + "</div></div>" +
                                      (page.index.brief() ? "" : more_of(entry)));
  return out + html_cell("Used in", "<div class=\"small\">" + uses(row, page.index) + "</div>") + "</tr>\n";
}

// The protection of one file and of what it contains.
struct ContainerRow {
  const InputReport* input = nullptr;
  std::set<std::string> schemes;
  std::size_t plain_keys = 0;
};

std::string container_row(const ContainerRow& row) {
  std::vector<std::string> schemes(row.schemes.begin(), row.schemes.end());
  std::string encryption = schemes.empty() ? "" : html_list(schemes, kMostInventoryNames);
  if (row.plain_keys > 0) encryption += (encryption.empty() ? "" : "; ") + count_noun(row.plain_keys, "private key") + " not encrypted";
  return "<tr><th scope=\"row\">" + html_name(row.input->path) + "</th>" +
         html_cell("Format", std::string(formats::to_string(row.input->format))) + html_cell("Encryption", encryption) +
         html_cell("Integrity", html_escaped(row.input->integrity)) + html_cell("Password", html_escaped(row.input->password)) + "</tr>\n";
}

}  // namespace

HtmlInventory::HtmlInventory(const Report& report) {
  std::set<std::pair<std::string_view, std::string>> seen;
  for (const BundleReport& bundle : report.bundles) {
    for (const EntryReport& entry : bundle.entries) {
      if (entry.certificate == nullptr) continue;
      const std::string& sha256 = entry.certificate->sha256;
      const auto [place, fresh] = places_.try_emplace(sha256, certificates_.size());
      if (fresh) certificates_.push_back({&entry, {}});
      HtmlCertificate& certificate = certificates_[place->second];
      if (seen.emplace(sha256, to_string(entry.location)).second) certificate.used.emplace_back(&entry, &bundle);
    }
  }
  std::stable_sort(certificates_.begin(), certificates_.end(), [](const HtmlCertificate& a, const HtmlCertificate& b) {
    return a.entry->certificate->not_after < b.entry->certificate->not_after;
  });
  for (std::size_t i = 0; i < certificates_.size(); ++i) places_[certificates_[i].entry->certificate->sha256] = i;
}

std::string HtmlInventory::anchor(const EntryReport& entry) const {
  return entry.certificate == nullptr ? "" : anchor(entry.certificate->sha256);
}

std::string HtmlInventory::anchor(std::string_view sha256) const {
  const auto found = places_.find(sha256);
  return found == places_.end() || found->second >= kMostCertificates ? "" : "c" + std::to_string(found->second + 1);
}

std::string html_inventory(const HtmlPage& page) {
  const std::vector<HtmlCertificate>& all = page.inventory.certificates();
  if (all.empty()) return "";
  std::string out =
      "<section class=\"fleet\" aria-labelledby=\"certificates\"><h2 id=\"certificates\">Certificates</h2>\n<p class=\"soft\">" +
      count_noun(all.size(), "different certificate") + ", by the date on which they expire.</p>\n";
  out +=
      "<div class=\"card\"><table class=\"stack inventory\"><thead><tr><th scope=\"col\">Certificate</th><th scope=\"col\">Key, "
      "signature</th>"
      "<th scope=\"col\">Valid</th><th scope=\"col\">Thumbprints</th><th scope=\"col\">Used in</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < all.size() && i < kMostCertificates; ++i) out += certificate_row(all[i], i + 1, page);
  out += "</tbody></table>";
  if (all.size() > kMostCertificates) {
    out += "<p>and " + std::to_string(all.size() - kMostCertificates) + " more, which --format json contains</p>";
  }
  return out + "</div></section>\n";
}

std::string html_containers(const HtmlPage& page) {
  std::map<std::string_view, ContainerRow> rows;
  for (const InputReport& input : page.report.inputs) {
    ContainerRow& row = rows[input.path];
    row.input = &input;
  }
  std::set<std::string> seen;
  for (const BundleReport& bundle : page.report.bundles) {
    for (const EntryReport& entry : bundle.entries) {
      const auto row = rows.find(entry.location.path);
      if (row == rows.end()) continue;
      if (!entry.protection.empty()) row->second.schemes.insert(entry.protection);
      const bool plain = entry.kind == formats::EntryKind::private_key && entry.key_state == formats::to_string(formats::KeyState::plain);
      if (plain && seen.insert(to_string(entry.location)).second) ++row->second.plain_keys;
    }
  }
  std::string out;
  std::size_t count = 0;
  for (const InputReport& input : page.report.inputs) {
    const ContainerRow& row = rows.at(input.path);
    if (row.input != &input || (row.schemes.empty() && row.plain_keys == 0 && input.integrity.empty() && input.password.empty())) continue;
    if (++count <= kMostContainers) out += container_row(row);
  }
  if (out.empty()) return "";
  out =
      "<section class=\"fleet\" aria-labelledby=\"containers\"><h2 id=\"containers\">Protection of keys and stores</h2>\n<div "
      "class=\"card\">"
      "<table class=\"stack\"><thead><tr><th scope=\"col\">File</th><th scope=\"col\">Format</th><th scope=\"col\">Encryption</th>"
      "<th scope=\"col\">Integrity</th><th scope=\"col\">Password</th></tr></thead><tbody>\n" +
      out + "</tbody></table>";
  if (count > kMostContainers) out += "<p>and " + std::to_string(count - kMostContainers) + " more</p>";
  return out + "</div></section>\n";
}

}  // namespace chainlint::report
