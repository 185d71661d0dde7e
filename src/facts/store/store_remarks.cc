#include "store/store_remarks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <tuple>

#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::facts {
namespace {

constexpr std::string_view kRootAgency = "FEE449EE0E3965A5246F000E87FDE2A065FD89D4";
constexpr std::size_t kFileNameBytes = 60;

std::string thumbprint(const x509::Certificate& certificate) {
  std::string hex = crypto::thumbprint(certificate);
  std::transform(hex.begin(), hex.end(), hex.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return hex;
}

// "'Example CA 1' (older, valid until 2027-01-01)". Commands contain the thumbprint.
std::string described(const x509::Certificate& certificate, const std::string& remark = {}) {
  const std::string end = certificate.not_after() ? "valid until " + certificate.not_after()->date() : "";
  const std::string words = remark + (remark.empty() || end.empty() ? "" : ", ") + end;
  return in_quotes(x509::display_name(certificate)) + (words.empty() ? "" : " (" + words + ")");
}

// A name in a certificate must not reach a command line unchanged.
std::string file_name(const x509::Certificate& certificate) {
  std::string name;
  for (const char c : x509::display_name(certificate)) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == ' ' || c == '.' || c == '-';
    if (name.size() < kFileNameBytes) name += static_cast<unsigned char>(c) < 0x80 && plain ? c : '-';
  }
  return name + ".cer";
}

std::string delete_line(std::string_view store, const x509::Certificate& certificate) {
  return fmt::format("certutil -delstore \"{}\" {}", store, thumbprint(certificate));
}

template <class Use>
void for_each_in(const chain::WindowsStores& stores, chain::StoreName store, Use use) {
  for (const chain::StoredCertificate& stored : stores.certificates) {
    if (stored.store == store && !stored.archived) use(stored);
  }
}

bool holds(const chain::WindowsStores& stores, chain::StoreName store, const x509::Certificate& certificate) {
  return std::any_of(stores.certificates.begin(), stores.certificates.end(), [&](const chain::StoredCertificate& stored) {
    return stored.store == store && !stored.archived && stored.certificate->sha256() == certificate.sha256();
  });
}

// Of the certificates of one CA the one to keep: named as the child says, valid, newest.
bool better(const x509::Certificate& a, const x509::Certificate& b, const x509::Certificate& child, Instant at) {
  const auto rank = [&](const x509::Certificate& certificate) {
    return std::tuple(certificate.subject().canonical() == child.issuer().canonical(), certificate.valid_at(at), certificate.not_before(),
                      certificate.sha256());
  };
  return rank(a) > rank(b);
}

// Why `twin` should not be in the store with `kept`; empty where it may be, as a cross-certificate.
std::string why_stale(const x509::Certificate& twin, const x509::Certificate& kept, const x509::Certificate& child, Instant at) {
  const bool same_name = twin.subject().canonical() == kept.subject().canonical();
  const bool same_key = twin.public_key().canonical() == kept.public_key().canonical();
  if (!same_name && !same_key) return {};
  if (twin.not_after() && at > *twin.not_after()) return "expired";
  if (!same_name) return twin.subject().canonical() == child.issuer().canonical() ? "" : "same key, different name";
  const bool older = twin.not_before() && kept.not_before() && *twin.not_before() < *kept.not_before();
  if (same_key) return older && twin.issuer().canonical() == kept.issuer().canonical() ? "older" : "";
  return older ? "older, different key" : "";
}

// Where the issuer is missing, a CA with its name has the key that it had before it was rekeyed.
void add_rekeyed(const chain::WindowsStores& stores, const x509::Certificate& last, StoreRemarks& remarks) {
  for_each_in(stores, chain::StoreName::ca, [&](const chain::StoredCertificate& stored) {
    const x509::Certificate& other = *stored.certificate;
    if (other.subject().canonical() != last.issuer().canonical() || x509::looks_self_signed(other)) return;
    const std::string remark = "name of the issuer of " + in_quotes(x509::display_name(last)) + ", different key";
    remarks.push_back({described(other, remark), {delete_line(kept_in(stored), other)}});
  });
}

}  // namespace

const profiles::Deployment* store_deployment(const FactContext& context) {
  return context.deployment != nullptr && context.deployment->sending.family == chain::ServerFamily::store_engine ? context.deployment
                                                                                                                  : nullptr;
}

