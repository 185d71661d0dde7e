// What the chain lacks at its end, and what came near it: the proof behind "unable to get local issuer certificate".

#include <algorithm>
#include <array>

#include "chain/place.h"
#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"
#include "chainlint/facts/renewal.h"
#include "chainlint/x509/display.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 6> kSources = {"bundle", "trusted", "folder", "run", "pool", "anchors"};
constexpr std::array<std::string_view, 2> kKinds = {"other_key", "other_name"};

// The certificate whose issuer was looked for; null where the chain ends at an anchor, or at a root of which no anchor is a near miss.
const x509::Certificate* child_of(const FactContext& context) {
  const chain::Path& path = *context.analysis.path;
  if (path.stop == chain::StopReason::anchor || path.steps.empty()) {
    return nullptr;
  }
  if (path.stop == chain::StopReason::untrusted_root) {
    return context.analysis.rival_anchor && path.steps.size() > 1 ? path.steps[path.steps.size() - 2].certificate.get() : nullptr;
  }
  const std::size_t last = path.steps.size() - 1;
  const std::size_t step = context.analysis.missing ? std::min(context.analysis.missing->child_step, last) : last;
  return path.steps[step].certificate.get();
}

template <class Read>
FactValue of_child(const FactContext& context, Read read) {
  const x509::Certificate* child = child_of(context);
  return child == nullptr ? FactValue(Absent{}) : read(*child);
}

FactValue wanted_key_id(const x509::Certificate& child) {
  const auto& authority = child.extensions().authority_key_id;
  return authority && authority->key_id ? text(x509::id_text(*authority->key_id)) : FactValue(Absent{});
}

FactValue wanted_serial(const x509::Certificate& child) {
  const auto& authority = child.extensions().authority_key_id;
  return authority && authority->serial ? text(x509::id_text(*authority->serial)) : FactValue(Absent{});
}

FactValue wanted_url(const x509::Certificate& child) {
  const auto& urls = child.extensions().ca_issuers_urls;
  return urls.empty() ? FactValue(Absent{}) : text(urls.front());
}

FactValue wanted_text(const x509::Certificate& child) {
  std::string described = child.issuer().to_string();
  const auto& authority = child.extensions().authority_key_id;
  if (authority && authority->key_id) {
    described += " (key id " + x509::id_text(*authority->key_id) + ")";
  }
  return described;
}

FactValue below_is_leaf(const FactContext& context) {
  return context.analysis.missing ? FactValue(context.analysis.missing->child_is_leaf) : FactValue(Absent{});
}

const std::vector<chain::KnownCertificate>& known(const FactContext& context) {
  static const std::vector<chain::KnownCertificate> nothing;
  return context.analysis.missing ? context.analysis.missing->known : nothing;
}

FactValue pool_texts(const FactContext& context) {
  std::vector<std::string> found;
  if (context.analysis.missing) {
    for (const x509::CertificatePtr& certificate : context.analysis.missing->in_pool) {
      found.push_back(describe(*certificate));
    }
  }
  return found;
}

FactValue pool_intermediate(const FactContext& context) { return context.analysis.missing && !context.analysis.missing->in_pool.empty(); }

std::string place_text(const chain::KnownCertificate& certificate) {
  if (!certificate.location.path.empty()) {
    return brief_place(certificate.location);
  }
  return certificate.source == chain::KnownSource::anchors ? "the trust anchors"
         : certificate.source == chain::KnownSource::pool  ? "the pool"
                                                           : "the run";
}

// "at b/mail.pem:25", "in the pool".
std::string placed_text(const chain::KnownCertificate& certificate) {
  const bool placed = !certificate.location.path.empty();
  return (placed ? "at " : certificate.source == chain::KnownSource::anchors ? "among " : "in ") + place_text(certificate);
}

FactValue known_location(const FactContext& context) {
  return known(context).empty() ? FactValue(Absent{}) : text(place_text(known(context).front()));
}

// What the user can do for the issuer, by what is known: it is at a place of the run or the pool, the certificate names a URL, or neither.
FactValue source(const FactContext& context, const Subject&) {
  return of_child(context, [&](const x509::Certificate& child) -> FactValue {
    const std::string name = in_quotes(child.issuer().display());
    if (!known(context).empty()) {
      const chain::KnownCertificate& best = known(context).front();
      return best.location.line ? "copy the certificate at " + place_text(best)
                                : "take the certificate " + name + " from " + place_text(best);
    }
    const auto& urls = child.extensions().ca_issuers_urls;
    return urls.empty() ? "ask the CA for the certificate " + name : "download the certificate " + name + " from " + urls.front();
  });
}

