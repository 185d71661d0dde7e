#include "chainlint/chain/client.h"

namespace chainlint {

std::string_view to_string(Evidence evidence) {
  switch (evidence) {
    case Evidence::measured:
      return "measured";
    case Evidence::source:
      return "source";
    case Evidence::unverified:
      return "unverified";
  }
  return "unverified";
}

ClientVerdict predict_client(const ClientModel& model, const Sending&, const ChainRequest&, SignatureVerifier&) {
  ClientVerdict verdict;
  verdict.client = model.name;
  verdict.known = false;
  verdict.evidence = model.evidence;
  return verdict;
}

}  // namespace chainlint
