// What differs in the chain: CA certificates that came, went or were reissued, their order, the root at the end.

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"
#include "changes/change_sides.h"

namespace chainlint::renewal {

namespace {

std::string display(const x509::Certificate& certificate) {
  return x509::display_name(certificate) + (certificate.not_after() ? ", valid until " + certificate.not_after()->date() : "");
}

Texts sent_texts(const facts::FactContext& context) {
  Texts texts;
  for (const std::size_t member : context.analysis.sent.members) {
    texts.push_back(printable(display(*context.analysis.members[member].certificate)));
  }
  return texts;
}

// The CA certificates of a bundle, each once.
std::vector<const x509::Certificate*> ca_certificates(const facts::FactContext& context) {
  std::vector<const x509::Certificate*> found;
  for (const chain::Member& member : context.analysis.members) {
    if (member.role != chain::Role::leaf) found.push_back(member.certificate.get());
  }
  return found;
}

std::vector<const x509::Certificate*> not_in(const std::vector<const x509::Certificate*>& these,
                                             const std::vector<const x509::Certificate*>& those) {
  std::set<Digest256> known;
  for (const x509::Certificate* certificate : those) known.insert(certificate->sha256());
  std::vector<const x509::Certificate*> found;
  for (const x509::Certificate* certificate : these) {
    if (!known.contains(certificate->sha256())) found.push_back(certificate);
  }
  return found;
}

std::string key_of(const x509::Certificate& certificate) {
  const Bytes key = certificate.public_key().canonical();
  return std::string(key.begin(), key.end());
}

// Certificates that went, by what a later one may have in common with them. Each is taken for one successor.
class Gone {
 public:
  explicit Gone(std::vector<const x509::Certificate*> gone) : gone_(std::move(gone)), taken_(gone_.size()) {
    for (std::size_t i = 0; i < gone_.size(); ++i) {
      by_name_.emplace(gone_[i]->subject().canonical(), i);
      by_key_.emplace(key_of(*gone_[i]), i);
      by_both_.emplace(std::pair(gone_[i]->subject().canonical(), key_of(*gone_[i])), i);
    }
  }

  const x509::Certificate* same_ca(const x509::Certificate& successor) {
    return take(by_both_, std::pair(successor.subject().canonical(), key_of(successor)));
  }
  const x509::Certificate* same_name(const x509::Certificate& successor) { return take(by_name_, successor.subject().canonical()); }
  const x509::Certificate* same_key(const x509::Certificate& successor) { return take(by_key_, key_of(successor)); }

  Texts left() const {
    Texts names;
    for (std::size_t i = 0; i < gone_.size(); ++i) {
      if (!taken_[i]) names.push_back(in_quotes(x509::display_name(*gone_[i])));
    }
    return names;
  }

 private:
  template <class Index, class Key>
  const x509::Certificate* take(Index& index, const Key& key) {
    for (auto found = index.find(key); found != index.end(); found = index.find(key)) {
      const std::size_t at = found->second;
      index.erase(found);
      if (taken_[at]) continue;
      taken_[at] = true;
      return gone_[at];
    }
    return nullptr;
  }

  std::vector<const x509::Certificate*> gone_;
  std::vector<bool> taken_;
  std::multimap<std::string, std::size_t> by_name_, by_key_;
  std::multimap<std::pair<std::string, std::string>, std::size_t> by_both_;
};

// "'R3' is issued again: ends 2030-01-01 instead of 2025-09-15".
std::string reissued(const x509::Certificate& before, const x509::Certificate& after) {
  std::string text = in_quotes(x509::display_name(after)) + " was reissued";
  if (before.issuer().canonical() != after.issuer().canonical()) {
    const bool root = x509::looks_self_signed(after);
    return text + (root ? ": it is now the self-signed root; before, it was the cross-sign by " + in_quotes(before.issuer().display())
                        : ": by " + in_quotes(after.issuer().display()) + " instead of " + in_quotes(before.issuer().display()));
  }
  if (before.not_after() && after.not_after() && *before.not_after() != *after.not_after()) {
    text += ": it expires on " + after.not_after()->date() + " instead of " + before.not_after()->date();
  }
  return text;
}

// What became of each CA certificate that is not the same on both sides, in words. One that was reissued is matched first, then one of
// the same name, then one with the same key.
struct Comings {
  Texts reissued, rekeyed, renamed, came, went;
};

Comings compare(const std::vector<const x509::Certificate*>& before, const std::vector<const x509::Certificate*>& after) {
  Comings result;
  Gone gone(not_in(before, after));
  std::vector<const x509::Certificate*> open;
  for (const x509::Certificate* certificate : not_in(after, before)) {
    if (const x509::Certificate* old = gone.same_ca(*certificate)) {
      result.reissued.push_back(reissued(*old, *certificate));
    } else {
      open.push_back(certificate);
    }
  }
  for (const x509::Certificate* certificate : open) {
    const std::string name = in_quotes(x509::display_name(*certificate));
    if (gone.same_name(*certificate) != nullptr) {
      result.rekeyed.push_back(name);
    } else if (const x509::Certificate* old = gone.same_key(*certificate)) {
      result.renamed.push_back(name + " has the key of " + in_quotes(x509::display_name(*old)));
    } else {
      result.came.push_back(name);
    }
  }
  result.went = gone.left();
  return result;
}

// Leaves beside the leaf. One that is the leaf on the other side is no other leaf there.
std::vector<const x509::Certificate*> further_leaves(const facts::FactContext& context) {
  std::vector<const x509::Certificate*> found;
  const std::vector<chain::Member>& members = context.analysis.members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].role == chain::Role::leaf && context.analysis.leaf != i) found.push_back(members[i].certificate.get());
  }
  return found;
}

