#include "rollout_server.h"

#include <algorithm>
#include <utility>

#include "chainlint/facts/renewal.h"
#include "rollout_commands.h"

namespace chainlint {
namespace {

const Certificate& leaf_of(const FactContext& context) { return *context.analysis.members[*context.analysis.leaf].certificate; }

bool same(const Certificate& a, const Certificate& b) { return a.sha256() == b.sha256(); }

bool holds(const std::vector<CertificatePtr>& list, const Certificate& certificate) {
  return std::any_of(list.begin(), list.end(), [&](const CertificatePtr& each) { return same(*each, certificate); });
}

// The bundle as a certificate with its key, and apart from it the chain.
Bundle in_two_files(const FactContext& context) {
  const Bundle& bundle = context.bundle;
  Bundle made;
  made.name = bundle.name;
  made.containers.resize(2);
  made.containers[0].path = bundle.containers.front().path;
  made.containers[1].path = bundle.containers.back().path;
  for (const Container& container : bundle.containers) {
    for (const Entry& entry : container.entries) {
      const bool chain =
          entry.kind == EntryKind::certificate && entry.certificate != nullptr && !same(*entry.certificate, leaf_of(context));
      made.containers[chain ? 1 : 0].entries.push_back(entry);
    }
  }
  return made;
}

Bundle leaf_alone(const FactContext& context) {
  Bundle made = in_two_files(context);
  made.containers.pop_back();
  return made;
}

std::vector<CertificatePtr> certificates_of(const Bundle& bundle) {
  std::vector<CertificatePtr> certificates;
  for (const Container& container : bundle.containers) {
    for (const Entry& entry : container.entries) {
      if (entry.kind == EntryKind::certificate && entry.certificate != nullptr) certificates.push_back(entry.certificate);
    }
  }
  return certificates;
}

// What was exported is as it is. What was not is as importing the previous bundle left it.
WindowsStores stores_before(const FactContext& next) {
  const FactContext& previous = next.renewal->previous;
  WindowsStores stores;
  if (previous.bundle.export_of != nullptr) {
    stores.add(*previous.bundle.export_of);
  } else if (next.deployment->stores != nullptr && next.bundle.export_of == nullptr) {
    stores = *next.deployment->stores;
  }
  WindowsStores imported = after_import(stores, previous.bundle, next.deployment->target.profile->import);
  std::erase_if(imported.certificates, [&](const StoredCertificate& each) {
    return each.imported && imported.has_export(each.store) && each.store != StoreName::my;
  });
  return imported;
}

bool is_twin(const Certificate& a, const Certificate& b) {
  return a.subject().canonical() == b.subject().canonical() || a.public_key().canonical() == b.public_key().canonical();
}

}  // namespace

RolloutServer::RolloutServer(const FactContext& next, SignatureVerifier& verifier) : next_(next), verifier_(verifier) {
  if (next.deployment != nullptr) profile_ = next.deployment->target.profile;
  if (profile_ != nullptr) family_ = profile_->family;
  split_ = family_ == ServerFamily::split_file && !changes_at_once(*profile_);
  has_stores() ? start_with_stores() : start_with_files();
}

void RolloutServer::start_with_stores() {
  stores_ = stores_before(next_);
  bundle_ = leaf_alone(next_.renewal->previous);
  for (const CertificatePtr& each : certificates_of(next_.bundle)) {
    if (!each->is_ca() || each->self_issued() || same(*each, leaf_of(next_)) || holds(new_intermediates_, *each)) continue;
    const bool there = std::any_of(stores_.certificates.begin(), stores_.certificates.end(), [&](const StoredCertificate& stored) {
      return stored.store == StoreName::ca && same(*stored.certificate, *each);
    });
    if (!there) new_intermediates_.push_back(each);
  }
}

void RolloutServer::start_with_files() {
  const FactContext& previous = next_.renewal->previous;
  bundle_ = split_ ? in_two_files(previous) : previous.bundle;
  const std::vector<CertificatePtr> deployed = certificates_of(bundle_);
  for (const CertificatePtr& each : certificates_of(next_.bundle)) {
    if (same(*each, leaf_of(next_)) || holds(deployed, *each) || holds(new_intermediates_, *each)) continue;
    new_intermediates_.push_back(each);
  }
}

bool RolloutServer::leaf_changes() const { return !same(leaf_of(next_), leaf_of(next_.renewal->previous)); }

bool RolloutServer::files_change() const {
  const std::vector<CertificatePtr> before = certificates_of(next_.renewal->previous.bundle), after = certificates_of(next_.bundle);
  return !std::equal(before.begin(), before.end(), after.begin(), after.end(),
                     [](const CertificatePtr& a, const CertificatePtr& b) { return same(*a, *b); });
}

void RolloutServer::bring_intermediates() {
  if (has_stores()) {
    for (const CertificatePtr& each : new_intermediates_) {
      StoredCertificate stored;
      stored.certificate = each;
      stored.store = StoreName::ca;
      stores_.certificates.push_back(std::move(stored));
    }
    return;
  }
  // Behind what is there: until the leaf changes, the old chain is the one that counts.
  const Bundle after = in_two_files(next_);
  for (const Entry& entry : after.containers[1].entries) {
    if (holds(new_intermediates_, *entry.certificate)) bundle_.containers[1].entries.push_back(entry);
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

bool RolloutServer::still_needed(const Certificate& certificate) const {
  const std::optional<Path>& path = next_.analysis.path;
  return holds(certificates_of(next_.bundle), certificate) ||
         (path &&
          std::any_of(path->steps.begin(), path->steps.end(), [&](const PathStep& step) { return same(*step.certificate, certificate); }));
}

std::vector<CertificatePtr> RolloutServer::leftovers() const {
  std::vector<CertificatePtr> found;
  if (split_) {
    const Bundle after = in_two_files(next_);
    if (after.containers[1].entries.empty()) return found;
    for (const CertificatePtr& each : certificates_of(next_.renewal->previous.bundle)) {
      if (!same(*each, leaf_of(next_.renewal->previous)) && !still_needed(*each) && !holds(found, *each)) found.push_back(each);
    }
  }
  if (!has_stores()) return found;
  for (const StoredCertificate& stored : stores_.certificates) {
    const Certificate& each = *stored.certificate;
    if (stored.store != StoreName::ca || still_needed(each) || holds(found, each)) continue;
    const bool namesake = std::any_of(new_intermediates_.begin(), new_intermediates_.end(),
                                      [&](const CertificatePtr& brought) { return is_twin(*brought, each); });
    if (namesake) found.push_back(stored.certificate);
  }
  return found;
}

void RolloutServer::clean_up() {
  const std::vector<CertificatePtr> gone = leftovers();
  if (has_stores()) {
    const Certificate& old_leaf = leaf_of(next_.renewal->previous);
    std::erase_if(stores_.certificates, [&](const StoredCertificate& stored) {
      return (stored.store == StoreName::ca && holds(gone, *stored.certificate)) ||
             (leaf_changes() && stored.store == StoreName::my && same(*stored.certificate, old_leaf));
    });
  } else if (split_ && !in_two_files(next_).containers[1].entries.empty()) {
    bundle_.containers[1] = in_two_files(next_).containers[1];
  }
}

Sending RolloutServer::sending() const {
  ChainRequest request = next_.request;
  request.assume_server_chain = true;
  const BundleAnalysis analysis = analyze(bundle_, request, verifier_);
  SendingInput input{bundle_, analysis, request, has_stores() ? &stores_ : nullptr};
  if (profile_ != nullptr) {
    input.import = profile_->import;
    input.auto_chain = profile_->auto_chain;
  }
  Sending sending = predict_sending(family_, input, verifier_);
  for (SentCertificate& each : sending.certificates) each.member.reset();
  return sending;
}

std::vector<CertificatePtr> RolloutServer::stored() const {
  std::vector<CertificatePtr> certificates;
  for (const StoredCertificate& each : stores_.certificates) {
    if (each.store != StoreName::disallowed) certificates.push_back(each.certificate);
  }
  return certificates;
}

}  // namespace chainlint
