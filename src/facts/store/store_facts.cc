// What the exported stores of a Windows machine say about the chain, and about themselves.

#include <array>

#include "store/store_remarks.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

FactValue given(const FactContext& context, const Subject&) {
  const chain::WindowsStores* stores = exported_stores(context);
  if (stores == nullptr) {
    return Absent{};
  }
  std::vector<std::string> names;
  for (const chain::StoreName store : chain::kStoreNames.values()) {
    if (stores->has_export(store)) {
      names.emplace_back(chain::to_string(store));
    }
  }
  return names;
}

FactValue texts(const StoreRemarks& remarks) {
  if (remarks.empty()) {
    return Absent{};
  }
  std::vector<std::string> list;
  for (const StoreRemark& remark : remarks) {
    list.push_back(remark.text);
  }
  return list;
}

FactValue commands(const StoreRemarks& remarks) {
  std::vector<std::string> list;
  for (const StoreRemark& remark : remarks) {
    for (const std::string& command : remark.commands) {
      push_unique(list, command);
    }
  }
  return list.empty() ? FactValue(Absent{}) : FactValue(std::move(list));
}

StoreRemarks stale(const FactContext& context) { return stale_twins(context).twins; }

template <StoreRemarks (*Find)(const FactContext&)>
FactValue texts_of(const FactContext& context, const Subject&) {
  return texts(Find(context));
}

template <StoreRemarks (*Find)(const FactContext&)>
FactValue commands_of(const FactContext& context, const Subject&) {
  return commands(Find(context));
}

// The fact and the one with the lines of repair beside it.
template <StoreRemarks (*Find)(const FactContext&)>
constexpr FactDefinition list_fact(std::string_view name, std::string_view sentence) {
  return {SubjectKind::bundle, name, FactType::text_list, "", {}, sentence, texts_of<Find>};
}

template <StoreRemarks (*Find)(const FactContext&)>
constexpr FactDefinition command_fact(std::string_view name, std::string_view sentence) {
  return {SubjectKind::bundle, name, FactType::text_list, "", {}, sentence, commands_of<Find>};
}

const std::array kStoreFacts = {
    FactDefinition{SubjectKind::bundle, "stores.given", FactType::text_list, "", chain::kStoreNames,
                   "The stores of the Windows machine that were exported (--store); absent without any.", given},
    list_fact<missing_intermediates>("stores.missing_intermediates",
                                     "The issuers of the chain that the bundle holds and the exported store CA does not."),
    command_fact<missing_intermediates>("stores.missing_intermediates.commands", "The lines that add those issuers to CA."),
    list_fact<stale>(
        "stores.stale_twins",
        "Certificates in the exported store CA that rival an issuer of the chain: of its name and expired or older, or of its key "
        "and under another name."),
    command_fact<stale>("stores.stale_twins.commands", "The lines that remove them from CA."),
    FactDefinition{SubjectKind::bundle,
                   "stores.stale_twin_sent",
                   FactType::boolean,
                   "",
                   {},
                   "The chain that is predicted from the stores holds one of the stale twins.",
                   [](const FactContext& context, const Subject&) -> FactValue {
                     return exported_stores(context) == nullptr ? FactValue(Absent{}) : FactValue(stale_twins(context).sent);
                   }},
    list_fact<root_not_self_signed>("stores.root_not_self_signed",
                                    "Certificates in the exported store Root whose issuer is another than their subject."),
    command_fact<root_not_self_signed>("stores.root_not_self_signed.commands", "The lines that move them to CA."),
    list_fact<ca_self_signed>("stores.ca_self_signed", "Self-signed certificates in the exported store CA, where they are not trusted."),
    command_fact<ca_self_signed>("stores.ca_self_signed.commands", "The lines that remove them from CA."),
    list_fact<disallowed_on_path>("stores.disallowed_on_path",
                                  "Certificates of the chain that are in the exported store Disallowed or that a trust list there names."),
    command_fact<disallowed_on_path>("stores.disallowed_on_path.commands", "The lines that take them out of Disallowed."),
    list_fact<leaf_stores>("stores.leaf_in_several", "The stores that hold the leaf, where they are more than one."),
    command_fact<leaf_stores>("stores.leaf_in_several.commands", "The lines that remove the leaf from all but My."),
    FactDefinition{SubjectKind::bundle,
                   "stores.issuer_list_octets",
                   FactType::integer,
                   "octets",
                   {},
                   "The length of the list of issuers that Schannel makes of the exported store Root to ask for client certificates.",
                   [](const FactContext& context, const Subject&) -> FactValue {
                     const auto octets = issuer_list_octets(context);
                     return octets ? integer(*octets) : FactValue(Absent{});
                   }},
    list_fact<ambiguities>("sending.ambiguous",
                           "The chains that a Windows machine may send instead of the one that is predicted, each with the reason."),
    command_fact<ambiguities>("sending.ambiguous.commands", "The lines that leave Windows no choice."),
};

}  // namespace

std::span<const FactDefinition> store_fact_table() { return kStoreFacts; }

}  // namespace chainlint::facts
