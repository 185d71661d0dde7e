// What differs between the two leaves: who they are, for whom, with which key, from whom, for how long.

#include <cstdint>
#include <optional>

#include "chainlint/base/text.h"
#include "chainlint/facts/subject_key.h"
#include "chainlint/x509/display.h"
#include "changes/change_sides.h"

namespace chainlint::renewal {

namespace {

constexpr std::size_t kDigestShown = 16;

// The names that clients look at; a common name stands for them where there are none.
Texts names_of(const x509::Certificate& leaf) {
  Texts names;
  if (const auto& san = leaf.extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *san) names.push_back(printable(name.to_string()));
  } else if (const auto common_name = leaf.subject().common_name()) {
    names.push_back("CN " + printable(*common_name));
  }
  return names;
}

std::string key_text(const x509::Certificate& leaf) {
  const std::string digest = facts::public_key_sha256(leaf);
  return leaf.public_key().to_string() + (digest.empty() ? "" : ", SHA-256 " + digest.substr(0, kDigestShown) + "...");
}

// Whether a private key of the bundle fits the leaf before and not this one.
bool brings_previous_key(const facts::RenewalSides& leaves) {
  for (std::size_t key = 0; key < leaves.after.analysis.keys.size(); ++key) {
    if (facts::is_previous_key(leaves, key)) return true;
  }
  return false;
}

std::optional<ByteView> issuer_key_id(const x509::Certificate& leaf) {
  const auto& id = leaf.extensions().authority_key_id;
  return id ? id->key_id : std::nullopt;
}

std::string issuer_text(const x509::Certificate& leaf) {
  const auto id = issuer_key_id(leaf);
  return leaf.issuer().to_string() + (id ? " (key id " + x509::id_text(*id) + ")" : "");
}

std::string validity_text(const x509::Certificate& leaf) {
  if (!leaf.not_before() || !leaf.not_after()) return "not readable";
  return leaf.not_before()->to_string() + " to " + leaf.not_after()->to_string();
}

// "168 days later", "3 hours earlier".
std::string shift(Instant before, Instant after) {
  if (after == before) return "at the same moment as before";
  const std::string_view way = before < after ? " later" : " earlier";
  const std::int64_t seconds = before < after ? after.seconds() - before.seconds() : before.seconds() - after.seconds();
  const std::int64_t days = seconds / kSecondsPerDay, hours = seconds / 3600;
  if (days > 0) return count_noun(static_cast<std::size_t>(days), "day") + std::string(way);
  return (hours > 0 ? count_noun(static_cast<std::size_t>(hours), "hour") : "less than an hour") + std::string(way);
}

// The part of the subject in words, where it differs.
void add_part(std::string& message, std::string_view what, const std::optional<std::string>& before,
              const std::optional<std::string>& after) {
  if (before == after) return;
  const std::string part(what);
  if (!after) return add_phrase(message, part + " " + in_quotes(*before) + " is removed");
  if (!before) return add_phrase(message, part + " " + in_quotes(*after) + " is added");
  add_phrase(message, part + " " + in_quotes(*after) + " instead of " + in_quotes(*before));
}

}  // namespace

Difference certificate_change(const ChangeSides& sides) {
  Difference change;
  if (sides.old_leaf != nullptr) change.before = {sides.old_leaf->serial_text()};
  if (sides.new_leaf != nullptr) change.after = {sides.new_leaf->serial_text()};
  if (sides.new_leaf == nullptr) {
    change.differs = sides.old_leaf != nullptr;
    change.message = "there is no leaf certificate to compare";
  } else if (sides.old_leaf == nullptr) {
    change.differs = true;
    change.message = "there was no leaf certificate before";
  } else if (facts::same_certificate(sides.leaves())) {
    const std::string_view where = facts::differs_in(sides.leaves());
    change.message = "the same certificate as before";
    if (where == "file") change.message += ", in a file with other differences";
    if (where == "nothing") change.message += ": the files are identical";
  } else {
    change.differs = true;
    change.message = "serial number " + sides.new_leaf->serial_text() + " instead of " + sides.old_leaf->serial_text();
    if (facts::same_serial(sides.leaves())) change.message = "a different certificate with the same serial number";
  }
  return change;
}

