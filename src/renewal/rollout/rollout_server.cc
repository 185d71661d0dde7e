#include "rollout/rollout_server.h"

#include <algorithm>
#include <set>
#include <utility>

#include "chainlint/facts/renewal.h"
#include "chainlint/x509/self_signed.h"
#include "rollout/rollout_commands.h"

namespace chainlint::renewal {
namespace {

bool same(const x509::Certificate& a, const x509::Certificate& b) { return a.sha256() == b.sha256(); }

using Digests = std::set<Digest256>;

Digests digests_of(const std::vector<x509::CertificatePtr>& certificates) {
  Digests digests;
  for (const x509::CertificatePtr& each : certificates) digests.insert(each->sha256());
  return digests;
}

// The bundle as a certificate with its key, and apart from it the chain.
formats::Bundle in_two_files(const facts::FactContext& context) {
  const formats::Bundle& bundle = context.bundle;
  formats::Bundle made;
  made.name = bundle.name;
  made.containers.resize(2);
  made.containers[0].path = bundle.containers.front().path;
  made.containers[1].path = bundle.containers.back().path;
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      const bool chain =
          entry.kind == formats::EntryKind::certificate && entry.certificate != nullptr && !same(*entry.certificate, *leaf_of(context));
      made.containers[chain ? 1 : 0].entries.push_back(entry);
    }
  }
  return made;
}

formats::Bundle leaf_alone(const facts::FactContext& context) {
  formats::Bundle made = in_two_files(context);
  made.containers.pop_back();
  return made;
}

std::vector<x509::CertificatePtr> certificates_of(const formats::Bundle& bundle) {
  std::vector<x509::CertificatePtr> certificates;
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (entry.kind == formats::EntryKind::certificate && entry.certificate != nullptr) certificates.push_back(entry.certificate);
    }
  }
  return certificates;
}

// What was exported is as it is. What was not is as importing the previous bundle left it.
chain::WindowsStores stores_before(const facts::FactContext& next) {
  const facts::FactContext& previous = next.renewal->previous;
  chain::WindowsStores stores;
  if (previous.bundle.export_of != nullptr) {
    stores.add(*previous.bundle.export_of);
  } else if (next.deployment->stores != nullptr && next.bundle.export_of == nullptr) {
    stores = *next.deployment->stores;
  }
  chain::WindowsStores imported = chain::after_import(stores, previous.bundle, next.deployment->target.profile->import);
  std::erase_if(imported.certificates, [&](const chain::StoredCertificate& each) {
    return each.imported && imported.has_export(each.store) && each.store != chain::StoreName::my;
  });
  return imported;
}

// Names and keys of certificates.
struct Entities {
  std::set<std::string> names;
  std::set<Bytes> keys;

  explicit Entities(const std::vector<x509::CertificatePtr>& certificates) {
    for (const x509::CertificatePtr& each : certificates) {
      names.insert(each->subject().canonical());
      keys.insert(each->public_key().canonical());
    }
  }
  bool share(const x509::Certificate& certificate) const {
    return names.count(certificate.subject().canonical()) != 0 || keys.count(certificate.public_key().canonical()) != 0;
  }
};

// Those that the next chain and the next bundle have.
Digests needed_by(const facts::FactContext& next) {
  Digests needed = digests_of(certificates_of(next.bundle));
  if (!next.analysis.path) return needed;
  for (const chain::PathStep& step : next.analysis.path->steps) needed.insert(step.certificate->sha256());
  return needed;
}

}  // namespace

RolloutServer::RolloutServer(const facts::FactContext& next, crypto::SignatureVerifier& verifier) : next_(next), verifier_(verifier) {
  if (next.deployment != nullptr) profile_ = next.deployment->target.profile;
  if (profile_ != nullptr) family_ = profile_->family;
  split_ = family_ == chain::ServerFamily::split_file && !profile_->commands.at_once;
  has_stores() ? start_with_stores() : start_with_files();
}

void RolloutServer::start_with_stores() {
  stores_ = stores_before(next_);
  bundle_ = leaf_alone(next_.renewal->previous);
  Digests there;
  for (const chain::StoredCertificate& stored : stores_.certificates) {
    if (stored.store == chain::StoreName::ca) there.insert(stored.certificate->sha256());
  }
  for (const x509::CertificatePtr& each : certificates_of(next_.bundle)) {
    if (!each->is_ca() || x509::looks_self_signed(*each) || same(*each, *leaf_of(next_))) continue;
    if (there.insert(each->sha256()).second) new_intermediates_.push_back(each);
  }
}

