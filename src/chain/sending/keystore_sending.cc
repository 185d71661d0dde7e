#include "sending/keystore_sending.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "path/link.h"
#include "sending/sent_chain.h"

namespace chainlint::chain {
namespace {

bool stores_chains(const formats::Container& container) {
  return formats::traits_of(container.format).family == formats::FormatFamily::java_keystore;
}

// Keys that are not encrypted themselves are bags of a kind that Java skips.
bool is_java_key(const formats::Entry& entry) {
  return entry.kind == formats::EntryKind::private_key && entry.description == "shrouded key bag";
}

bool is_first_of_safe(const formats::Entry& entry) {
  const std::size_t bag = entry.location.inner.rfind(" bag 1");
  return bag != std::string::npos && (bag + 6 == entry.location.inner.size() || entry.location.inner[bag + 6] == ' ');
}

// Finds the certificate of the key entry as OpenJDK does.
class EntryMatch {
 public:
  explicit EntryMatch(const std::vector<HeldCertificate>& held) : held_(held) {}

  // The position in `contained`; `keys` counts the entries.
  std::optional<std::size_t> find(const formats::Container& container, std::size_t& keys) {
    std::vector<std::pair<const formats::Entry*, Bytes>> found;
    for (const formats::Entry& entry : container.entries) {
      if (is_java_key(entry)) {
        ++keys;
        Bytes id = id_of(entry, keys == 1);
        if (!id.empty()) found.emplace_back(&entry, std::move(id));
      } else if (entry.kind == formats::EntryKind::certificate && entry.certificate != nullptr) {
        ids_[&entry] = id_of(entry, keys == 1 && is_first_of_safe(entry));
      }
    }
    for (const auto& [key, id] : found) {
      if (const auto certificate = certificate_of(*key, id)) return certificate;
    }
    return std::nullopt;
  }

 private:
  // Where the file says none, OpenJDK gives "01" to the only key and to the first certificate of a safe after it.
  static Bytes id_of(const formats::Entry& entry, bool may_be_given) {
    if (!entry.local_key_id.empty() || !may_be_given) return entry.local_key_id;
    return Bytes{'0', '1'};
  }

  std::optional<std::size_t> certificate_of(const formats::Entry& key, const Bytes& id) const {
    std::optional<std::size_t> by_id, by_name;
    for (std::size_t i = 0; i < held_.size(); ++i) {
      const formats::Entry& entry = *held_[i].entry;
      if (entry.trusted_certificate) continue;
      const bool same_name = !key.label.empty() && equal_ignoring_ascii_case(key.label, entry.label);
      const auto own = ids_.find(&entry);
      if (own != ids_.end() && own->second == id) {
        if (same_name) return i;
        by_id = i;
      } else if (same_name) {
        by_name = i;
      }
    }
    return by_id ? by_id : by_name;
  }

  const std::vector<HeldCertificate>& held_;
  std::unordered_map<const formats::Entry*, Bytes> ids_;
};

// Links a chain from loose certificates.
class Linker {
 public:
  Linker(const std::vector<HeldCertificate>& held, const BundleAnalysis& analysis, std::size_t limit)
      : held_(held), analysis_(analysis), limit_(limit) {
    for (std::size_t i = 0; i < held.size(); ++i) by_subject_[held[i].entry->certificate->subject().canonical()].push_back(i);
  }

  void link(std::size_t start, Sending& sending) const {
    std::unordered_set<std::size_t> members;
    std::optional<std::size_t> at = start;
    std::string reason = "belongs to the key of the entry";
    while (at && members.insert(held_[*at].member).second && sending.certificates.size() < limit_) {
      sending.certificates.push_back(send(held_[*at], std::move(reason)));
      if (analysis_.members[held_[*at].member].self_signed) break;
      at = issuer_of(*held_[*at].entry->certificate, reason);
    }
  }

