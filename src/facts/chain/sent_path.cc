#include "chainlint/facts/sent_path.h"

namespace chainlint::facts {
namespace {

// The leaf is what is first, whatever the others look like: a key of its own says so.
formats::Entry key_of(const x509::Certificate& leaf) {
  formats::Entry entry;
  entry.kind = formats::EntryKind::private_key;
  entry.key.emplace();
  entry.key->public_canonical = leaf.public_key().canonical();
  return entry;
}

}  // namespace

std::optional<chain::Path> path_of_sent(const std::vector<chain::SentCertificate>& sent, const chain::ChainRequest& request,
                                        crypto::SignatureVerifier& verifier) {
  if (sent.empty()) return std::nullopt;
  formats::Bundle bundle;
  formats::Container& container = bundle.containers.emplace_back();
  for (const chain::SentCertificate& each : sent) {
    formats::Entry& entry = container.entries.emplace_back();
    entry.kind = formats::EntryKind::certificate;
    entry.certificate = each.certificate;
    entry.location = each.location;
  }
  container.entries.push_back(key_of(*sent.front().certificate));
  chain::ChainRequest asked = request;
  asked.hosts.clear();
  asked.pool = nullptr;
  asked.explain = false;
  asked.assume_server_chain = true;
  return chain::analyze(bundle, asked, verifier).path;
}

}  // namespace chainlint::facts