// The entry of the bundle that holds the certificate whose issuer is missing.
const formats::Entry* child_entry(const FactContext& context) {
  const x509::Certificate* child = child_of(context);
  const chain::Member* member = child == nullptr ? nullptr : member_with(*child, context);
  return member == nullptr || member->entries.empty() ? nullptr : context.analysis.entries[member->entries.front()];
}

FactValue file(const FactContext& context, const Subject&) {
  const formats::Entry* entry = child_entry(context);
  return entry == nullptr ? FactValue(Absent{}) : text(entry->location.path);
}

FactValue position(const FactContext& context, const Subject&) {
  return of_child(context, [&](const x509::Certificate& child) {
    const bool leaf = context.analysis.path->steps.front().certificate.get() == &child;
    return leaf ? text("after the leaf") : FactValue("after " + in_quotes(x509::display_name(child)));
  });
}

// How a certificate is added at the end of the chain in the file, in words that need the name of the certificate before them.
FactValue step(const FactContext& context, const Subject& subject) {
  const formats::Entry* entry = child_entry(context);
  const formats::Container* container = container_with(entry, context);
  if (container == nullptr) return Absent{};
  const std::string path = printable(entry->location.path), file = shell_word(entry->location.path, "FILE");
  const std::string after = to_string(position(context, subject));
  if (const std::size_t member = path.rfind('!'); member != std::string::npos) {
    return "unpack " + path.substr(0, member) + ", insert it into " + path.substr(member + 1) + " " + after;
  }
  if (formats::traits_of(container->format).family == formats::FormatFamily::java_keystore) {
    return "write the leaf and its issuers to chain.pem, the leaf first, and import it under the alias of the key: keytool -importcert "
           "-trustcacerts -alias " +
           shell_word(entry->label, "ALIAS") + " -file chain.pem -keystore " + file;
  }
  switch (container->format) {
    case formats::Format::kubernetes:
      return "add it " + after + " to the PEM text of " + printable(entry->location.inner) + " in " + path + ", and apply the object again";
    case formats::Format::json:
      return "add it " + after + " to the PEM text at " + printable(entry->location.inner) + " in " + path;
    case formats::Format::pkcs12:
      return "save it as issuer.pem and write a new PFX: openssl pkcs12 -in " + file +
             " -nodes -out all.pem, then cat issuer.pem >> all.pem, then openssl pkcs12 -export -in all.pem -out new.pfx, then delete "
             "all.pem";
    case formats::Format::pem:
      return "insert it into " + path + " " + after;
    default:
      return "write both to a PEM file, the certificate of " + path + " first";
  }
}

// The whole step: "copy the certificate at b/mail.pem:25 into site.pem after the leaf".
FactValue insertion(const FactContext& context, const Subject& subject) {
  const std::string from = to_string(source(context, subject)), how = to_string(step(context, subject));
  if (child_entry(context) == nullptr) return Absent{};
  if (from.starts_with("copy") && how.starts_with("insert it ")) return from + how.substr(std::string_view("insert it").size());
  return from + ", then " + how;
}

// A CA of the bundle that issued nothing in it: it is not the missing issuer, whatever else it is.
const x509::Certificate* other_ca(const FactContext& context) {
  const x509::Certificate* found = nullptr;
  for (const chain::Member& member : context.analysis.members) {
    if (member.role != chain::Role::intermediate || member.path_index || member.related) {
      continue;
    }
    if (found != nullptr) {
      return nullptr;  // several are not worth a message
    }
    found = member.certificate.get();
  }
  return found;
}

// What is known of the issuer, for messages.
FactValue state(const FactContext& context) {
  return of_child(context, [&](const x509::Certificate&) -> FactValue {
    if (!known(context).empty()) {
      return "is missing; it is " + placed_text(known(context).front());
    }
    const x509::Certificate* other = other_ca(context);
    return "is neither in the bundle nor a trust anchor" +
           (other == nullptr ? "" : "; " + in_quotes(x509::display_name(*other)) + " is another CA");
  });
}

