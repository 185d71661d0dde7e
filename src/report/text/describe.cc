#include <algorithm>
#include <map>
#include <set>

#include "chainlint/base/text.h"
#include "chainlint/facts/subject_key.h"
#include "chainlint/report/report.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kShownPlaces = 5;     // of a configuration
constexpr std::size_t kShownMatches = 100;  // of one key; a file may have each of them as often

std::string password_text(const formats::ContainerFacts& facts) {
  switch (facts.password) {
    case formats::PasswordUse::none_needed:
      return "";
    case formats::PasswordUse::absent:
      return "opened without a password";
    case formats::PasswordUse::empty:
      return "opened with the empty password";
    case formats::PasswordUse::given:
      return "opened with a specified password";
    case formats::PasswordUse::not_found:
      return "locked: no password opens it";
    case formats::PasswordUse::changeit:
    case formats::PasswordUse::changeme:
    case formats::PasswordUse::notasecret:
    case formats::PasswordUse::password:
      return "opened with the well-known password " + in_quotes(formats::to_string(facts.password));
  }
  return "";
}

std::string integrity_text(const formats::Container& container) {
  if (!container.facts.mac) return container.format == formats::Format::pkcs12 ? "none (no MAC)" : "";
  return to_string(*container.facts.mac) + (container.facts.mac_verified ? ", verified" : ", not verified");
}

std::string store_text(const formats::Entry& entry) {
  if (entry.store.empty() || entry.store_location.empty()) return printable(entry.store);
  return printable(entry.store) + " (" + printable(entry.store_location) + ")";
}

std::string key_storage_text(const formats::Entry& entry) {
  if (!entry.windows_key) return "";
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (!entry.windows_key->provider.empty()) add("provider " + in_quotes(entry.windows_key->provider));
  if (!entry.windows_key->container.empty()) add("container " + in_quotes(entry.windows_key->container));
  if (!entry.windows_key->key_spec.empty()) add(printable(entry.windows_key->key_spec));
  if (entry.windows_key->machine_keyset) add("machine keyset");
  return text;
}

// Whether rules evaluate the entry: a CRL only where `issuers` of the bundle contain its issuer, and of a certificate trust list what a
// Windows store contains.
bool is_checked(const formats::Entry& entry, const std::set<std::string_view>& issuers) {
  switch (entry.kind) {
    case formats::EntryKind::certificate:
    case formats::EntryKind::private_key:
      return true;
    case formats::EntryKind::crl:
      return entry.crl != nullptr && issuers.contains(entry.crl->issuer().canonical());
    case formats::EntryKind::trust_list:
      return !entry.store.empty();
    case formats::EntryKind::certificate_request:
    case formats::EntryKind::public_key:
    case formats::EntryKind::parameters:
    case formats::EntryKind::secret:
    case formats::EntryKind::other:
      return false;
  }
  return false;
}

std::string trust_list_text(const formats::Entry& entry) {
  if (entry.trust_list == nullptr) return "";
  const formats::TrustList& list = *entry.trust_list;
  std::string text = list.lists_disallowed() ? "distrusts " : list.lists_roots() ? "trusts " : "names ";
  const bool certificates = list.digests != formats::TrustListDigest::other;
  text += certificates ? count_noun(list.entries.size(), "certificate") + " by hash" : count_noun(list.entries.size(), "other item");
  if (list.this_update) text += ", of " + list.this_update->date();
  if (list.next_update) text += ", next update " + list.next_update->date();
  return text;
}

// Everything about one bundle that its parts need while they are described.
class Describer {
 public:
  Describer(const facts::FactContext& context, CertificateReports& certificates)
      : context_(context), analysis_(context.analysis), certificates_(certificates) {
    for (std::size_t m = 0; m < analysis_.members.size(); ++m) {
      for (std::size_t e : analysis_.members[m].entries) member_of_entry_[e] = m;
      issuers_.insert(analysis_.members[m].certificate->issuer().canonical());
    }
  }

  EntryReport entry(std::size_t index) const {
    const formats::Entry& entry = *analysis_.entries[index];
    EntryReport report;
    report.kind = entry.kind;
    report.label = printable(entry.label);
    report.description = printable(entry.description);
    report.unit = printable(entry.unit);
    report.store = store_text(entry);
    report.archived = entry.archived;
    report.key_storage = key_storage_text(entry);
    report.trust_list = trust_list_text(entry);
    report.checked = is_checked(entry, issuers_);
    report.location = entry.location;
    if (entry.protection) report.protection = to_string(*entry.protection);
    if (entry.certificate) describe_certificate(*entry.certificate, index, report);
    if (entry.kind == formats::EntryKind::private_key) describe_key(entry, index, report);
    return report;
  }

  ChainStepReport member_step(std::size_t member) const {
    const chain::Member& m = analysis_.members[member];
    ChainStepReport step = certificate_step(*m.certificate);
    step.role = m.role;
    step.location = analysis_.entries[m.entries.front()]->location;
    return step;
  }

