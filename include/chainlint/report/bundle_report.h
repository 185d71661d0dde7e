// One bundle of a report as plain data. Borrows only rules; contains no certificate.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/instant.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/facts/subject.h"
#include "chainlint/formats/bundle.h"
#include "chainlint/profiles/deployment.h"
#include "chainlint/renewal/review.h"
#include "chainlint/renewal/rollout.h"
#include "chainlint/renewal/timeline.h"
#include "chainlint/report/certificate_report.h"
#include "chainlint/rules/evaluate.h"

namespace chainlint::report {

// One certificate, key or other entry.
struct EntryReport {
  formats::EntryKind kind = formats::EntryKind::other;
  CertificateReportPtr certificate;  // null where it is none
  std::optional<chain::Role> role;   // of a certificate
  std::string key;                   // "RSA 2048": of a certificate or a private key
  std::string key_sha256;            // of its SubjectPublicKeyInfo; empty where it is not known
  std::string label, description;
  std::string unit;                  // the part of the file that it belongs to: a keystore alias, a Kubernetes object
  std::string store;                 // "Root (LocalMachine)": the Windows store that contains it
  bool archived = false;             // Windows keeps it and no longer chooses it
  std::string key_storage;           // "provider 'X', container 'Y', machine keyset": where Windows keeps or is to keep the private key
  std::string trust_list;            // "417 certificates named, of 2026-10-01, ..." of a trust list
  std::string key_state;             // of a private key: "plain", "unlocked", ...
  bool in_git = false;               // a private key without a password in a file that git tracks, or is about to (formats::GitPresence)
  std::vector<std::size_t> matches;  // of a private key: numbers of the certificate entries that it belongs to, 100 at most
  std::string protection;            // "PBES2: AES-256-CBC, PBKDF2-SHA256, 2048 iterations"; empty where it is not encrypted
  bool checked = true;               // false where no rule evaluates it: a certificate request, DH parameters, a secret key
  Location location;
};

// One certificate of a chain, for drawing.
struct ChainStepReport {
  CertificateReportPtr certificate;
  chain::Role role = chain::Role::leaf;
  bool in_bundle = true;             // else it comes from the anchors, or is a private root elsewhere in the run
  Location location;                 // empty for an anchor
  std::vector<std::string> remarks;  // "expired", "not part of the chain"
  std::string store;                 // "CA" where it comes from a Windows store
  std::string reason;                // why a server takes this one; empty where the file leaves no choice
};

// A path that was tried and not chosen.
struct TriedReport {
  std::vector<std::string> sha256, names;  // leaf first
  chain::StopReason stop = chain::StopReason::issuer_missing;
  std::size_t problems = 0;
  std::string reason;
};

// What else is known of what a target sends.
struct SendingReport {
  chain::ServerFamily family = chain::ServerFamily::file_order;
  bool complete = false;
  std::string dropped_root;   // the root that ends the chain and is not sent
  std::string unpredictable;  // why nothing can be said
  std::vector<std::string> remarks;
  struct Alternative {
    std::vector<ChainStepReport> sent;
    std::string reason;
  };
  std::vector<Alternative> alternatives;  // chains that may be sent instead
};

// One deployment unit for one target; or the run itself, which has findings alone.
struct BundleReport {
  std::string name;
  bool of_run = false;                  // about the run: `name` is its policy file, else its first input
  std::vector<std::string> files;       // the paths of its containers
  std::vector<Location> configured_at;  // where the configuration of a server names its files
  formats::FolderLayout layout = formats::FolderLayout::none;
  std::string target;  // empty without one
  chain::BundleKind kind = chain::BundleKind::other;
  bool client = false;  // of kind `server`, and treated as a client's although no option says so
  std::vector<EntryReport> entries;
  std::vector<ChainStepReport> sent;          // as the target, or a server that sends the unchanged file, would send it
  std::optional<SendingReport> sending;       // with a target alone
  std::vector<chain::ClientVerdict> clients;  // of the requested clients
  std::vector<ChainStepReport> path;          // the intended chain, leaf or issuing CA first
  std::optional<chain::StopReason> stop;      // nothing where there is no path
  std::size_t candidates = 0;
  std::optional<std::vector<TriedReport>> tried;  // where they were requested
  std::string missing;                            // the name of the missing issuer at which the chain stops
  std::vector<rules::Finding> findings;
  std::vector<rules::NotEvaluated> not_evaluated;
  std::optional<renewal::RenewalReview> renewal;  // for a bundle that replaces one; refers to `findings`
  std::optional<renewal::Rollout> rollout;        // likewise
  std::optional<renewal::Timeline> timeline;      // where it was requested
  std::size_t number = 0;                         // of the bundle among all of the run, which has one report per target
};

// Whether there was something to check: a server certificate, an issuing CA or a trust store. Only such a bundle can be "ok".
bool has_verdict(const BundleReport& bundle);

// The reason if there was not: "certificate request, not checked: it contains no certificate".
std::string unchecked_text(const BundleReport& bundle);

// "server", "issuing CA", "trust store", "certificate request": the kind, for people.
std::string_view kind_title(chain::BundleKind kind);

// Plain data from what was read and evaluated.
BundleReport describe_bundle(const facts::FactContext& context, rules::Evaluation evaluation, CertificateReports& certificates);

// "PBES2: AES-256-CBC, PBKDF2-SHA256, 2048 iterations".
std::string to_string(const crypto::Protection& protection);

}  // namespace chainlint::report
