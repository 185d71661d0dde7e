// What the clients that were asked for make of what is sent.

#include <array>

#include "tables.h"
#include "value.h"

namespace chainlint {

namespace {

using Verdicts = std::vector<ClientVerdict>;

// A fact about the verdicts, absent where no client was asked for.
template <auto Compute>
FactValue of_clients(const FactContext& context, const Subject&) {
  const bool asked = context.deployment != nullptr && !context.deployment->clients.empty();
  return asked ? FactValue(Compute(context.deployment->clients)) : FactValue(Absent{});
}

template <class Which>
std::vector<std::string> names_where(const Verdicts& verdicts, Which which) {
  std::vector<std::string> names;
  for (const ClientVerdict& verdict : verdicts) {
    if (which(verdict)) {
      names.push_back(verdict.client);
    }
  }
  return names;
}

bool refuses(const ClientVerdict& verdict) { return verdict.known && !verdict.accepted; }

std::vector<std::string> refusing(const Verdicts& verdicts) { return names_where(verdicts, refuses); }

std::vector<std::string> accepting(const Verdicts& verdicts) {
  return names_where(verdicts, [](const ClientVerdict& verdict) { return verdict.known && verdict.accepted; });
}

std::vector<std::string> unknown(const Verdicts& verdicts) {
  return names_where(verdicts, [](const ClientVerdict& verdict) { return !verdict.known; });
}

std::vector<std::string> unverified(const Verdicts& verdicts) {
  return names_where(verdicts, [](const ClientVerdict& verdict) { return verdict.evidence == Evidence::unverified; });
}

std::vector<std::string> reasons(const Verdicts& verdicts) {
  std::vector<std::string> texts;
  for (const ClientVerdict& verdict : verdicts) {
    if (refuses(verdict)) {
      const char* doubt = verdict.evidence == Evidence::unverified ? " (unverified)" : "";
      texts.push_back(verdict.client + doubt + ": " + verdict.reason);
    }
  }
  return texts;
}

FactValue asked(const FactContext& context, const Subject&) {
  return context.deployment == nullptr ? FactValue(Absent{}) : integer(context.deployment->clients.size());
}

const std::array kFacts = {
    FactDefinition{SubjectKind::bundle,
                   "clients.asked",
                   FactType::integer,
                   "clients",
                   {},
                   "How many client families were asked for with --client.",
                   asked},
    FactDefinition{SubjectKind::bundle,
                   "clients.refusing",
                   FactType::text_list,
                   "",
                   {},
                   "The clients asked for that would refuse what is sent.",
                   of_clients<refusing>},
    FactDefinition{SubjectKind::bundle,
                   "clients.accepting",
                   FactType::text_list,
                   "",
                   {},
                   "The clients asked for that would accept what is sent.",
                   of_clients<accepting>},
    FactDefinition{SubjectKind::bundle,
                   "clients.unknown",
                   FactType::text_list,
                   "",
                   {},
                   "The clients asked for of which nothing can be said: what they trust is not known, or what is sent.",
                   of_clients<unknown>},
    FactDefinition{SubjectKind::bundle,
                   "clients.reasons",
                   FactType::text_list,
                   "",
                   {},
                   "Why each client that would refuse does so: 'gnutls: an expired copy comes first'.",
                   of_clients<reasons>},
    FactDefinition{SubjectKind::bundle,
                   "clients.unverified",
                   FactType::text_list,
                   "",
                   {},
                   "The clients asked for whose models were neither compared with the program nor read in its source.",
                   of_clients<unverified>},
};

}  // namespace

std::span<const FactDefinition> client_fact_table() { return kFacts; }

}  // namespace chainlint