  std::vector<ChainStepReport> sent() const {
    std::vector<ChainStepReport> steps;
    steps.reserve(analysis_.sent.members.size());
    std::map<std::size_t, std::size_t> seen;
    for (std::size_t member : analysis_.sent.members) {
      ChainStepReport step = member_step(member);
      const chain::Member& m = analysis_.members[member];
      const std::size_t copy = seen[member]++;
      if (copy < m.entries.size()) step.location = analysis_.entries[m.entries[copy]]->location;
      if (copy > 0) step.remarks.push_back("sent again");
      if (analysis_.head && !m.path_index) step.remarks.push_back(m.related ? "not on the chosen path" : "not part of the chain");
      steps.push_back(std::move(step));
    }
    return steps;
  }

  std::vector<ChainStepReport> sent(const std::vector<chain::SentCertificate>& certificates) const {
    std::vector<ChainStepReport> steps;
    for (const chain::SentCertificate& certificate : certificates) {
      ChainStepReport step = certificate.member ? member_step(*certificate.member) : certificate_step(*certificate.certificate);
      if (!certificate.member) {
        step.role = x509::looks_self_signed(*certificate.certificate) ? chain::Role::root : chain::Role::intermediate;
      }
      step.in_bundle = certificate.member.has_value();
      step.location = certificate.location;
      step.store = certificate.store;
      step.reason = certificate.reason;
      steps.push_back(std::move(step));
    }
    return steps;
  }

  SendingReport sending(const chain::Sending& sending) const {
    SendingReport report;
    report.family = sending.family;
    report.complete = sending.complete;
    report.unpredictable = sending.unpredictable;
    report.remarks = sending.remarks;
    if (sending.dropped_root) report.dropped_root = x509::display_name(*sending.dropped_root->certificate);
    for (const chain::SendingAlternative& alternative : sending.alternatives) {
      report.alternatives.push_back({sent(alternative.certificates), alternative.reason});
    }
    return report;
  }

  std::vector<ChainStepReport> path() const {
    std::vector<ChainStepReport> steps;
    if (!analysis_.path) return steps;
    steps.reserve(analysis_.path->steps.size());
    for (std::size_t i = 0; i < analysis_.path->steps.size(); ++i) {
      const chain::PathStep& step = analysis_.path->steps[i];
      const auto member = std::find_if(analysis_.members.begin(), analysis_.members.end(),
                                       [&](const chain::Member& m) { return m.certificate->sha256() == step.certificate->sha256(); });
      if (member != analysis_.members.end()) {
        steps.push_back(member_step(static_cast<std::size_t>(member - analysis_.members.begin())));
      } else {
        steps.push_back(certificate_step(*step.certificate));
        steps.back().in_bundle = false;
        if (step.known) steps.back().location = step.known->location;
        steps.back().role = i == 0 && analysis_.leaf                     ? chain::Role::leaf
                            : x509::looks_self_signed(*step.certificate) ? chain::Role::root
                                                                         : chain::Role::intermediate;
      }
    }
    return steps;
  }

  std::vector<TriedReport> tried() const {
    std::vector<TriedReport> reports;
    for (const chain::TriedPath& path : analysis_.tried) {
      TriedReport report;
      for (const x509::CertificatePtr& certificate : path.certificates) {
        report.sha256.push_back(to_hex(certificate->sha256()));
        report.names.push_back(x509::display_name(*certificate));
      }
      report.stop = path.stop;
      report.problems = path.problems;
      report.reason = path.reason;
      reports.push_back(std::move(report));
    }
    return reports;
  }

 private:
  void describe_certificate(const x509::Certificate& certificate, std::size_t index, EntryReport& report) const {
    report.certificate = certificates_.of(certificate);
    report.key = certificate.public_key().to_string();
    report.key_sha256 = facts::public_key_sha256(certificate);
    if (auto member = member_of_entry_.find(index); member != member_of_entry_.end()) report.role = analysis_.members[member->second].role;
  }

  bool is_in_git(const formats::Entry& key) const {
    const std::vector<formats::Container>& all = context_.bundle.containers;
    return std::any_of(all.begin(), all.end(), [&](const formats::Container& container) {
      return container.git != formats::GitPresence::none && facts::is_unprotected(key, container) &&
             std::any_of(container.entries.begin(), container.entries.end(), [&](const formats::Entry& each) { return &each == &key; });
    });
  }

  void describe_key(const formats::Entry& entry, std::size_t index, EntryReport& report) const {
    report.key_state = formats::to_string(entry.key_state);
    if (entry.key) report.key = x509::key_title(entry.key->algorithm, entry.key->bits, entry.key->curve);
    if (entry.key) report.key_sha256 = facts::public_key_sha256(*entry.key);
    report.in_git = is_in_git(entry);
    // In the order of the entries.
    const auto match = std::lower_bound(analysis_.keys.begin(), analysis_.keys.end(), index,
                                        [](const chain::KeyMatch& key, std::size_t at) { return key.entry < at; });
    if (match == analysis_.keys.end() || match->entry != index) return;
    for (const std::size_t member : match->members) {
      for (const std::size_t e : analysis_.members[member].entries) {
        if (report.matches.size() == kShownMatches) return;
        report.matches.push_back(e);
      }
    }
  }