void RolloutServer::start_with_files() {
  const facts::FactContext& previous = next_.renewal->previous;
  bundle_ = split_ ? in_two_files(previous) : previous.bundle;
  Digests there = digests_of(certificates_of(bundle_));
  for (const x509::CertificatePtr& each : certificates_of(next_.bundle)) {
    if (!same(*each, *leaf_of(next_)) && there.insert(each->sha256()).second) new_intermediates_.push_back(each);
  }
}

bool RolloutServer::leaf_changes() const { return !same(*leaf_of(next_), *leaf_of(next_.renewal->previous)); }

bool RolloutServer::files_change() const {
  const std::vector<x509::CertificatePtr> before = certificates_of(next_.renewal->previous.bundle), after = certificates_of(next_.bundle);
  return !std::equal(before.begin(), before.end(), after.begin(), after.end(),
                     [](const x509::CertificatePtr& a, const x509::CertificatePtr& b) { return same(*a, *b); });
}

void RolloutServer::bring_intermediates() {
  if (has_stores()) {
    for (const x509::CertificatePtr& each : new_intermediates_) {
      chain::StoredCertificate stored;
      stored.certificate = each;
      stored.store = chain::StoreName::ca;
      stores_.certificates.push_back(std::move(stored));
    }
    return;
  }
  // Behind what is there: until the leaf changes, the old chain is the one that counts.
  const formats::Bundle after = in_two_files(next_);
  const Digests brought = digests_of(new_intermediates_);
  for (const formats::Entry& entry : after.containers[1].entries) {
    if (brought.count(entry.certificate->sha256()) != 0) bundle_.containers[1].entries.push_back(entry);
  }
}

void RolloutServer::bind_leaf() {
  bound_to_next_ = true;
  if (has_stores()) {
    bundle_ = leaf_alone(next_);
  } else if (split_) {
    bundle_.containers[0] = in_two_files(next_).containers[0];
  } else {
    bundle_ = next_.bundle;
  }
}

std::vector<x509::CertificatePtr> RolloutServer::leftovers() const {
  std::vector<x509::CertificatePtr> found;
  Digests kept = needed_by(next_);
  if (split_ && !in_two_files(next_).containers[1].entries.empty()) {
    for (const x509::CertificatePtr& each : certificates_of(next_.renewal->previous.bundle)) {
      if (!same(*each, *leaf_of(next_.renewal->previous)) && kept.insert(each->sha256()).second) found.push_back(each);
    }
  }
  if (!has_stores()) return found;
  const Entities brought(new_intermediates_);
  for (const chain::StoredCertificate& stored : stores_.certificates) {
    if (stored.store != chain::StoreName::ca || !brought.share(*stored.certificate)) continue;
    if (kept.insert(stored.certificate->sha256()).second) found.push_back(stored.certificate);
  }
  return found;
}

void RolloutServer::clean_up() {
  const Digests gone = digests_of(leftovers());
  if (has_stores()) {
    const x509::Certificate& old_leaf = *leaf_of(next_.renewal->previous);
    std::erase_if(stores_.certificates, [&](const chain::StoredCertificate& stored) {
      return (stored.store == chain::StoreName::ca && gone.count(stored.certificate->sha256()) != 0) ||
             (leaf_changes() && stored.store == chain::StoreName::my && same(*stored.certificate, old_leaf));
    });
  } else if (split_ && !in_two_files(next_).containers[1].entries.empty()) {
    bundle_.containers[1] = in_two_files(next_).containers[1];
  }
}

chain::Sending RolloutServer::sending() const {
  chain::ChainRequest request = next_.request;
  request.assume_server_chain = true;
  const chain::BundleAnalysis analysis = chain::analyze(bundle_, request, verifier_);
  chain::SendingInput input{bundle_, analysis, request, has_stores() ? &stores_ : nullptr};
  if (profile_ != nullptr) {
    input.import = profile_->import;
    input.auto_chain = profile_->auto_chain;
  }
  chain::Sending sending = chain::predict_sending(family_, input, verifier_);
  for (chain::SentCertificate& each : sending.certificates) each.member.reset();
  return sending;
}

std::vector<x509::CertificatePtr> RolloutServer::stored() const {
  std::vector<x509::CertificatePtr> certificates;
  for (const chain::StoredCertificate& each : stores_.certificates) {
    if (each.store != chain::StoreName::disallowed) certificates.push_back(each.certificate);
  }
  return certificates;
}

}  // namespace chainlint::renewal
