// Feeds bundles to the chain builder: what the bytes contain as a file, and what they choose, as a program, from certificates that were
// issued before: six CAs that certify each other by chance, with flaws, cross-certificates, copies and several leaves. A mutation of signed
// bytes alone would never get past the first signature.
//
// Whatever the bundle: a path is what analysis.h says that it is, the same each time, and for each order of the certificates.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/chain/analysis.h"
#include "chainlint/chain/client.h"
#include "chainlint/chain/sending.h"
#include "chainlint/formats/reader.h"
#include "chainlint/mint/mint.h"
#include "chainlint/profiles/library.h"
#include "fuzz_target.h"

namespace {

using namespace chainlint;
using chain::StopReason;

constexpr std::size_t kSteps = 64;  // of a program, two bytes each

const char* const kFlaws[] = {
    "ca: true",
    "ca: true",
    "ca: true, not_before: 2020-01-01, not_after: 2021-01-01",
    "ca: false, key_usage: [keyCertSign]",
    "ca: true, path_length: 0",
    "ca: true, extended_key_usage: [emailProtection]",
    "ca: true, name_constraints: {permitted: [\"dns:bad.example.net\"]}",
    "ca: true, damage: signature",
    "ca: true, serial: 7",
};

std::string description() {
  std::mt19937 random(20260101);
  std::string text = "certificates:\n";
  const auto subject = [](std::size_t ca) { return "\"CN=Entity " + std::to_string(ca == 5 ? 1 : ca) + "\""; };
  for (std::size_t ca = 0; ca < 6; ++ca) text += "  k" + std::to_string(ca) + ": { subject: " + subject(ca) + ", ca: true }\n";
  for (std::size_t from = 0; from < 6; ++from) {
    for (std::size_t to = 1; to < 6; ++to) {
      for (int copy = 0; copy < 2 && from != to; ++copy) {
        text += "  e" + std::to_string(from) + "x" + std::to_string(to) + "c" + std::to_string(copy) + ": { subject: " + subject(to) +
                ", key: same-as:k" + std::to_string(to) + ", issuer: k" + std::to_string(from) + ", " +
                kFlaws[random() % std::size(kFlaws)] + " }\n";
      }
    }
  }
  for (std::size_t leaf = 0; leaf < 4; ++leaf) {
    text +=
        "  leaf" + std::to_string(leaf) + ": { subject: \"CN=leaf\", issuer: k" + std::to_string(2 + leaf) + ", dns: [www.example.com] }\n";
  }
  return text;
}

const std::vector<Bytes>& issued() {
  static const std::vector<Bytes> all = [] {
    const yaml::Parsed parsed = yaml::parse({"certificates.yaml", description()});
    fuzz::require(parsed.root.has_value());
    const mint::MintResult result = mint::mint(*parsed.root);
    fuzz::require(result.problems.empty());
    std::vector<Bytes> ders;
    for (const auto& [name, der] : result.minted.certificates) ders.push_back(der);
    return ders;
  }();
  return all;
}

const std::vector<const chain::ClientModel*>& clients() {
  static const profiles::LoadedProfiles loaded = profiles::load_profiles({});
  static const std::vector<const chain::ClientModel*> all = [] {
    std::vector<const chain::ClientModel*> models;
    for (const chain::ClientModel& model : loaded.library.clients) models.push_back(&model);
    return models;
  }();
  return all;
}

struct Question {
  formats::CertificateCache cache;
  formats::Container container;
  std::vector<x509::CertificatePtr> anchor_list, pool_list;
  chain::AnchorSet anchors, pool;
  chain::ChainRequest request;
  chain::ServerFamily family = chain::ServerFamily::file_order;
  bool chosen_alone = true;  // nothing of a file is in it

