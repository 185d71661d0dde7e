// What the chain lacks at its end: the proof behind "unable to get local issuer certificate".

#include "chain/missing_issuer.h"
#include "chain/place.h"
#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

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
  if (authority && authority->key_id) described += " (key id " + x509::id_text(*authority->key_id) + ")";
  return described;
}

FactValue below_is_leaf(const FactContext& context) {
  return context.analysis.missing ? FactValue(context.analysis.missing->child_is_leaf) : FactValue(Absent{});
}

FactValue pool_texts(const FactContext& context) {
  std::vector<std::string> found;
  if (context.analysis.missing) {
    for (const x509::CertificatePtr& certificate : context.analysis.missing->in_pool) found.push_back(describe(*certificate));
  }
  return found;
}

FactValue pool_intermediate(const FactContext& context) { return context.analysis.missing && !context.analysis.missing->in_pool.empty(); }

FactValue known_location(const FactContext& context) {
  return known_to_run(context).empty() ? FactValue(Absent{}) : text(place_text(known_to_run(context).front()));
}

// A CA of the bundle that issued nothing in it: it is not the missing issuer, whatever else it is.
const x509::Certificate* other_ca(const FactContext& context) {
  const x509::Certificate* found = nullptr;
  for (const chain::Member& member : context.analysis.members) {
    if (member.role != chain::Role::intermediate || member.path_index || member.related) continue;
    if (found != nullptr) {
      return nullptr;  // several are not worth a message
    }
    found = member.certificate.get();
  }
  return found;
}

// What is known of the issuer, for messages.
FactValue state(const FactContext& context) {
  if (child_of(context) == nullptr) return Absent{};
  if (!known_to_run(context).empty()) return "is missing; it is " + placed_text(known_to_run(context).front());
  const x509::Certificate* other = other_ca(context);
  return "is neither in the bundle nor a trust anchor" +
         (other == nullptr ? "" : "; " + in_quotes(x509::display_name(*other)) + " is another CA");
}

// Where the chain ends without an anchor, for messages.
FactValue end_text(const FactContext& context) {
  const chain::Path& path = *context.analysis.path;
  if (path.stop == chain::StopReason::anchor || path.steps.empty()) return Absent{};
  const chain::PathStep& top = path.steps.back();
  if (path.stop != chain::StopReason::untrusted_root) {
    return "issuer " + in_quotes(top.certificate->issuer().display()) + " of " + in_quotes(x509::display_name(*top.certificate)) +
           " is neither in the bundle nor a trust anchor";
  }
  std::string place;
  if (top.known) place = " at " + place_text(*top.known);
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
      chain.text("missing.below", "The common name of the last certificate, whose issuer is looked for.", x509::display_name),
      chain.text(
          "missing.state",
          "What is known of the issuer, as a part of a sentence: where it is, or that it is neither in the bundle nor a trust anchor.",
          state),
      chain.boolean("missing.known", "The missing intermediate is in another file of the run or in --pool.",
                    [](const FactContext& context) { return !known_to_run(context).empty(); }),
      chain.text("missing.location", "Where the run or --pool contains the missing intermediate.", known_location),
      chain.text("end.text", "The end of a chain without a trust anchor, as a sentence; absent where it leads to one.", end_text),
      chain.text("end.private_root", "The file with the private root at which the chain ends, where it is not in the bundle.",
                 private_root),
      chain.boolean("missing.below_is_leaf", "It is the leaf whose issuer is looked for.", below_is_leaf),
      chain.list("missing.in_pool", "The certificates of --pool that would fill the gap, best first.", pool_texts),
      chain.boolean("missing.pool_intermediate", "The pool contains the missing intermediate.", pool_intermediate),
  };
}

}  // namespace chainlint::facts