const chain::WindowsStores* exported_stores(const FactContext& context) {
  return context.deployment == nullptr ? nullptr : context.deployment->stores.get();
}

StoreRemarks missing_intermediates(const FactContext& context) {
  StoreRemarks remarks;
  const profiles::Deployment* deployment = store_deployment(context);
  const chain::WindowsStores* stores = exported_stores(context);
  if (deployment == nullptr || stores == nullptr || !stores->has_export(chain::StoreName::ca)) return remarks;
  const std::vector<chain::SentCertificate>& sent = deployment->sending.certificates;
  for (std::size_t i = 1; i < sent.size(); ++i) {
    const x509::Certificate& certificate = *sent[i].certificate;
    if (!sent[i].member || holds(*stores, chain::StoreName::ca, certificate)) continue;
    remarks.push_back({described(certificate), {fmt::format("certutil -addstore CA \"{}\"", file_name(certificate))}});
  }
  return remarks;
}

StaleTwins stale_twins(const FactContext& context) {
  StaleTwins found;
  const profiles::Deployment* deployment = store_deployment(context);
  const chain::WindowsStores* stores = exported_stores(context);
  if (deployment == nullptr || stores == nullptr) return found;
  const Instant at = context.request.at;
  const std::vector<chain::SentCertificate>& sent = deployment->sending.certificates;
  for (std::size_t i = 1; i < sent.size(); ++i) {
    const x509::Certificate& child = *sent[i - 1].certificate;
    const Bytes key = sent[i].certificate->public_key().canonical();
    const auto of_this_ca = [&](const x509::Certificate& other) {
      return other.subject().canonical() == sent[i].certificate->subject().canonical() || other.public_key().canonical() == key;
    };
    const x509::Certificate* kept = sent[i].certificate.get();
    const auto consider = [&](const x509::Certificate& other) {
      const bool right_key = other.public_key().canonical() == key;
      if (right_key && of_this_ca(other) && better(other, *kept, child, at)) kept = &other;
    };
    for_each_in(*stores, chain::StoreName::ca, [&](const chain::StoredCertificate& stored) { consider(*stored.certificate); });
    for (const chain::Member& member : context.analysis.members) consider(*member.certificate);
    for_each_in(*stores, chain::StoreName::ca, [&](const chain::StoredCertificate& stored) {
      const x509::Certificate& twin = *stored.certificate;
      if (x509::looks_self_signed(twin) || !of_this_ca(twin)) return;
      const std::string why = why_stale(twin, *kept, child, at);
      if (why.empty()) return;
      found.sent |= twin.sha256() == sent[i].certificate->sha256();
      found.twins.push_back({described(twin, why), {delete_line(kept_in(stored), twin)}});
    });
  }
  if (!deployment->sending.complete && !sent.empty()) add_rekeyed(*stores, *sent.back().certificate, found.twins);
  return found;
}

StoreRemarks root_not_self_signed(const FactContext& context) {
  StoreRemarks remarks;
  const chain::WindowsStores* stores = exported_stores(context);
  if (stores == nullptr) return remarks;
  for_each_in(*stores, chain::StoreName::root, [&](const chain::StoredCertificate& stored) {
    if (x509::looks_self_signed(*stored.certificate)) return;
    const std::string print = thumbprint(*stored.certificate);
    remarks.push_back({described(*stored.certificate),
                       {fmt::format("Move-Item Cert:\\LocalMachine\\{}\\{} Cert:\\LocalMachine\\CA", kept_in(stored), print)}});
  });
  return remarks;
}

StoreRemarks ca_self_signed(const FactContext& context) {
  StoreRemarks remarks;
  const chain::WindowsStores* stores = exported_stores(context);
  if (stores == nullptr) return remarks;
  for_each_in(*stores, chain::StoreName::ca, [&](const chain::StoredCertificate& stored) {
    if (!x509::looks_self_signed(*stored.certificate) || thumbprint(*stored.certificate) == kRootAgency) return;
    remarks.push_back({described(*stored.certificate), {delete_line(kept_in(stored), *stored.certificate)}});
  });
  return remarks;
}