 private:
  std::optional<std::size_t> issuer_of(const x509::Certificate& child, std::string& reason) const {
    const auto named = by_subject_.find(child.issuer().canonical());
    if (named == by_subject_.end()) return std::nullopt;
    const auto& authority = child.extensions().authority_key_id;
    const bool wants_key_id = authority && authority->key_id;
    std::optional<std::size_t> fallback;
    for (const std::size_t i : named->second) {
      const x509::Certificate& candidate = *held_[i].entry->certificate;
      if (!wants_key_id || match_key_id(child, candidate) == KeyIdMatch::match) {
        reason = named->second.size() == 1 ? "the only certificate with the issuer's name"
                 : wants_key_id            ? "the first certificate with the issuer's name and the key id in the AKI"
                                           : "the first certificate with the issuer's name";
        return i;
      }
      if (!candidate.extensions().subject_key_id) fallback = i;
    }
    reason = "the last certificate with the issuer's name and without a key id";
    return fallback;
  }

  const std::vector<HeldCertificate>& held_;
  const BundleAnalysis& analysis_;
  std::size_t limit_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_subject_;
};

void send_stored_chain(const std::vector<HeldCertificate>& held, Sending& sending) {
  for (const HeldCertificate& each : held) {
    if (each.entry->trusted_certificate) continue;
    sending.certificates.push_back(send(each, sending.certificates.empty() ? "the first of the stored chain" : "next in the stored chain"));
  }
}

std::optional<std::size_t> position_of_leaf(const std::vector<HeldCertificate>& held, const BundleAnalysis& analysis) {
  const auto leaf = std::find_if(held.begin(), held.end(), [&](const HeldCertificate& each) { return analysis.leaf == each.member; });
  return leaf == held.end() ? std::nullopt : std::optional(static_cast<std::size_t>(leaf - held.begin()));
}

void remark_on_expired(const ChainRequest& request, Sending& sending) {
  for (const SentCertificate& sent : sending.certificates) {
    if (sent.certificate->not_after() && *sent.certificate->not_after() < request.at) {
      sending.remarks.push_back("Java ignores validity periods when it builds the chain: " +
                                in_quotes(x509::display_name(*sent.certificate)) + " has expired and is sent anyway");
    }
  }
}

void link_pkcs12(const SendingInput& input, const std::vector<HeldCertificate>& held, Sending& sending) {
  std::size_t keys = 0;
  const std::optional<std::size_t> start = EntryMatch(held).find(input.bundle.containers.front(), keys);
  if (keys == 0) {
    sending.unpredictable = "the PKCS#12 file contains no encrypted private key: Java finds no entry in it";
  } else if (!start) {
    sending.unpredictable = "no certificate of the PKCS#12 file has the localKeyID or the name of the key: Java finds no chain for it";
  } else {
    Linker(held, input.analysis, input.request.limits.path_length).link(*start, sending);
  }
  if (keys > 1) sending.remarks.push_back("the file contains " + count_noun(keys, "key") + "; without an alias, the choice is not defined");
}

}  // namespace

Sending send_keystore(const SendingInput& input, crypto::SignatureVerifier& verifier) {
  Sending sending;
  sending.family = ServerFamily::keystore;
  const std::vector<HeldCertificate> held = held_certificates(input);
  const bool empty = input.bundle.containers.empty();
  if (!empty && stores_chains(input.bundle.containers.front())) {
    send_stored_chain(held, sending);
  } else if (!empty && input.bundle.containers.front().format == formats::Format::pkcs12) {
    link_pkcs12(input, held, sending);
  } else if (const auto leaf = position_of_leaf(held, input.analysis)) {
    Linker(held, input.analysis, input.request.limits.path_length).link(*leaf, sending);
  }
  remark_on_expired(input.request, sending);
  sending.complete = reaches_anchor(sending.certificates, input.request, verifier);
  return sending;
}

}  // namespace chainlint::chain