// Where the chain ends without an anchor, for messages.
FactValue end_text(const FactContext& context) {
  const chain::Path& path = *context.analysis.path;
  if (path.stop == chain::StopReason::anchor || path.steps.empty()) {
    return Absent{};
  }
  const chain::PathStep& top = path.steps.back();
  if (path.stop != chain::StopReason::untrusted_root) {
    return "issuer " + in_quotes(top.certificate->issuer().display()) + " of " + in_quotes(x509::display_name(*top.certificate)) +
           " is neither in the bundle nor a trust anchor";
  }
  std::string place;
  if (top.known) {
    place = " at " + place_text(*top.known);
  }
  return "root " + in_quotes(x509::display_name(*top.certificate)) + place + " is not a trust anchor";
}

FactValue private_root(const FactContext& context) {
  const std::optional<chain::KnownCertificate>& root = context.analysis.path->steps.back().known;
  if (!root || root->location.path.empty()) return Absent{};
  const std::string& path = root->location.path;
  const std::size_t member = path.rfind('!');  // of an archive, which no option reads in part
  return text(member == std::string::npos ? shell_word(path, "FILE")
                                          : path.substr(member + 1) + " (unpack " + path.substr(0, member) + " first)");
}

const std::optional<chain::KnownCertificate>& near_outside(const FactContext& context) {
  return context.analysis.missing ? context.analysis.missing->near_outside : context.analysis.rival_anchor;
}

const x509::Certificate* near(const FactContext& context) {
  if (context.analysis.missing) {
    return context.analysis.missing->near.get();
  }
  return context.analysis.rival_anchor ? context.analysis.rival_anchor->certificate.get() : nullptr;
}

FactValue near_source(const FactContext& context) {
  if (near(context) == nullptr) {
    return Absent{};
  }
  return near_outside(context) ? text(chain::to_string(near_outside(context)->source)) : text("bundle");
}

FactValue near_kind(const FactContext& context) {
  const x509::Certificate *child = child_of(context), *found = near(context);
  if (child == nullptr || found == nullptr) {
    return Absent{};
  }
  return text(found->subject().canonical() == child->issuer().canonical() ? "other_key" : "other_name");
}

// A CA of the bundle that issued the previous certificate.
const x509::Certificate* issuer_of_previous(const FactContext& context) {
  const chain::BundleAnalysis& before = context.renewal->previous.analysis;
  if (!before.leaf || !before.path) {
    return nullptr;
  }
  const std::vector<chain::PathStep>& steps = before.path->steps;
  const chain::Member* member = steps.size() > 1 ? member_with(*steps[1].certificate, context) : nullptr;
  return member != nullptr && member->role == chain::Role::intermediate && !member->path_index ? member->certificate.get() : nullptr;
}

const x509::Certificate* stale(const FactContext& context) {
  if (!context.analysis.missing || context.analysis.missing->stale != nullptr) {
    return context.analysis.missing ? context.analysis.missing->stale.get() : nullptr;
  }
  return context.renewal != nullptr && context.analysis.missing->near == nullptr ? issuer_of_previous(context) : nullptr;
}

FactValue subject_of(const x509::Certificate* certificate) {
  return certificate == nullptr ? FactValue(Absent{}) : text(x509::display_name(*certificate));
}

FactValue described(const x509::Certificate* certificate) {
  return certificate == nullptr ? FactValue(Absent{}) : FactValue(describe(*certificate));
}

FactValue key_id_of(const x509::Certificate* certificate) {
  return certificate != nullptr && certificate->extensions().subject_key_id ? text(x509::id_text(*certificate->extensions().subject_key_id))
                                                                            : FactValue(Absent{});
}

FactValue serial_of(const x509::Certificate* certificate) {
  return certificate == nullptr ? FactValue(Absent{}) : text(certificate->serial_text());
}

FactValue place_of(const FactContext& context, const x509::Certificate* certificate) {
  if (certificate == nullptr) {
    return Absent{};
  }
  const chain::Member* member = member_with(*certificate, context);
  return member == nullptr || member->entries.empty() ? text("the trust anchors")
                                                      : text(brief_place(context.analysis.entries[member->entries.front()]->location));
}

FactValue near_location(const FactContext& context, const Subject&) {
  return near_outside(context) ? text(place_text(*near_outside(context))) : place_of(context, near(context));
}

FactValue near_place(const FactContext& context, const Subject& subject) {
  return near_outside(context)      ? text(placed_text(*near_outside(context)))
         : near(context) == nullptr ? FactValue(Absent{})
                                    : FactValue("at " + to_string(near_location(context, subject)));
}

}  // namespace

