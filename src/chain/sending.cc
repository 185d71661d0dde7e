#include "chainlint/chain/sending.h"

#include "store_engine.h"

namespace chainlint {
namespace {

SentCertificate from_member(const SendingInput& input, std::size_t member) {
  const Member& found = input.analysis.members[member];
  SentCertificate sent;
  sent.certificate = found.certificate;
  sent.member = member;
  sent.location = input.analysis.entries[found.entries.front()]->location;
  return sent;
}

}  // namespace

std::string_view to_string(ServerFamily family) {
  switch (family) {
    case ServerFamily::file_order:
      return "file-order";
    case ServerFamily::split_file:
      return "split-file";
    case ServerFamily::keystore:
      return "keystore";
    case ServerFamily::store_engine:
      return "store-engine";
    case ServerFamily::managed:
      return "managed";
  }
  return "file-order";
}

Sending predict_sending(ServerFamily family, const SendingInput& input, SignatureVerifier& verifier) {
  if (family == ServerFamily::store_engine) return send_from_stores(input, verifier);
  Sending sending;
  sending.family = family;
  for (const std::size_t member : input.analysis.sent.members) sending.certificates.push_back(from_member(input, member));
  return sending;
}

}  // namespace chainlint
