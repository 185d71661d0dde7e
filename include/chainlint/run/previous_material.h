// The deployed bundle and what would be restored, for comparing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/chain/run_index.h"
#include "chainlint/facts/renewal.h"
#include "chainlint/formats/reader.h"
#include "chainlint/report/report.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/trust_material.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// The bundles of --previous and --rollback, read and analyzed with the anchors of the run, and the pins of --pins. Owns what the renewal
// borrows but for the trust material, so that it cannot be moved.
class PreviousMaterial {
 public:
  PreviousMaterial() = default;
  PreviousMaterial(const PreviousMaterial&) = delete;
  PreviousMaterial& operator=(const PreviousMaterial&) = delete;

  // Null where there is none.
  const facts::Renewal* renewal() const { return renewal_ ? &*renewal_ : nullptr; }
  const facts::FactContext* rollback() const { return rollback_ ? &rollback_->context() : nullptr; }

  // With RunOptions::pairs_previous, all bundles of --previous that have a leaf, in the order of their files. If there are several,
  // renewal() is null.
  const std::vector<formats::Bundle>& bundles() const { return bundles_; }

  // The CA certificates of the files that were read for what is replaced, with or without a leaf beside them.
  const chain::RunIndex& known() const { return *known_; }

  // Files that could not be read, in part or at all: they belong into the report.
  const std::vector<report::InputReport>& damaged() const { return damaged_; }
  // One sentence for each option whose path contains no leaf that can be read: nothing is compared with it.
  const UsageProblems& unread() const { return unread_; }

  // What one bundle of a run replaces, with the pins of `of_run`, which it borrows. Null where `bundle` has no leaf.
  static std::shared_ptr<const PreviousMaterial> of_bundle(formats::Bundle bundle, const chain::ChainRequest& request,
                                                           const facts::ChangeWindow* window, crypto::SignatureVerifier& verifier,
                                                           const PreviousMaterial& of_run);

 private:
  friend class PreviousLoader;
  std::unique_ptr<facts::ComparedBundle> previous_, rollback_;
  std::vector<formats::Bundle> bundles_;
  std::shared_ptr<const chain::RunIndex> known_ = std::make_shared<const chain::RunIndex>();
  std::vector<formats::Pin> pins_;
  bool has_pins_ = false;
  std::optional<facts::Renewal> renewal_;
  std::vector<report::InputReport> damaged_;
  UsageProblems unread_;
};

// What is compared is analyzed with this.
chain::ChainRequest request_for_compared(const RunOptions& options, const formats::ReadOptions& reading, const TrustMaterial& trust);

// Reads --previous, --rollback and --pins. Each path must give one bundle that has a leaf: a file, or a folder with one such bundle in it;
// with RunOptions::pairs_previous, that of --previous at least one.
// A path that does not exist or gives several is a mistake of the command line; so is every line of a pin list without a pin.
// Mistakes are added to `problems`. A path that gives none is an unread input, as with --anchors.
std::unique_ptr<PreviousMaterial> load_previous(const RunOptions& options, const formats::ReadOptions& reading,
                                                formats::CertificateCache& certificates, const TrustMaterial& trust,
                                                UsageProblems& problems);

}  // namespace chainlint::run
