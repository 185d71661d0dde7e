#include "sending/file_sending.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/self_signed.h"
#include "path/link.h"
#include "sending/sent_chain.h"

namespace chainlint::chain {
namespace {

// The leaf of a container without an order to the front.
void bring_leaf_forward(const SendingInput& input, std::vector<HeldCertificate>& held) {
  if (held.empty() || !input.analysis.leaf || formats::traits_of(input.bundle.containers[held.front().container].format).has_order) return;
  const auto leaf =
      std::find_if(held.begin(), held.end(), [&](const HeldCertificate& each) { return each.member == *input.analysis.leaf; });
  if (leaf != held.end()) std::rotate(held.begin(), leaf, leaf + 1);
}

// OpenSSL reads the label TRUSTED CERTIFICATE of the first certificate alone, and skips other blocks with it.
void skip_trusted_blocks(std::vector<HeldCertificate>& held, Sending& sending) {
  const std::size_t count = held.size();
  bool first = true;
  std::erase_if(held, [&](const HeldCertificate& each) { return !std::exchange(first, false) && each.entry->trusted_certificate; });
  if (held.size() == count) return;
  sending.remarks.push_back(count_noun(count - held.size(), "certificate") + " with the label TRUSTED CERTIFICATE " +
                            (count - held.size() == 1 ? "is" : "are") + " not sent");
}

// Some servers read a fixed number of certificates and stop.
void stop_reading(const SendingInput& input, std::vector<HeldCertificate>& held, Sending& sending) {
  if (input.certificates_read == 0 || held.size() <= input.certificates_read) return;
  sending.remarks.push_back(fmt::format("the server reads only the first {} of {} certificates", input.certificates_read, held.size()));
  held.resize(input.certificates_read);
}

// A server that takes the first certificate for its own does not start with another one's key.
void remark_on_first(const SendingInput& input, Sending& sending) {
  if (sending.certificates.empty() || !input.analysis.leaf || sending.certificates.front().member == *input.analysis.leaf) return;
  sending.remarks.push_back("the first certificate is not the leaf: the private key does not match it, and most servers do not start");
}

// What OpenSSL makes of a leaf without a chain where its store contains one (X509_verify_cert): the issuers up to the root.
std::vector<SentCertificate> complete_from_pool(const x509::CertificatePtr& leaf, const ChainRequest& request,
                                                crypto::SignatureVerifier& verifier) {
  std::vector<SentCertificate> chain;
  x509::CertificatePtr child = leaf;
  while (request.pool != nullptr && !x509::looks_self_signed(*child) && chain.size() + 1 < request.limits.path_length) {
    const auto named = request.pool->named(child->issuer().canonical());
    const auto issuer = std::find_if(named.begin(), named.end(), [&](const x509::CertificatePtr& candidate) {
      return verifier.verify(*child, candidate->public_key()) == crypto::SignatureVerdict::valid;
    });
    if (issuer == named.end()) break;
    SentCertificate sent;
    sent.certificate = *issuer;
    sent.reason = "from the client CA file: issuer of the certificate before it";
    chain.push_back(std::move(sent));
    child = *issuer;
  }
  return chain;
}

void consider_auto_chain(const SendingInput& input, Sending& sending, crypto::SignatureVerifier& verifier) {
  if (!input.auto_chain || sending.certificates.size() != 1 || x509::looks_self_signed(*sending.certificates.front().certificate)) return;
  sending.remarks.push_back("the file contains no chain; if a client CA file is configured, OpenSSL completes the chain from it");
  std::vector<SentCertificate> more = complete_from_pool(sending.certificates.front().certificate, input.request, verifier);
  if (more.empty()) return;
  const bool root = x509::looks_self_signed(*more.back().certificate);
  SendingAlternative alternative{sending.certificates, std::string("if the server has these CA certificates in its client CA file, it "
                                                                   "completes the chain from it") +
                                                           (root ? " and sends the root too" : "")};
  std::move(more.begin(), more.end(), std::back_inserter(alternative.certificates));
  sending.alternatives.push_back(std::move(alternative));
}

// GnuTLS's sort_certs(): from the leaf to the issuer of each, by names and key ids; duplicates, certificates of other chains and everything
// above a gap are left out.
void sort_as_chain(Sending& sending) {
  if (sending.certificates.size() > ChainLimits::kSorted) {
    sending.unpredictable = fmt::format("the file contains more than {} certificates, which are not sorted here", ChainLimits::kSorted);
    return;
  }
  std::vector<SentCertificate> sorted, rest = std::move(sending.certificates);
  const std::size_t count = rest.size();
  for (auto next = rest.begin(); next != rest.end();) {
    sorted.push_back(std::move(*next));
    rest.erase(next);
    const x509::Certificate& child = *sorted.back().certificate;
    if (x509::looks_self_signed(child)) break;
    next = std::find_if(rest.begin(), rest.end(), [&](const SentCertificate& each) {
      return child.issuer().canonical() == each.certificate->subject().canonical() &&
             match_key_id(child, *each.certificate) != KeyIdMatch::mismatch;
    });
  }
  sending.certificates = std::move(sorted);
  if (sending.certificates.size() < count) {
    sending.remarks.push_back("the server does not send " + count_noun(count - sending.certificates.size(), "certificate") +
                              " of the file: duplicates, and certificates that do not continue the chain of the leaf");
  }
}

void finish(const SendingInput& input, Sending& sending, crypto::SignatureVerifier& verifier) {
  remark_on_first(input, sending);
  consider_auto_chain(input, sending, verifier);
  sending.complete = reaches_anchor(sending.certificates, input.request, verifier);
}

}  // namespace

Sending send_file_order(const SendingInput& input, crypto::SignatureVerifier& verifier) {
  Sending sending;
  sending.family = ServerFamily::file_order;
  std::vector<HeldCertificate> held = held_certificates(input);
  bring_leaf_forward(input, held);
  skip_trusted_blocks(held, sending);
  stop_reading(input, held, sending);
  for (const HeldCertificate& each : held) {
    const bool other_file = each.container != held.front().container;
    const char* reason = sending.certificates.empty() ? "the first certificate of the file"
                         : other_file                 ? "is next in the chain file"
                                                      : "is next in the file";
    sending.certificates.push_back(send(each, reason));
  }
  if (input.sorts) sort_as_chain(sending);
  finish(input, sending, verifier);
  return sending;
}

Sending send_split_file(const SendingInput& input, crypto::SignatureVerifier& verifier) {
  Sending sending;
  sending.family = ServerFamily::split_file;
  std::vector<HeldCertificate> held = held_certificates(input);
  bring_leaf_forward(input, held);
  skip_trusted_blocks(held, sending);
  const auto own_end =
      std::find_if(held.begin(), held.end(), [&](const HeldCertificate& each) { return each.container != held.front().container; });
  const bool apart = own_end != held.end();
  for (auto each = held.begin(); each != held.end(); ++each) {
    const bool first = each == held.begin();
    if (!first && apart && each < own_end) continue;
    if (!first && each->member == held.front().member) sending.remarks.push_back("the leaf is in the chain file too, and is sent twice");
    sending.certificates.push_back(send(*each, first ? "the certificate" : apart ? "is next in the chain file" : "belongs to the chain"));
  }
  if (apart && own_end - held.begin() > 1) {
    sending.remarks.push_back("certificates after the leaf in its file are not sent (" +
                              count_noun(static_cast<std::size_t>(own_end - held.begin()) - 1, "certificate") + ")");
  }
  finish(input, sending, verifier);
  return sending;
}

}  // namespace chainlint::chain