void add_further_leaves(const ChangeSides& sides, std::string& message) {
  const std::vector<const x509::Certificate*> before = further_leaves(sides.before), after = further_leaves(sides.after);
  const auto name = [](const x509::Certificate& leaf) {
    return in_quotes(x509::display_name(leaf)) + " (serial " + leaf.serial_text() + ")";
  };
  for (const x509::Certificate* leaf : not_in(before, after)) {
    if (sides.new_leaf == nullptr || leaf->sha256() != sides.new_leaf->sha256()) {
      add_phrase(message, "the additional leaf " + name(*leaf) + " is removed");
    }
  }
  for (const x509::Certificate* leaf : not_in(after, before)) {
    const bool kept = sides.old_leaf != nullptr && leaf->sha256() == sides.old_leaf->sha256();
    add_phrase(message, (kept ? "the previous leaf, " + name(*leaf) + ", is kept" : "another leaf " + name(*leaf) + " is added"));
  }
}

std::string verb(const Texts& subjects, std::string_view one, std::string_view many) {
  return some_of(subjects) + " " + std::string(subjects.size() == 1 ? one : many);
}

const x509::Certificate* certificate_at(const facts::FactContext& context, std::size_t sent) {
  return context.analysis.members[context.analysis.sent.members[sent]].certificate.get();
}

// The certificates of `context` that `other` sends, too, in the order in which they are sent, each once.
std::vector<Digest256> shared_order(const facts::FactContext& context, const facts::FactContext& other) {
  std::set<Digest256> known, seen;
  for (std::size_t i = 0; i < other.analysis.sent.members.size(); ++i) known.insert(certificate_at(other, i)->sha256());
  std::vector<Digest256> order;
  for (std::size_t i = 0; i < context.analysis.sent.members.size(); ++i) {
    const Digest256& digest = certificate_at(context, i)->sha256();
    if (known.contains(digest) && seen.insert(digest).second) order.push_back(digest);
  }
  return order;
}

std::string order_text(const chain::SentOrder& sent) {
  if (!sent.leaf_first) return "the leaf is not first";
  return sent.ordered ? "leaf first, each issuer after its certificate" : "leaf first, CA certificates out of order";
}

}  // namespace

Difference chain_change(const ChangeSides& sides) {
  const std::vector<const x509::Certificate*> before = ca_certificates(sides.before), after = ca_certificates(sides.after);
  Difference change{false, "", sent_texts(sides.before), sent_texts(sides.after)};
  const Comings comings = compare(before, after);
  for (const std::string& text : comings.reissued) add_phrase(change.message, text);
  if (!comings.rekeyed.empty()) add_phrase(change.message, verb(comings.rekeyed, "has a different key", "have different keys"));
  for (const std::string& text : comings.renamed) add_phrase(change.message, text);
  if (!comings.came.empty()) add_phrase(change.message, verb(comings.came, "is added", "are added"));
  if (!comings.went.empty()) add_phrase(change.message, verb(comings.went, "is removed", "are removed"));
  if (sides.both() && facts::issuer_left_behind(sides.leaves())) {
    add_phrase(change.message, "the intermediates were not updated: the new issuer, " + in_quotes(sides.new_leaf->issuer().display()) +
                                   ", is not among them");
  }
  add_further_leaves(sides, change.message);
  change.differs = !change.message.empty();
  if (change.differs) return change;
  Texts names;
  for (const x509::Certificate* certificate : after) names.push_back(in_quotes(x509::display_name(*certificate)));
  change.message = names.empty() ? "no CA certificate, as before" : "the same CA certificates as before: " + some_of(names);
  return change;
}

Difference anchor_change(const ChangeSides& sides) {
  const std::optional<std::string> before = sides.both() ? facts::root_text(sides.before) : std::nullopt;
  const std::optional<std::string> after = sides.both() ? facts::root_text(sides.after) : std::nullopt;
  Difference change;
  if (before) change.before = {*before};
  if (after) change.after = {*after};
  if (before && after && *facts::root_changed(sides.leaves())) {
    change.differs = true;
    change.message = "the chain leads to a different root";
  } else if (!before && after) {
    change.differs = true;
    change.message = "the chain ends at a known root, unlike before";
  } else {
    // An incomplete chain and an unknown root are reported by the rules about chains and anchors.
    change.message = !after ? "the chain ends at no known root" : "the same root as before";
  }
  return change;
}

Difference order_change(const ChangeSides& sides) {
  const chain::SentOrder &before = sides.before.analysis.sent, &after = sides.after.analysis.sent;
  Difference change{false, "", {order_text(before)}, {order_text(after)}};
  const bool other_form = change.before != change.after;
  const bool comparable = !before.members.empty() && !after.members.empty();
  const bool reordered = shared_order(sides.after, sides.before) != shared_order(sides.before, sides.after);
  change.differs = comparable && (other_form || reordered);
  if (!change.differs) {
    change.message = order_text(after) + ", as before";
  } else {
    change.message =
        other_form ? order_text(after) + "; before: " + order_text(before) : "CA certificates are in a different order than before";
    change.before = sent_texts(sides.before);
    change.after = sent_texts(sides.after);
  }
  return change;
}

}  // namespace chainlint::renewal
