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
  if (!root || root->location.path.empty() || root->source == chain::KnownSource::deployed) return Absent{};
  // No option reads a member of an archive.
  const std::string& path = root->location.path;
  return path.find('!') == std::string::npos ? text(shell_word(path, "FILE")) : FactValue(Absent{});
}

}  // namespace

FactTable missing_issuer_fact_table() {
  const FactsAbout chain(SubjectKind::chain, child_of);
  return {
      chain.text("missing.issuer", "The common name of the missing issuer.",
                 [](const x509::Certificate& child) { return child.issuer().display(); }),
      chain.text("missing.text", "The missing issuer: its distinguished name and, where known, its key id.", wanted_text),
      chain.text("missing.key_id", "The key id that the issuer must have, by the authority key id of the last certificate.", wanted_key_id),
      chain.text("missing.serial", "The serial number that the issuer must have, by the authority key id of the last certificate.",
                 wanted_serial),
      chain.text("missing.url", "The URL of the missing issuer in the last certificate (authorityInfoAccess).", wanted_url),
      chain.text("missing.below", "The common name of the last certificate, whose issuer is missing.", x509::display_name),
      chain.boolean("missing.known", "The missing intermediate is in another file of the run, in the deployed bundle or in --pool.",
                    [](const FactContext& context) { return !known_to_run(context).empty(); }),
      chain.text("missing.location", "Where the run, the deployed bundle or --pool contains the missing intermediate.", known_location),
      chain.text("end.text", "The end of a chain without a trust anchor, as a sentence; absent where it leads to one.", end_text),
      chain.text(
          "end.private_root",
          "The file with the private root at which the chain ends, quoted for a shell command; absent where it is in the bundle, in an "
          "archive or only deployed.",
          private_root),
      chain.boolean("missing.below_is_leaf", "The certificate whose issuer is missing is the leaf.", below_is_leaf),
      chain.list("missing.in_pool", "The certificates of --pool and the deployed bundle that would fill the gap, best first.", pool_texts),
      chain.boolean("missing.pool_intermediate", "The pool or the deployed bundle contains the missing intermediate.", pool_intermediate),
  };
}

}  // namespace chainlint::facts
