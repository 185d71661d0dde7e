#include "windows/store_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"
#include "windows/store_paths.h"
#include "windows/store_remarks.h"

namespace chainlint::chain {
namespace {

class StoreEngine {
 public:
  StoreEngine(const SendingInput& input, crypto::SignatureVerifier& verifier)
      : input_(input),
        verifier_(verifier),
        stores_(after_import(input.stores == nullptr ? WindowsStores() : *input.stores, input.bundle, input.import)),
        graph_(stores_, input.request, verifier) {
    for (std::size_t i = 0; i < input.analysis.members.size(); ++i) members_.emplace(input.analysis.members[i].certificate->sha256(), i);
  }

  Sending run();

 private:
  std::vector<SentCertificate> sent_of(const StorePath& path, bool with_reasons);
  SentCertificate sent(std::size_t node, bool root);
  std::string reason_of(const StorePath& path, std::size_t step) const;
  const StorePath* rival(const StorePath& path, std::size_t step) const;
  void add_uncertain();
  void add_possible_root();
  void add_stores_in_doubt();
  void add_self_issued();
  void add_shortened(std::size_t length, std::string reason);
  bool ends_at_anchor() const;

  const SendingInput& input_;
  crypto::SignatureVerifier& verifier_;
  WindowsStores stores_;
  StoreGraph graph_;
  std::unordered_map<Digest256, std::size_t, DigestHash> members_;
  StorePaths found_;
  Sending out_;
};

const StorePath* StoreEngine::rival(const StorePath& path, std::size_t step) const {
  for (const StorePath& other : found_.paths) {
    if (other.nodes.size() <= step || other.nodes[step] == path.nodes[step]) continue;
    if (std::equal(path.nodes.begin(), path.nodes.begin() + static_cast<std::ptrdiff_t>(step), other.nodes.begin())) return &other;
  }
  return nullptr;
}

std::string StoreEngine::reason_of(const StorePath& path, std::size_t step) const {
  if (step == 0) return "the bound certificate";
  const StorePath* other = rival(path, step);
  if (other == nullptr) return "the only issuer in the stores";
  const auto differing = std::mismatch(path.rank.begin(), path.rank.end(), other->rank.begin()).first - path.rank.begin();
  if (static_cast<std::size_t>(differing) == kPathAspects) {
    return path.issued == other->issued ? "equal in quality, length and dates; the choice of Windows is not documented"
                                        : "newer of two equal paths";
  }
  const PathAspect aspect = static_cast<PathAspect>(differing);
  const std::string& flaw = other->flaw[static_cast<std::size_t>(differing)];
  const std::string name = x509::quoted_name(*graph_.node(other->nodes[step]).certificate);
  if (aspect == PathAspect::length) return "shorter of two equal paths";
  if (aspect == PathAspect::match) return fmt::format("{}; other path: {}", path.flaw[static_cast<std::size_t>(differing)], flaw);
  // The flaw names a certificate; if that is the other certificate itself, the sentence needs no more.
  if (flaw.starts_with(name + " ")) return "the other candidate" + flaw.substr(name.size());
  return fmt::format("path with the other candidate: {}", flaw);
}

SentCertificate StoreEngine::sent(std::size_t node, bool root) {
  SentCertificate made;
  made.certificate = graph_.node(node).certificate;
  const auto member = members_.find(made.certificate->sha256());
  if (member != members_.end()) {
    made.member = member->second;
    made.location = input_.analysis.entries[input_.analysis.members[member->second].entries.front()]->location;
  }
  const bool leaf = member != members_.end() && member->second == input_.analysis.leaf;
  if (leaf) made.store = std::string(to_string(StoreName::my));
  const std::array order =
      root ? std::array{StoreName::root, StoreName::ca, StoreName::my} : std::array{StoreName::ca, StoreName::my, StoreName::root};
  for (const StoreName store : order) {
    const StoredCertificate* place = graph_.place(node, store);
    if (place == nullptr || (leaf && store != StoreName::my)) continue;
    made.store = std::string(to_string(store));
    if (!leaf) made.location = place->location;
    if (!leaf && place->imported) made.reason = "added by the import; ";
    break;
  }
  return made;
}

std::vector<SentCertificate> StoreEngine::sent_of(const StorePath& path, bool with_reasons) {
  std::vector<SentCertificate> certificates;
  const std::size_t count = path.nodes.size() - (path.complete && path.nodes.size() > 1 ? 1 : 0);
  for (std::size_t i = 0; i < count; ++i) {
    certificates.push_back(sent(path.nodes[i], false));
    certificates.back().reason = with_reasons ? certificates.back().reason + reason_of(path, i) : std::string();
  }
  return certificates;
}

bool same_chain(const std::vector<SentCertificate>& a, const std::vector<SentCertificate>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const SentCertificate& x, const SentCertificate& y) { return x.certificate->sha256() == y.certificate->sha256(); });
}

