#include "fix/fix_places.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"

namespace chainlint::write {
namespace {

using Certificates = std::vector<x509::CertificatePtr>;

// A file, an alias of a keystore, a value of a manifest.
struct Place {
  std::size_t container = 0;
  std::string unit, value;
  Certificates now;  // in their order, copies and all
  bool has_leaf = false, has_issuers = false;
};

bool has(const Certificates& certificates, const x509::Certificate& wanted) {
  return std::any_of(certificates.begin(), certificates.end(),
                     [&](const x509::CertificatePtr& each) { return each->sha256() == wanted.sha256(); });
}

bool same(const Certificates& a, const Certificates& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const x509::CertificatePtr& x, const x509::CertificatePtr& y) { return x->sha256() == y->sha256(); });
}

// The certificates of the first list that are in the second, each once.
Certificates common(const Certificates& first, const Certificates& second) {
  Certificates found;
  for (const x509::CertificatePtr& each : first) {
    if (has(second, *each) && !has(found, *each)) found.push_back(each);
  }
  return found;
}

bool is_written_in_order(formats::Format format) {
  const formats::FormatTraits& traits = formats::traits_of(format);
  return traits.is_written && traits.has_order;
}

class Placer {
 public:
  Placer(const facts::FactContext& context, const Completion& completed, const ChainChoice& choice)
      : context_(context), completed_(completed), choice_(choice) {
    if (context.deployment != nullptr) profile_ = context.deployment->target.profile;
    find_places();
  }

  PlacedEdits run();

 private:
  void find_places();
  bool is_leaf(const x509::Certificate& certificate) const;
  bool takes_new(const Place& place) const;
  bool is_split() const { return profile_ != nullptr && profile_->family == chain::ServerFamily::split_file; }
  bool leaf_stands_apart(const Place& place) const;
  bool issuers_stand_apart(const Place& place) const;
  Certificates content_of(const Place& place) const;
  void insert_new(Certificates& content) const;
  void plan_field();
  void note_changes(const Place& place, const Certificates& content);
  std::string title(const Place& place) const;

  const facts::FactContext& context_;
  const Completion& completed_;
  const ChainChoice& choice_;
  const profiles::Profile* profile_ = nullptr;
  std::vector<Place> places_;
  std::set<std::string> kept_;  // went in the choice, and stay because their file would be empty
  PlacedEdits out_;
};

bool Placer::is_leaf(const x509::Certificate& certificate) const {
  for (const chain::Member& member : completed_.analysis.members) {
    if (member.certificate->sha256() == certificate.sha256()) return member.role == chain::Role::leaf;
  }
  return false;
}

void Placer::find_places() {
  for (std::size_t i = 0; i < context_.bundle.containers.size(); ++i) {
    const formats::Container& container = context_.bundle.containers[i];
    for (const formats::Entry& entry : container.entries) {
      if (entry.kind != formats::EntryKind::certificate || entry.certificate == nullptr || is_trust_entry(container, entry)) continue;
      const std::string value = place_of_value(container, entry);
      auto place = std::find_if(places_.begin(), places_.end(),
                                [&](const Place& each) { return each.container == i && each.unit == entry.unit && each.value == value; });
      if (place == places_.end()) place = places_.insert(places_.end(), {i, entry.unit, value, {}, false, false});
      place->now.push_back(entry.certificate);
      (is_leaf(*entry.certificate) ? place->has_leaf : place->has_issuers) = true;
    }
  }
}

std::string Placer::title(const Place& place) const {
  if (!place.value.empty()) return printable(place.value);
  const std::string path = printable(context_.bundle.containers[place.container].path);
  return place.unit.empty() ? path : path + "[" + printable(place.unit) + "]";
}

// The files with leaf and chain, and the first one with the chain alone; the leaf's file where there is none of them.
bool Placer::takes_new(const Place& place) const {
  if (place.has_leaf && place.has_issuers) return true;
  const auto chain = std::find_if(places_.begin(), places_.end(), [](const Place& each) { return each.has_issuers && !each.has_leaf; });
  if (chain != places_.end()) return &*chain == &place;
  const bool full = std::any_of(places_.begin(), places_.end(), [](const Place& each) { return each.has_leaf && each.has_issuers; });
  const auto leaf = std::find_if(places_.begin(), places_.end(), [](const Place& each) { return each.has_leaf; });
  const bool one = profile_ != nullptr && profile_->one_certificate_in_field;
  return !full && !one && leaf != places_.end() && &*leaf == &place;
}

// A chain file of a target that takes leaf and chain apart.
bool Placer::leaf_stands_apart(const Place& place) const {
  return is_split() && profile_->leaf_in_chain_file != profiles::Stance::allowed && place.has_issuers && &place != &places_.front() &&
         places_.front().has_leaf;
}

