#include "windows/store_remarks.h"

#include <fmt/format.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"

namespace chainlint::chain {
namespace {

std::string what_import_brings(PfxImport import) {
  return import == PfxImport::my_only
             ? "only what the import adds (everything to My)"
             : "only what the import adds (the leaf to My, CA certificates to CA, self-signed certificates to Root)";
}

std::string on_exports(const StorePrediction& prediction) {
  std::vector<std::string> absent;
  bool any = false;
  for (const StoreName store : kStoreNames.values()) {
    any |= prediction.stores.has_export(store);
    if (!prediction.stores.has_export(store) && store != StoreName::disallowed) absent.push_back(std::string(to_string(store)));
  }
  const std::string brought = what_import_brings(prediction.input.import);
  const bool from_export = std::any_of(prediction.input.bundle.containers.begin(), prediction.input.bundle.containers.end(),
                                       [](const formats::Container& container) { return named_stores(container).any; });
  if (!any && from_export) return "the stores are assumed to contain only what this export contains";
  if (!any) return "no store was exported: the stores are assumed to contain " + brought;
  if (absent.empty()) return {};
  return fmt::format("{} {} not exported: assumed to contain only what the import adds", join_and(absent),
                     absent.size() == 1 ? "was" : "were");
}

void on_what_is_missing(const StorePrediction& prediction, std::vector<std::string>& remarks) {
  const StorePath& best = prediction.paths.paths.front();
  const std::size_t top = best.nodes.back();
  const x509::Certificate& last = prediction.graph.certificate(top);
  if (best.complete) return;
  for (const std::size_t rekeyed : prediction.graph.rekeyed(top)) {
    remarks.push_back(fmt::format("{} in the stores has the name of the issuer of {} but a different key; it is not used",
                                  x509::quoted_name(prediction.graph.certificate(rekeyed)), x509::quoted_name(last)));
    break;
  }
  for (const StoredCertificate& stored : prediction.stores.certificates) {
    if (has_issuers(stored) || stored.archived || stored.certificate->subject().canonical() != last.issuer().canonical()) continue;
    remarks.push_back(fmt::format("{} is only in {}; Windows looks for issuers in CA, Root and My", x509::quoted_name(*stored.certificate),
                                  kept_in(stored)));
    break;
  }
  const auto& urls = last.extensions().ca_issuers_urls;
  if (!urls.empty()) {
    remarks.push_back(
        fmt::format("the issuer of {} is in no store; a server with access to {} downloads it, and may then send more certificates",
                    x509::quoted_name(last), in_quotes(urls.front())));
  }
}

void on_roots(const StorePrediction& prediction, std::vector<std::string>& remarks) {
  const StorePath& best = prediction.paths.paths.front();
  const std::size_t top = best.nodes.back();
  if (best.complete && best.nodes.size() > 1 && prediction.graph.place(top, StoreName::root) == nullptr) {
    remarks.push_back(fmt::format("{} is self-signed and not in Root: the machine does not trust it",
                                  x509::quoted_name(prediction.graph.certificate(top))));
  }
  if (!best.complete && !prediction.stores.has_export(StoreName::root)) {
    remarks.push_back("automatic root update may add a root to Root when it is first needed, and the chain may change with it");
  }
}

}  // namespace

std::vector<std::string> store_remarks(const StorePrediction& prediction) {
  std::vector<std::string> remarks;
  if (std::string remark = on_exports(prediction); !remark.empty()) remarks.push_back(std::move(remark));
  if (prediction.input.stores != nullptr && !prediction.stores.has_export(StoreName::disallowed)) {
    remarks.push_back("Disallowed was not exported: assumed to be empty");
  }
  if (prediction.stores.left_out > 0) {
    remarks.push_back(fmt::format("{} of users and services {} ignored: Windows builds the chain in the machine context",
                                  count_noun(prediction.stores.left_out, "certificate"), prediction.stores.left_out == 1 ? "is" : "are"));
  }
  on_what_is_missing(prediction, remarks);
  on_roots(prediction, remarks);
  for (const std::size_t node : prediction.paths.paths.front().nodes) {
    const std::string& distrust = prediction.graph.distrust(node);
    if (distrust.empty()) continue;
    remarks.push_back(
        fmt::format("{} {}: the machine refuses every chain with it", x509::quoted_name(prediction.graph.certificate(node)), distrust));
  }
  if (!prediction.paths.limit.empty()) {
    remarks.push_back(fmt::format("path building stopped at {}; a better path may exist", prediction.paths.limit));
  }
  return remarks;
}

}  // namespace chainlint::chain