void StoreEngine::add_uncertain() {
  for (const UncertainPath& uncertain : uncertain_paths(found_)) {
    const StorePath& path = *uncertain.path;
    SendingAlternative other{sent_of(path, false), uncertain.reason};
    for (std::size_t step = 0; step < path.links.size(); ++step) {
      if (path.links[step].named || step + 1 >= other.certificates.size()) continue;
      other.reason = fmt::format("{} has the issuer's key under a different name, and Windows searches by key identifier",
                                 x509::quoted_name(*other.certificates[step + 1].certificate));
      break;
    }
    const bool known = same_chain(other.certificates, out_.certificates) ||
                       std::any_of(out_.alternatives.begin(), out_.alternatives.end(),
                                   [&](const SendingAlternative& added) { return same_chain(added.certificates, other.certificates); });
    if (!known) out_.alternatives.push_back(std::move(other));
  }
}

void StoreEngine::add_shortened(std::size_t length, std::string reason) {
  std::vector<SentCertificate> shorter(out_.certificates.begin(), out_.certificates.begin() + static_cast<std::ptrdiff_t>(length));
  for (SentCertificate& certificate : shorter) certificate.reason.clear();
  out_.alternatives.push_back({std::move(shorter), std::move(reason)});
}

// A machine whose Root is not known has what Windows Update gives it; a self-signed twin there ends the chain before a cross-certificate.
void StoreEngine::add_possible_root() {
  if (stores_.has_export(StoreName::root) || input_.request.anchors == nullptr) return;
  for (std::size_t i = 1; i < out_.certificates.size(); ++i) {
    const x509::CertificatePtr* anchor = input_.request.anchors->same_entity(*out_.certificates[i].certificate);
    if (anchor == nullptr || !x509::looks_self_signed(**anchor)) continue;
    add_shortened(i,
                  fmt::format("if Root contains the self-signed {}, which automatic root update may add at any time, the chain ends there",
                              x509::quoted_name(**anchor)));
    return;
  }
}

void StoreEngine::add_stores_in_doubt() {
  for (std::size_t i = 1; i < out_.certificates.size(); ++i) {
    if (out_.certificates[i].store == to_string(StoreName::ca)) continue;
    add_shortened(i, fmt::format("{} is only in {}; Windows documents only CA as a source of issuers",
                                 x509::quoted_name(*out_.certificates[i].certificate), out_.certificates[i].store));
    return;
  }
}

// Seen in the field: an intermediate with the name of its root was not sent, nor anything above it.
void StoreEngine::add_self_issued() {
  for (std::size_t i = 1; i < out_.certificates.size(); ++i) {
    const x509::Certificate& certificate = *out_.certificates[i].certificate;
    if (certificate.subject().canonical() != certificate.issuer().canonical()) continue;
    add_shortened(i, fmt::format("{} has the name of its issuer, and Windows may take it for a root, which is not sent",
                                 x509::quoted_name(certificate)));
    return;
  }
}

bool StoreEngine::ends_at_anchor() const {
  const AnchorSet* anchors = input_.request.anchors;
  const x509::Certificate& last = *out_.certificates.back().certificate;
  if (anchors == nullptr) return false;
  if (anchors->same_entity(last) != nullptr) return true;
  const auto issuers = anchors->named(last.issuer().canonical());
  return std::any_of(issuers.begin(), issuers.end(), [&](const x509::CertificatePtr& anchor) {
    return verifier_.verify(last, anchor->public_key()) == crypto::SignatureVerdict::valid;
  });
}

Sending StoreEngine::run() {
  out_.family = ServerFamily::store_engine;
  if (!input_.analysis.leaf) {
    out_.unpredictable = "there is no leaf certificate to bind";
    return std::move(out_);
  }
  const std::size_t leaf = graph_.node_of(input_.analysis.members[*input_.analysis.leaf].certificate);
  found_ = find_store_paths(graph_, leaf, input_.request, verifier_);
  const StorePath& best = found_.paths.front();
  out_.certificates = sent_of(best, true);
  if (best.complete && best.nodes.size() > 1) {
    out_.dropped_root = sent(best.nodes.back(), true);
    out_.dropped_root->reason += "a self-signed root is not sent";
    out_.complete = best.links.back().signature == crypto::SignatureVerdict::valid;
  } else {
    out_.complete = ends_at_anchor() || (best.complete && graph_.place(leaf, StoreName::root) != nullptr);
  }
  add_uncertain();
  add_possible_root();
  add_stores_in_doubt();
  add_self_issued();
  out_.remarks = store_remarks({input_, stores_, graph_, found_, out_});
  return std::move(out_);
}

}  // namespace

Sending send_from_stores(const SendingInput& input, crypto::SignatureVerifier& verifier) { return StoreEngine(input, verifier).run(); }

}  // namespace chainlint::chain