FactTable missing_issuer_fact_table() {
  const FactsAbout chain(SubjectKind::chain, child_of);
  return {
      chain.text("missing.issuer", "The common name of the issuer at which the chain cannot go on.",
                 [](const x509::Certificate& child) { return child.issuer().display(); }),
      chain.text("missing.text", "The issuer at which the chain cannot go on: its distinguished name and, where known, its key id.",
                 wanted_text),
      chain.text("missing.key_id", "The key id that the issuer must have, by the authority key id of the last certificate.", wanted_key_id),
      chain.text("missing.serial", "The serial number that the issuer must have, by the authority key id of the last certificate.",
                 wanted_serial),
      chain.text("missing.url", "Where the last certificate says that its issuer can be fetched (authorityInfoAccess).", wanted_url),
      chain.text(
          "missing.source",
          "The step that gets the issuer: copied from where it is in the run or the pool, downloaded from its URL, or asked of the CA.",
          source),
      chain.text("missing.below", "The common name of the last certificate, whose issuer is looked for.",
                 [](const FactContext& context) { return subject_of(child_of(context)); }),
      chain.text(
          "missing.state",
          "What is known of the issuer, as a part of a sentence: where it is, or that it is neither in the bundle nor a trust anchor.",
          state),
      chain.text("missing.insertion", "The step that puts the issuer into the file where it is missing.", insertion),
      chain.text(
          "missing.step",
          "How a certificate is added to the chain in its file: 'insert it into site.pem after the leaf', or the commands for a PFX.",
          step),
      chain.boolean("missing.known", "The missing intermediate is in another file of the run or in --pool.",
                    [](const FactContext& context) { return !known(context).empty(); }),
      chain.text("missing.location", "Where the run or --pool contains the missing intermediate.", known_location),
      chain.text("missing.file", "The file with the certificate whose issuer is missing.", file),
      chain.text("missing.position", "Where the missing intermediate belongs: after the leaf, or after which CA certificate.", position),
      chain.text("end.text", "Where a chain without a trust anchor ends, as a sentence; absent where it ends at one.", end_text),
      chain.text("end.private_root", "The file with the private root at which the chain ends, where it is not in the bundle.",
                 private_root),
      chain.boolean("missing.below_is_leaf", "It is the leaf whose issuer is looked for.", below_is_leaf),
      chain.list("missing.in_pool", "The certificates of --pool that would fill the gap, best first.", pool_texts),
      chain.boolean("missing.pool_intermediate", "The pool contains the missing intermediate.", pool_intermediate),
      chain.text("near.subject",
                 "The common name of the certificate that is nearly the issuer: the right name with another key, or the right key under "
                 "another name.",
                 [](const FactContext& context) { return subject_of(near(context)); }),
      chain.text("near.text", "The certificate that is nearly the issuer: name, key id, serial number, end of validity.",
                 [](const FactContext& context) { return described(near(context)); }),
      chain.text("near.key_id", "The key id of the certificate that is nearly the issuer.",
                 [](const FactContext& context) { return key_id_of(near(context)); }),
      chain.text("near.serial", "The serial number of the certificate that is nearly the issuer.",
                 [](const FactContext& context) { return serial_of(near(context)); }),
      chain.text("near.location", "Where the certificate that is nearly the issuer is.", near_location),
      chain.text("near.place", "Where it is, as a part of a sentence: 'at ca.crt:1', 'among the trust anchors'.", near_place),
      chain.text("near.source", kSources,
                 "Where the certificate that is nearly the issuer was found: in the bundle, among its trusted CAs, in its folder, or among "
                 "the trust anchors.",
                 near_source),
      chain.text("near.kind", kKinds, "What tells the certificate from the issuer: another key, or another name.", near_kind),
      chain.text(
          "stale.subject",
          "The common name of a CA certificate of the bundle that issued nothing in it, with evidence that it was the issuer before.",
          [](const FactContext& context) { return subject_of(stale(context)); }),
      chain.text("stale.text", "The stale CA certificate: name, key id, serial number, end of validity.",
                 [](const FactContext& context) { return described(stale(context)); }),
      chain.text("stale.key_id", "The key id of the stale CA certificate.",
                 [](const FactContext& context) { return key_id_of(stale(context)); }),
      chain.time("stale.not_after", "The end of validity of the stale CA certificate.",
                 [](const FactContext& context) {
                   return stale(context) == nullptr ? FactValue(Absent{}) : value_or_absent(stale(context)->not_after());
                 }),
      chain.text("stale.location", "Where the stale CA certificate stands.",
                 [](const FactContext& context) { return place_of(context, stale(context)); }),
  };
}

}  // namespace chainlint::facts
