#include "fix/fix_completion.h"

#include <algorithm>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/crypto/signature.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::write {
namespace {

bool is_asked(const std::vector<FixKind>& unsafe, FixKind kind) { return std::find(unsafe.begin(), unsafe.end(), kind) != unsafe.end(); }

bool has_problem(const chain::PathStep& step, chain::PathProblem problem) {
  return std::any_of(step.problems.begin(), step.problems.end(),
                     [&](const chain::ProblemDetail& detail) { return detail.problem == problem; });
}

class Completer {
 public:
  Completer(const facts::FactContext& context, const std::vector<FixKind>& unsafe)
      : context_(context), unsafe_(unsafe), out_(std::make_unique<Completion>()) {
    out_->bundle = context.bundle;
    look_again();
  }

  std::unique_ptr<Completion> run() {
    if (!out_->analysis.leaf || !out_->analysis.path) return std::move(out_);
    replace_expired();
    for (std::size_t i = 0; i < context_.request.limits.path_length && add_issuer(); ++i) look_again();
    if (wants_root(context_)) add_root();
    return std::move(out_);
  }

 private:
  void look_again() { out_->analysis = chain::analyze(out_->bundle, context_.request, verifier_); }
  bool add_issuer();
  void add_root();
  void replace_expired();
  void add(const x509::CertificatePtr& certificate, FixKind kind, std::string message);
  // What --unsafe would do.
  void refuse(FixKind kind, std::string message) { out_->refused.push_back({kind, std::move(message), true}); }
  bool is_there(const x509::Certificate& certificate) const;

