#include "chainlint/facts/sent_path.h"

namespace chainlint {
namespace {

// The leaf is what stands first, whatever the others look like: a key of its own says so.
Entry key_of(const Certificate& leaf) {
  Entry entry;
  entry.kind = EntryKind::private_key;
  entry.key.emplace();
  entry.key->public_canonical = leaf.public_key().canonical();
  return entry;
}

}  // namespace

std::optional<Path> path_of_sent(const std::vector<SentCertificate>& sent, const ChainRequest& request, SignatureVerifier& verifier) {
  if (sent.empty()) {
    return std::nullopt;
  }
  Bundle bundle;
  Container& container = bundle.containers.emplace_back();
  for (const SentCertificate& each : sent) {
    Entry& entry = container.entries.emplace_back();
    entry.kind = EntryKind::certificate;
    entry.certificate = each.certificate;
    entry.location = each.location;
  }
  container.entries.push_back(key_of(*sent.front().certificate));
  ChainRequest asked = request;
  asked.hosts.clear();
  asked.pool = nullptr;
  asked.explain = false;
  asked.assume_server_chain = true;
  return analyze(bundle, asked, verifier).path;
}

}  // namespace chainlint