StoreRemarks disallowed_on_path(const FactContext& context) {
  StoreRemarks remarks;
  const profiles::Deployment* deployment = store_deployment(context);
  const chain::WindowsStores* stores = exported_stores(context);
  if (deployment == nullptr || stores == nullptr) return remarks;
  std::vector<Bytes> digests = stores->disallowed_digests;
  std::sort(digests.begin(), digests.end());
  const auto note_disallowed = [&](const x509::Certificate& certificate) {
    if (holds(*stores, chain::StoreName::disallowed, certificate)) {
      remarks.push_back({described(certificate), {delete_line("Disallowed", certificate)}});
    } else if (chain::names_disallowed(digests, certificate)) {
      remarks.push_back({described(certificate, "on the disallowed list"), {}});
    }
  };
  for (const chain::SentCertificate& sent : deployment->sending.certificates) note_disallowed(*sent.certificate);
  if (deployment->sending.dropped_root) note_disallowed(*deployment->sending.dropped_root->certificate);
  return remarks;
}

StoreRemarks leaf_stores(const FactContext& context) {
  StoreRemarks remarks;
  const chain::WindowsStores* stores = exported_stores(context);
  const x509::Certificate* leaf = leaf_of(context);
  if (store_deployment(context) == nullptr || stores == nullptr || leaf == nullptr) return remarks;
  for (const chain::StoredCertificate& stored : stores->certificates) {
    if (stored.archived || stored.store == chain::StoreName::disallowed || stored.certificate->sha256() != leaf->sha256()) continue;
    remarks.push_back({std::string(kept_in(stored)), {}});
    if (stored.store != chain::StoreName::my) remarks.back().commands.push_back(delete_line(kept_in(stored), *leaf));
  }
  const bool installed = holds(*stores, chain::StoreName::my, *leaf);
  if (!installed && !remarks.empty()) remarks.insert(remarks.begin(), {"My (added by the import)", {}});
  return remarks.size() > 1 ? remarks : StoreRemarks();
}

std::optional<std::size_t> issuer_list_octets(const FactContext& context) {
  const chain::WindowsStores* stores = exported_stores(context);
  if (stores == nullptr || !stores->has_export(chain::StoreName::root)) return std::nullopt;
  std::size_t octets = 0;
  for_each_in(*stores, chain::StoreName::root, [&](const chain::StoredCertificate& stored) {
    if (x509::looks_self_signed(*stored.certificate)) octets += stored.certificate->subject().der().size() + 2;
  });
  return octets;
}

StoreRemarks ambiguities(const FactContext& context) {
  StoreRemarks remarks;
  const profiles::Deployment* deployment = store_deployment(context);
  if (deployment == nullptr) return remarks;
  const std::vector<chain::SentCertificate>& first = deployment->sending.certificates;
  const auto contains = [](const std::vector<chain::SentCertificate>& chain, const x509::Certificate& certificate) {
    return std::any_of(chain.begin(), chain.end(),
                       [&](const chain::SentCertificate& sent) { return sent.certificate->sha256() == certificate.sha256(); });
  };
  for (const chain::SendingAlternative& other : deployment->sending.alternatives) {
    StoreRemark remark;
    for (const chain::SentCertificate& sent : other.certificates) {
      remark.text += (remark.text.empty() ? "" : ", ") + in_quotes(x509::display_name(*sent.certificate));
      if (contains(first, *sent.certificate)) continue;
      remark.text += " (thumbprint " + thumbprint(*sent.certificate) + ")";
      remark.commands.push_back(delete_line(sent.store, *sent.certificate));
    }
    remark.text += ": " + other.reason;
    const chain::SentCertificate* dropped = other.certificates.size() < first.size() ? &first[other.certificates.size()] : nullptr;
    if (dropped != nullptr && remark.commands.empty()) {
      const std::string file = file_name(*dropped->certificate);
      if (dropped->store == "CA") {
        remark.commands = {
            "For the shorter chain, run: " + delete_line("CA", *dropped->certificate),
            fmt::format("For the longer chain, save the self-signed root and run: certutil -addstore Disallowed \"{}\"", file)};
      } else {
        remark.commands = {fmt::format("certutil -addstore CA \"{}\"", file)};
      }
    }
    remarks.push_back(std::move(remark));
  }
  return remarks;
}

}  // namespace chainlint::facts