Difference names_change(const ChangeSides& sides) {
  Difference change;
  change.before = names_of(*sides.old_leaf);
  change.after = names_of(*sides.new_leaf);
  const facts::RenewalSides leaves = sides.leaves();
  if (const std::optional<std::string> hidden = facts::hidden_names(leaves)) {
    change.differs = true;
    change.message = "cannot be compared: " + printable(*hidden);
    return change;
  }
  if (const Texts lost = facts::all_changed_names(leaves, facts::Direction::lost); !lost.empty()) {
    add_phrase(change.message, "loses " + some_of(lost));
  }
  if (const Texts gained = facts::all_changed_names(leaves, facts::Direction::gained); !gained.empty()) {
    add_phrase(change.message, "gains " + some_of(gained));
  }
  if (const Texts covered = facts::covered_names(leaves); !covered.empty()) {
    add_phrase(change.message,
               some_of(covered) + (covered.size() == 1 ? " is" : " are") + " no longer listed and still covered by a wildcard");
  }
  change.differs = !change.message.empty();
  if (!change.differs) change.message = "covers the same names";
  return change;
}

Difference key_change(const ChangeSides& sides) {
  Difference change{false, "", {key_text(*sides.old_leaf)}, {key_text(*sides.new_leaf)}};
  const bool reused = facts::key_reused(sides.leaves());
  const bool stayed_behind = !sides.before.analysis.keys.empty() && sides.after.analysis.keys.empty();
  change.differs = !reused || stayed_behind;
  change.message = reused ? "the same key as before" : "a new key";
  if (brings_previous_key(sides.leaves())) {
    change.message = "private key matches the deployed certificate, not the new one";
  } else if (stayed_behind) {
    add_phrase(change.message, "no private key, unlike the deployed bundle");
  }
  return change;
}

Difference key_type_change(const ChangeSides& sides) {
  const std::string before = sides.old_leaf->public_key().to_string(), after = sides.new_leaf->public_key().to_string();
  if (before == after) return {false, after + " as before", {before}, {after}};
  return {true, after + " instead of " + before, {before}, {after}};
}

Difference issuer_change(const ChangeSides& sides) {
  const x509::Certificate &before = *sides.old_leaf, &after = *sides.new_leaf;
  Difference change{false, "", {issuer_text(before)}, {issuer_text(after)}};
  const bool renamed = before.issuer().canonical() != after.issuer().canonical();
  const auto old_id = issuer_key_id(before), new_id = issuer_key_id(after);
  const bool comparable = old_id && new_id;
  const bool rekeyed = comparable && !equal(*old_id, *new_id);
  change.differs = renamed || rekeyed;
  const std::string now = in_quotes(after.issuer().display()), then = in_quotes(before.issuer().display());
  if (!renamed) {
    change.message = rekeyed ? now + " with another key" : now + " as before";
  } else {
    change.message = (now == then ? "another " + now : now + " instead of " + then);
    if (comparable && !rekeyed) change.message += ", with the same key";
  }
  return change;
}

Difference subject_change(const ChangeSides& sides) {
  const x509::Name &before = sides.old_leaf->subject(), &after = sides.new_leaf->subject();
  Difference change{before.canonical() != after.canonical(), "", {before.to_string()}, {after.to_string()}};
  if (!change.differs) {
    change.message = "the same subject as before";
    return change;
  }
  add_part(change.message, "CN", before.common_name(), after.common_name());
  add_part(change.message, "O", before.organization(), after.organization());
  if (change.message.empty()) change.message = in_quotes(after.to_string()) + " instead of " + in_quotes(before.to_string());
  return change;
}

Difference lifetime_change(const ChangeSides& sides) {
  const x509::Certificate &before = *sides.old_leaf, &after = *sides.new_leaf;
  Difference change{false, "", {validity_text(before)}, {validity_text(after)}};
  change.differs = before.not_before() != after.not_before() || before.not_after() != after.not_after();
  if (!before.not_before() || !before.not_after() || !after.not_before() || !after.not_after()) {
    change.message = "the validity period of one of the two certificates cannot be read";
    return change;
  }
  change.message = "expires on " + after.not_after()->date() + ", " + shift(*before.not_after(), *after.not_after());
  const std::int64_t then = x509::validity_days(*before.not_before(), *before.not_after());
  const std::int64_t now = x509::validity_days(*after.not_before(), *after.not_after());
  if (then != now) change.message += "; valid for " + std::to_string(now) + " days instead of " + std::to_string(then);
  return change;
}

}  // namespace chainlint::renewal