  const facts::FactContext& context_;
  const std::vector<FixKind>& unsafe_;
  std::unique_ptr<Completion> out_;
  crypto::SignatureVerifier verifier_;
};

bool Completer::is_there(const x509::Certificate& certificate) const {
  return std::any_of(out_->analysis.members.begin(), out_->analysis.members.end(),
                     [&](const chain::Member& member) { return member.certificate->sha256() == certificate.sha256(); });
}

// New certificates get the place of the leaf, so that the analysis sees them.
void Completer::add(const x509::CertificatePtr& certificate, FixKind kind, std::string message) {
  const formats::Entry& leaf = *out_->analysis.entries[out_->analysis.members[*out_->analysis.leaf].entries.front()];
  formats::Entry entry;
  entry.kind = formats::EntryKind::certificate;
  entry.location = leaf.location;
  entry.unit = leaf.unit;
  entry.certificate = certificate;
  out_->added.push_back(certificate);
  out_->fixes.push_back({kind, std::move(message), to_hex(certificate->sha256())});
  // The entries move with their vector; nothing of the analysis may be used until it was made again.
  out_->bundle.containers.front().entries.push_back(std::move(entry));
}

bool Completer::add_issuer() {
  const std::optional<chain::MissingIssuer>& missing = out_->analysis.missing;
  if (!missing) return false;
  const auto found = std::find_if(missing->in_pool.begin(), missing->in_pool.end(),
                                  [&](const x509::CertificatePtr& each) { return !x509::looks_self_signed(*each) && !is_there(*each); });
  if (found == missing->in_pool.end()) return false;
  const x509::CertificatePtr issuer = *found;
  const bool rekeyed =
      missing->near_in_bundle && missing->near != nullptr && out_->analysis.path->stop == chain::StopReason::issuer_rekeyed;
  const x509::CertificatePtr stale = missing->stale != nullptr ? missing->stale : rekeyed ? missing->near : nullptr;
  const auto known = std::find_if(missing->known.begin(), missing->known.end(),
                                  [&](const chain::KnownCertificate& each) { return each.certificate == issuer; });
  const bool deployed = known != missing->known.end() && known->source == chain::KnownSource::deployed;
  const std::string from = deployed ? " from the deployed bundle" : " from the pool";
  const std::string name = describe_briefly(*issuer);
  if (stale != nullptr && is_asked(unsafe_, FixKind::stale)) {
    out_->replaced.insert(stale->sha256());
    add(issuer, FixKind::stale, "replaces " + describe_briefly(*stale) + " with " + name + from);
    return true;
  }
  if (is_asked(unsafe_, FixKind::missing)) {
    add(issuer, FixKind::missing, "adds the missing intermediate " + name + from);
    return true;
  }
  if (stale != nullptr) {
    refuse(FixKind::stale,
           describe_briefly(*stale) + " issued no certificate of the bundle; --unsafe stale replaces it with " + name + from);
  } else {
    refuse(FixKind::missing, "the intermediate " + name + " is missing; --unsafe missing adds it" + from);
  }
  return false;
}

void Completer::add_root() {
  const chain::Path& path = *out_->analysis.path;
  x509::CertificatePtr root;
  if (path.steps.back().source != chain::StepSource::bundle && x509::looks_self_signed(*path.steps.back().certificate)) {
    root = path.steps.back().certificate;
  }
  if (root == nullptr || is_there(*root)) return;
  const std::string wanted = std::string(context_.target) + " requires the root in the file";
  if (!is_asked(unsafe_, FixKind::missing)) {
    refuse(FixKind::missing, wanted + "; --unsafe missing adds " + describe_briefly(*root));
    return;
  }
  add(root, FixKind::missing, "adds the root " + describe_briefly(*root) + ", because " + wanted);
  look_again();
}

// A CA certificate that has expired, and a later one of the same name and key in the pool.
void Completer::replace_expired() {
  if (context_.request.pool == nullptr) return;
  std::vector<std::pair<x509::CertificatePtr, x509::CertificatePtr>> pairs;
  const std::vector<chain::PathStep>& steps = out_->analysis.path->steps;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const x509::CertificatePtr& old = steps[i].certificate;
    if (steps[i].source != chain::StepSource::bundle || x509::looks_self_signed(*old) ||
        !has_problem(steps[i], chain::PathProblem::expired))
      continue;
    x509::CertificatePtr last;
    for (const x509::CertificatePtr& next : context_.request.pool->named(old->subject().canonical())) {
      const bool same_key = next->public_key().canonical() == old->public_key().canonical();
      if (!same_key || x509::looks_self_signed(*next) || !next->valid_at(context_.request.at) || is_there(*next)) continue;
      if (last == nullptr || next->not_after() > last->not_after()) last = next;
    }
    if (last != nullptr) pairs.emplace_back(old, std::move(last));
  }
  for (const auto& [old, next] : pairs) {
    if (!is_asked(unsafe_, FixKind::stale)) {
      refuse(FixKind::stale,
             describe_briefly(*old) + " has expired; --unsafe stale replaces it with " + describe_briefly(*next) + " from the pool");
      continue;
    }
    out_->replaced.insert(old->sha256());
    add(next, FixKind::stale, "replaces " + describe_briefly(*old) + " with " + describe_briefly(*next) + " from the pool");
    look_again();
  }
}

}  // namespace

bool Completion::has_added(const x509::Certificate& certificate) const {
  return std::any_of(added.begin(), added.end(), [&](const x509::CertificatePtr& each) { return each->sha256() == certificate.sha256(); });
}

std::unique_ptr<Completion> complete_from_pool(const facts::FactContext& context, const std::vector<FixKind>& unsafe) {
  return Completer(context, unsafe).run();
}

std::string describe_briefly(const x509::Certificate& certificate) {
  const std::string end = certificate.not_after() ? ", valid until " + certificate.not_after()->date() : "";
  return in_quotes(x509::display_name(certificate)) + " (serial " + certificate.serial_text() + end + ")";
}

bool wants_root(const facts::FactContext& context) {
  return context.deployment != nullptr && context.deployment->target.profile != nullptr &&
         context.deployment->target.profile->root_in_file == profiles::Stance::required;
}

}  // namespace chainlint::write