  void add(const Bytes& der, unsigned where) {
    const auto certificate = cache.intern(der);
    if (!certificate) return;
    if (where == 4) return anchor_list.push_back(*certificate);
    if (where == 5) return pool_list.push_back(*certificate);
    formats::Entry entry;
    entry.kind = formats::EntryKind::certificate;
    entry.certificate = *certificate;
    entry.location.entry = container.entries.size() + 1;
    container.entries.push_back(std::move(entry));
  }
};

// Bytes from all over the input, so that the content of a file decides too.
std::vector<std::uint8_t> program_of(ByteView data) {
  std::vector<std::uint8_t> program;
  const std::size_t every = data.size() / (2 * kSteps) + 1;
  for (std::size_t i = 0; i < data.size(); i += every) program.push_back(data[i]);
  return program;
}

void choose(ByteView data, Question& question) {
  const std::vector<std::uint8_t> program = program_of(data);
  for (std::size_t i = 0; i + 1 < program.size(); i += 2) {
    const unsigned operation = program[i] % 8, argument = program[i + 1];
    const Bytes& der = issued()[argument % issued().size()];
    if (operation == 6) {
      Bytes damaged = der;
      damaged[(program[i] / 8 * 37 + argument) % damaged.size()] ^= 1;
      question.add(damaged, 0);
    } else if (operation == 7) {
      question.request.purposes = static_cast<chain::Purpose>(argument & 3);
      question.request.explain = (argument & 4) != 0;
      question.request.assume_server_chain = (argument & 8) != 0;
      question.request.limits.path_length = 2 + (argument >> 4);
      question.family = static_cast<chain::ServerFamily>(program[i] / 8 % 4);
    } else {
      question.add(der, operation);
    }
  }
}

std::string outcome(const chain::BundleAnalysis& analysis) {
  std::string text(to_string(analysis.kind));
  if (!analysis.path) return text;
  text += " " + std::string(to_string(analysis.path->stop));
  for (const chain::PathStep& step : analysis.path->steps) {
    text += " " + to_hex(step.certificate->sha256());
    for (const chain::ProblemDetail& problem : step.problems) text += "!" + std::string(to_string(problem.problem));
  }
  return text;
}

bool lacks_issuer(StopReason stop) {
  return stop == StopReason::issuer_missing || stop == StopReason::issuer_rekeyed || stop == StopReason::issuer_renamed ||
         stop == StopReason::signature_invalid || stop == StopReason::unsupported;
}

void check_path(const chain::BundleAnalysis& analysis, const chain::ChainRequest& request) {
  const chain::Path& path = *analysis.path;
  fuzz::require(!path.steps.empty() && path.links.size() + 1 == path.steps.size());
  fuzz::require(path.steps.size() <= request.limits.path_length);
  fuzz::require(analysis.head && path.steps[0].certificate == analysis.members[*analysis.head].certificate);
  std::set<Digest256> seen;
  for (const chain::PathStep& step : path.steps) fuzz::require(seen.insert(step.certificate->sha256()).second);
  if (path.stop == StopReason::anchor) fuzz::require(request.anchors->same_entity(*path.steps.back().certificate) != nullptr);
  fuzz::require(analysis.missing.has_value() == lacks_issuer(path.stop));
  if (analysis.missing) fuzz::require(analysis.missing->child_step < path.steps.size());
  if (!path.valid()) return;
  crypto::SignatureVerifier fresh;
  fuzz::require(path.stop == StopReason::anchor);
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    const x509::Certificate& certificate = *path.steps[i].certificate;
    fuzz::require(*certificate.not_before() <= request.at && request.at <= *certificate.not_after());
    if (i == 0) continue;
    const x509::Certificate& child = *path.steps[i - 1].certificate;
    fuzz::require(child.issuer().canonical() == certificate.subject().canonical());
    fuzz::require(fresh.verify(child, certificate.public_key()) == crypto::SignatureVerdict::valid);
  }
}

void check_members(const chain::BundleAnalysis& analysis) {
  const std::size_t count = analysis.members.size();
  for (const auto& index : {analysis.leaf, analysis.head}) fuzz::require(!index || *index < count);
  for (const chain::Member& member : analysis.members) {
    fuzz::require(!member.entries.empty() && (!member.path_index || *member.path_index < analysis.path->steps.size()));
    for (const std::size_t twin : member.twins) fuzz::require(twin < count);
  }
  for (const auto* order : {&analysis.sent.members, &analysis.sent.expected}) {
    for (const std::size_t member : *order) fuzz::require(member < count);
  }
}

void check_sending(chain::ServerFamily family, const formats::Bundle& bundle, const chain::BundleAnalysis& analysis,
                   const chain::ChainRequest& request, crypto::SignatureVerifier& verifier) {
  const chain::Sending sending = predict_sending(family, {bundle, analysis, request}, verifier);
  for (const chain::SentCertificate& sent : sending.certificates) {
    fuzz::require(sent.certificate != nullptr && (!sent.member || *sent.member < analysis.members.size()));
  }
  const std::vector<chain::ClientVerdict> verdicts = predict_clients(clients(), sending, request, verifier);
  fuzz::require(verdicts.size() == clients().size());
  for (const chain::ClientVerdict& verdict : verdicts) fuzz::require(!verdict.reason.empty() && (verdict.known || !verdict.accepted));
}

// In the opposite order, each certificate twice.
formats::Bundle reversed(const formats::Bundle& bundle) {
  formats::Bundle result = bundle;
  std::vector<formats::Entry>& entries = result.containers.front().entries;
  entries.insert(entries.end(), bundle.containers.front().entries.begin(), bundle.containers.front().entries.end());
  std::reverse(entries.begin(), entries.end());
  return result;
}

}  // namespace

CHAINLINT_FUZZ_TARGET(chain) {
  Question question;
  question.container = formats::read_container("site.pem", {data, size}, {}, question.cache);
  question.chosen_alone = question.container.entries.empty();
  if (question.chosen_alone) question.container = {};
  question.request.at = *Instant::parse("2026-06-01");
  question.request.limits.signature_checks = 200;
  question.request.limits.node_expansions = 500;
  choose({data, size}, question);
  question.anchors = chain::AnchorSet(question.anchor_list, chain::AnchorOrigin::files);
  question.pool = chain::AnchorSet(question.pool_list, chain::AnchorOrigin::files);
  question.request.anchors = &question.anchors;
  question.request.pool = &question.pool;
  const formats::Bundle bundle{"site.pem", {question.container}};

  // Keeps keys and verdicts of CAs: without it, verifying what was issued would take most of the time. Never destroyed: the library's own
  // memory goes before it.
  static auto& kept = *new std::unique_ptr<crypto::SignatureVerifier>;
  static int uses = 0;
  if (uses++ % 1000 == 0) kept = std::make_unique<crypto::SignatureVerifier>();
  crypto::SignatureVerifier& verifier = *kept;
  const chain::BundleAnalysis analysis = analyze(bundle, question.request, verifier);
  check_members(analysis);
  if (analysis.path) check_path(analysis, question.request);
  fuzz::require(outcome(analyze(bundle, question.request, verifier)) == outcome(analysis));
  // Of several leaves without a key, the order decides which is meant.
  if (question.chosen_alone && analysis.leaf_reason != "is first") {
    const formats::Bundle turned = reversed(bundle);
    fuzz::require(outcome(analyze(turned, question.request, verifier)) == outcome(analysis));
  }
  check_sending(question.family, bundle, analysis, question.request, verifier);
  return 0;
}