// The field of the leaf, where other files have all the issuers that are in it.
bool Placer::issuers_stand_apart(const Place& place) const {
  if (!is_split() || &place != &places_.front() || !place.has_leaf || !place.has_issuers) return false;
  return std::all_of(place.now.begin(), place.now.end(), [&](const x509::CertificatePtr& each) {
    return is_leaf(*each) || std::any_of(places_.begin() + 1, places_.end(), [&](const Place& other) { return has(other.now, *each); });
  });
}

// What is new is after what it issued.
void Placer::insert_new(Certificates& content) const {
  const x509::Certificate* before = nullptr;
  for (const x509::CertificatePtr& each : choice_.order) {
    if (completed_.has_added(*each) && !has(content, *each)) {
      const auto at = std::find_if(content.begin(), content.end(), [&](const x509::CertificatePtr& known) {
        return before != nullptr && known->sha256() == before->sha256();
      });
      content.insert(before == nullptr ? content.begin() : at + 1, each);
    }
    if (has(content, *each)) before = each.get();
  }
}

Certificates Placer::content_of(const Place& place) const {
  const bool ordered = choice_.reorder && is_written_in_order(context_.bundle.containers[place.container].format);
  Certificates content = ordered ? common(choice_.order, place.now) : common(place.now, choice_.order);
  if (takes_new(place)) insert_new(content);
  const bool drop_leaf = leaf_stands_apart(place), drop_issuers = issuers_stand_apart(place);
  std::erase_if(content, [&](const x509::CertificatePtr& each) { return is_leaf(*each) ? drop_leaf : drop_issuers; });
  return content;
}

void Placer::plan_field() {
  if (profile_ == nullptr || !profile_->one_certificate_in_field || places_.empty()) return;
  const Place& field = places_.front();
  const std::string wants = printable(profile_->name) + " reads leaf and chain from two files";
  if (field.has_leaf && field.has_issuers && !issuers_stand_apart(field)) {
    out_.refused.push_back(
        {FixKind::reorder, wants + ", and " + title(field) + " contains both: put all certificates except the leaf into a separate file"});
  }
  const bool chain = std::any_of(places_.begin(), places_.end(), [](const Place& each) { return each.has_issuers; });
  if (!completed_.added.empty() && !chain) {
    out_.refused.push_back({FixKind::missing, wants + ", and the chain file is missing: specify it with --chain"});
  }
}

void Placer::note_changes(const Place& place, const Certificates& content) {
  const Certificates once = common(place.now, place.now);
  if (once.size() < place.now.size()) {
    for (const x509::CertificatePtr& each : once) {
      const auto copies = static_cast<std::size_t>(std::count_if(
          place.now.begin(), place.now.end(), [&](const x509::CertificatePtr& other) { return other->sha256() == each->sha256(); }));
      if (copies < 2 || !has(content, *each)) continue;
      out_.fixes.push_back(
          {FixKind::duplicate,
           "keeps the first of " + std::to_string(copies) + " copies of " + describe_briefly(*each) + " in " + title(place),
           to_hex(each->sha256())});
    }
  }
  for (const x509::CertificatePtr& each : once) {
    const bool moved_apart = !has(content, *each) && choice_.gone.count(each->sha256()) == 0;
    if (!moved_apart) continue;
    out_.fixes.push_back({FixKind::duplicate,
                          "removes " + describe_briefly(*each) + " from " + title(place) + ": " + printable(profile_->name) +
                              " reads leaf and chain from two files, and the certificate is in the other file",
                          to_hex(each->sha256())});
  }
  if (same(common(once, content), common(content, once))) return;
  std::vector<std::string> names;
  for (const x509::CertificatePtr& each : content) names.push_back(x509::display_name(*each));
  std::string order;
  for (const std::string& name : names) order += (order.empty() ? "" : ", ") + in_quotes(name);
  out_.fixes.push_back({FixKind::reorder, "puts " + title(place) + " in order: " + order, ""});
}

PlacedEdits Placer::run() {
  plan_field();
  std::vector<std::pair<const Place*, Certificates>> changed;
  for (const Place& place : places_) {
    Certificates content = content_of(place);
    if (content.empty()) {
      for (const x509::CertificatePtr& each : place.now) kept_.insert(to_hex(each->sha256()));
      out_.refused.push_back({FixKind::stranger, "no certificate of " + title(place) +
                                                     " is needed; remove the file from the configuration, because it "
                                                     "would contain no certificate"});
      continue;
    }
    if (!same(content, place.now)) changed.emplace_back(&place, std::move(content));
  }
  for (const Fix& fix : choice_.fixes) {
    if (kept_.count(fix.sha256) == 0) out_.fixes.push_back(fix);
  }
  for (auto& [place, content] : changed) {
    note_changes(*place, content);
    out_.edits.push_back({place->container, {place->unit, std::move(content), "", place->value}});
  }
  return std::move(out_);
}

}  // namespace

PlacedEdits place_certificates(const facts::FactContext& context, const Completion& completed, const ChainChoice& choice) {
  return Placer(context, completed, choice).run();
}

}  // namespace chainlint::write