  ChainStepReport certificate_step(const x509::Certificate& certificate) const {
    ChainStepReport step;
    step.certificate = certificates_.of(certificate);
    const std::optional<Instant>&begin = step.certificate->not_before, &end = step.certificate->not_after;
    if (end && context_.request.at > *end) step.remarks.push_back("expired");
    if (begin && context_.request.at < *begin) step.remarks.push_back("not yet valid");
    return step;
  }

  const facts::FactContext& context_;
  const chain::BundleAnalysis& analysis_;
  CertificateReports& certificates_;
  std::map<std::size_t, std::size_t> member_of_entry_;
  std::set<std::string_view> issuers_;  // canonical names, which the certificates own
};

}  // namespace

std::string to_string(const crypto::Protection& protection) {
  std::string text;
  const auto add = [&](const std::string& part, const char* separator) {
    if (part.empty()) return;
    if (!text.empty()) text += separator;
    text += part;
  };
  add(protection.mac.empty() || protection.scheme == "PBMAC1" ? protection.scheme : "", "");
  add(protection.mac, ": ");
  add(protection.cipher, ": ");
  add(protection.kdf, ", ");
  if (protection.iterations > 0) add(count_noun(protection.iterations, "iteration"), ", ");
  return text;
}

bool has_verdict(const BundleReport& bundle) {
  switch (bundle.kind) {
    case chain::BundleKind::server:
    case chain::BundleKind::issuing_ca:
      return !bundle.path.empty();
    case chain::BundleKind::trust_store:
      return true;
    default:
      return false;
  }
}

std::string unchecked_text(const BundleReport& bundle) {
  if (bundle.kind == chain::BundleKind::server) return "not checked: the server certificate could not be read or is missing";
  return std::string(kind_title(bundle.kind)) + ", not checked: it contains no certificate";
}

std::string_view kind_title(chain::BundleKind kind) {
  switch (kind) {
    case chain::BundleKind::server:
      return "server";
    case chain::BundleKind::issuing_ca:
      return "issuing CA";
    case chain::BundleKind::trust_store:
      return "trust store";
    case chain::BundleKind::request:
      return "certificate request";
    case chain::BundleKind::private_key:
      return "private key";
    case chain::BundleKind::crl:
      return "CRL";
    case chain::BundleKind::parameters:
      return "DH or EC parameters";
    case chain::BundleKind::public_key:
      return "public key";
    case chain::BundleKind::other:
      return "no certificate";
  }
  return "no certificate";
}

InputReport describe_input(const formats::Container& container) {
  InputReport report;
  report.path = container.path;
  report.format = container.format;
  report.status = container.status;
  report.sha256 = container.sha256;
  report.certificates = container.count(formats::EntryKind::certificate);
  report.private_keys = container.count(formats::EntryKind::private_key);
  report.crls = container.count(formats::EntryKind::crl);
  report.diagnostics = container.diagnostics;
  report.incomplete = container.has_error();
  report.integrity = integrity_text(container);
  report.password = password_text(container.facts);
  return report;
}

BundleReport describe_bundle(const facts::FactContext& context, rules::Evaluation evaluation, CertificateReports& certificates) {
  const Describer describer(context, certificates);
  const chain::BundleAnalysis& analysis = context.analysis;
  BundleReport report;
  report.name = context.bundle.name;
  for (const formats::Container& container : context.bundle.containers) report.files.push_back(container.path);
  report.configured_at = context.bundle.configured_at;
  report.layout = context.bundle.layout;
  report.target = std::string(context.target);
  if (context.deployment != nullptr && !context.deployment->target.version.empty()) {
    report.target += "@" + context.deployment->target.version;
  }
  report.kind = analysis.kind;
  report.client = context.request.client_found && analysis.kind == chain::BundleKind::server;
  report.entries.reserve(analysis.entries.size());
  for (std::size_t i = 0; i < analysis.entries.size(); ++i) report.entries.push_back(describer.entry(i));
  report.sent = describer.sent();
  if (context.deployment != nullptr) {
    if (context.deployment->target.profile != nullptr && analysis.kind == chain::BundleKind::server) {
      report.sent = describer.sent(context.deployment->sending.certificates);
      report.sending = describer.sending(context.deployment->sending);
    }
    report.clients = context.deployment->clients;
  }
  report.path = describer.path();
  if (analysis.path) report.stop = analysis.path->stop;
  report.candidates = analysis.candidates;
  if (context.request.explain) report.tried = describer.tried();
  if (analysis.missing && analysis.path && analysis.missing->child_step < analysis.path->steps.size()) {
    report.missing = analysis.path->steps[analysis.missing->child_step].certificate->issuer().display();
  }
  report.findings = std::move(evaluation.findings);
  if (!report.configured_at.empty()) {
    const std::string places = listed(report.configured_at, kShownPlaces, [](const Location& place) { return to_string(place); });
    for (rules::Finding& finding : report.findings) finding.details.push_back({"configured at", places});
  }
  report.not_evaluated = std::move(evaluation.not_evaluated);
  return report;
}

}  // namespace chainlint::report
