// What the exported stores of a Windows machine say about the chain, and about themselves.

#include "store/store_remarks.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

FactValue given(const FactContext& context) {
  const chain::WindowsStores* stores = exported_stores(context);
  if (stores == nullptr) return Absent{};
  std::vector<std::string> names;
  for (const chain::StoreName store : chain::kStoreNames.values()) {
    if (stores->has_export(store)) names.emplace_back(chain::to_string(store));
  }
  return names;
}

FactValue texts(const StoreRemarks& remarks) {
  if (remarks.empty()) return Absent{};
  std::vector<std::string> list;
  for (const StoreRemark& remark : remarks) list.push_back(remark.text);
  return list;
}

FactValue commands(const StoreRemarks& remarks) {
  std::vector<std::string> list;
  for (const StoreRemark& remark : remarks) {
    for (const std::string& command : remark.commands) push_unique(list, command);
  }
  return list.empty() ? FactValue(Absent{}) : FactValue(std::move(list));
}

StoreRemarks stale(const FactContext& context) { return stale_twins(context).twins; }

template <StoreRemarks (*Find)(const FactContext&)>
FactValue texts_of(const FactContext& context) {
  return texts(Find(context));
}

template <StoreRemarks (*Find)(const FactContext&)>
FactValue commands_of(const FactContext& context) {
  return commands(Find(context));
}

}  // namespace

FactTable store_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  return {
      bundle.list("stores.given", chain::kStoreNames, "The stores of the Windows machine that were exported (--store); absent without any.",
                  given),
      bundle.list("stores.missing_intermediates", "The issuers of the chain that the bundle contains and the exported store CA does not.",
                  texts_of<missing_intermediates>),
      bundle.list("stores.missing_intermediates.commands", "The commands that add the missing issuers to CA.",
                  commands_of<missing_intermediates>),
      bundle.list(
          "stores.stale_twins",
          "Certificates in the exported store CA that compete with an issuer of the chain: with its name and expired or older, or with its "
          "key and under another name.",
          texts_of<stale>),
      bundle.list("stores.stale_twins.commands", "The commands that remove the competing certificates from CA.", commands_of<stale>),
      bundle.boolean("stores.stale_twin_sent",
                     "The chain that is predicted from the stores contains one of the competing certificates in CA.",
                     [](const FactContext& context) {
                       return exported_stores(context) == nullptr ? FactValue(Absent{}) : FactValue(stale_twins(context).sent);
                     }),
      bundle.list("stores.root_not_self_signed", "Certificates in the exported store Root that are not self-signed.",
                  texts_of<root_not_self_signed>),
      bundle.list("stores.root_not_self_signed.commands", "The commands that move certificates that are not self-signed from Root to CA.",
                  commands_of<root_not_self_signed>),
      bundle.list("stores.ca_self_signed", "Self-signed certificates in the exported store CA, where they are not trusted.",
                  texts_of<ca_self_signed>),
      bundle.list("stores.ca_self_signed.commands", "The commands that remove self-signed certificates from CA.",
                  commands_of<ca_self_signed>),
      bundle.list("stores.disallowed_on_path",
                  "Certificates of the chain that are in the exported store Disallowed or that a trust list there names.",
                  texts_of<disallowed_on_path>),
      bundle.list("stores.disallowed_on_path.commands",
                  "The commands that remove certificates of the chain from Disallowed; none for those on a trust list.",
                  commands_of<disallowed_on_path>),
      bundle.list("stores.leaf_in_several", "The stores that contain the leaf, where they are more than one.", texts_of<leaf_stores>),
      bundle.list("stores.leaf_in_several.commands", "The commands that remove the leaf from all stores but My.", commands_of<leaf_stores>),
      bundle.integer("stores.issuer_list_octets", "bytes",
                     "The length of the list of issuers that Schannel makes of the exported store Root to ask for client certificates.",
                     issuer_list_octets),
      bundle.list("sending.ambiguous",
                  "The chains that a Windows machine may send instead of the one that is predicted, each with the reason.",
                  texts_of<ambiguities>),
      bundle.list("sending.ambiguous.commands", "The commands that leave Windows only one path.", commands_of<ambiguities>),
  };
}

}  // namespace chainlint::facts
